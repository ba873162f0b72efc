"""Reading what one was told, and marking it."""

import strawberry

from schema.engine.actions import Act, action
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.statements import statements
from schema.notifications.payloads import NotificationPayload
from schema.notifications.types import Notification

sql = statements(__file__, "reading")


@described
@strawberry.input(description="Which notification was read.")
class NotificationReadInput(Input):
    """Which notification was read."""

    id: strawberry.ID
    """The notification."""


@described
@strawberry.input(description="Which notification is to count as unread again.")
class NotificationUnreadInput(Input):
    """Which notification is to count as unread again."""

    id: strawberry.ID
    """The notification."""


@described
@strawberry.input(description="Up to which notification everything was read.")
class NotificationReadAllInput(Input):
    """Up to which notification everything was read."""

    until: strawberry.ID
    """The latest that the viewer has seen; what came after it stays unread."""


@action(scope="notifications:write")
async def notification_read(act: Act, input: NotificationReadInput) -> NotificationPayload:
    """Mark a notification as read; one that was read before stays so."""
    row = await act.find(Notification, input.id)
    await sql.mark(act.connection, id=row["id"], read=True)
    await act.event("notification.read", Notification, row["id"], data={"count": 1})
    return NotificationPayload.of(notification=row["id"])


@action(scope="notifications:write")
async def notification_unread(act: Act, input: NotificationUnreadInput) -> NotificationPayload:
    """Mark a notification as unread again."""
    row = await act.find(Notification, input.id, step="unread")
    await sql.mark(act.connection, id=row["id"], read=False)
    await act.event("notification.unread", Notification, row["id"])
    return NotificationPayload.of(notification=row["id"])


@action(scope="notifications:write")
async def notification_read_all(act: Act, input: NotificationReadAllInput) -> NotificationPayload:
    """Mark everything as read that the viewer was told up to a notification."""
    row = await act.find(Notification, input.until, path="until")
    count = await sql.mark_all(act.connection, account=act.viewer.account, until=row["id"])
    await act.event("notification.read", Notification, row["id"], data={"count": count})
    return NotificationPayload.of(notification=row["id"])
