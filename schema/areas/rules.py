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

messages(
    {
        "AREA_CODE_TAKEN": N_("区域代码“{code}”已被使用。"),
        "AREA_CODE_FORM": N_("区域代码应由上级代码“{above}”加 3 位数字或字母组成。"),
        "AREA_LEVEL_WRONG": N_("“{above}”之下不能设置“{level}”。"),
        "AREA_BELOW_ITSELF": N_("不能把区域移到自身或其下级之下。"),
        "AREA_ALREADY_THERE": N_("该区域已隶属于“{parent}”。"),
        "AREA_MOVE_EARLIER": N_("生效日期必须晚于上一次调整的日期 {date}。"),
        "AREA_NOT_ESTATE": N_("只有小区可以分类和对应网格。"),
        "AREA_CLASS_UNKNOWN": N_("没有这个小区类别。"),
        "AREA_IMPORT_ROW": N_("第 {row} 行：{problem}"),
    }
)
constraint("area_code_unique", "AREA_CODE_TAKEN_BY_OTHER", "code")
constraint("area_name_length", "AREA_NAME_LENGTH", "name")
constraint("area_class_known", "AREA_CLASS_UNKNOWN", "classCode")
constraint("area_parentage_once", "AREA_MOVE_TWICE", "from")
messages(
    {
        "AREA_CODE_TAKEN_BY_OTHER": N_("该区域代码已被使用。"),
        "AREA_NAME_LENGTH": N_("名称应为 1 至 80 个字。"),
        "AREA_MOVE_TWICE": N_("同一日期已有一次隶属调整。"),
    }
)
