"""Root fields about matching."""

import strawberry

from schema.engine.ids import number_of
from schema.engine.mapping import Argument, pages, to_many, to_one
from schema.engine.relay import Connection
from schema.engine.roots import by_id
from schema.matching.kinds import MatchFilter, MatchOrder
from schema.matching.types import Candidate, Delivery, Match, MatchWeights


@strawberry.type
class MatchingQueries:
    """Root fields about matching."""

    match: Match | None = by_id("match")
    """A match."""
    delivery: Delivery | None = by_id("delivery")
    """A delivery."""
    matches: Connection[Match] = pages(order=MatchOrder, filter=MatchFilter)
    """Matches."""
    candidate: Candidate | None = to_one(
        on="{row}.demand_id = {arg.demand} and {row}.resource_id = {arg.resource}",
        demand=Argument(strawberry.ID, "bigint", lambda value: number_of(value, "demand"), description="A demand"),
        resource=Argument(strawberry.ID, "bigint", lambda value: number_of(value, "resource"), description="An offer"),
    )
    """How well one offer fits one demand, and what rules it out."""
    match_weights: list[MatchWeights] = to_many("true", "{row}.id desc")
    """The weights of the score, those that hold first."""
