"""What mutations of uploads and attachments give back."""

from schema.attachments.types import Attachment
from schema.attachments.uploads import Upload
from schema.engine.access import EVERYONE
from schema.engine.mapping import column, entity, to_one
from schema.engine.payloads import Payload


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class UploadPayload(Payload):
    """The upload as it is now."""

    upload: Upload | None = to_one("{result.upload:bigint}")
    """The upload."""
    address: str | None = column("{result.address:text}")
    """Of one that was opened: where to PUT the bytes, once, as the same account."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class AttachmentPayload(Payload):
    """The attachment as it is now."""

    attachment: Attachment | None = to_one("{result.attachment:bigint}")
    """The attachment; null once it is removed. After a conflict, its present state."""
