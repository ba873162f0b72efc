"""What stands in a unit's record entry by entry, and what it comes to, in plain Python."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from schema.engine.days import OFFICE
from schema.engine.ids import number_of
from schema.records.rule import CONTEST_DAYS, VERSION, effect, mark
from tests.engine.oracle.marks import counted, sums, two_years_on
from tests.engine.oracle.relations import FIELDS, Candidates, field, owns, refers
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row

refers("RecordEntry.organisation", "Organisation", "organisation_id")
refers("RecordEntry.match", "Match", "match_id")
refers("RecordEntry.delivery", "Delivery", "delivery_id")
FIELDS["RecordEntry.timeline"] = FIELDS["Match.timeline"]
FIELDS["Query.recordEntry"] = lambda sight, row, args: [sight.world.find("RecordEntry", number_of(args["id"], "record"))]


@field("Organisation.recordMark")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    found = sums(counted(sight.world, row["id"]))
    same = {"id": row["id"], "organisation_id": row["id"], "area_path": row["area_path"]}
    return [Row("RecordMark", same | found | {"mark": mark(**found)})]


owns("RecordMark.entries", "RecordEntry", "organisation_id")


def _effect(sight: Sight, row: Row) -> str:
    found = counted(sight.world, row["organisation_id"])
    return effect(sums(found), sums(one for one in found if one["id"] != row["id"]))


def _day(moment: datetime) -> date:
    return moment.astimezone(OFFICE).date()


def _rating(sight: Sight, row: Row) -> str | None:
    if not row["delivered"]:
        return None
    # Half up: of a tenth, which floating point may miss.
    tenths = (20 * row["stars"] + row["delivered"]) // (2 * row["delivered"])
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    "RecordMark.rule": lambda sight, row: VERSION,
    "RecordMark.rating": _rating,
    "RecordEntry.counts": lambda sight, row: row in counted(sight.world, row["organisation_id"]),
    "RecordEntry.countsUntil": lambda sight, row: _day(two_years_on(row["happened_at"])),
    "RecordEntry.effect": _effect,
    "RecordEntry.contestableUntil": lambda sight, row: _day(row["happened_at"] + timedelta(days=CONTEST_DAYS)),
}
"""By ``Type.field``."""
