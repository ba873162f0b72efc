"""Subscriptions: the change feed, told while it goes on."""

import strawberry

from schema.engine.mapping import Argument, arguments, described
from schema.engine.relay import Edge
from schema.events.kinds import EventFilter
from schema.events.types import Event


@described
@strawberry.type(description="What is told while it happens, over a WebSocket (graphql-transport-ws) or as server-sent events.")
class Subscription:
    """What is told while it happens."""

    events: Edge[Event] = arguments(
        after=Argument(str | None, "text", default=None, description="Begin behind this cursor of the order COMMITTED, else now"),
        filter=Argument(EventFilter | None, "", default=None, description="Which events; all conditions must hold"),
    )
    """What happens, in the order COMMITTED, as far as it concerns the viewer; each with the cursor to go on from."""
