"""Half-years in plain Python: what counts into one, what is unmet, what lies idle."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

from tests.engine.oracle import scores
from tests.engine.oracle.world import Row, World

OFFICE = timezone(timedelta(hours=8))


def period(half_year: str) -> tuple[date, date] | None:
    """The first day of a half-year, and the first day after it; None where there is no such half-year."""
    found = re.fullmatch(r"20([0-9]{2})-H([12])", half_year)
    if found is None:
        return None
    year = 2000 + int(found[1])
    return (date(year, 1, 1), date(year, 7, 1)) if found[2] == "1" else (date(year, 7, 1), date(year + 1, 1, 1))


def any_period(code: str) -> tuple[date, date] | None:
    """The same for a half-year or a month."""
    found = re.fullmatch(r"20([0-9]{2})-(0[1-9]|1[0-2])", code)
    if found is None:
        return period(code)
    year, month = 2000 + int(found[1]), int(found[2])
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=OFFICE).astimezone(UTC)


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


def within(
    rule: Callable[[Row, date, date], bool], days_of: Callable[[str], tuple[date, date] | None] = any_period
) -> Callable[[World, Row, str], bool]:
    """A filter by a period."""

    def test(world: World, row: Row, code: str) -> bool:
        days = days_of(code)
        return days is not None and rule(row, *days)

    return test


def offered(world: World, row: Row) -> bool:
    """It can be had today."""
    fresh = world.today - row["confirmed_on"] <= timedelta(days=180)
    return bool(row["status"] == "LISTED" and fresh and row["valid_until"] >= world.today)


def idle(world: World, row: Row) -> bool:
    """It can be had, and no promise stands."""
    return offered(world, row) and not any(scores.stands(world, one) for one in scores.of_resource(world, row))


def engaged(world: World, row: Row) -> bool:
    """It can be had, and a promise stands."""
    return offered(world, row) and not idle(world, row)


def unmet(world: World, row: Row) -> bool:
    """It is on the list, and less is agreed upon than is needed."""
    return bool(row["status"] == "LISTED" and scores.promised(world, row) < row["quantity"])


def pending(world: World, row: Row) -> bool:
    """It is unmet, and its day is not over."""
    return unmet(world, row) and bool(row["needed_by"] >= world.today)


def finished(world: World, row: Row) -> bool:
    """It is written off, or all of it is delivered and confirmed."""
    return row["status"] == "CLOSED" or bool(row["status"] == "LISTED" and scores.met(world, row) >= row["quantity"])


def age(world: World, row: Row) -> str | None:
    """For how long it has been on its list."""
    if row["listed_at"] is None:
        return None
    days = (world.today - row["listed_at"].astimezone(OFFICE).date()).days
    return next((name for name, most in (("UP_TO_14", 14), ("UP_TO_30", 30), ("UP_TO_90", 90)) if days <= most), "OVER_90")


def fits(world: World, need: int | None, supply: int | None) -> bool:
    """Whether a class of offers goes together with a class of demands."""
    return need is not None and supply is not None and world.affinity.get((need, supply), 0) >= 60
