"""The rules of zones."""

from schema.engine.access import ADMINISTRATOR, coordinates
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Party, Step, Workflow

COORDINATOR = Party(N_("所在区域的协调委员会工作人员"), coordinates())
SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)

ZONE_STEPS = Workflow(
    [Step("edit", N_("修改"), (COORDINATOR, SUPERUSER)), Step("units", N_("维护单位"), (COORDINATOR, SUPERUSER))]
)
"""Whoever coordinates the zone's area may change it (our default)."""

messages(
    {
        "ZONE_NAME_LENGTH": N_("名称应为 2 至 80 个字。"),
        "ZONE_UNIT_MISSING": N_("该单位不在这个商圈或园区内。"),
        "ZONE_PARTY": N_("请选择在册的党组织。"),
        "ZONE_UNIT": N_("请选择在册的单位。"),
    }
)
constraint("zone_name_length", "ZONE_NAME_LENGTH", "name")
