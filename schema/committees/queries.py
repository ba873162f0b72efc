"""Root fields about committees."""

import strawberry

from schema.committees.kinds import CommitteeFilter, CommitteeOrder
from schema.committees.types import Committee
from schema.engine.mapping import pages
from schema.engine.relay import Connection
from schema.engine.roots import by_id


@strawberry.type
class CommitteeQueries:
    """Root fields about committees."""

    committee: Committee | None = by_id("committee")
    """A committee."""
    committees: Connection[Committee] = pages(order=CommitteeOrder, filter=CommitteeFilter)
    """Committees."""
