"""Root fields about capacity."""

import strawberry

from schema.capacity.types import Wait
from schema.engine.roots import by_id


@strawberry.type
class CapacityQueries:
    """Root fields about capacity."""

    wait: Wait | None = by_id("wait")
    """A place on a waiting list."""
