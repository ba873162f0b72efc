"""The rules of the registry: its workflow and what refusals say."""

from schema.engine.access import ADMINISTRATOR, belongs, coordinates, manages
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Party, Step, Workflow

COORDINATOR = Party(N_("单位所在区域的协调委员会工作人员"), coordinates())
MANAGER = Party(N_("本单位管理员"), manages())
SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)

_IN_REGISTRY = ("ACTIVE", "SUSPENDED")

ORGANISATION_STEPS = Workflow(
    [
        Step("approve", N_("通过"), (COORDINATOR,), ("PENDING",), "ACTIVE"),
        Step("return", N_("退回"), (COORDINATOR,), ("PENDING",), "RETURNED"),
        Step("resubmit", N_("重新提交"), (MANAGER, COORDINATOR), ("RETURNED",), "PENDING"),
        Step("edit", N_("修改"), (MANAGER, COORDINATOR), ("PENDING", "RETURNED", *_IN_REGISTRY)),
        Step("suspend", N_("停用"), (COORDINATOR,), ("ACTIVE",), "SUSPENDED"),
        Step("resume", N_("恢复"), (COORDINATOR,), ("SUSPENDED",), "ACTIVE"),
        Step("close", N_("注销"), (COORDINATOR,), _IN_REGISTRY, "CLOSED"),
        Step("merge", N_("合并"), (COORDINATOR,), ("PENDING", "RETURNED", *_IN_REGISTRY), "MERGED"),
        Step("tag", N_("设置标签"), (COORDINATOR,), _IN_REGISTRY),
        Step("contact", N_("维护联系人"), (MANAGER, COORDINATOR), ("PENDING", "RETURNED", *_IN_REGISTRY)),
        Step("reveal", N_("查看联系方式"), (COORDINATOR, Party(N_("本单位成员"), belongs()))),
        Step("staff", N_("维护单位成员"), (SUPERUSER, COORDINATOR, MANAGER), ("PENDING", *_IN_REGISTRY)),
        Step("visit", N_("登记走访"), (COORDINATOR,), _IN_REGISTRY),
    ],
    state="{row}.status",
)
"""What can be done to an organisation, when, and by whom (our defaults; approval by the committee as mission row B4 asks)."""

messages(
    {
        "ORGANISATION_NAME_LENGTH": N_("单位名称应为 2 至 120 个字。"),
        "ORGANISATION_NAME_TAKEN": N_("本区域已有同名单位“{name}”。"),
        "USCC_TAKEN": N_("该统一社会信用代码已登记在另一单位名下。"),
        "USCC_LENGTH": N_("统一社会信用代码应为 18 位，现为 {length} 位。"),
        "USCC_CHARACTER": N_("统一社会信用代码第 {position} 位“{found}”不是可用字符（不含 I、O、S、V、Z）。"),
        "USCC_CHECK": N_("统一社会信用代码有误：按前 17 位计算，第 18 位应为“{expected}”，现为“{found}”。"),
        "ORGANISATION_OWN_PARENT": N_("单位不能是自己的上级。"),
        "ORGANISATION_AREA_UNKNOWN": N_("请选择单位所在区域。"),
        "ORGANISATION_TOO_LONG": N_("内容过长。"),
        "ORGANISATION_MERGE_SELF": N_("请选择另一家单位作为合并目标。"),
        "ORGANISATION_IS_COMMITTEE": N_("协调委员会及专委会请在“委员会”中设立。"),
        "REASON_REQUIRED": N_("请写明理由。"),
        "CONTACT_NAME": N_("请填写联系人姓名（不超过 40 个字）。"),
        "CONTACT_PHONE": N_("请填写正确的手机号或带区号的固定电话。"),
        "CONTACT_TWO_LIAISONS": N_("一家单位只能有一名联络员。"),
        "TAG_FORM": N_("每个标签 1 至 20 个字，最多 20 个。"),
        "IMPORT_NOT_POSSIBLE": N_("这次导入已经完成或放弃。"),
        "IMPORT_ROWS_WRONG": N_("有 {count} 行需要更正；可选择“只导入无误的行”。"),
        "IMPORT_MAPPING": N_("请为“单位名称”指定对应的列。"),
        "IMPORT_FILE": N_("无法读取该文件：{problem}"),
    }
)
constraint("organisation_uscc_unique", "USCC_TAKEN", "uscc")
constraint("organisation_name_length", "ORGANISATION_NAME_LENGTH", "name")
constraint("organisation_not_own_parent", "ORGANISATION_OWN_PARENT", "parent")
constraint("organisation_area_known", "ORGANISATION_AREA_UNKNOWN", "area")
constraint("organisation_short_name_length", "ORGANISATION_TOO_LONG", "shortName")
constraint("organisation_address_length", "ORGANISATION_TOO_LONG", "address")
constraint("organisation_description_length", "ORGANISATION_TOO_LONG", "description")
constraint("contact_one_liaison", "CONTACT_TWO_LIAISONS", "liaison")
constraint("contact_duty_length", "ORGANISATION_TOO_LONG", "duty")
