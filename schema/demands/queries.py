"""Root fields about demands."""

import strawberry

from schema.demands.kinds import DemandFilter, DemandOrder
from schema.demands.types import Claim, Demand
from schema.engine.mapping import pages
from schema.engine.relay import Connection
from schema.engine.roots import by_id


@strawberry.type
class DemandQueries:
    """Root fields about demands."""

    demand: Demand | None = by_id("demand")
    """A demand."""
    claim: Claim | None = by_id("claim")
    """A claim."""
    demands: Connection[Demand] = pages(order=DemandOrder, filter=DemandFilter)
    """The demand list."""
