"""The rules of areas: who may change the tree, and what refusals say."""

from schema.engine.access import ADMINISTRATOR, coordinates
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Party, Step, Workflow

COORDINATOR = Party(N_("本区域或上级区域的协调委员会工作人员"), coordinates("{row}.path"))
SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)

AREA_STEPS = Workflow(
    [
        Step("create_below", N_("新增下级区域"), (COORDINATOR, SUPERUSER)),
        Step("rename", N_("更名"), (COORDINATOR, SUPERUSER)),
        Step("move", N_("调整隶属"), (COORDINATOR, SUPERUSER)),
        Step("classify", N_("小区分类"), (COORDINATOR, SUPERUSER)),
        Step("overlap", N_("对应网格"), (COORDINATOR, SUPERUSER)),
        Step("committee", N_("设立委员会"), (COORDINATOR, SUPERUSER)),
        Step("zone", N_("登记商圈或园区"), (COORDINATOR, SUPERUSER)),
    ]
)
"""An area has no states; whoever coordinates at or above it may do these (our default)."""

LEVELS_BELOW = {
    "DISTRICT": ("SUBDISTRICT",),
    "SUBDISTRICT": ("COMMUNITY",),
    "COMMUNITY": ("GRID", "ESTATE"),
    "GRID": ("BUILDING",),
    "ESTATE": ("BUILDING",),
    "BUILDING": (),
}
"""Which levels may stand directly below which (区—街乡—社区村—网格—楼栋; 小区 beside the grids of its community)."""

LEVEL_NAMES = {
    "DISTRICT": N_("区"),
    "SUBDISTRICT": N_("街道、地区、乡镇"),
    "COMMUNITY": N_("社区、村"),
    "GRID": N_("网格"),
    "BUILDING": N_("楼栋、楼门院"),
    "ESTATE": N_("小区"),
}
"""What the levels are called in refusals."""

OVERLAPS = 100
"""How many grids an estate may overlap (our default)."""

messages(
    {
        "AREA_CODE_TAKEN": N_("该区域代码已被使用。"),
        "AREA_CODE_FORM": N_("区域代码应由上级代码“{above}”加 3 位数字或大写字母组成。"),
        "AREA_NAME_LENGTH": N_("名称应为 1 至 80 个字。"),
        "AREA_LEVEL_WRONG": N_("“{above}”之下不能设置“{level}”。"),
        "AREA_FROM_LATER": N_("启用日期不能晚于今天。"),
        "AREA_FROM_EARLIER": N_("上级区域在这一天还没有设立。"),
        "AREA_BELOW_ITSELF": N_("不能把区域移到自身或其下级之下。"),
        "AREA_ALREADY_THERE": N_("该区域已隶属于“{parent}”。"),
        "AREA_MOVE_EARLIER": N_("生效日期必须晚于上一次调整的日期 {date}。"),
        "AREA_MOVE_TWICE": N_("同一日期已有一次隶属调整。"),
        "AREA_NOT_ESTATE": N_("只有小区可以分类和对应网格。"),
        "AREA_CLASS_UNKNOWN": N_("没有这个小区类别。"),
        "AREA_OVERLAP_GRID": N_("请选择同一区内的网格。"),
        "AREA_OVERLAP_MANY": N_("一个小区最多对应 {limit} 个网格。"),
    }
)
constraint("area_code_unique", "AREA_CODE_TAKEN", "code")
constraint("area_name_length", "AREA_NAME_LENGTH", "name")
constraint("area_class_known", "AREA_CLASS_UNKNOWN", "classCode")
constraint("area_class_of_estate", "AREA_NOT_ESTATE", "classCode")
constraint("area_parentage_once", "AREA_MOVE_TWICE", "from")
