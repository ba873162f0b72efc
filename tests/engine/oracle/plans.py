"""What relations, values and filters of plans hold, in plain Python."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from schema.engine.ids import number_of
from tests.engine.oracle.filters import FILTERS, Test, compared
from tests.engine.oracle.matching import candidate_of
from tests.engine.oracle.orders import ORDERS
from tests.engine.oracle.relations import FIELDS, LIMITS, Candidates, by_id, field, owns, refers
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row, World

FIELDS["Query.plans"] = lambda sight, row, args: sight.world.rows["Plan"]
FIELDS["Query.plan"] = by_id("Plan", "plan")
FIELDS["Query.planLine"] = by_id("PlanLine", "planline")
refers("Plan.area", "Area", "area_id")
refers("Plan.weights", "PlanWeights", "weights")
owns("Plan.needs", "PlanNeed", "plan_id")
owns("Plan.lines", "PlanLine", "plan_id")
owns("Plan.rules", "PlanRule", "plan_id", lambda row: (row["id"],))
owns("Plan.communities", "PlanCommunity", "plan_id", lambda row: (row["served"], row["id"]))
refers("PlanCommunity.area", "Area", "area_id")
refers("PlanNeed.community", "Area", "area_id")
refers("PlanAlternative.resource", "Resource", "resource_id")
refers("PlanAlternative.rival", "Demand", "rival_id")
refers("PlanLine.match", "Match", "match_id")
LIMITS |= {"PlanNeed.lines": 40, "PlanNeed.rules": 40, "PlanNeed.alternatives": 12, "PlanAlternative.effects": 8}
for _type in ("PlanNeed", "PlanLine", "PlanRule", "PlanEffect"):
    refers(f"{_type}.demand", "Demand", "demand_id")
for _type in ("PlanLine", "PlanRule"):
    refers(f"{_type}.resource", "Resource", "resource_id")


@field("Query.planWeights", lambda row: (-row["id"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.rows["PlanWeights"]


def _by(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    account = sight.world.find("Account", row["account_id"])
    return [sight.world.find("Person", account["person_id"])] if account else []


FIELDS["Plan.askedBy"] = FIELDS["PlanWeights.decidedBy"] = _by


def _with(world: World, type_: str, row: Row) -> list[Row]:
    """The rows about the same demand of the same plan."""
    return list(world.where(type_, lambda one: (one["plan_id"], one["demand_id"]) == (row["plan_id"], row["demand_id"])))


@field("PlanNeed.lines", lambda row: (row["id"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return _with(sight.world, "PlanLine", row)


@field("PlanNeed.rules", lambda row: (row["id"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return _with(sight.world, "PlanRule", row)


@field("PlanNeed.alternatives", lambda row: (row["place"], row["id"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return _with(sight.world, "PlanAlternative", row)


@field("PlanAlternative.effects", lambda row: (row["place"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """What is kept of them, hundredths of the unit."""
    for place, one in enumerate(json.loads(row["losses"])):
        amounts = {name: Decimal(one[name]) / 100 for name in ("before", "after")}
        yield Row("PlanEffect", {"plan_id": row["plan_id"], "place": place, "demand_id": one["demand"], **amounts})


@field("PlanLine.rule")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """The one about its very opening, or about the pair altogether."""
    of_pair = [one for one in _with(sight.world, "PlanRule", row) if one["resource_id"] == row["resource_id"]]
    return [one for one in of_pair if one["day"] is None or (one["day"], one["opens"]) == (row["day"], row["opens"])]


@field("PlanLine.candidate")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    demand, resource = sight.world.find("Demand", row["demand_id"]), sight.world.find("Resource", row["resource_id"])
    return [candidate_of(sight.world, demand, resource)] if demand and resource else []


def _changed(line: Row) -> bool:
    return bool(line["run"] > 1 and (line["status"] == "DROPPED" or line["before"] != line["covers"]))


def _change(line: Row) -> str | None:
    if not _changed(line):
        return None
    if line["status"] == "DROPPED":
        return "DROPPED"
    if line["before"] is None:
        return "NEW"
    return "MORE" if line["before"] < line["covers"] else "LESS"


def _number(column: str) -> Callable[[Sight, Row], Any]:
    """A number without zeros that say nothing."""

    def told(sight: Sight, row: Row) -> str | None:
        value = row[column]
        return None if value is None else _plainly(value)

    return told


def _plainly(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _counted(*statuses: str) -> Callable[[Sight, Row], int]:
    def count(sight: Sight, row: Row) -> int:
        lines = sight.world.where("PlanLine", lambda one: one["plan_id"] == row["id"] and one["status"] in statuses)
        return sum(1 for _ in lines)

    return count


_PLAN = {"greedyServed": "greedy_served", "greedyNearness": "greedy_nearness"}
VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    **{f"Plan.{name}": _number(name) for name in ("seconds", "served", "nearness", "bound", "gap")},
    **{f"Plan.{name}": _number(column) for name, column in _PLAN.items()},
    "Plan.openLines": _counted("OPEN", "REFUSED"),
    "Plan.chosenLines": _counted("CHOSEN"),
    "Plan.proposedLines": _counted("PROPOSED"),
    "Plan.refusedLines": _counted("REFUSED"),
    **{f"PlanLine.{name}": _number(name) for name in ("quantity", "covers", "before", "score")},
    "PlanLine.change": lambda sight, row: _change(row),
    **{f"PlanRule.{name}": _number(name) for name in ("covers", "most")},
    **{f"PlanNeed.{name}": _number(name) for name in ("missing", "planned")},
    "PlanNeed.shortfall": lambda sight, row: row["reason"],
    **{f"PlanAlternative.{name}": _number(name) for name in ("score", "covers", "tried")},
    "PlanAlternative.points": lambda sight, row: None if row["points"] is None else _plainly(round(row["points"], 2)),
    "PlanAlternative.leftOver": _number("left_over"),
    **{f"PlanEffect.{name}": _number(name) for name in ("before", "after")},
    **{f"PlanCommunity.{name}": _number(name) for name in ("served", "greedy")},
    "PlanWeights.version": lambda sight, row: row["id"],
}
"""By ``Type.field``."""


def _served_by(world: World, row: Row, wanted: dict[str, Any]) -> bool:
    resources = [world.find("Resource", one["resource_id"]) for one in _with(world, "PlanLine", row)]
    units = {one["organisation_id"] for one in resources if one}
    eq, several = wanted.get("eq"), wanted.get("in_", wanted.get("in"))
    fits = eq is None or number_of(eq, "org") in units
    return fits and (several is None or bool({number_of(one, "org") for one in several} & units))


def _some(holds: Callable[[World, Row], bool]) -> Test:
    return lambda world, row, wanted: holds(world, row) is wanted


FILTERS |= {
    "PlanNeed.community": compared(lambda world, row: row["area_id"], lambda value: number_of(value, "area")),
    "PlanNeed.provider": _served_by,
    "PlanNeed.short": _some(lambda world, row: row["planned"] < row["missing"]),
    "PlanNeed.ruled": _some(lambda world, row: bool(_with(world, "PlanRule", row))),
    "PlanNeed.refused": _some(lambda world, row: any(one["status"] == "REFUSED" for one in _with(world, "PlanLine", row))),
    "PlanNeed.changed": _some(lambda world, row: any(_changed(one) for one in _with(world, "PlanLine", row))),
    "PlanLine.demand": compared(lambda world, row: row["demand_id"], lambda value: number_of(value, "demand")),
    "PlanLine.resource": compared(lambda world, row: row["resource_id"], lambda value: number_of(value, "resource")),
}
ORDERS |= {
    "PlanOrder.RECENT": (lambda row: row["updated_at"], True),
    "PlanNeedOrder.PRESSING": (lambda row: row["place"], False),
    "PlanLineOrder.DEMAND": (lambda row: row["demand_id"], False),
}
