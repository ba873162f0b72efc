"""The forms about comments and notifications, each filled in once."""

from tests.views.addresses_of_projects import GOING
from tests.views.deeds import Deed

_OFFER, _NEED = "/resources/{resource:一层共享会议室}", "/demands/{demand:六号楼前电动车充电桩}"
_LESSONS = "/matches/{match:智能手机使用辅导/老年人手机课堂}"


def _said(at: str, login: str, text: str, sends: int, *shows: str) -> Deed:
    """Something said at a record."""
    route = f"/{at.split('/')[1]}/{{id}}/comments"
    return Deed(
        route, login, at, {"text": text}, "comment.added", sends, to=f"{at}/comments", lands=f"{at}#comments", shows=shows
    )


COMMENTS = [
    _said(_OFFER, "manager", "周六上午也可以。", 10, "已发表", "周六上午也可以。", "陆远山"),
    _said(_NEED, "jiqingli", "@林望舒 周二上午九点，社区派人。", 13, "已发表", "@林望舒"),
    _said(_LESSONS, "member", "收到，<b>一点半</b>到。", 10, "已发表", "收到，<b>一点半</b>到。"),
    _said(f"/projects/{{project:{GOING}}}", "chaowai", "本周五前补齐签到表。", 10, "已发表", "本周五前补齐签到表。"),
    Deed(
        "/comments/{id}/edit",
        "member",
        "/comments/{comment:收到，}/edit",
        {"text": "收到，一点二十到。"},
        "comment.edited",
        10,
        lands="/matches/*",
        shows=("已保存", "收到，一点二十到。", "已修改"),
    ),
    Deed(
        "/comments/{id}/note",
        "chaowai",
        _NEED,
        {},
        "comment.noted",
        7,
        to="/comments/{comment:@林望舒}/note",
        lands=f"{_NEED}#*",
        shows=("已阅。",),
    ),
    Deed(
        "/comments/{id}/withdraw",
        "manager",
        _OFFER,
        {},
        "comment.withdrawn",
        9,
        to="/comments/{comment:周六上午}/withdraw",
        lands=f"{_OFFER}#*",
        shows=("已撤回", "作者已撤回。"),
    ),
    Deed(
        "/comments/{id}/remove",
        "chaowai",
        "/comments/{comment:可以移动}/remove",
        {"reason": "与实际情况不符"},
        "comment.removed",
        9,
        lands=f"{_OFFER}#*",
        shows=("已撤下", "协调委员会已撤下：与实际情况不符"),
    ),
]

_TOLD = "/notifications/{notification:manager}"
NOTIFICATIONS = [
    Deed(
        "/notifications/{id}/open",
        "manager",
        "/notifications",
        {},
        "notification.read",
        4,
        to=f"{_TOLD}/open",
        lands="/projects/*",
    ),
    Deed(
        "/notifications/{id}/unread",
        "manager",
        "/notifications",
        {},
        "notification.unread",
        6,
        to=f"{_TOLD}/unread",
        shows=("未读：", "对接：老年人手机课堂", "提到我"),
    ),
    Deed(
        "/notifications/read",
        "manager",
        "/notifications",
        {},
        "notification.read",
        6,
        to="/notifications/read",
        shows=("已全部标为已读", "标为未读"),
    ),
    Deed(
        "/watches/{id}/stop",
        "member",
        _OFFER,
        {},
        "watch.stopped",
        5,
        to="/watches/{resource:一层共享会议室}/stop",
        shows=("已取消关注",),
    ),
    Deed(
        "/watches/{id}/start",
        "member",
        _OFFER,
        {},
        "watch.started",
        7,
        to="/watches/{resource:一层共享会议室}/start",
        shows=("已关注，有进展时通知您",),
    ),
    Deed(
        "/me/notifications",
        "member",
        "/me/notifications",
        {"MENTIONED": "DAILY", "COMMENTED": "WEEKLY", "MOVED": "NONE"},
        "digest.chosen",
        11,
        shows=("已保存",),
    ),
    Deed(
        "/digests/stop/{secret}",
        "public",
        "/digests/stop/{stop:handler}",
        {},
        "digest.stopped",
        10,
        shows=("已停止发送提醒邮件",),
        status=200,
    ),
]
