"""What people are told of, and how lists of it are filtered and ordered."""

from enum import Enum

import strawberry

from schema.engine.filters import EnumIs, compare, flag
from schema.engine.mapping import described
from schema.engine.ordering import by


@strawberry.enum(description="Why somebody is told of something.")
class NotificationKind(Enum):
    """Why somebody is told of something; of several reasons, the first."""

    MENTIONED = strawberry.enum_value("MENTIONED", description="在评论中提到我")
    PROPOSED = strawberry.enum_value("PROPOSED", description="向本单位提出对接，待答复")
    DELIVERED = strawberry.enum_value("DELIVERED", description="交付待我方确认")
    RETURNED = strawberry.enum_value("RETURNED", description="我方的事项被退回")
    DECIDED = strawberry.enum_value("DECIDED", description="我方对履约记录的异议有结果")
    COMMENTED = strawberry.enum_value("COMMENTED", description="关注的事项有新评论")
    MOVED = strawberry.enum_value("MOVED", description="关注的事项有进展")


@strawberry.enum(description="The orders of a list of notifications.")
class NotificationOrder(Enum):
    """The orders of a list of notifications."""

    RECENT = by("{row}.event_at", "timestamptz", descending=True)


@strawberry.enum(description="The orders of a list of what somebody watches.")
class WatchOrder(Enum):
    """The orders of a list of what somebody watches."""

    RECENT = by("{row}.created_at", "timestamptz", descending=True)


@described
@strawberry.input(description="Which notifications; all conditions must hold.")
class NotificationFilter:
    """Which notifications; all conditions must hold."""

    kind: EnumIs[NotificationKind] | None = compare("{row}.kind")
    """Why one is told."""
    unread: bool | None = flag("({row}.read_at is null)")
    """Whether it is unread."""
