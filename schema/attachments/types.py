"""Attachments: photos and documents, seen by whoever sees their item."""

from datetime import datetime
from typing import ClassVar

import strawberry

from schema.attachments.items import ATTACHES, COMMITTEE, ITEM_NUMBER, ITEM_TYPE, PUBLIC, SEEN
from schema.attachments.kinds import AttachmentKind
from schema.engine.language import N_
from schema.engine.mapping import column, entity, polymorphic, to_one
from schema.engine.relay import Node
from schema.engine.workflow import Party, Step, Workflow
from schema.people.types import Person

_ATTACHING = Party(N_("可以修改该事项的人"), ATTACHES)
_ANSWERING = Party(N_("该事项所在区域的协调委员会工作人员"), COMMITTEE)
ATTACHMENT_STEPS = Workflow(
    [
        Step("edit", N_("修改说明"), (_ATTACHING, _ANSWERING)),
        Step("remove", N_("移除附件"), (_ATTACHING, _ANSWERING)),
    ]
)
"""Who may change the item may change what hangs on it; its committee may at any time, should a photo show what it must not."""
_THERE = "{row}.removed_at is null"


@entity(
    "attachment", prefix="attachment", visible=f"({_THERE} and {SEEN})", public=f"({_THERE} and {PUBLIC})", reads="attachments"
)
class Attachment(Node):
    """A photo or a document that belongs to an item."""

    workflow: ClassVar[Workflow] = ATTACHMENT_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    item: Node | None = polymorphic(ITEM_TYPE, ITEM_NUMBER)
    """What it belongs to: a resource, a demand, a project, a note of one, a delivery, or a comment."""
    kind: AttachmentKind
    """What it is."""
    media_type: str
    """Its media type, as it was recognised."""
    file_name: str
    """Its name."""
    caption: str
    """What is to be seen on it."""
    size: int
    """Its length in bytes."""
    width: int | None
    """Of an image: how wide, in pixels."""
    height: int | None
    """Of an image: how high."""
    sha256: str = column("encode({row}.content, 'hex')")
    """The digest of its bytes."""
    thumbnail_sha256: str | None = column("encode({row}.thumbnail, 'hex')")
    """Of an image: the digest of its thumbnail's bytes."""
    address: str = column("('/files/attachment_' || {row}.id || '/full')")
    """Where its bytes are, for those who may see it."""
    thumbnail_address: str | None = column(
        "case when {row}.kind = 'IMAGE' then '/files/attachment_' || {row}.id || '/thumbnail' end"
    )
    """Of an image: where it is to be had with at most 480 pixels an edge."""
    by: Person | None = to_one("{self}.person_id")
    """Who attached it, if the viewer may see that person."""
    created_at: datetime
    """When."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(ATTACHMENT_STEPS.viewer_steps(), public="'{}'::text[]")
    """What the viewer can do with it now, by the names of the steps."""
