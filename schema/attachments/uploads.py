"""Uploads: files on their way in, each its account's own."""

from datetime import datetime
from typing import ClassVar

import strawberry

from schema.attachments.kinds import AttachmentKind, UploadStatus
from schema.attachments.rules import OWNER, UPLOAD_STATE, UPLOAD_STEPS
from schema.engine.mapping import column, entity
from schema.engine.relay import Node
from schema.engine.workflow import Workflow


@entity("upload", prefix="upload", visible=OWNER.predicate, reads="attachments")
class Upload(Node):
    """A file on its way in; erased within an hour unless something takes it."""

    workflow: ClassVar[Workflow] = UPLOAD_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    status: UploadStatus = column(UPLOAD_STATE)
    """How it stands."""
    file_name: str
    """Its name."""
    kind: AttachmentKind | None
    """What it is; null until it has arrived."""
    media_type: str | None
    """Its media type, as it was recognised."""
    size: int | None
    """Its length in bytes as it is kept: an image is made anew."""
    width: int | None
    """Of an image: how wide, in pixels."""
    height: int | None
    """Of an image: how high."""
    expires_at: datetime
    """Until when it can be sent and attached."""
    created_at: datetime
    """Since when it is open."""
