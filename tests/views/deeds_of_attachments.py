"""The forms about attachments, each filled in once."""

from tests.schema.files import PDF, photo
from tests.views.deeds import Deed

_ROOM, _RAMP = "/resources/{resource:一层共享会议室}", "/demands/{demand:无障碍坡道维修}"
_INSIDE, _BROKEN = (
    "/attachments/{attachment:会议室.jpg}",
    "/attachments/{attachment:坡道.jpg}",
)
_CLASS, _LUNCH = "/projects/{project:银发智能课堂}", "微型消防站力量支援/老年助餐送到家"

ATTACHMENTS = [
    Deed(
        "/resources/{id}/attachments",
        "manager",
        _ROOM,
        {"file": ("入口.jpg", photo(800, 600)), "caption": "入口在大厅左侧"},
        "attachment.added",
        27,
        to=f"{_ROOM}/attachments",
        lands=f"{_ROOM}#attachments",
        shows=("入口在大厅左侧", "已上传"),
    ),
    Deed(
        "/demands/{id}/attachments",
        "chaowai",
        _RAMP,
        {"file": ("勘察记录", PDF)},
        "attachment.added",
        26,
        to=f"{_RAMP}/attachments",
        lands=f"{_RAMP}#attachments",
        shows=("勘察记录.pdf", "1 KB"),
    ),
    Deed(
        "/projects/{id}/attachments",
        "chaowai",
        _CLASS,
        {"file": ("海报.png", photo(format="PNG")), "caption": "开课海报"},
        "attachment.added",
        27,
        to=f"{_CLASS}/attachments",
        lands=f"{_CLASS}#attachments",
        shows=("开课海报",),
    ),
    Deed(
        "/attachments/new",
        "handler",
        f"/attachments/new?item={{delivery:{_LUNCH}}}",
        {"file": ("送餐.jpg", photo(800, 600)), "caption": "送餐车停在六号楼前"},
        "attachment.added",
        28,
        lands=f"/matches/{{match:{_LUNCH}}}",
        shows=("送餐车停在六号楼前", "添加照片"),
    ),
    Deed(
        "/attachments/{id}/edit",
        "manager",
        _INSIDE,
        {"caption": "会议室，可坐 40 人"},
        "attachment.edited",
        7,
        to=f"{_INSIDE}/edit",
        shows=("会议室，可坐 40 人", "已保存"),
    ),
    Deed(
        "/attachments/{id}/remove",
        "chaowai",
        _BROKEN,
        {},
        "attachment.removed",
        8,
        to=f"{_BROKEN}/remove",
        lands=f"{_RAMP}#attachments",
        shows=("已移除",),
    ),
]
