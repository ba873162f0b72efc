"""What mutations of comments give back."""

from schema.comments.types import Comment
from schema.engine.access import EVERYONE
from schema.engine.mapping import entity, to_one
from schema.engine.payloads import Payload


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class CommentPayload(Payload):
    """The comment as it is now."""

    comment: Comment | None = to_one("{result.comment:bigint}")
    """The comment; after a conflict, its present state."""
