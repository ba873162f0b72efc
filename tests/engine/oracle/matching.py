"""What relations and values of matching hold, in plain Python."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from schema.engine.ids import number_of
from schema.engine.text import query_words
from schema.matching.narrowing import FIT, NEAR
from schema.matching.parts import are_weights
from tests.engine.oracle import scores
from tests.engine.oracle.filters import community, promise, reached, reported, unclaimed
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


def candidate_of(world: World, demand: Row, resource: Row) -> Row:
    """How the two fit."""
    return Row("Candidate", scores.pair(world, demand, resource))


def _related(pair: Row) -> bool:
    """One class serves the other in one district."""
    return pair["category"] > 0 and scores.distance(pair["demand_path"], pair["resource_path"]) > 0


@field("Demand.escalatedTo")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """The area above its own whose committee it has reached."""
    top = reached(sight.world, row) if unclaimed(sight.world, row) else community(row["area_path"])
    return sight.world.where("Area", lambda one: one["path"] == top != community(row["area_path"]))


@field("MatchWeights.decidedBy")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    account = sight.world.find("Account", row["account_id"])
    return [sight.world.find("Person", account["person_id"])] if account else []


@field("Query.matchWeights", lambda row: (-row["id"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.rows["MatchWeights"]


@field("Query.candidate")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    demand = sight.world.find("Demand", number_of(args["demand"], "demand"))
    resource = sight.world.find("Resource", number_of(args["resource"], "resource"))
    return [candidate_of(sight.world, demand, resource)] if demand and resource else []


@field("Demand.candidates", lambda row: (-row["rank"], row["resource_id"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """What nothing rules out and whose class fits in the district, which shares a word, or has what is searched for."""
    weights = args.get("weights")
    if row["status"] != "LISTED" or (weights is not None and not are_weights(weights)):
        return []
    ruled_out = "EXHAUSTED" if args.get("used_up", args.get("usedUp")) else None
    found = [pair for pair in found_for(sight, row, args) if pair["obstacle"] == ruled_out]
    for pair in found:
        pair["rank"] = scores.total(weights, pair) if weights else pair["total"]
    return found


def found_for(sight: Sight, row: Row, args: dict[str, Any]) -> list[Row]:
    """The offers of the list that are found for a demand, whatever else may rule them out."""
    found = []
    for offer in sight.world.where("Resource", lambda one: _is_current(sight.world, one)):
        pair = candidate_of(sight.world, row, offer)
        looked = args.get("search") and scores.distance(pair["demand_path"], pair["resource_path"]) > 0
        known = _related(pair) or pair["shared"] or (looked and _has_words(offer, args))
        if known and _of_offer(sight.world, offer, args) and _narrow(sight.world, pair, offer, args):
            found.append(pair)
    return found


def _is_current(world: World, offer: Row) -> bool:
    """It is listed, valid, and was confirmed within half a year."""
    fresh = (world.today - offer["confirmed_on"]).days <= 180
    return fresh and bool(offer["status"] == "LISTED" and offer["valid_until"] >= world.today)


def _has_words(row: Row, args: dict[str, Any]) -> bool:
    """Its title has what is searched for."""
    return not args.get("search") or set(query_words(args["search"])) <= set(row["words"])


def _of_offer(world: World, offer: Row, args: dict[str, Any]) -> bool:
    """What is asked of an offer and its unit."""
    unit = world.find("Organisation", offer["organisation_id"])
    since, kind = args.get("confirmed_since", args.get("confirmedSince")), args.get("kind")
    fresh = since is None or offer["confirmed_on"] >= since
    return fresh and (kind is None or unit is None or unit["kind"] == kind.name) and _has_words(offer, args)


def _narrow(world: World, pair: Row, offer: Row, args: dict[str, Any]) -> bool:
    """What is asked of how the two fit: class, nearness, time, and that it covers all of what is missing."""
    fit, near = args.get("fit"), args.get("near")
    whole = pair["comparable"] and pair["free"] >= pair["missing"]
    return (
        pair["category"] >= (FIT[fit.name] if fit else 0)
        and scores.distance(pair["demand_path"], pair["resource_path"]) >= (NEAR[near.name] if near else 0)
        and (not args.get("timely") or pair["time"] > 0)
        and (not args.get("whole") or whole)
    )


@field("Resource.wanted", lambda row: (-row["total"], row["demand_id"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """Open demands of the district that its class serves and that miss something."""
    open_ = sight.world.where("Demand", lambda one: one["status"] == "LISTED" and one["needed_by"] >= sight.world.today)
    found = [candidate_of(sight.world, one, row) for one in open_ if _has_words(one, args)]
    fitting = [one for one in found if one["obstacle"] is None and _related(one) and one["missing"] > 0]
    return [one for one in fitting if _narrow(sight.world, one, row, args)]


def plainly(amount: Decimal) -> str:
    """A number without zeros that say nothing."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _missing(world: World, demand: Row) -> Decimal:
    return max(Decimal(0), Decimal(demand["quantity"]) - scores.covered(world, demand))


VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    **{f"Candidate.{name}Percent": lambda sight, row, name=name: row[name] for name in scores.PARTS},  # type: ignore[misc]
    **{f"Candidate.{name}": lambda sight, row, name=name: plainly(row[name]) for name in ("total", "free", "missing")},  # type: ignore[misc]
    **{f"Match.{name}": lambda sight, row, name=name: plainly(row[name]) for name in ("quantity", "covers", "score")},  # type: ignore[misc]
    "Match.reported": lambda sight, row: reported(sight.world, row),
    "Match.status": lambda sight, row: promise(sight.world, row),
    "Match.delivered": lambda sight, row: plainly(scores.confirmed(sight.world, row)),
    "Delivery.quantity": lambda sight, row: plainly(row["quantity"]),
    "MatchWeights.version": lambda sight, row: row["id"],
    "Demand.promised": lambda sight, row: plainly(scores.promised(sight.world, row)),
    "Demand.delivered": lambda sight, row: plainly(scores.met(sight.world, row)),
    "Demand.missing": lambda sight, row: plainly(_missing(sight.world, row)),
    "Resource.free": lambda sight, row: plainly(scores.free(sight.world, row, row["valid_until"])),
}
"""By ``Type.field``."""
