"""Half-years, from plenary to plenary, and the filters of the lists by them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from schema.engine.filters import condition
from schema.projects.rules import half_year_of

Counts = Callable[[str, str], str]
"""SQL over ``{row}``: it counts into the half-year that begins on one day and ends before another."""


def in_half_year(counts: Counts) -> Any:
    """A filter by the half-year into which a row counts; one that does not exist, such as 2026-H3, matches nothing."""
    first, next_ = (f"(select h$.{day} from half_year h$ where h$.code = {{value}})" for day in ("first_day", "next_day"))
    return condition(counts(first, next_), "text")


def preceding(half_year: str) -> str:
    """The half-year before.

    >>> preceding("2026-H2"), preceding("2026-H1")
    ('2026-H1', '2025-H2')
    """
    year, half = half_year.split("-H")
    return f"{year}-H1" if half == "2" else f"{int(year) - 1}-H2"


def latest(today: date, count: int) -> list[str]:
    """The half-year of a day and those before it, the latest first.

    >>> latest(date(2026, 11, 28), 3)
    ['2026-H2', '2026-H1', '2025-H2']
    """
    found = [half_year_of(today)]
    while len(found) < count:
        found.append(preceding(found[-1]))
    return found
