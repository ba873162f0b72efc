"""What the book of capacity says, in plain Python: the sum of the entries that count at a moment."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.engine.oracle import lines, scores
from tests.engine.oracle.relations import FIELDS, LIMITS, Candidates, by_id, field, owns, refers
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row, World

OFFICE = ZoneInfo("Asia/Shanghai")
Opening = tuple[date, time]

refers("CapacityEntry.resource", "Resource", "resource_id")
refers("CapacityEntry.match", "Match", "match_id")
refers("CapacityEntry.wait", "Wait", "wait_id")
refers("Match.transferredFrom", "Match", "transferred_from")
refers("Wait.demand", "Demand", "demand_id")
refers("Wait.resource", "Resource", "resource_id")
refers("Wait.match", "Match", "match_id")
owns("Demand.waits", "Wait", "demand_id")
owns("Resource.waits", "Wait", "resource_id")
FIELDS["Query.wait"] = by_id("Wait", "wait")
owns("Resource.ledger", "CapacityEntry", "resource_id")


@field("CapacityEntry.actor")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    account = sight.world.find("Account", row["account_id"])
    return [sight.world.find("Person", account["person_id"])] if account else []


@field("Resource.openings", lambda row: (row["day"], row["opens"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """Every opening from today to the offer's last day; the engine shows the first twenty."""
    world = sight.world
    found: dict[Opening, time] = {}
    for window in world.where("ResourceWindow", lambda one: one["resource_id"] == row["id"] and row["measure"] == "PER_WINDOW"):
        day = max(window["first_day"], world.today)
        while day <= min(window["last_day"], row["valid_until"]):
            if day.isoweekday() in window["weekdays"]:
                at = (day, window["opens"])
                found[at] = max(window["closes"], found.get(at, window["closes"]))
            day += timedelta(days=1)
    return [_opening(world, row, at, closes) for at, closes in found.items()]


LIMITS["Resource.openings"] = 20


def _opening(world: World, offer: Row, at: Opening, closes: time) -> Row:
    """An opening with what neither promises nor turns nor corrections take of it."""
    taken = scores.used(world, [one for one in scores.of_resource(world, offer) if (one["day"], one["opens"]) == at])
    turns = [one for one in lines.held(world, offer["id"]) if (one["day"], one["opens"]) == at]
    entries = world.where("CapacityEntry", lambda one: one["resource_id"] == offer["id"] and one["kind"] == "CORRECTION")
    corrected = sum((one["quantity"] for one in entries if (one["day"], one["opens"]) == at), Decimal(0))
    left = offer["quantity"] - taken - lines.wanted(turns) + corrected
    return Row("Opening", {"day": at[0], "opens": at[1], "closes": closes, "free": max(Decimal(0), left)})


def counts(entry: Row, moment: datetime) -> bool:
    """Whether an entry counts at a moment after it was made."""
    return entry["until"] is None or entry["until"] > moment


def _stock(entry: Row) -> bool:
    """It is about the stock, or about every opening alike."""
    return entry["day"] is None and entry["kind"] in ("STOCK", "CORRECTION")


def _concerns(entry: Row, opening: Opening | None) -> bool:
    if opening is None:
        return entry["kind"] != "CORRECTION" or entry["day"] is None
    return _stock(entry) or (entry["day"], entry["opens"]) == opening


def left(world: World, resource: int, moment: datetime, upto: float, opening: Opening | None) -> Decimal:
    """What was left of a stock or an opening."""
    entries = world.where(
        "CapacityEntry", lambda one: one["resource_id"] == resource and (one["at"], one["id"]) <= (moment, upto)
    )
    return sum((one["quantity"] for one in entries if counts(one, moment) and _concerns(one, opening)), Decimal(0))


def balance(world: World, resource: Row, moment: datetime) -> Decimal:
    """What was still to be had."""
    if resource["measure"] == "TOTAL":
        return max(Decimal(0), left(world, resource["id"], moment, float("inf"), None))
    own = [one for one in world.where("CapacityEntry", lambda one: one["resource_id"] == resource["id"]) if one["at"] <= moment]
    day, until = moment.astimezone(OFFICE).date(), resource["valid_until"]
    stock = sum((one["quantity"] for one in own if _stock(one)), Decimal(0))
    coming = [one for one in own if counts(one, moment) and one["day"] is not None and day <= one["day"] <= until]
    return max(
        Decimal(0), stock * scores.openings(world, resource, until, day) + sum((one["quantity"] for one in coming), Decimal(0))
    )


def _place(sight: Sight, row: Row) -> int | None:
    """Its place among those who wait for the same opening, or for the stock."""
    same = [
        one for one in lines.line(sight.world, row["resource_id"]) if (one["day"], one["opens"]) == (row["day"], row["opens"])
    ]
    before = [one for one in same if one["id"] <= row["id"]]
    return len(before) if lines.in_line(sight.world, row) else None


def _at(sight: Sight, row: Row, args: dict[str, Any]) -> str | None:
    if not sight.is_insider(row):
        return None
    day, opens = args.get("day"), args.get("opens")
    if row["measure"] == "PER_WINDOW" and day is not None and opens is not None:
        opening = (day, time.fromisoformat(opens))
        return plainly(max(Decimal(0), left(sight.world, row["id"], args["at"], float("inf"), opening)))
    return plainly(balance(sight.world, row, args["at"]))


def plainly(amount: Decimal) -> str:
    """A number without zeros that say nothing."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _after(sight: Sight, row: Row) -> str:
    opening = (row["day"], row["opens"]) if row["day"] is not None else None
    return plainly(left(sight.world, row["resource_id"], row["at"], row["id"], opening))


VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    "CapacityEntry.quantity": lambda sight, row: plainly(row["quantity"]),
    "CapacityEntry.counts": lambda sight, row: counts(row, sight.world.now),
    "CapacityEntry.balance": _after,
    "Opening.free": lambda sight, row: plainly(row["free"]),
    "Wait.quantity": lambda sight, row: plainly(row["quantity"]),
    "Wait.covers": lambda sight, row: plainly(row["covers"]),
    "Wait.status": lambda sight, row: lines.stands(sight.world, row),
    "Wait.place": _place,
    "Resource.waitingCount": lambda sight, row: (
        len(lines.line(sight.world, row["id"])) if sight.viewer.account is not None else None
    ),
}
"""By ``Type.field``."""
ASKED: dict[str, Callable[[Sight, Row, dict[str, Any]], Any]] = {"Resource.balanceAt": _at}
"""By ``Type.field``, of values that depend on arguments."""
