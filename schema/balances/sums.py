"""How the board adds up: rows of a list first into small groups, these into the cuts, so that every cut has the same total.

Of a whole district the small groups are kept by part (the areas directly below it); what changed since is read from the lists,
and so is everything that is not kept (see schema/balances/keeping.py).
"""

from dataclasses import dataclass
from enum import Enum

import strawberry

from schema.balances.fitting import fit


@strawberry.enum(description="By what a row of the board sums up.")
class BalanceGroup(Enum):
    """By what a row of the board sums up; each item lies in one row of every cut."""

    ALL = strawberry.enum_value("ALL", description="合计")
    CLASS = strawberry.enum_value("CLASS", description="按类别")
    AREA = strawberry.enum_value("AREA", description="按下一级区域")
    MONTH = strawberry.enum_value("MONTH", description="按列入月份")
    AGE = strawberry.enum_value("AGE", description="按已等待或闲置天数（只计未满足或闲置的）")
    UNIT = strawberry.enum_value("UNIT", description="按类别和计量单位（只有同一计量单位的数量能相加）")


KEYS = ("category_id", "unit", "part", "month", "age")
"""The columns by which rows are put into groups."""

HERE = "r$.area_path >= d$.low and r$.area_path < d$.high"
"""SQL: a row lies in one of the ranges that are read from the lists."""
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


def ranges(path: str = "a$.path", period: str = "p$.code") -> str:
    """SQL: the ranges of paths that have to be read from the lists for an area's board, as ``low`` and ``high``."""
    return f"balance_open({path}, {period})"


def kept(table: str, path: str = "a$.path", period: str = "p$.code") -> str:
    """SQL: FROM and WHERE of the rows ``k$`` of kept sums that hold: none where nothing is kept, as null is unlike nothing."""
    opened = f"array(select o$.part from {ranges(path, period)} o$)"
    return f"{table} k$ where k$.top = {path} and k$.part <> all ({opened})"


READ = "(select $3::text as low, $4::text as high)"
"""SQL: the range that is read to keep its sums."""


@dataclass(frozen=True)
class Side:
    """One side of the board: from which rows of its list, kept in which table, what is added up."""

    table: str
    """Where its sums are kept."""
    rows: str
    """SQL of the rows with the columns of KEYS; ``{ranges}`` stands for where they are read."""
    of: str
    """SQL: a kept row ``k$`` is of a class to look at."""
    counts: dict[str, str]
    """Whole numbers, over the rows."""
    amounts: dict[str, str]
    """Quantities, over the rows."""

    @property
    def numbers(self) -> dict[str, str]:
        """All that is added up."""
        return self.counts | self.amounts

    def boards(self) -> str:
        """SQL: for each board the sums of this side in every cut."""
        keys, names = ", ".join(KEYS), ", ".join(self.numbers)
        small = ", ".join(f"{sql} as {name}" for name, sql in self.numbers.items())
        rows = self.rows.replace("{ranges}", ranges())
        live = f"select null::text as cut, {keys}, {small} from ({rows} offset 0) r$ group by {keys}"
        stored = f"select k$.cut, {keys}, {names} from {kept(self.table)} and k$.period = p$.code and {self.of}"
        return (
            f"(select {OWN}, x$.* from {PERIODS} cross join lateral (with g$ as materialized ({live} union all {stored})"
            f" {' union all '.join(self._cuts())}) x$)"
        )

    def _cuts(self) -> list[str]:
        sums = ", ".join(
            [f"coalesce(sum({one}), 0)::integer as {one}" for one in self.counts]
            + [f"sum({one}) as {one}" for one in self.amounts]
        )
        by = "case grouping(category_id, unit, part) when 7 then 'ALL' when 6 then 'AREA' when 3 then 'CLASS' else 'UNIT' end"
        sets = "(), (category_id), (part), (category_id, unit)"
        rows = "from g$ where (cut is null or cut = '{}')"
        never = "null::date as month, null::text as age"
        none = "null::bigint as category_id, null::text as unit, null::text as part"
        return [
            f"select {by} as by, category_id, unit, part, {never}, {sums} {rows.format('UNIT')} group by grouping sets ({sets})",
            f"select 'MONTH' as by, {none}, month, null::text as age, {sums} {rows.format('MONTH')} group by month",
            f"select 'AGE' as by, {none}, null::date as month, age, {sums} {rows.format('AGE')} and age is not null group by age",
        ]

    def keep(self) -> str:
        """SQL that adds up and keeps: of a district ($1) for a period ($2) what lies from one path to another ($3, $4)."""
        sums = ", ".join(f"{sql} as {name}" for name, sql in self.numbers.items())
        cut = "case grouping(unit, month, age) when 3 then 'UNIT' when 5 then 'MONTH' else 'AGE' end"
        rows = self.rows.replace("{ranges}", READ)
        board = "(select $1::text as path) a$ cross join period p$ cross join (select 0::bigint as id) c$"
        return (
            f"insert into {self.table} (top, period, cut, {', '.join(KEYS)}, {', '.join(self.numbers)})"
            f" select $1, $2, {cut}, {', '.join(KEYS)}, {sums}"
            f" from (select r$.* from {board} cross join lateral ({rows} offset 0) r$ where p$.code = $2) r$"
            " group by grouping sets ((part, category_id, unit), (part, category_id, month), (part, category_id, age))"
            " having grouping(age) = 1 or age is not null"
        )
