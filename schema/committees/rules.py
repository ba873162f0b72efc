"""The rules of committees and seats."""

from schema.engine.access import ADMINISTRATOR, coordinates
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Party, Step, Workflow

COORDINATOR = Party(N_("本级或上级协调委员会工作人员"), coordinates())
SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)

COMMITTEE_STEPS = Workflow(
    [
        Step("edit", N_("修改"), (COORDINATOR, SUPERUSER)),
        Step("appoint", N_("新增席位"), (COORDINATOR, SUPERUSER)),
    ]
)
"""Whoever coordinates at or above the committee's area may change it (our default)."""

_COMMITTEE = "exists (select from committee c$ where c$.id = {row}.committee_id and " + coordinates("c$.area_path") + ")"

SEAT_STEPS = Workflow(
    [
        Step("edit", N_("修改"), (Party(COORDINATOR.called, _COMMITTEE), SUPERUSER)),
        Step("end", N_("结束任期"), (Party(COORDINATOR.called, _COMMITTEE), SUPERUSER)),
    ]
)
"""Whoever may appoint to a committee may change and end its seats."""

COMMITTEE_LEVELS = ("DISTRICT", "SUBDISTRICT", "COMMUNITY")
"""At which levels committees are set up (区—街乡—社区三级, mission row A2)."""

BODY = "党建工作协调委员会"
SPECIAL = "专业委员会"
"""How the names of committees end, unless another name is given."""

FIELD_NAMES = {
    "ECONOMY": N_("经济发展"),
    "SAFETY": N_("平安建设"),
    "CULTURE": N_("文化文明"),
    "LIVELIHOOD": N_("社会民生"),
    "ECOLOGY": N_("生态环境"),
    "CITY_OPERATION": N_("城市运行"),
}
"""What the fields are called in the names of special committees."""

ROLE_NAMES = {
    "CHAIR": N_("主任"),
    "VICE_CHAIR": N_("副主任"),
    "SECRETARY_GENERAL": N_("秘书长"),
    "MEMBER": N_("委员"),
    "PART_TIME_MEMBER": N_("兼职委员"),
    "LIAISON": N_("联络员"),
    "MEMBER_UNIT": N_("成员单位"),
}
"""What the roles are called in events."""


def default_name(area: str, field: str | None) -> str:
    """The name of an area's committee (朝阳区党建工作协调委员会) or of its special committee in a field (…社会民生专业委员会)."""
    return f"{area}{BODY}" + (f"{FIELD_NAMES[field]}{SPECIAL}" if field else "")


messages(
    {
        "COMMITTEE_EXISTS": N_("该区域已设立这一委员会。"),
        "CHAIR_TAKEN": N_("这段时间已有主任，不能同时有两名主任；请先结束前任的任期。"),
        "SEAT_TWICE": N_("该单位在这段时间已是成员单位。"),
        "SEAT_HOLDER": N_("成员单位席位请选择单位，其他席位请选择人员。"),
        "SEAT_PERSON_TWICE": N_("该人员在这段时间已担任同一职务。"),
        "SEAT_ENDED": N_("该席位的任期已经结束。"),
        "SEAT_NEEDS_POST": N_("请填写兼职委员在原单位的职务。"),
        "SEAT_UNIT": N_("成员单位应是在册的单位，不能是委员会自身。"),
        "SEAT_OUTSIDE_POST": N_("外单位职务不超过 120 个字。"),
        "SEAT_DUTIES": N_("职责不超过 500 个字。"),
        "COMMITTEE_LEVEL": N_("只有区、街道（乡镇）和社区（村）可以设立委员会。"),
        "SPECIAL_NEEDS_COMMITTEE": N_("请先设立该区域的协调委员会。"),
    }
)
constraint("committee_one_each", "COMMITTEE_EXISTS", "area")
constraint("committee_term_order", "DATE_ORDER", "termTo")
constraint("seat_one_chair", "CHAIR_TAKEN", "role")
constraint("seat_unit_once", "SEAT_TWICE", "organisation")
constraint("seat_holder", "SEAT_HOLDER", "role")
constraint("seat_order", "DATE_ORDER", "validTo")
constraint("seat_outside_post_length", "SEAT_OUTSIDE_POST", "outsidePost")
constraint("seat_duties_length", "SEAT_DUTIES", "duties")
