"""Root fields about notifications."""

import strawberry

from schema.engine.roots import by_id
from schema.notifications.types import Notification, Watch


@strawberry.type
class NotificationQueries:
    """Root fields about notifications."""

    notification: Notification | None = by_id("notification")
    """A notification of the viewer's own."""
    watch: Watch | None = by_id("watch")
    """Something that the viewer watches, or has watched."""
