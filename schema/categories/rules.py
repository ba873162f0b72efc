"""The rules of classes: who keeps them, and what the product's own are called in other languages."""

from schema.engine.access import ADMINISTRATOR
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Party, Step, Workflow

NAME, UNIT, HINT = 20, 10, 200
"""The longest texts: what the constraints of the table say."""

SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)

CATEGORY_STEPS = Workflow(
    [
        Step("edit", N_("修改"), (SUPERUSER,)),
        Step("retire", N_("停用"), (SUPERUSER,), ("false",), "true"),
        Step("restore", N_("恢复"), (SUPERUSER,), ("true",), "false"),
    ],
    state="{row}.retired::text",
)
"""One set of classes for the whole district, or its lists could not be added up (our default)."""

NAMES = (
    *(N_("场地设施"), N_("党建阵地"), N_("人才专家"), N_("医疗健康"), N_("法律调解"), N_("教育培训"), N_("文化体育")),
    *(N_("志愿服务"), N_("资金物资"), N_("便民服务"), N_("就业创业"), N_("公共安全"), N_("信息技术")),
    *(N_("停车出行"), N_("环境整治"), N_("物业房屋"), N_("助老助残"), N_("健康医疗"), N_("教育托幼"), N_("文体活动")),
    *(N_("党建活动"), N_("就业人才"), N_("平安消防"), N_("企业服务")),
    *(N_("就业"), N_("居住"), N_("安全"), N_("环境"), N_("交往"), N_("服务")),
    *(N_("社区创享计划"), N_("党建服务品牌")),
)
"""The classes that come with the product (structure after published lists of several districts; our selection)."""

messages(
    {
        "CATEGORY_NAME_TAKEN": N_("该清单中已有同名类别。"),
        "CATEGORY_RETIRED": N_("该类别已停用，请另选一类。"),
        "CATEGORY_UNKNOWN": N_("请选择类别。"),
        "CATEGORY_CODE": N_("代码由 2 至 20 个大写字母组成，可含下划线。"),
        "CATEGORY_CODE_TAKEN": N_("该清单中已有相同代码。"),
        "CATEGORY_PLACE": N_("顺序应为 1 至 999。"),
    }
)
constraint("category_name_once", "CATEGORY_NAME_TAKEN", "name")
constraint("category_code_once", "CATEGORY_CODE_TAKEN", "code")
constraint("category_code_form", "CATEGORY_CODE", "code")
