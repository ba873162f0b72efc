"""The rules of people and memberships."""

from schema.engine.access import ADMINISTRATOR, any_of, belongs, coordinates
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Party, Step, Workflow

_ONE_BY_ONE = "offset 0"
"""Keeps the planner from hashing a whole table for a page of people: each is looked up by its index."""

_COLLEAGUES = (
    "exists (select from membership x$ join organisation o$ on o$.id = x$.organisation_id"
    f" where x$.person_id = {{row}}.id and ({belongs('o$.id')} or {coordinates('o$.area_path')}) {_ONE_BY_ONE})"
)
_SEATED = (
    "exists (select from seat s$ where s$.person_id = {row}.id and s$.valid_from <= current_date"
    f" and coalesce(s$.valid_to > current_date, true) and {{viewer.account}} is not null {_ONE_BY_ONE})"
)
_NOW = "x$.valid_from <= current_date and coalesce(x$.valid_to > current_date, true)"
_KEPT = (
    "(select coalesce(bool_and(" + coordinates("o$.area_path") + "), false)"
    " from membership x$ join organisation o$ on o$.id = x$.organisation_id"
    f" where x$.person_id = {{row}}.id and {_NOW})"
)
_COORDINATED = (
    "exists (select from (select coalesce(c$.area_path, o$.area_path) as path"
    " from organisation o$ left join committee c$ on c$.organisation_id = o$.id where o$.id = {row}.organisation_id) place$"
    f" where {coordinates('place$.path')})"
)
_MANAGED = (
    "({row}.role <> 'COORDINATOR' and exists (select from membership x$ where x$.organisation_id = {row}.organisation_id"
    f" and x$.person_id = {{viewer.person}} and x$.role = 'MANAGER' and {_NOW}))"
)

_SEATED_HERE = (
    "exists (select from seat s$ join committee c$ on c$.id = s$.committee_id"
    f" where s$.person_id = {{row}}.id and {coordinates('c$.area_path')} {_ONE_BY_ONE})"
)

VISIBLE = any_of("{row}.id = {viewer.person}", ADMINISTRATOR, _SEATED, _COLLEAGUES, _SEATED_HERE)
"""A person is seen by themselves, by those of the same organisation, by its area's coordinators, by administrators; while they
hold a seat in a committee by whoever has signed in, and afterwards by that committee's coordinators, who keep its history and
renew terms. No list of members of party organisations (mission row A15)."""

THEMSELVES = Party(N_("本人"), "{row}.id = {viewer.person}")
COORDINATOR = Party(N_("其任职单位所在区域的协调委员会工作人员"), _KEPT)
SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)

PERSON_STEPS = Workflow([Step("edit", N_("修改"), (COORDINATOR, THEMSELVES, SUPERUSER))])
"""People correct their own entry (PIPL article 46); administrators keep it, and coordinators that of people all of whose posts
are within their area: adding somebody to a unit of theirs gives them no hold over the person."""

MEMBERSHIP_STEPS = Workflow(
    [
        Step(
            "end",
            N_("终止"),
            (
                Party(N_("单位所在区域的协调委员会工作人员"), _COORDINATED),
                Party(N_("本单位管理员"), _MANAGED),
                SUPERUSER,
            ),
        )
    ]
)
"""Whoever may give a role may end it: a unit's manager every role but the coordinator's (our default)."""

messages(
    {
        "PERSON_NAME_LENGTH": N_("姓名应为 1 至 40 个字。"),
        "PERSON_TITLE_LENGTH": N_("职务不超过 80 个字。"),
        "PERSON_FIRST_POST": N_("请选择此人任职的单位和角色。"),
        "MEMBERSHIP_ENDED": N_("该任职已经结束。"),
        "MEMBERSHIP_TWICE": N_("该人员在这段时间已是本单位成员。"),
        "MEMBERSHIP_ROLE": N_("只有委员会可以设置协调员。"),
        "MEMBERSHIP_COORDINATOR": N_("只有上级协调委员会工作人员或系统管理员可以任命协调员。"),
    }
)
constraint("person_name_length", "PERSON_NAME_LENGTH", "name")
constraint("person_title_length", "PERSON_TITLE_LENGTH", "title")
constraint("membership_once", "MEMBERSHIP_TWICE", "organisation")
constraint("membership_order", "DATE_ORDER", "validTo")
