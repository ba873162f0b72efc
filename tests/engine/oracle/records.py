"""What came of a unit's offers in a period, counted in plain Python."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from schema.engine.days import OFFICE
from tests.engine.oracle.filters import promise
from tests.engine.oracle.periods import offer_counts, period
from tests.engine.oracle.relations import Candidates, field
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row, World


def _span(text: str) -> tuple[date, date] | None:
    """The first day of a half-year or a year, and the first day after it."""
    if re.fullmatch(r"20[0-9]{2}", text):
        return date(int(text), 1, 1), date(int(text) + 1, 1, 1)
    return period(text)


@field("Organisation.record")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    span = _span(args["period"])
    return [Row("OrganisationRecord", _counted(sight.world, row, args["period"], *span))] if span else []


def _counted(world: World, unit: Row, name: str, first: date, after: date) -> dict[str, Any]:
    offers = list(world.where("Resource", lambda one: one["organisation_id"] == unit["id"]))
    numbers = {one["id"] for one in offers}
    promises = list(world.where("Match", lambda one: one["resource_id"] in numbers))
    asked = [one for one in promises if first <= one["created_at"].astimezone(OFFICE).date() < after]
    stands = [promise(world, one) for one in asked]
    demand_of = {one["id"]: one["demand_id"] for one in promises}
    brought = world.where("Delivery", lambda one: one["match_id"] in demand_of and first <= one["delivered_on"] < after)
    delivered = list(brought)
    confirmed = [one for one in delivered if one["status"] == "CONFIRMED"]
    needs = [world.find("Demand", number) for number in {demand_of[one["match_id"]] for one in confirmed}]
    return {
        "organisation_id": unit["id"],
        "area_path": unit["area_path"],
        "period": name,
        "offers": sum(offer_counts(one, first, after) for one in offers),
        "asked": len(asked),
        "promised": sum(one in ("AGREED", "DONE") for one in stands),
        "declined": stands.count("DECLINED"),
        "unanswered": stands.count("EXPIRED"),
        "delivered": len(delivered),
        "confirmed": len(confirmed),
        "rating": _mean([one["rating"] for one in confirmed]),
        "served": sum((one["beneficiaries"] or 0) for one in needs if one),
        "projects": _projects(world, unit, name),
    }


def _mean(ratings: list[int]) -> str | None:
    if not ratings:
        return None
    mean = (Decimal(sum(ratings)) / len(ratings)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{mean:f}".rstrip("0").rstrip(".")


def _projects(world: World, unit: Row, name: str) -> int:
    taking = world.where("ProjectPartner", lambda one: one["organisation_id"] == unit["id"] and one["status"] == "AGREED")
    projects = [world.find("Project", one["project_id"]) for one in taking]
    early = ("PROPOSED", "PUBLISHED", "TERMINATED")
    return sum(one is not None and one["half_year"].startswith(name) and one["status"] not in early for one in projects)


VALUES: dict[str, Any] = {"OrganisationRecord.rating": lambda sight, row: row["rating"]}
"""By ``Type.field``."""
