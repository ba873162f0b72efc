"""The rules of people and memberships."""

from schema.engine.access import ADMINISTRATOR, any_of, belongs, coordinates
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Party, Step, Workflow

_COLLEAGUES = (
    "exists (select from membership x$ join organisation o$ on o$.id = x$.organisation_id"
    f" where x$.person_id = {{row}}.id and ({belongs('o$.id')} or {coordinates('o$.area_path')}))"
)
_SEATED = (
    "exists (select from seat s$ where s$.person_id = {row}.id and s$.valid_from <= current_date"
    " and coalesce(s$.valid_to > current_date, true) and {viewer.account} is not null)"
)
_COORDINATED = (
    "exists (select from membership x$ join organisation o$ on o$.id = x$.organisation_id"
    f" where x$.person_id = {{row}}.id and {coordinates('o$.area_path')})"
)

VISIBLE = any_of("{row}.id = {viewer.person}", ADMINISTRATOR, _SEATED, _COLLEAGUES)
"""A person is seen by themselves, by those of the same organisation, by its area's coordinators, by administrators, and while
they hold a seat in a committee by whoever has signed in. No list of members of party organisations (mission row A15)."""

THEMSELVES = Party(N_("本人"), "{row}.id = {viewer.person}")
COORDINATOR = Party(N_("所在区域的协调委员会工作人员"), _COORDINATED)
SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)

PERSON_STEPS = Workflow([Step("edit", N_("修改"), (COORDINATOR, THEMSELVES, SUPERUSER))])
"""People correct their own entry (PIPL article 46); coordinators and administrators keep it."""

MEMBERSHIP_STEPS = Workflow(
    [
        Step(
            "end",
            N_("终止"),
            (
                Party(
                    N_("单位所在区域的协调委员会工作人员"),
                    "exists (select from organisation o$ where o$.id = {row}.organisation_id"
                    f" and ({coordinates('o$.area_path')} or o$.id = any({{viewer.managed}})))",
                ),
                SUPERUSER,
            ),
        )
    ]
)

messages(
    {
        "PERSON_NAME_LENGTH": N_("姓名应为 1 至 40 个字。"),
        "PERSON_TITLE_LENGTH": N_("职务不超过 80 个字。"),
        "PERSON_PHONE": N_("请填写正确的手机号或带区号的固定电话。"),
        "MEMBERSHIP_TWICE": N_("该人员在这段时间已是本单位成员。"),
        "MEMBERSHIP_ROLE": N_("只有委员会可以设置协调员。"),
        "MEMBERSHIP_COORDINATOR": N_("只有上级协调委员会工作人员或系统管理员可以任命协调员。"),
    }
)
constraint("person_name_length", "PERSON_NAME_LENGTH", "name")
constraint("person_title_length", "PERSON_TITLE_LENGTH", "title")
constraint("membership_once", "MEMBERSHIP_TWICE", "organisation")
constraint("membership_order", "DATE_ORDER", "validTo")
