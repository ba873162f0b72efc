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
        Step("appoint", N_("任命席位"), (COORDINATOR, SUPERUSER)),
    ]
)
"""Whoever coordinates at or above the committee's area may change it (our default)."""

messages(
    {
        "COMMITTEE_EXISTS": N_("该区域已设立这一委员会。"),
        "CHAIR_TAKEN": N_("这段时间已有主任，不能同时有两名主任；请先结束前任的任期。"),
        "SEAT_TWICE": N_("该单位在这段时间已是成员单位。"),
        "SEAT_HOLDER": N_("成员单位席位请选择单位，其他席位请选择人员。"),
        "SEAT_ENDED": N_("该席位的任期已经结束。"),
        "SEAT_OUTSIDE_POST": N_("外单位职务不超过 120 个字。"),
        "SEAT_DUTIES": N_("职责不超过 500 个字。"),
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
