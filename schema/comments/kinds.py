"""How a comment stands, and how comments are ordered."""

from enum import Enum

import strawberry

from schema.engine.ordering import by


@strawberry.enum(description="How a comment stands.")
class CommentStatus(Enum):
    """How a comment stands."""

    STANDING = strawberry.enum_value("STANDING", description="有效")
    WITHDRAWN = strawberry.enum_value("WITHDRAWN", description="作者已撤回")
    REMOVED = strawberry.enum_value("REMOVED", description="委员会已撤下")


@strawberry.enum(description="The orders of a list of comments.")
class CommentOrder(Enum):
    """The orders of a list of comments."""

    OLDEST = by("{row}.created_at", "timestamptz")
    RECENT = by("{row}.created_at", "timestamptz", descending=True)
