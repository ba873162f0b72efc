"""Root fields about events."""

import strawberry

from schema.engine.mapping import pages
from schema.engine.relay import Connection
from schema.engine.roots import by_id
from schema.events.kinds import EventFilter, EventOrder
from schema.events.types import Event


@strawberry.type
class EventQueries:
    """Root fields about events."""

    event: Event | None = by_id("event")
    """An event."""
    events: Connection[Event] = pages(order=EventOrder, filter=EventFilter)
    """What happened, as far as it concerns the viewer."""
