"""Which entries of a unit's record count today, in plain Python from the documented rule."""

from collections.abc import Iterable
from datetime import datetime

from schema.engine.days import OFFICE
from schema.records.rule import LATEST
from tests.engine.oracle.world import Row, World


def two_years_on(moment: datetime) -> datetime:
    """The same hour two years later at the office; of a leap day the day before."""
    local = moment.astimezone(OFFICE)
    day = 28 if (local.month, local.day) == (2, 29) else local.day
    return local.replace(year=local.year + 2, day=day)


def two_years_ago(moment: datetime) -> datetime:
    """The same hour two years earlier at the office."""
    local = moment.astimezone(OFFICE)
    day = 28 if (local.month, local.day) == (2, 29) else local.day
    return local.replace(year=local.year - 2, day=day)


def counted(world: World, unit: int) -> list[Row]:
    """The entries of a unit that count today, the latest first."""
    own = world.where("RecordEntry", lambda one: one["organisation_id"] == unit and one["status"] in ("COUNTS", "UPHELD"))
    recent = [one for one in own if two_years_ago(world.now) < one["happened_at"] <= world.now]
    return sorted(recent, key=lambda one: (one["happened_at"], one["id"]), reverse=True)[:LATEST]


def sums(rows: Iterable[Row]) -> dict[str, int]:
    """How many there are of each kind, and the points of deliveries."""
    found = list(rows)
    kinds = [one["kind"] for one in found]
    names = ("DELIVERED", "CANCELLED", "UNANSWERED", "DECLINED")
    return {name.lower(): kinds.count(name) for name in names} | {"stars": sum(one["rating"] or 0 for one in found)}
