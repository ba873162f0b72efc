"""The SQL of the report that compares the ranking with what was chosen.

Nothing is told of fewer than five choices, nor does it follow from the others: groups of fewer are one row of the rest, which the
smallest of the others joins where the rest would be fewer than five as well.
"""

from enum import Enum

import strawberry

from schema.engine.access import within
from schema.engine.language import N_
from schema.matching.kinds import STANDING
from schema.matching.parts import PARTS

FEWEST = 5
"""A cell is told of so many choices or more (our default, as mission part L asks of aggregates)."""


@strawberry.enum(description="By what a row of the report sums up.")
class RankingGroup(Enum):
    """By what a row of the report sums up."""

    ALL = strawberry.enum_value("ALL", description="合计")
    CLASS = strawberry.enum_value("CLASS", description="按需求类别")
    WEIGHTS = strawberry.enum_value("WEIGHTS", description="按权重版本")
    PLACE = strawberry.enum_value("PLACE", description="按所选候选的位次")


PLACES = {
    "FIRST": N_("第 1 位"),
    "SECOND_THIRD": N_("第 2、3 位"),
    "FOURTH_FIFTH": N_("第 4、5 位"),
    "SIXTH_ON": N_("第 6 至 20 位"),
    "BEYOND": N_("不在前 20 位"),
}
"""What the places are called."""


@strawberry.enum(description="Where the chosen offer stood among the candidates.")
class RankingPlace(Enum):
    """Where the chosen offer stood among the candidates."""

    FIRST = strawberry.enum_value("FIRST", description=PLACES["FIRST"])
    SECOND_THIRD = strawberry.enum_value("SECOND_THIRD", description=PLACES["SECOND_THIRD"])
    FOURTH_FIFTH = strawberry.enum_value("FOURTH_FIFTH", description=PLACES["FOURTH_FIFTH"])
    SIXTH_ON = strawberry.enum_value("SIXTH_ON", description=PLACES["SIXTH_ON"])
    BEYOND = strawberry.enum_value("BEYOND", description=PLACES["BEYOND"])


_PERIODS = "area a$ cross join half_year f$ cross join half_year t$"
_OF = "a$.id as area_id, a$.path as area_path, f$.code as since, t$.code as until"
REPORTS = f"(select {_OF}, f$.first_day, t$.next_day from {_PERIODS} where f$.first_day < t$.next_day)"
"""SQL: every area with every half-year and every later one."""


def _chosen(path: str, first: str, after: str) -> str:
    return f"{within('x$.area_path', path)} and x$.chosen_at >= {first} and x$.chosen_at < {after}"


_CHOSEN = _chosen("a$.path", "f$.first_day", "t$.next_day")
_PLACE = (
    "case when x$.place is null then 'BEYOND' when x$.place = 1 then 'FIRST' when x$.place <= 3 then 'SECOND_THIRD'"
    " when x$.place <= 5 then 'FOURTH_FIFTH' else 'SIXTH_ON' end"
)


def _number(condition: str) -> str:
    return f"count(*) filter (where {condition})::integer"


def _stands(*states: str) -> str:
    return _number(f"x$.status in ({', '.join(map(repr, states))})")


_PLACES = {
    "count": "count(*)::integer",
    "first": _number("x$.place = 1"),
    "first_three": _number("x$.place <= 3"),
    "first_five": _number("x$.place <= 5"),
    "beyond": _number("x$.place is null"),
}
_ANSWERS = {"accepted": _stands("AGREED", "DONE", "CANCELLED"), "declined": _stands("DECLINED"), "unanswered": _stands("EXPIRED")}
_ADDED = _PLACES | _ANSWERS
_GROUPS = (
    "select case grouping(x$.category_id, x$.weights, x$.band) when 3 then 'CLASS' when 5 then 'WEIGHTS' when 6 then 'PLACE'"
    " else 'ALL' end as by, x$.category_id, x$.weights, x$.band, sum(coalesce(1.0 / x$.place, 0)) as reciprocals,"
    f" {', '.join(f'{sql} as {name}' for name, sql in _ADDED.items())}"
    f" from (select x$.category_id, x$.weights, x$.place, {_PLACE} as band, {STANDING.replace('{row}', 'm$')} as status"
    f" from match_choice x$ join match m$ on m$.id = x$.match_id where {_CHOSEN} offset 0) x$"
    " group by grouping sets ((x$.category_id), (x$.weights), (x$.band), ())"
)
_FEW = f"g$.count < {FEWEST}"
_RANKED = (
    f"select g$.*, {_FEW} as few, coalesce(sum(g$.count) filter (where {_FEW}) over (partition by g$.by), 0) as fewer,"
    f" row_number() over (partition by g$.by, {_FEW} order by g$.count, g$.category_id desc, g$.weights, g$.band) as turn"
    f" from ({_GROUPS}) g$"
)
_REST = f"(g$.few or g$.fewer between 1 and {FEWEST - 1} and g$.turn = 1)"
_KEPT = ", ".join(f"case when not {_REST} then g$.{name} end as {name}" for name in ("category_id", "weights", "band"))
ROWS = (
    f"(select {_OF}, y$.* from {_PERIODS} cross join lateral ("
    f"select g$.by, g$.rest, g$.category_id, g$.weights, g$.band,"
    f" {', '.join(f'sum(g$.{name})::integer as {name}' for name in _ADDED)},"
    " round(sum(g$.reciprocals) / sum(g$.count), 2) as reciprocal"
    f" from (select g$.by, {_REST} as rest, {_KEPT}, g$.reciprocals, {', '.join(f'g$.{name}' for name in _ADDED)}"
    f" from ({_RANKED}) g$ where g$.by <> 'ALL' or not g$.few) g$"
    f" group by 1, 2, 3, 4, 5 having sum(g$.count) >= {FEWEST}) y$)"
)
"""SQL: the sums of each area and period, in all and by class, version of the weights, and place."""
_DIFFERENCES = ", ".join(f"avg(x$.parts[{place}] - x$.first_parts[{place}])" for place in range(1, len(PARTS) + 1))
PART_ROWS = (
    f"(select {_OF}, u$.place, u$.part, y$.count, round(u$.difference, 1) as difference"
    f" from {_PERIODS} cross join lateral (select count(*)::integer as count, array[{_DIFFERENCES}] as differences"
    f" from match_choice x$ where {_CHOSEN} and x$.place is distinct from 1 and x$.among > 0 having count(*) >= {FEWEST}) y$"
    f" cross join lateral unnest('{{{','.join(PARTS)}}}'::text[], y$.differences) with ordinality u$(part, difference, place))"
)
"""SQL: where another than the first was chosen: by how much each part of the chosen one was higher, on the average."""
_NAMED = ", ".join(f"'{name}', {sql}" for name, sql in _PLACES.items())
TOTALS = (
    f"(select json_build_object({_NAMED}) from match_choice x$"
    f" where {_chosen('{row}.area_path', '{row}.first_day', '{row}.next_day')} having count(*) >= {FEWEST})"
)
"""SQL: how often which places were chosen, of a row of ``REPORTS``; null of too few."""
