"""By what the papers sum up, and the SQL of the sums: each is made of the predicates of the lists themselves.

So a number here is the number of rows that a list shows under the same conditions, and each row lies in one area only: an area's
sum is the sum of what lies below it, counted once.
"""

from enum import Enum

import strawberry

from schema.capacity.lines import HOLDS
from schema.demands import kinds as demands
from schema.demands.rules import MET
from schema.engine.access import within
from schema.matching.standing import STANDS
from schema.projects import kinds as projects
from schema.resources import kinds as resources


@strawberry.enum(description="By what a row of the papers sums up.")
class PlenaryGroup(Enum):
    """By what a row of the papers sums up."""

    ALL = strawberry.enum_value("ALL", description="合计")
    CLASS = strawberry.enum_value("CLASS", description="按类别")
    AREA = strawberry.enum_value("AREA", description="按下一级区域")
    STATUS = strawberry.enum_value("STATUS", description="按状态（项目）")
    BRAND = strawberry.enum_value("BRAND", description="按品牌（项目；一个项目可属几个品牌，不能相加）")


def _of(predicate: str, row: str = "r$") -> str:
    return predicate.replace("{row}", row)


PLENARIES = (
    "(select a$.id as area_id, a$.path as area_path, h$.code as half_year, h$.first_day, h$.next_day, h$.previous"
    " from area a$ cross join half_year h$)"
)
"""SQL: every area with every half-year."""
_HERE = f"{within('r$.area_path', 'a$.path')} and "
_PART = "split_part(substring(r$.area_path from length(a$.path) + 1), '/', 1)"
"""SQL: the code of the area directly below in which a row lies; empty: in none of them."""


def _summed(rows: str, sets: dict[str, str], columns: dict[str, str]) -> str:
    """SQL: for each area and half-year the sums over some rows, in all and by each of some columns."""
    keys = ", ".join(f"r$.{one}" for one in sets.values())
    number = {name: (1 << len(sets)) - 1 - (1 << place) for place, name in enumerate(reversed(sets))}
    by = " ".join(f"when {mask} then '{name}'" for name, mask in number.items())
    grouped = ", ".join(f"(r$.{one})" for one in sets.values())
    values = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    return (
        f"(select a$.id as area_id, a$.path as area_path, h$.code as half_year, x$.* from area a$ cross join half_year h$"
        f" cross join lateral (select case grouping({keys}) {by} else 'ALL' end as by, {keys}, {values}"
        f" from ({rows} offset 0) r$ group by grouping sets ({grouped}, ())) x$)"
    )


def _number(condition: str = "") -> str:
    return f"count(*){f' filter (where {condition})' if condition else ''}::integer"


def _stands(*states: str) -> dict[str, str]:
    return {state.lower(): _number(f"r$.standing = '{state}'") for state in states}


RESOURCES = _summed(
    f"select r$.category_id, {_PART} as part, r$.organisation_id, {_of(resources.STANDING)} as standing,"
    f" {_of(resources.IDLE)} as idle, r$.listed_at >= h$.first_day as new from resource r$"
    f" where {_HERE}{_of(resources.counts_in('h$.first_day', 'h$.next_day'))}",
    {"CLASS": "category_id", "AREA": "part"},
    {"count": _number(), "units": "count(distinct r$.organisation_id)::integer"}
    | {"new": _number("r$.new")}
    | _stands("LISTED", "EXHAUSTED", "LAPSED", "EXPIRED")
    | {"idle": _number("r$.idle")},
)
DEMANDS = _summed(
    f"select r$.category_id, {_PART} as part, r$.beneficiaries, {_of(demands.STANDING)} as standing,"
    " r$.listed_at >= h$.first_day as new from demand r$"
    f" where {_HERE}{_of(demands.counts_in('h$.first_day', 'h$.next_day'))}",
    {"CLASS": "category_id", "AREA": "part"},
    {"count": _number(), "new": _number("r$.new")}
    | _stands("LISTED", "PARTLY_MATCHED", "MATCHED", "FULFILLED", "CLOSED", "EXPIRED")
    | {
        "unmet": _number("r$.standing in ('LISTED', 'PARTLY_MATCHED', 'EXPIRED')"),
        "beneficiaries": "coalesce(sum(r$.beneficiaries), 0)",
    },
)
_PROJECTS = (
    f"select {_of(projects.CATEGORY)} as category_id, {_PART} as part, r$.status, r$.award, r$.beneficiaries,"
    f" project_spent(r$.id) as spent, {_of(projects.RATING)} as rating, {_of(projects.FINISHED)} as finished,"
    f" {_of(projects.UNDER_WAY)} as under_way{{more}} from project r${{joined}}"
    f" where {_HERE}r$.half_year = h$.code and r$.published_at is not null"
)
_OF_PROJECTS = {
    "count": _number(),
    "under_way": _number("r$.under_way"),
    "finished": _number("r$.finished"),
    "carried_over": _number("r$.status = 'CARRIED_OVER'"),
    "terminated": _number("r$.status = 'TERMINATED'"),
    "award": "coalesce(sum(r$.award), 0)",
    "spent": "coalesce(sum(r$.spent), 0)",
    "beneficiaries": "coalesce(sum(r$.beneficiaries), 0)",
    "rated": "count(r$.rating)::integer",
    "rating": "round(avg(r$.rating), 2)",
}
_GROUPED = "area_id, area_path, half_year, by, category_id, part, status"
_PLAIN = _summed(_PROJECTS.format(more="", joined=""), {"CLASS": "category_id", "AREA": "part", "STATUS": "status"}, _OF_PROJECTS)
_BRANDED = _summed(
    _PROJECTS.format(more=", b$.category_id as brand_id", joined=" join project_brand b$ on b$.project_id = r$.id"),
    {"BRAND": "brand_id"},
    _OF_PROJECTS,
)
PROJECTS = (
    f"(select {_GROUPED}, {', '.join(_OF_PROJECTS)} from {_PLAIN} p$ union all"
    f" select area_id, area_path, half_year, by, brand_id, null, null, {', '.join(_OF_PROJECTS)} from {_BRANDED} b$"
    " where b$.by = 'BRAND')"
)
_BY_CLASS = (
    "(select a$.id as area_id, a$.path as area_path, h$.code as half_year, c$.id as category_id, x$.*"
    " from area a$ cross join half_year h$ cross join category c$ cross join lateral ({rows}) x$)"
)
# Of each match once, in one go: the functions of matching say the same of one offer or demand at several times the cost.
_PROMISED = "cross join lateral (select {sums} from match m$ where m$.{of} = r$.id offset 0) m$"
_STANDS = _of(STANDS, "m$")
_ASKED = f"coalesce((select sum(w$.quantity) from wait w$ where w$.resource_id = r$.id and {_of(HOLDS, 'w$')}), 0)"
STOCKS = _BY_CLASS.format(
    rows="select r$.unit, count(*)::integer as count, sum(r$.quantity) as quantity,"
    f" sum(greatest(0, r$.quantity - m$.used - {_ASKED})) as free from resource r$ "
    + _PROMISED.format(
        sums=f"coalesce(sum(coalesce(m$.settled, m$.quantity)) filter (where {_STANDS}), 0) as used", of="resource_id"
    )
    + f" where {_HERE}r$.category_id = c$.id and r$.measure = 'TOTAL'"
    f" and {_of(resources.counts_in('h$.first_day', 'h$.next_day'))} and {_of(resources.OFFERED)} group by r$.unit"
)
NEEDS = _BY_CLASS.format(
    rows="select r$.unit, count(*)::integer as count, sum(r$.quantity) as quantity,"
    f" sum(case when m$.taken then {_of(MET)} else 0 end) as delivered,"
    " sum(greatest(0, r$.quantity - m$.covered)) as missing from demand r$ "
    + _PROMISED.format(
        sums="coalesce(bool_or(m$.status in ('AGREED', 'DONE')), false) as taken,"
        f" coalesce(sum(coalesce(m$.settled_covers, m$.covers)) filter (where {_STANDS}), 0) as covered",
        of="demand_id",
    )
    + f" where {_HERE}r$.category_id = c$.id and {_of(demands.counts_in('h$.first_day', 'h$.next_day'))} group by r$.unit"
)
