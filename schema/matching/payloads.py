"""What mutations of matching give back."""

from schema.demands.types import Demand
from schema.engine.access import EVERYONE
from schema.engine.mapping import entity, to_many, to_one
from schema.engine.payloads import Payload
from schema.matching.types import Delivery, Match, MatchWeights
from schema.resources.types import Resource


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class MatchPayload(Payload):
    """The match as it is now, with both its sides."""

    match: Match | None = to_one("{result.match:bigint}")
    """The match; after a conflict, its present state."""
    demand: Demand | None = to_one("{result.demand:bigint}")
    """The demand, with what is missing now."""
    resource: Resource | None = to_one("{result.resource:bigint}")
    """The resource, with what is left of it now."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class PortfolioPayload(Payload):
    """The matches of a portfolio that was proposed, and the demand."""

    matches: list[Match] = to_many("{row}.id = any({result.matches:bigint[]})", "{row}.id")
    """The matches, one for each part."""
    demand: Demand | None = to_one("{result.demand:bigint}")
    """The demand, with what is missing now."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class MatchTransferPayload(MatchPayload):
    """The match as it is now, and what took over of it."""

    transferred: Match | None = to_one("{result.transferred:bigint}")
    """What took over: the promise or proposal to the other demand, or of the other offer; both its sides stand beside it."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class DeliveryPayload(Payload):
    """The delivery as it is now, and its match."""

    delivery: Delivery | None = to_one("{result.delivery:bigint}")
    """The delivery; after a conflict, its present state."""
    match: Match | None = to_one("{result.match:bigint}")
    """The match."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class MatchWeightsPayload(Payload):
    """The weights that hold now."""

    weights: MatchWeights | None = to_one("{result.weights:integer}")
    """The weights."""
