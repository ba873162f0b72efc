"""What relations and values of matching hold, in plain Python."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from schema.engine.ids import number_of
from tests.engine.oracle import scores
from tests.engine.oracle.filters import promise, reported
from tests.engine.oracle.relations import FIELDS, LIMITS, Candidates, by_id, field, owns, refers
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row, World

refers("Match.demand", "Demand", "demand_id")
refers("Match.resource", "Resource", "resource_id")
owns("Match.deliveries", "Delivery", "match_id", lambda row: (row["delivered_on"], row["id"]))
refers("Delivery.match", "Match", "match_id")
refers("Delivery.provider", "Organisation", "provider_id")
owns("Demand.matches", "Match", "demand_id")
owns("Resource.matches", "Match", "resource_id")
refers("Candidate.demand", "Demand", "demand_id")
refers("Candidate.resource", "Resource", "resource_id")
FIELDS["Query.matches"] = lambda sight, row, args: sight.world.rows["Match"]
FIELDS["Query.match"] = by_id("Match", "match")
FIELDS["Query.delivery"] = by_id("Delivery", "delivery")
LIMITS |= {"Demand.candidates": 20, "Resource.wanted": 20}


def _candidate(world: World, demand: Row, resource: Row) -> Row:
    return Row("Candidate", scores.pair(world, demand, resource))


def _related(pair: Row) -> bool:
    """One class serves the other in one district."""
    return pair["category"] > 0 and scores.distance(pair["demand_path"], pair["resource_path"]) > 0


@field("Query.matchWeights", lambda row: (-row["id"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.rows["MatchWeights"]


@field("Query.candidate")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    demand = sight.world.find("Demand", number_of(args["demand"], "demand"))
    resource = sight.world.find("Resource", number_of(args["resource"], "resource"))
    return [_candidate(sight.world, demand, resource)] if demand and resource else []


@field("Demand.candidates", lambda row: (-row["total"], row["resource_id"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """What nothing rules out and whose class fits in the district, or which shares a word."""
    found = [_candidate(sight.world, row, one) for one in sight.world.rows["Resource"]] if row["status"] == "LISTED" else []
    return [one for one in found if one["obstacle"] is None and (_related(one) or one["shared"])]


@field("Resource.wanted", lambda row: (-row["total"], row["demand_id"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """Open demands of the district that its class serves and that miss something."""
    open_ = sight.world.where("Demand", lambda one: one["status"] == "LISTED" and one["needed_by"] >= sight.world.today)
    found = [_candidate(sight.world, one, row) for one in open_]
    return [one for one in found if one["obstacle"] is None and _related(one) and one["missing"] > 0]


def _plainly(amount: Decimal) -> str:
    """A number without zeros that say nothing."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _missing(world: World, demand: Row) -> Decimal:
    return max(Decimal(0), Decimal(demand["quantity"]) - scores.covered(world, demand))


VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    **{f"Candidate.{name}Percent": lambda sight, row, name=name: row[name] for name in scores.PARTS},  # type: ignore[misc]
    **{f"Candidate.{name}": lambda sight, row, name=name: _plainly(row[name]) for name in ("total", "free", "missing")},  # type: ignore[misc]
    **{f"Match.{name}": lambda sight, row, name=name: _plainly(row[name]) for name in ("quantity", "covers", "score")},  # type: ignore[misc]
    "Match.reported": lambda sight, row: reported(sight.world, row),
    "Match.status": lambda sight, row: promise(sight.world, row),
    "Match.delivered": lambda sight, row: _plainly(scores.confirmed(sight.world, row)),
    "Delivery.quantity": lambda sight, row: _plainly(row["quantity"]),
    "MatchWeights.version": lambda sight, row: row["id"],
    "Demand.promised": lambda sight, row: _plainly(scores.promised(sight.world, row)),
    "Demand.delivered": lambda sight, row: _plainly(scores.met(sight.world, row)),
    "Demand.missing": lambda sight, row: _plainly(_missing(sight.world, row)),
    "Resource.free": lambda sight, row: _plainly(scores.free(sight.world, row, row["valid_until"])),
}
"""By ``Type.field``."""
