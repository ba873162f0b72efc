"""What mutations of waiting lists give back."""

from schema.capacity.types import Wait
from schema.demands.types import Demand
from schema.engine.access import EVERYONE
from schema.engine.mapping import entity, to_one
from schema.engine.payloads import Payload
from schema.matching.types import Match
from schema.resources.types import Resource


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class WaitPayload(Payload):
    """The place on the waiting list as it is now, with what waits and what it waits for."""

    wait: Wait | None = to_one("{result.wait:bigint}")
    """The place; after a conflict, its present state."""
    match: Match | None = to_one("{result.match:bigint}")
    """The proposal that was made of it, where one was."""
    demand: Demand | None = to_one("{result.demand:bigint}")
    """The demand that waits."""
    resource: Resource | None = to_one("{result.resource:bigint}")
    """The offer, with what is left of it now."""
