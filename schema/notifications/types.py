"""What somebody watches, and what they are told."""

from datetime import datetime
from typing import ClassVar

import strawberry

from schema.comments.item import Item
from schema.comments.types import Comment
from schema.engine.mapping import column, computed, entity, polymorphic, to_one
from schema.engine.relay import Node
from schema.engine.workflow import Workflow
from schema.events.verbs import summary
from schema.notifications.kinds import NotificationKind
from schema.notifications.rules import NOTIFICATION_STEPS
from schema.people.types import Person

_OWN = "{row}.account_id = {viewer.account}"
_EVENT = "(select e$.{column} from event e$ where e$.id = {row}.event_id and e$.at = {row}.event_at)"


@entity("watch", prefix="watch", visible=_OWN, reads="notifications")
class Watch(Node):
    """Somebody's wish to be told of what happens to an item; nobody else sees it."""

    id: strawberry.ID
    """Opaque and stable."""
    item: Item | None = polymorphic("{row}.item_type", "{row}.item_id")
    """What is watched, if the viewer may still see it."""
    created_at: datetime
    """Since when."""
    stopped_at: datetime | None
    """When it was stopped; what somebody has stopped watching is not watched again of itself."""


@entity("notification", prefix="notification", visible=_OWN, reads="notifications")
class Notification(Node):
    """What an account is told; nobody else sees it."""

    workflow: ClassVar[Workflow] = NOTIFICATION_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    kind: NotificationKind
    """Why one is told."""
    summary: str = computed(summary, verb=_EVENT.replace("{column}", "verb"), data=_EVENT.replace("{column}", "data"))
    """What happened, in the viewer's language. Who is told may know it, also where they do not see the ledger's entry."""
    subject: Node | None = polymorphic("{row}.subject_type", "{row}.subject_id")
    """What it is about: the item of a comment, what was proposed, delivered, returned or moved, if the viewer may see it."""
    comment: Comment | None = to_one("{self}.comment_id")
    """The comment that it is about."""
    actor: Person | None = to_one(
        on="{row}.id = (select a$.person_id from event e$ join account a$ on a$.id = e$.account_id"
        " where e$.id = {self}.event_id and e$.at = {self}.event_at)"
    )
    """Who did it, if the viewer may see that person."""
    event_at: datetime
    """When it happened."""
    read_at: datetime | None
    """When it was read; null: unread."""
    viewer_steps: list[str] = column(NOTIFICATION_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""
