"""What mutations of notifications give back."""

from schema.engine.access import EVERYONE
from schema.engine.mapping import entity, to_one
from schema.engine.payloads import Payload
from schema.notifications.types import Notification, Watch


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class WatchPayload(Payload):
    """The watch as it is now."""

    watch: Watch | None = to_one("{result.watch:bigint}")
    """The watch."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class NotificationPayload(Payload):
    """The notification as it is now."""

    notification: Notification | None = to_one("{result.notification:bigint}")
    """The notification."""
