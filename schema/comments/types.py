"""Comments, whom they mention, and who may take part."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.attachments.limits import ATTACHMENTS
from schema.comments.insiders import ITEM_ID, ITEM_TYPE
from schema.comments.item import Item
from schema.comments.kinds import CommentStatus
from schema.comments.rules import COMMENT_STEPS, INSIDERS, MENTIONS
from schema.engine.access import EVERYONE, SIGNED_IN
from schema.engine.mapping import column, entity, polymorphic, to_many, to_one
from schema.engine.relay import Node
from schema.engine.workflow import Workflow
from schema.organisations.types import Organisation
from schema.people.kinds import CURRENT
from schema.people.types import Person

if TYPE_CHECKING:
    from schema.attachments.types import Attachment


@entity("mention", visible=EVERYONE, reads="comments")
class Mention:
    """Somebody who is named in a comment."""

    name: str
    """The name as the comment has it, after an @."""
    person: Person | None = to_one("{self}.person_id")
    """Who it is, if the viewer may see that person's entry."""
    answered_at: datetime | None
    """When that person first answered to it: with a comment on the same item, or by noting it."""


@entity("comment", prefix="comment", visible=INSIDERS, reads="comments")
class Comment(Node):
    """What somebody says about an item.

    For those who take part in it: its unit's people, whoever filed it, its committee, administrators. Never for the public or for
    others, even where the item is public.
    """

    workflow: ClassVar[Workflow] = COMMENT_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    item: Item | None = polymorphic(ITEM_TYPE, ITEM_ID)
    """What it is about."""
    author_name: str = column("(select p$.name from person p$ where p$.id = {row}.person_id)")
    """Who says it. Whoever takes part in the item learns that, also of people whose entry they may not see."""
    author: Person | None = to_one("{self}.person_id")
    """Who says it, if the viewer may see that person's entry."""
    organisation: Organisation | None = to_one("{self}.organisation_id")
    """For which of the organisations concerned the author speaks; null: in person."""
    text: str
    """What is said, in plain text, people mentioned as @name; empty of one that was taken back."""
    mentions: list[Mention] = to_many("{row}.comment_id = {self}.id", "{row}.id", limit=MENTIONS)
    """Whom it mentions."""
    attachments: list[Annotated["Attachment", strawberry.lazy("schema.attachments.types")]] = to_many(
        "{row}.comment_id = {self}.id", "{row}.id", limit=ATTACHMENTS
    )
    """Photos and documents that its author has added to it."""
    status: CommentStatus
    """How it stands."""
    reason: str
    """Why the committee removed it."""
    created_at: datetime
    """When it was said."""
    edited_at: datetime | None
    """When it was last changed."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(COMMENT_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""


@entity("person", visible=SIGNED_IN, reads="comments")
class Participant:
    """Somebody who takes part in an item and can be mentioned there."""

    person_id: strawberry.ID = column("'person_' || {row}.id")
    """The person's global id, for ``mentions``."""
    name: str
    """The name."""
    title: str
    """The post or form of address."""
    unit: str = column(
        "coalesce((select o$.name from membership x$ join organisation o$ on o$.id = x$.organisation_id"
        f" where x$.person_id = {{row}}.id and {CURRENT.replace('{row}', 'x$')} order by x$.id limit 1), '')"
    )
    """The first organisation that the person acts for; empty for none."""
