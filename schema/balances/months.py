"""What came onto the lists month by month, and what is to be expected of the next three: told apart, never added up together."""

from schema.balances.sums import HERE, OWN, PERIODS, needs_of, of_row, supplies_of
from schema.demands.kinds import FINISHED, UNMET

MONTHS = 12
"""Months on the board (our default): a year, up to the period's last or the present one."""
AHEAD = 3
"""Months for which the board says what is to be expected, beginning after the present one (mission row B17; our default)."""
_KNOWN = 30
"""Months whose demands the forecast looks at: the last six are told from those before them, to see how far off it is."""
_TESTED = 6
_LEAST = 12
"""So many demands within the last twelve months, and one a year and a half ago, or no forecast is given (our defaults)."""

_END = "least(p$.next_day, date_trunc('month', current_date)::date + interval '1 month')"
_BEGIN = f"({_END} - interval '{MONTHS} months')"
_LISTED = "r$.status in ('LISTED', 'CLOSED')"


def _between(begin: str, end: str) -> str:
    return f"r$.listed_at >= {begin} and r$.listed_at < {end}"


BY_MONTH = (
    f"(select {OWN}, h$.code as month, h$.next_day > current_date as underway,"
    " coalesce(n$.count, 0)::integer as needs, coalesce(n$.met, 0)::integer as met,"
    " coalesce(n$.unmet, 0)::integer as unmet, coalesce(n$.count - n$.met - n$.unmet, 0)::integer as promised,"
    " coalesce(s$.count, 0)::integer as supplies"
    f" from {PERIODS} cross join lateral (select h$.* from month h$ where h$.first_day >= {_BEGIN} and h$.first_day < {_END}) h$"
    " left join lateral (select date_trunc('month', r$.listed_at)::date as month, count(*) as count,"
    f" count(*) filter (where {of_row(FINISHED)}) as met, count(*) filter (where {of_row(UNMET)}) as unmet from demand r$"
    f" where {HERE} and {_LISTED} and {_between(_BEGIN, _END)} and {needs_of('r$.category_id')} group by 1"
    " offset 0) n$ on n$.month = h$.first_day"
    " left join lateral (select date_trunc('month', r$.listed_at)::date as month, count(*) as count from resource r$"
    f" where {HERE} and r$.status = 'LISTED' and {_between(_BEGIN, _END)} and {supplies_of('r$.category_id')} group by 1"
    " offset 0) s$ on s$.month = h$.first_day)"
)
"""SQL: by month what came onto the demand list and how it stands today, and what came onto the resource list."""

_NOW = "date_trunc('month', current_date)"
_SINCE = f"({_NOW} - interval '{_KNOWN} months')"
_NUMBER = "(extract(year from {0}) * 12 + extract(month from {0}))::integer"
_SERIES = (
    "select k$.category_id, array_agg(coalesce(q$.count, 0) order by i$) as n"
    " from (select distinct category_id from counted) k$ cross join"
    f" generate_series(1, {_KNOWN}) i$ left join counted q$ on q$.category_id = k$.category_id and q$.place = i$ group by 1"
)
_COUNTED = (
    f"select coalesce(r$.category_id, 0) as category_id, {_KNOWN + 1} + {_NUMBER.format('r$.month')} - {_NUMBER.format(_NOW)}"
    " as place,"
    " r$.count::integer as count from (select r$.category_id, date_trunc('month', r$.listed_at) as month, count(*) as count"
    f" from demand r$ where {HERE} and {_LISTED} and {_between(_SINCE, _NOW)}"
    f" and {needs_of('r$.category_id')} group by grouping sets ((1, 2), (2)) offset 0) r$"
)


def _expected(place: str, ahead: str = "h$.ahead") -> str:
    """SQL: what is expected of a month from what was known so many months before."""
    known = f"(s$.n[{place} - {ahead}] + s$.n[{place} - {ahead} - 1] + s$.n[{place} - {ahead} - 2])"
    return f"round(({known} / 3.0 + s$.n[{place} - 12]) / 2)"


_OFF = f"(select round(avg(abs(s$.n[t$] - {_expected('t$')})), 1) from generate_series({_KNOWN - _TESTED + 1}, {_KNOWN}) t$)"
_ENOUGH = (
    f"((select sum(x$) from unnest(s$.n[{_KNOWN - 11}:{_KNOWN}]) x$) >= {_LEAST}"
    f" and (select sum(x$) from unnest(s$.n[1:{_KNOWN - 17}]) x$) > 0)"
)
FORECASTS = (
    f"(select {OWN}, x$.* from {PERIODS} cross join lateral (with counted as materialized ({_COUNTED})"
    f" select nullif(s$.category_id, 0) as category_id,"
    f" to_char({_NOW} + (h$.ahead - 1) * interval '1 month', 'YYYY-MM') as month,"
    f" (case when {_ENOUGH} then {_expected(f'({_KNOWN} + h$.ahead)')} end)::integer as expected,"
    f" (case when {_ENOUGH} then {_OFF} end) as error from ({_SERIES}) s$"
    f" cross join generate_series(2, {AHEAD + 1}) h$ (ahead)) x$)"
)
"""SQL: for each class, and for all, how many new demands each of the next months may bring, and how far off that was."""
