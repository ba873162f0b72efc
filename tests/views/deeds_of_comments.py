"""The forms about comments, each filled in once."""

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
    _said(_OFFER, "manager", "周六上午也可以。", 9, "已发表", "周六上午也可以。", "陆远山"),
    _said(_NEED, "jiqingli", "@林望舒 周二上午九点，社区派人。", 12, "已发表", "@林望舒"),
    _said(_LESSONS, "member", "收到，<b>一点半</b>到。", 9, "已发表", "收到，<b>一点半</b>到。"),
    Deed(
        "/comments/{id}/edit",
        "member",
        "/comments/{comment:收到，}/edit",
        {"text": "收到，一点二十到。"},
        "comment.edited",
        9,
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
        8,
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
        8,
        lands=f"{_OFFER}#*",
        shows=("已撤下", "协调委员会已撤下：与实际情况不符"),
    ),
]
