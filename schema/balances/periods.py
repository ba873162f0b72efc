"""Periods: half-years and months, and the filters of the lists by them."""

from typing import Any

from schema.engine.filters import condition
from schema.plenaries.half_years import Counts


def in_period(counts: Counts) -> Any:
    """A filter by the half-year or month into which a row counts; one that does not exist, such as 2026-13, matches nothing."""
    first, next_ = (f"(select p$.{day} from period p$ where p$.code = {{value}})" for day in ("first_day", "next_day"))
    return condition(counts(first, next_), "text")


def latest_months(today_: str, count: int) -> list[str]:
    """The month of a day, written as ISO, and those before it, the latest first.

    >>> latest_months("2026-02-28", 3)
    ['2026-02', '2026-01', '2025-12']
    """
    months = int(today_[:4]) * 12 + int(today_[5:7]) - 1
    return [f"{one // 12:04}-{one % 12 + 1:02}" for one in range(months, months - count, -1)]
