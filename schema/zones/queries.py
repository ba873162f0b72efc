"""Root fields about zones."""

import strawberry

from schema.engine.mapping import pages
from schema.engine.relay import Connection
from schema.engine.roots import by_id
from schema.zones.kinds import ZoneFilter, ZoneOrder
from schema.zones.types import Zone


@strawberry.type
class ZoneQueries:
    """Root fields about zones."""

    zone: Zone | None = by_id("zone")
    """A zone."""
    zones: Connection[Zone] = pages(order=ZoneOrder, filter=ZoneFilter)
    """Zones."""
