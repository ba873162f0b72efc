"""Root fields about events."""

import strawberry

from schema.engine.cursors import cursor_sql
from schema.engine.mapping import column, pages
from schema.engine.relay import Connection
from schema.engine.roots import by_id
from schema.events.kinds import EventFilter, EventOrder
from schema.events.types import Event

_COMMITTED = EventOrder.COMMITTED.value
_LAST = f"from event e$ where {_COMMITTED.rows.replace('{row}', 'e$')} order by e$.xid desc, e$.id desc limit 1"
_CURSOR = cursor_sql("COMMITTED", ["e$.xid", "e$.id"])
_BEGINNING = cursor_sql("COMMITTED", ["'0'::xid8", "0"])
_HORIZON = f"coalesce((select {_CURSOR} {_LAST}), {_BEGINNING})"


@strawberry.type
class EventQueries:
    """Root fields about events."""

    event: Event | None = by_id("event")
    """An event."""
    events: Connection[Event] = pages(order=EventOrder, filter=EventFilter)
    """What happened, as far as it concerns the viewer. A change feed reads it ``orderBy: COMMITTED`` from its last cursor."""
    event_horizon: str | None = column(_HORIZON, public="null::text")
    """In the order COMMITTED, the cursor behind all there is: where to begin with what comes from now on, and where to go on
    after a page without a next one, so that what others did meanwhile is not looked through again. Null for the public."""
