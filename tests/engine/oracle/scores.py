"""How well an offer fits a demand, in plain Python from the documented rules: the twin of the view ``match_pair``."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt
from typing import Any

from schema.records.rule import mark
from tests.engine.oracle import lines
from tests.engine.oracle.marks import counted, sums
from tests.engine.oracle.world import Row, World

PARTS = ("category", "distance", "time", "quantity", "wording", "freshness", "delivery")


def stands(world: World, match: Row) -> bool:
    """Whether a promise uses or holds something: agreed or done, or proposed and the hold not over."""
    held = match["status"] in ("PROPOSED", "COUNTERED") and match["hold_until"] > world.now
    return match["status"] in ("AGREED", "DONE") or held


def used(world: World, matches: list[Row]) -> Decimal:
    """How much of a resource these promises use."""
    return sum((m["quantity"] if m["settled"] is None else m["settled"] for m in matches if stands(world, m)), Decimal(0))


def of_resource(world: World, resource: Row) -> list[Row]:
    """The promises of a resource."""
    return list(world.where("Match", lambda one: one["resource_id"] == resource["id"]))


def openings(world: World, resource: Row, until: date, since: date | None = None) -> int:
    """On how many days from one, today unless given, until another each window is open, all together."""
    found, first = 0, since or world.today
    for window in world.where("ResourceWindow", lambda one: one["resource_id"] == resource["id"]):
        day, last = max(window["first_day"], first), min(window["last_day"], until)
        while day <= last:
            found += day.isoweekday() in window["weekdays"]
            day += timedelta(days=1)
    return found


def free(world: World, resource: Row, until: date) -> Decimal:
    """How much of a resource is to be had: of the whole stock, or in all openings until a day."""
    matches = of_resource(world, resource)
    held = lines.held(world, resource["id"])
    if resource["measure"] == "TOTAL":
        return max(Decimal(0), Decimal(resource["quantity"]) - used(world, matches) - lines.wanted(held))
    coming = [one for one in matches if one["day"] is not None and world.today <= one["day"] <= until]
    whole = Decimal(resource["quantity"]) * openings(world, resource, until)
    turns = [one for one in held if one["day"] is not None and world.today <= one["day"] <= until]
    return max(Decimal(0), whole + corrected(world, resource, until) - used(world, coming) - lines.wanted(turns))


def corrected(world: World, resource: Row, until: date) -> Decimal:
    """What corrections add to openings from today until a day, or take from them."""
    mine = world.where("CapacityEntry", lambda one: one["resource_id"] == resource["id"] and one["kind"] == "CORRECTION")
    return sum((one["quantity"] for one in mine if one["day"] is not None and world.today <= one["day"] <= until), Decimal(0))


def covered(world: World, demand: Row) -> Decimal:
    """How much of a demand is met, promised or held."""
    matches = world.where("Match", lambda one: one["demand_id"] == demand["id"] and stands(world, one))
    return sum((m["covers"] if m["settled_covers"] is None else m["settled_covers"] for m in matches), Decimal(0))


def promised(world: World, demand: Row) -> Decimal:
    """How much of a demand is agreed upon or delivered."""
    matches = world.where("Match", lambda one: one["demand_id"] == demand["id"] and one["status"] in ("AGREED", "DONE"))
    return sum((m["covers"] if m["settled_covers"] is None else m["settled_covers"] for m in matches), Decimal(0))


def met(world: World, demand: Row) -> Decimal:
    """How much of a demand has been delivered and confirmed."""
    matches = world.where("Match", lambda one: one["demand_id"] == demand["id"] and one["status"] in ("AGREED", "DONE"))
    return sum((m["settled_covers"] if m["status"] == "DONE" else _met_so_far(world, m) for m in matches), Decimal(0))


def confirmed(world: World, match: Row) -> Decimal:
    """How much of a promise has been delivered and confirmed, in the resource's unit."""
    found = world.where("Delivery", lambda one: one["match_id"] == match["id"] and one["status"] == "CONFIRMED")
    return sum((one["quantity"] for one in found), Decimal(0))


def _met_so_far(world: World, match: Row) -> Decimal:
    """What of a demand the confirmed part of a promise covers, at most what the whole does."""
    part = min(Decimal(1), confirmed(world, match) / Decimal(match["quantity"]))
    return (Decimal(match["covers"]) * part).quantize(Decimal("0.01"), ROUND_HALF_UP)


def distance(wanted: str, offered: str) -> int:
    """100 in the demand's area or its community, 75 in its subdistrict, 45 in its district."""
    parts = wanted.rstrip("/").split("/")
    for level, percent in ((3, 100), (2, 75), (1, 45)):
        if len(parts) >= level and offered.startswith("/".join(parts[:level]) + "/"):
            return 100 if offered.startswith(wanted) else percent
    return 0


def served(world: World, demand: Row, resource: Row) -> bool | None:
    """Whether an offer is meant for the demand's place; None: it names no areas."""
    named = [area for number, area in world.links["resource_service_area"] if number == resource["id"]]
    paths = [found["path"] for found in (world.find("Area", one) for one in named) if found]
    return any(demand["area_path"].startswith(path) for path in paths) if named else None


def pair(world: World, demand: Row, resource: Row) -> dict[str, Any]:
    """Every column of the pair."""
    left, missing = free(world, resource, demand["needed_by"]), demand["quantity"] - covered(world, demand)
    windows = any(world.where("ResourceWindow", lambda one: one["resource_id"] == resource["id"]))
    near, meant = distance(demand["area_path"], resource["area_path"]), served(world, demand, resource)
    shared = [one for one in demand["terms"] if one in resource["terms"]]
    age = (world.today - resource["confirmed_on"]).days
    quantity = 50 if resource["unit"] != demand["unit"] else 100 if missing <= 0 else min(100, int(100 * left / missing))
    found = sums(counted(world, resource["organisation_id"]))
    parts = {
        "category": world.affinity.get((demand["category_id"], resource["category_id"]), 0),
        "distance": max(near, 75) if meant else near,
        "time": 60 if not windows else 100 if openings(world, resource, demand["needed_by"]) else 0,
        "quantity": quantity,
        "wording": round(100 * len(shared) / sqrt(max(1, len(demand["terms"]) * len(resource["terms"])))),
        "freshness": 100 if age <= 30 else 70 if age <= 90 else 40,
        "delivery": mark(**found),
    }
    weights = max(world.rows["MatchWeights"], key=lambda one: int(one["id"]))
    points = total([weights[name] for name in PARTS], parts)
    ruled_out = _obstacle(world, resource, left, meant)
    sides = {"demand_id": demand["id"], "resource_id": resource["id"], "provider_id": resource["organisation_id"]}
    places = {"demand_path": demand["area_path"], "resource_path": resource["area_path"]}
    rest = {"free": left, "missing": missing, "comparable": resource["unit"] == demand["unit"], "weights": weights["id"]}
    return {
        **sides,
        **places,
        **parts,
        **rest,
        "total": points,
        "shared": shared,
        "obstacle": ruled_out,
    }


def total(weights: Sequence[int], parts: Mapping[str, int]) -> Decimal:
    """The score by these weights."""
    return Decimal(sum(weight * parts[name] for weight, name in zip(weights, PARTS, strict=True))) / 100


def _obstacle(world: World, resource: Row, left: Decimal, meant: bool | None) -> str | None:
    unit = world.find("Organisation", resource["organisation_id"])
    assert unit is not None
    if resource["status"] != "LISTED" or unit["status"] != "ACTIVE":
        return "NOT_LISTED"
    if resource["valid_until"] < world.today:
        return "EXPIRED"
    if (world.today - resource["confirmed_on"]).days > 180:
        return "LAPSED"
    if meant is False:
        return "ELSEWHERE"
    return "EXHAUSTED" if left <= 0 else None
