"""Half-years in plain Python: what counts into one, what is unmet, what lies idle."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

from tests.engine.oracle import scores
from tests.engine.oracle.world import Row, World

_OFFICE = timezone(timedelta(hours=8))


def period(half_year: str) -> tuple[date, date] | None:
    """The first day of a half-year, and the first day after it; None where there is no such half-year."""
    found = re.fullmatch(r"20([0-9]{2})-H([12])", half_year)
    if found is None:
        return None
    year = 2000 + int(found[1])
    return (date(year, 1, 1), date(year, 7, 1)) if found[2] == "1" else (date(year, 7, 1), date(year + 1, 1, 1))


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=_OFFICE).astimezone(UTC)


def offer_counts(row: Row, first: date, after: date) -> bool:
    """A listed offer that came onto the list before the end and can be had on the first day or later."""
    return bool(row["status"] == "LISTED" and row["listed_at"] < _moment(after) and row["valid_until"] >= first)


def demand_counts(row: Row, first: date, after: date) -> bool:
    """A demand that was listed then, or earlier and neither written off nor past its day at the beginning."""
    if row["status"] not in ("LISTED", "CLOSED") or row["listed_at"] >= _moment(after):
        return False
    written_off = row["status"] == "CLOSED" and row["closed_at"] < _moment(first)
    return is_new(row, first, after) or not (written_off or row["needed_by"] < first)


def is_new(row: Row, first: date, after: date) -> bool:
    """It came onto its list in the half-year."""
    there = row["status"] in ("LISTED", "CLOSED") and row["listed_at"] is not None
    return bool(there and _moment(first) <= row["listed_at"] < _moment(after))


def within(rule: Callable[[Row, date, date], bool]) -> Callable[[World, Row, str], bool]:
    """A filter by a half-year."""

    def test(world: World, row: Row, half_year: str) -> bool:
        days = period(half_year)
        return days is not None and rule(row, *days)

    return test


def offered(world: World, row: Row) -> bool:
    """It can be had today."""
    fresh = world.today - row["confirmed_on"] <= timedelta(days=180)
    return bool(row["status"] == "LISTED" and fresh and row["valid_until"] >= world.today)


def idle(world: World, row: Row) -> bool:
    """It can be had, and no promise stands."""
    return offered(world, row) and not any(scores.stands(world, one) for one in scores.of_resource(world, row))


def unmet(world: World, row: Row) -> bool:
    """It is on the list, and less is agreed upon than is needed."""
    return bool(row["status"] == "LISTED" and scores.promised(world, row) < row["quantity"])
