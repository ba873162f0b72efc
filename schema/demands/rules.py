"""The rules of the demand list: its workflow, who may claim what, and what refusals say."""

import re
from datetime import timedelta

from schema.engine.access import ADMINISTRATOR, any_of, belongs, coordinates, manages
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Need, Party, Step, Workflow

TITLE = (2, 60)
DESCRIPTION, PLACE, UNIT, NOTE = 2000, 100, 10, 200
"""The longest texts: what the constraints of the table say."""
BENEFICIARIES = 10_000_000
"""The largest number of people (our default)."""
USUAL = timedelta(days=182)
LONGEST = timedelta(days=3 * 365 + 1)
"""By when a demand is to be met unless said otherwise, and at the latest (our defaults: half a year, as the plenaries)."""
UNCLAIMED_DAYS = 14
"""A demand on the list that nobody has claimed for so many days goes up a level (mission row B8; the number, our default)."""
LIKE = 0.35
"""From this likeness of titles on, two demands of one class and neighbourhood may be the same (our default)."""
SUBMISSIONS_PER_DAY = 100
"""What may come into one area within a day from people without an account (our default)."""

INSIDERS = any_of(coordinates(), belongs("{row}.organisation_id"), "{row}.account_id = {viewer.account}", ADMINISTRATOR)
"""SQL: the viewer is of those who file the demand or of its committee, or administers; they know who files anonymously, and why
it was returned."""

FILER = Party(N_("提出人"), "{row}.account_id = {viewer.account}")
MANAGER = Party(N_("提出单位的管理员或经办人"), manages("{row}.organisation_id"))
COORDINATOR = Party(N_("需求所在区域的协调委员会工作人员"), coordinates())
SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)
ANYBODY = Party(N_("已登录的成员"), "{viewer.account} is not null")
UNIT_MANAGER = Party(N_("单位的管理员或经办人"), "cardinality({viewer.managed}) > 0")

OPEN_YET = Need("{row}.needed_by >= current_date", "DEMAND_EXPIRED")
"""Its last day is not over: nobody is asked to deliver into the past."""
MET = "{row}.met"
"""SQL: how much of it has been delivered and confirmed, whether or not the promise is closed; triggers keep it."""
FULFILLED = Need(f"{MET} >= {{row}}.quantity", "DEMAND_UNFULFILLED")
"""All of it has been delivered, confirmed and rated."""

DEMAND_STEPS = Workflow(
    [
        Step("submit", N_("提交"), (MANAGER, FILER, COORDINATOR), ("DRAFT", "RETURNED"), "SUBMITTED"),
        Step("list", N_("列入清单"), (COORDINATOR,), ("SUBMITTED",), "LISTED"),
        Step("return", N_("退回"), (COORDINATOR,), ("SUBMITTED",), "RETURNED"),
        Step("decline", N_("不予受理"), (COORDINATOR,), ("SUBMITTED", "LISTED"), "DECLINED"),
        Step("merge", N_("并入重复需求"), (COORDINATOR,), ("SUBMITTED", "LISTED"), "MERGED"),
        Step("edit", N_("修改"), (MANAGER, FILER, COORDINATOR), ("DRAFT", "SUBMITTED", "RETURNED", "LISTED")),
        Step("attach", N_("上传附件"), (MANAGER, FILER, COORDINATOR), ("DRAFT", "SUBMITTED", "RETURNED", "LISTED")),
        Step("withdraw", N_("撤回"), (MANAGER, FILER, COORDINATOR), ("DRAFT", "SUBMITTED", "RETURNED", "LISTED"), "WITHDRAWN"),
        Step("claim", N_("认领"), (ANYBODY,), ("LISTED",)),
        Step("propose", N_("对接资源"), (COORDINATOR,), ("LISTED",), need=OPEN_YET),
        Step("offer", N_("提供资源"), (UNIT_MANAGER,), ("LISTED",), need=OPEN_YET),
        Step("close", N_("销号"), (COORDINATOR,), ("LISTED",), "CLOSED", FULFILLED),
    ],
    state="{row}.status",
)
"""What can be done to a demand, when, and by whom (states after the published practice of three lists; who, our default)."""

CLAIM_STEPS = Workflow(
    [
        Step(
            "release",
            N_("放弃认领"),
            (
                Party(N_("认领人"), "({row}.person_id = {viewer.person} or {row}.organisation_id = any({viewer.managed}))"),
                Party(
                    N_("需求所在区域的协调委员会工作人员"),
                    "exists (select from demand d$ where d$.id = {row}.demand_id and d$.area_path ^@ any({viewer.areas}))",
                ),
            ),
            ("true",),
        )
    ],
    state="({row}.ended_at is null)::text",
)
"""A claim can be given back as long as it stands."""

BY_ORGANISATIONS = {"KEY": N_("重点项目"), "PREMIUM": N_("精品项目")}
"""The levels that only organisations claim, and what they are called."""
_PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


def names_somebody(text: str) -> bool:
    """Whether a text has a mobile number or the number of an identity card, which nobody needs who reads the list.

    >>> names_somebody("请联系 13700001234")
    True
    >>> names_somebody("受益约 1370 人")
    False
    """
    return bool(_PERSONAL.search(re.sub(r"(?<=\d)[\s-](?=\d)", "", text)))


def without_numbers(text: str) -> str:
    """A text in which stars stand for the numbers of somebody.

    >>> without_numbers("请联系 13700001234")
    '请联系 ****'
    """
    return _PERSONAL.sub("****", re.sub(r"(?<=\d)[\s-](?=\d)", "", text)) if names_somebody(text) else text


messages(
    {
        "DEMAND_BENEFICIARIES": N_("受益人数应为 1 至 {limit}。"),
        "DEMAND_PERSONAL": N_("请勿填写手机号、身份证号等个人信息。"),
        "DEMAND_ORGANISATION": N_("请选择在册的单位。"),
        "DEMAND_NEED": N_("请选择需求类型。"),
        "DEMAND_DUPLICATE_SELF": N_("请选择另一条需求。"),
        "DEMAND_DUPLICATE_STATE": N_("只能并入已列入清单的需求。"),
        "DEMAND_DUPLICATE_AREA": N_("只能并入本委员会区域内的需求。"),
        "DEMANDS_TOO_MANY": N_("本区域今日提交的需求已达上限，请明日再试，或直接联系所在社区。"),
        "DEMAND_UNFULFILLED": N_("需求尚未全部交付并确认，不能销号。"),
        "DEMAND_EXPIRED": N_("已过需求期限，请先修改期限。"),
        "CLAIM_BY_MEMBER": N_("基础项目由党员、群众以本人名义认领，不能以单位名义认领。"),
        "CLAIM_NOBODY": N_("您的账号没有登记本人，不能以个人名义认领，请与系统管理员联系。"),
        "CLAIM_BY_ORGANISATION": N_("{level}由单位认领，请由单位的管理员或经办人选择本单位认领。"),
        "CLAIM_TAKEN": N_("已经认领过了。"),
    }
)
constraint("demand_beneficiaries_range", "DEMAND_BENEFICIARIES", "beneficiaries")
constraint("demand_category_known", "CATEGORY_UNKNOWN", "category")
constraint("demand_not_own_duplicate", "DEMAND_DUPLICATE_SELF", "into")
constraint("claim_person_once", "CLAIM_TAKEN", "")
constraint("claim_organisation_once", "CLAIM_TAKEN", "organisation")
