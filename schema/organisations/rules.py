"""The rules of the registry: its workflow and what refusals say."""

from schema.engine.access import ADMINISTRATOR, belongs, coordinates, manages
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Need, Party, Step, Workflow

COORDINATOR = Party(N_("单位所在区域的协调委员会工作人员"), coordinates())
MANAGER = Party(N_("本单位管理员"), manages())
SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)

MEMBER = Party(N_("本单位成员"), belongs())

IN_REGISTRY = ("ACTIVE", "SUSPENDED")
"""The states in which an organisation counts: its name is unique in its area then, and its credit code everywhere."""

UNDO_DAYS = 30
"""For so many days a merge can be undone (our default: what hangs on a unit changes, and then it can no more)."""
RECENT = Need(f"{{row}}.updated_at > now() - interval '{UNDO_DAYS} days'", "UNMERGE_LATE")

ORGANISATION_STEPS = Workflow(
    [
        Step("approve", N_("通过"), (COORDINATOR,), ("PENDING",), "ACTIVE"),
        Step("return", N_("退回"), (COORDINATOR,), ("PENDING",), "RETURNED"),
        Step("resubmit", N_("重新提交"), (MANAGER, COORDINATOR), ("RETURNED",), "PENDING"),
        Step("edit", N_("修改"), (MANAGER, COORDINATOR), ("PENDING", "RETURNED", *IN_REGISTRY)),
        Step("suspend", N_("停用"), (COORDINATOR,), ("ACTIVE",), "SUSPENDED"),
        Step("resume", N_("恢复"), (COORDINATOR,), ("SUSPENDED",), "ACTIVE"),
        Step("close", N_("注销"), (COORDINATOR,), IN_REGISTRY, "CLOSED"),
        Step("merge", N_("合并"), (COORDINATOR,), ("PENDING", "RETURNED", *IN_REGISTRY), "MERGED"),
        Step("unmerge", N_("撤销合并"), (COORDINATOR,), ("MERGED",), need=RECENT),
        Step("tag", N_("设置标签"), (COORDINATOR,), IN_REGISTRY),
        Step("contact", N_("维护联系人"), (MANAGER, COORDINATOR), ("PENDING", "RETURNED", *IN_REGISTRY)),
        Step("reveal", N_("查看联系方式"), (COORDINATOR, MEMBER)),
        Step("staff", N_("维护单位成员"), (SUPERUSER, COORDINATOR, MANAGER), ("PENDING", *IN_REGISTRY)),
        Step("assign", N_("分配联系片区"), (COORDINATOR,), IN_REGISTRY),
        Step("visit", N_("登记走访"), (COORDINATOR, MEMBER), IN_REGISTRY),
    ],
    state="{row}.status",
)
"""What can be done to an organisation, when, and by whom (our defaults; approval by the committee as mission row B4 asks)."""

messages(
    {
        "ORGANISATION_NAME_LENGTH": N_("单位名称应为 2 至 120 个字。"),
        "ORGANISATION_NAME_TAKEN": N_("本区域已有同名单位。"),
        "USCC_TAKEN": N_("该统一社会信用代码已登记在另一单位名下。"),
        "REGISTRATIONS_TOO_MANY": N_("本区域今日登记数量已达上限，请明日再试，或直接联系所在社区。"),
        "ORGANISATION_OWN_PARENT": N_("上级单位不能是本单位，也不能是本单位的下级。"),
        "ORGANISATION_AREA_UNKNOWN": N_("请选择单位所在区域。"),
        "ORGANISATION_TOO_LONG": N_("内容过长。"),
        "ORGANISATION_MERGE_SELF": N_("请选择要合并的另一家单位。"),
        "ORGANISATION_IS_COMMITTEE": N_("协调委员会及专委会请在“委员会”中管理。"),
        "UNMERGE_LATE": N_("合并已超过期限，不能撤销。"),
        "UNMERGE_UNTOLD": N_("此后还有其他合并，请先撤销后来的合并。"),
        "UNMERGE_CHANGED": N_("合并后{what}又有变动，不能原样恢复，请逐项更正。"),
        "PURPOSE_REQUIRED": N_("请写明查看联系方式的事由。"),
        "TOO_MANY": N_("最多 {limit} 项。"),
        "VISIT_DATE": N_("走访日期不能晚于今天。"),
        "VISIT_SELF": N_("联络团队不能走访自己。"),
        "VISIT_NOT_ASSIGNED": N_("该团队不联系此单位所在的片区。"),
        "CONTACT_TWO_LIAISONS": N_("一家单位只能有一名联络员。"),
        "TAG_FORM": N_("每个标签 1 至 20 个字，最多 20 个。"),
        "ROW_DATE_FUTURE": N_("“{value}”晚于今天。"),
    }
)
constraint("organisation_uscc_unique", "USCC_TAKEN", "uscc")
constraint("organisation_name_once", "ORGANISATION_NAME_TAKEN", "name")
constraint("organisation_name_length", "ORGANISATION_NAME_LENGTH", "name")
constraint("organisation_not_own_parent", "ORGANISATION_OWN_PARENT", "parent")
constraint("organisation_area_known", "ORGANISATION_AREA_UNKNOWN", "area")
constraint("organisation_short_name_length", "ORGANISATION_TOO_LONG", "shortName")
constraint("organisation_address_length", "ORGANISATION_TOO_LONG", "address")
constraint("organisation_description_length", "ORGANISATION_TOO_LONG", "description")
constraint("contact_one_liaison", "CONTACT_TWO_LIAISONS", "liaison")
constraint("contact_duty_length", "ORGANISATION_TOO_LONG", "duty")
