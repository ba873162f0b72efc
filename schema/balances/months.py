"""What came onto the lists month by month, and what is to be expected of the next three: told apart, never added up together."""

from schema.balances.sums import HERE, OWN, PART, PERIODS, READ, kept, needs_of, of_row, ranges, supplies_of
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


def _between(begin: str, end: str, at: str = "r$.listed_at") -> str:
    return f"{at} >= {begin} and {at} < {end}"


_MONTH = "date_trunc('month', r$.listed_at)::date as month"
_CAME = (
    f"select {_MONTH}, r$.category_id, count(*) as needs, count(*) filter (where {of_row(FINISHED)}) as met,"
    f" count(*) filter (where {of_row(UNMET)}) as unmet, 0::bigint as supplies{{part}}"
    f" from {{ranges}} d$ join demand r$ on {HERE} where {_LISTED} and {{needs}} group by 1, 2{{by_part}}"
)
_OFFERED = (
    f"select {_MONTH}, r$.category_id, 0::bigint as needs, 0::bigint as met, 0::bigint as unmet, count(*) as supplies{{part}}"
    f" from {{ranges}} d$ join resource r$ on {HERE} where r$.status = 'LISTED' and {{supplies}} group by 1, 2{{by_part}}"
)
KEPT = ""
"""Under which name, instead of a period, it is kept what came month by month: that is the same whatever the period."""

_KEPT = f"'{KEPT}'"


def _came(begin: str, end: str, *, both: bool) -> str:
    """SQL: what came onto the lists (or that of demands only) in a time, in groups by month and class."""
    between, opened = _between(begin, end), ranges(period=_KEPT)
    needs, supplies = f"{between} and {needs_of('r$.category_id')}", f"{between} and {supplies_of('r$.category_id')}"
    stored = f"from {kept('balance_listing', period=_KEPT)} and {_between(begin, end, 'k$.month')}"
    of = needs_of("k$.category_id") + (f" or {supplies_of('k$.category_id')}" if both else "")
    found = [
        _CAME.format(ranges=opened, needs=needs, part="", by_part=""),
        f"select k$.month, k$.category_id, k$.needs, k$.met, k$.unmet, k$.supplies {stored} and ({of})",
    ]
    if both:
        found.append(_OFFERED.format(ranges=opened, supplies=supplies, part="", by_part=""))
    return f"({' union all '.join(found)} offset 0)"


def _keep() -> str:
    listed = "r$.listed_at is not null"
    told = {"ranges": READ, "needs": listed, "supplies": listed, "part": f", {PART} as part", "by_part": ", part"}
    rows = f"{_CAME.format(**told)} union all {_OFFERED.format(**told)}"
    return (
        "insert into balance_listing (top, part, month, category_id, needs, met, unmet, supplies)"
        " select $1, g$.part, g$.month, g$.category_id, sum(g$.needs), sum(g$.met), sum(g$.unmet), sum(g$.supplies)"
        f" from (select g$.* from (select $1::text as path) a$ cross join lateral ({rows} offset 0) g$ where $2 = '{KEPT}') g$"
        " group by 2, 3, 4"
    )


KEEP = _keep()
"""SQL that adds up and keeps what came month by month, with the parameters of the sides of the board."""

_SUMS = ", ".join(f"coalesce(sum(g$.{one}), 0)::integer as {one}" for one in ("needs", "met", "unmet", "supplies"))
BY_MONTH = (
    f"(select {OWN}, x$.* from {PERIODS} cross join lateral (with g$ as materialized"
    f" (select g$.month, {_SUMS} from {_came(_BEGIN, _END, both=True)} g$ group by 1)"
    " select h$.code as month, h$.next_day > current_date as underway,"
    " coalesce(g$.needs, 0) as needs, coalesce(g$.met, 0) as met,"
    " coalesce(g$.unmet, 0) as unmet, coalesce(g$.needs - g$.met - g$.unmet, 0) as promised, coalesce(g$.supplies, 0) as supplies"
    f" from month h$ left join g$ on g$.month = h$.first_day where {_between(_BEGIN, _END, 'h$.first_day')}) x$)"
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
    f"select coalesce(g$.category_id, 0) as category_id, {_KNOWN + 1} + {_NUMBER.format('g$.month')} - {_NUMBER.format(_NOW)}"
    f" as place, sum(g$.needs)::integer as count from {_came(_SINCE, _NOW, both=False)} g$ where g$.needs > 0"
    " group by grouping sets ((g$.category_id, g$.month), (g$.month))"
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
