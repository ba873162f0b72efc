"""Root fields about attachments."""

import strawberry

from schema.attachments.types import Attachment
from schema.attachments.uploads import Upload
from schema.engine.roots import by_id


@strawberry.type
class AttachmentQueries:
    """Root fields about attachments."""

    attachment: Attachment | None = by_id("attachment")
    """An attachment."""
    upload: Upload | None = by_id("upload")
    """An upload of the viewer's own."""
