"""The rules of comments: who may do what to one, for how long, and what refusals say."""

from schema.comments.insiders import ITEMS, of_item
from schema.engine.access import coordinates
from schema.engine.language import N_
from schema.engine.refusals import messages
from schema.engine.workflow import Need, Party, Step, Workflow

TEXT = 2000
"""The longest comment (what the constraint of the table says)."""
MENTIONS = 20
"""The most people that one comment mentions (our default)."""
EDITING_MINUTES = 30
"""How long its author may change a comment: mistakes are mended, what others have answered to stays (our default)."""

INSIDERS = of_item({name: one.insiders for name, one in ITEMS.items()})
"""SQL: the viewer takes part in the item of a comment."""
_COMMITTEES = {
    "Resource": coordinates("i$.area_path"),
    "Demand": coordinates("i$.area_path"),
    "Match": f"(select {coordinates('d$.area_path')} from demand d$ where d$.id = i$.demand_id)",
    "Project": coordinates("i$.area_path"),
}

PARTICIPANT = Party(N_("参与该事项的单位、提出人或协调委员会"), INSIDERS)
AUTHOR = Party(N_("评论的作者"), "{row}.account_id = {viewer.account}")
COORDINATOR = Party(N_("该事项所在区域的协调委员会工作人员"), of_item(_COMMITTEES))
MENTIONED = Party(
    N_("被提到的人"),
    "exists (select from mention n$ where n$.comment_id = {row}.id and n$.person_id = {viewer.person})",
)

FRESH = Need(f"{{row}}.created_at > now() - interval '{EDITING_MINUTES} minutes'", "COMMENT_LATE")
"""It is young enough to be changed."""
UNANSWERED = Need(
    "exists (select from mention n$ where n$.comment_id = {row}.id and n$.person_id = {viewer.person}"
    " and n$.answered_at is null)",
    "MENTION_ANSWERED",
)
"""The viewer has not answered to being mentioned in it."""

COMMENT_STEPS = Workflow(
    [
        Step("edit", N_("修改"), (AUTHOR,), ("STANDING",), need=FRESH),
        Step("attach", N_("上传附件"), (AUTHOR,), ("STANDING",)),
        Step("withdraw", N_("撤回"), (AUTHOR,), ("STANDING",), "WITHDRAWN"),
        Step("remove", N_("撤下"), (COORDINATOR,), ("STANDING",), "REMOVED"),
        Step("note", N_("已阅"), (MENTIONED,), ("STANDING",), need=UNANSWERED),
    ],
    state="{row}.status",
)
"""What can be done to a comment, when, and by whom (our default)."""

messages(
    {
        "COMMENT_PERSONAL": N_("请勿填写手机号、身份证号等个人信息。"),
        "COMMENT_LATE": N_("发表已超过 30 分钟，不能再修改；可以撤回后重新发表。"),
        "MENTION_UNKNOWN": N_("“@{name}”不是能查看该事项的人，无法提到；请从列表中选择。"),
        "MENTION_AMBIGUOUS": N_("有几位“{name}”，请选定一位。"),
        "MENTION_STRANGER": N_("所提到的人不能查看该事项。"),
        "MENTION_MANY": N_("一条评论最多提到 {limit} 人。"),
        "MENTION_ANSWERED": N_("已经答复过了。"),
    }
)
