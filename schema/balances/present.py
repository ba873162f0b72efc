"""What lies idle and what is missing at this moment, by part of an area and class."""

from schema.balances.sums import HERE, kept, of_row, ranges
from schema.demands.kinds import PENDING
from schema.resources.kinds import IDLE

_NOW = "(select h$.code from half_year h$ where h$.first_day <= current_date and h$.next_day > current_date)"
"""SQL: the running half-year, into which all counts that is idle or pending today."""


def _standing(rows: str, condition: str, sums: str, number: str, path: str) -> str:
    part = f"split_part(substring(r$.area_path from length({path}) + 1), '/', 1)"
    read = f"{ranges(path, _NOW)} d$ join {rows} r$ on {HERE} where {of_row(condition)}"
    stored = f"{kept(sums, path, _NOW)} and k$.period = {_NOW} and k$.cut = 'UNIT'"
    both = (
        f"select {part} as part, r$.category_id, count(*) as count from {read} group by 1, 2"
        f" union all select k$.part, k$.category_id, {number} from {stored} offset 0"
    )
    return f"select g$.part, g$.category_id, sum(g$.count)::integer as count from ({both}) g$ group by 1, 2"


def idle(path: str) -> str:
    """SQL: how many offers lie idle, by ``part`` of the area at ``path`` and ``category_id``."""
    return _standing("resource", IDLE, "balance_supply", "k$.idle", path)


def pending(path: str) -> str:
    """SQL: how many demands are unmet and not past their day, likewise."""
    return _standing("demand", PENDING, "balance_need", "k$.unmet - k$.expired", path)
