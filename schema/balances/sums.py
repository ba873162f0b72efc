"""How the board adds up: rows of a list first into small groups, these into the cuts, so that every cut has the same total."""

from enum import Enum

import strawberry

from schema.balances.fitting import fit
from schema.engine.access import within


@strawberry.enum(description="By what a row of the board sums up.")
class BalanceGroup(Enum):
    """By what a row of the board sums up; each item lies in one row of every cut."""

    ALL = strawberry.enum_value("ALL", description="合计")
    CLASS = strawberry.enum_value("CLASS", description="按类别")
    AREA = strawberry.enum_value("AREA", description="按下一级区域")
    MONTH = strawberry.enum_value("MONTH", description="按列入月份")
    AGE = strawberry.enum_value("AGE", description="按已等待或闲置天数（只计未满足或闲置的）")
    UNIT = strawberry.enum_value("UNIT", description="按类别和计量单位（只有同一计量单位的数量能相加）")


_SETS = {"CLASS": ("category_id",), "AREA": ("part",), "MONTH": ("month",), "AGE": ("age",), "UNIT": ("category_id", "unit")}
KEYS = ("category_id", "unit", "part", "month", "age")
"""The columns by which rows are put into groups."""

HERE = within("r$.area_path", "a$.path")
PART = "split_part(substring(r$.area_path from length(a$.path) + 1), '/', 1)"
"""SQL: the code of the area directly below in which a row lies; empty: in none of them."""
MONTH = "(case when r$.listed_at >= p$.first_day then date_trunc('month', r$.listed_at)::date end)"
"""SQL: the month in which it came onto the list; null: before the period."""
PERIODS = "area a$ cross join period p$ cross join (select 0::bigint as id union all select id from category) c$"
"""SQL: every area with every period and every class to look at, 0 for all."""
OWN = "a$.id as area_id, a$.path as area_path, p$.code as period, c$.id as chosen"
"""SQL: of which board a row is part."""


def of_row(predicate: str, row: str = "r$") -> str:
    """A predicate over ``{row}`` for an alias."""
    return predicate.replace("{row}", row)


def needs_of(category: str) -> str:
    """SQL: a class of demands is the class to look at, or one that the class of offers to look at serves."""
    return f"(c$.id = 0 or {category} = c$.id or {fit(category, 'c$.id')})"


def supplies_of(category: str) -> str:
    """SQL: a class of offers is the class to look at, or one that serves the class of demands to look at."""
    return f"(c$.id = 0 or {category} = c$.id or {fit('c$.id', category)})"


def summed(rows: str, counts: dict[str, str], amounts: dict[str, str]) -> str:
    """SQL: for each board the sums over some rows, which have the columns of KEYS: counts are whole numbers, amounts are not."""
    keys = ", ".join(KEYS)
    small = ", ".join(f"{sql} as {name}" for name, sql in (counts | amounts).items())
    sums = ", ".join(
        [f"coalesce(sum({one}), 0)::integer as {one}" for one in counts] + [f"sum({one}) as {one}" for one in amounts]
    )
    masks = {name: sum(1 << place for place, one in enumerate(reversed(KEYS)) if one not in set_) for name, set_ in _SETS.items()}
    by = " ".join(f"when {mask} then '{name}'" for name, mask in masks.items())
    sets = ", ".join(f"({', '.join(one)})" for one in _SETS.values())
    return (
        f"(select {OWN}, x$.* from {PERIODS} cross join lateral ("
        f"select case grouping({keys}) {by} else 'ALL' end as by, {keys}, {sums}"
        f" from (select {keys}, {small} from ({rows} offset 0) r$ group by {keys} offset 0) g$"
        f" group by grouping sets ((), {sets})) x$ where x$.by <> 'AGE' or x$.age is not null)"
    )
