"""What attachments are."""

from enum import Enum

import strawberry


@strawberry.enum(description="What an attachment is.")
class AttachmentKind(Enum):
    """What an attachment is."""

    IMAGE = strawberry.enum_value("IMAGE", description="图片")
    DOCUMENT = strawberry.enum_value("DOCUMENT", description="文档")


@strawberry.enum(description="How an upload stands.")
class UploadStatus(Enum):
    """How an upload stands."""

    OPEN = strawberry.enum_value("OPEN", description="待上传")
    RECEIVED = strawberry.enum_value("RECEIVED", description="已上传，待关联")
    ATTACHED = strawberry.enum_value("ATTACHED", description="已关联")
    EXPIRED = strawberry.enum_value("EXPIRED", description="已过期")
