"""The rules of the resource list: its workflow, its limits, and what refusals say."""

from datetime import timedelta

from schema.engine.access import ADMINISTRATOR, any_of, belongs, coordinates, manages
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Need, Party, Step, Workflow

TITLE = (2, 60)
DESCRIPTION, CONDITIONS, UNIT = 2000, 1000, 10
"""The longest texts: what the constraints of the table say."""
WINDOWS, AREAS = 20, 100
"""The most windows of one offer, and the most areas that it names (our defaults)."""
FRESH_DAYS = 180
"""An offer that nobody has confirmed for so many days is no longer proposed (our default: half a year, as the plenaries)."""
REMINDED_BEFORE, REMINDED_AFTER = 14, 30
"""So many days before an offer lapses it is asked after first, and so many days after it no more (our defaults)."""
LINK, LINK_KNOWN = timedelta(days=30), timedelta(days=400)
"""How long a link that confirms works, and when it is erased (our defaults)."""
USUAL = timedelta(days=365)
LONGEST = timedelta(days=3 * 365 + 1)
"""How long an offer stands unless its unit says otherwise, and at most (our defaults)."""

INSIDERS = any_of(coordinates(), belongs("{row}.organisation_id"), ADMINISTRATOR)
"""SQL: the viewer is of the unit that offers it or of its committee, or administers."""

COORDINATOR = Party(N_("资源所在区域的协调委员会工作人员"), coordinates())
MANAGER = Party(N_("提供单位的管理员或经办人"), manages("{row}.organisation_id"))
SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)

STANDS = Need("{row}.valid_until >= current_date", "RESOURCE_EXPIRED")
"""Its last day is not over: what is handed in, listed or confirmed after it would still be expired."""
OPEN = ("DRAFT", "SUBMITTED", "RETURNED", "LISTED")
"""The states in which an offer can still be changed."""

RESOURCE_STEPS = Workflow(
    [
        Step("submit", N_("提交"), (MANAGER, COORDINATOR), ("DRAFT", "RETURNED"), "SUBMITTED", STANDS),
        Step("list", N_("发布"), (COORDINATOR,), ("SUBMITTED",), "LISTED", STANDS),
        Step("return", N_("退回"), (COORDINATOR,), ("SUBMITTED",), "RETURNED"),
        Step("edit", N_("修改"), (MANAGER, COORDINATOR), OPEN),
        Step("correct", N_("更正数量"), (MANAGER,), OPEN),
        Step("attach", N_("上传附件"), (MANAGER, COORDINATOR), OPEN),
        Step("confirm", N_("确认仍可提供"), (MANAGER, COORDINATOR), ("LISTED",), need=STANDS),
        Step("link", N_("生成确认链接"), (COORDINATOR,), ("LISTED",), need=STANDS),
        Step("withdraw", N_("撤回"), (MANAGER, COORDINATOR), OPEN, "WITHDRAWN"),
        Step("reopen", N_("重新启用"), (MANAGER, COORDINATOR), ("WITHDRAWN",), "DRAFT"),
    ],
    state="{row}.status",
)
"""What can be done to an offer, when, and by whom (states after the published practice of three lists; who, our default)."""

messages(
    {
        "RESOURCE_CONTACT": N_("请选择本单位的联系人。"),
        "RESOURCE_EXPIRED": N_("已过有效期，请先修改有效期。"),
        "RESOURCE_ORGANISATION": N_("请选择在册的单位。"),
        "RESOURCE_WINDOW_NEEDED": N_("按时段提供的资源须写明开放时段。"),
        "RESOURCE_LINK_UNKNOWN": N_("链接无效，请核对是否完整。"),
        "RESOURCE_LINK_USED": N_("这个链接已经用过，资源已确认，无需再次确认。"),
        "RESOURCE_LINK_EXPIRED": N_("链接已过期。如仍可提供，请登录后确认。"),
        "RESOURCE_LINK_CHANGED": N_("链接发出后，该资源已确认或修改过，无需再用这个链接。"),
        "RESOURCE_LINK_WITHDRAWN": N_("该资源已不在清单上，不能用链接确认。请登录后办理。"),
        "WINDOW_DAYS": N_("结束日期不能早于开始日期。"),
        "WINDOW_HOURS": N_("结束时间须晚于开始时间。"),
        "WINDOW_WEEKDAYS": N_("请选择星期几，可多选。"),
        "WINDOW_UNTIL": N_("开放时段不能晚于有效期。"),
        "WINDOW_NEVER": N_("这段日期内没有所选的星期。"),
    }
)
constraint("resource_category_known", "CATEGORY_UNKNOWN", "category")
