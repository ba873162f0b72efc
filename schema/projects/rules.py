"""The rules of the project list: its workflow, who takes part, the half-years, and what refusals say."""

import re
from datetime import date

from schema.engine.access import ADMINISTRATOR, SIGNED_IN, any_of, belongs, coordinates, manages
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Need, Party, Step, Workflow
from schema.people.kinds import CURRENT

TITLE = (2, 60)
DESCRIPTION, OUTCOME, NOTE = 2000, 2000, 2000
PART, PURPOSE, CRITERION, STAGE, WORDS = 200, 200, 200, 60, 500
"""The longest texts: what the constraints of the tables say."""
CRITERIA, STAGES, LINKS = 20, 30, 50
"""The most criteria and stages of a project, and the most demands, promises or brands that one input names (our defaults)."""
BENEFICIARIES = 10_000_000
"""The largest number of people (our default)."""
BEST = 5
"""The best rating; 1 is the worst."""
AWARD = 9_999_999_999
"""The largest award in yuan: what numeric(12, 2) holds."""

# Each row asks by index: without the offset, PostgreSQL may read whole tables into a hash to ask a few.
_TAKES_PART = "exists (select from project_partner p$ where p$.project_id = {row}.id and {holds} offset 0)"
INSIDERS = any_of(
    coordinates(),
    "{row}.account_id = {viewer.account}",
    _TAKES_PART.replace("{holds}", belongs("p$.organisation_id")),
    ADMINISTRATOR,
)
"""SQL: the viewer proposed it, is of its committee or of an organisation that takes part or was asked, or administers."""
SEEN = any_of(f"({{row}}.published_at is not null and {SIGNED_IN})", INSIDERS)
"""SQL: the viewer has signed in and it was published, or the viewer is an insider."""


def of_project(predicate: str, project: str = "{row}.project_id") -> str:
    """SQL: it holds for the project of a row."""
    return f"exists (select from project j$ where j$.id = {project} and {predicate.replace('{row}', 'j$')})"


_DOES = _TAKES_PART.replace("{holds}", f"p$.status = 'AGREED' and {belongs('p$.organisation_id')}")
_WORKS_FOR = (
    "select s$.organisation_id from membership s$ join account a$ on a$.person_id = s$.person_id"
    f" where a$.id = d$.account_id and {CURRENT.replace('{row}', 's$')}"
)
_OWN_WORK = (
    "exists (select from project_partner p$ where p$.project_id = x$.project_id and p$.status = 'AGREED' and"
    f" (p$.organisation_id = d$.organisation_id or (d$.organisation_id is null and p$.organisation_id in ({_WORKS_FOR})))"
    " offset 0)"
)
"""SQL: whoever filed a demand takes part, or has filed it in person and works for somebody who does."""


def _needs(besides: str = "true") -> str:
    """SQL: the viewer speaks for one of the demands that a project fulfils, for which something else may hold besides."""
    return (
        f"exists (select from project_demand x$ join demand d$ on d$.id = x$.demand_id where x$.project_id = {{row}}.id"
        f" and {besides}"
        f" and ({manages('d$.organisation_id')} or d$.account_id = {{viewer.account}} or ({coordinates('d$.area_path')}"
        f" and ((d$.organisation_id is null and d$.account_id is null) or {_OWN_WORK}))) offset 0)"
    )


_MEETS_NONE = "not exists (select from project_demand x$ where x$.project_id = {row}.id offset 0)"
_STANDS_FOR = f"({{row}}.account_id = {{viewer.account}} or {coordinates()})"

COORDINATOR = Party(N_("项目所在区域的协调委员会工作人员"), coordinates())
LEAD = Party(N_("牵头单位的管理员或经办人"), manages("{row}.lead_id"))
PROPOSER = Party(N_("提出人"), "({row}.account_id = {viewer.account} and {row}.status = 'PROPOSED')")
PARTNER = Party(
    N_("参与单位的管理员或经办人"), _TAKES_PART.replace("{holds}", f"p$.status = 'AGREED' and {manages('p$.organisation_id')}")
)
UNIT_MANAGER = Party(N_("单位的管理员或经办人"), "cardinality({viewer.managed}) > 0")
NEEDING = Party(
    N_("提出需求的一方（参与实施的单位不能评价自己的工作）"),
    f"(({_needs()} or ({_MEETS_NONE} and {_STANDS_FOR})) and not {_DOES})",
)

_OF_IT = "g$.project_id = {row}.id and g$.demand_id is not distinct from {demand}"
_RATED = f"exists (select from project_rating g$ where {_OF_IT} offset 0)"
UNRATED = Need(
    f"({_needs('not ' + _RATED.replace('{demand}', 'x$.demand_id'))}"
    f" or ({_MEETS_NONE} and not {_RATED.replace('{demand}', 'null')}))",
    "PROJECT_RATED",
)
"""Nobody of the viewer's side has rated it."""
MEASURED = Need("exists (select from project_criterion c$ where c$.project_id = {row}.id)", "PROJECT_UNMEASURED")
"""It says by what it will be measured (mission row F1)."""
COMPARED = Need(
    "not exists (select from project_criterion c$ where c$.project_id = {row}.id and c$.met is null)", "PROJECT_UNCOMPARED"
)
"""What came of it has been compared with every criterion."""

AHEAD = ("PROPOSED", "PUBLISHED", "CLAIMED", "SIGNED")
"""The states before it begins."""
OPEN = (*AHEAD, "IN_PROGRESS")
"""The states before it is delivered."""

PROJECT_STEPS = Workflow(
    [
        Step("edit", N_("修改"), (COORDINATOR, LEAD, PROPOSER), OPEN),
        Step("link", N_("关联需求和对接"), (COORDINATOR,), OPEN),
        Step("criteria", N_("制定验收标准"), (COORDINATOR, LEAD, PROPOSER), AHEAD),
        Step("stage", N_("安排阶段"), (COORDINATOR, LEAD), OPEN),
        Step("publish", N_("发布"), (COORDINATOR,), ("PROPOSED",), "PUBLISHED"),
        Step("claim", N_("认领"), (UNIT_MANAGER,), ("PUBLISHED", "CLAIMED")),
        Step("invite", N_("邀请单位"), (COORDINATOR,), OPEN),
        Step("lead", N_("确定牵头单位"), (COORDINATOR,), OPEN),
        Step("award", N_("核定经费"), (COORDINATOR,), (*OPEN[1:], "DELIVERED")),
        Step("sign", N_("签约"), (COORDINATOR,), ("CLAIMED",), "SIGNED"),
        Step("start", N_("开始实施"), (COORDINATOR, LEAD), ("SIGNED",), "IN_PROGRESS", MEASURED),
        Step("note", N_("记录进展"), (PARTNER, COORDINATOR), ("SIGNED", "IN_PROGRESS", "DELIVERED")),
        Step("attach", N_("上传附件"), (COORDINATOR, LEAD, PROPOSER), (*OPEN, "DELIVERED")),
        Step("spend", N_("登记支出"), (LEAD, COORDINATOR), ("SIGNED", "IN_PROGRESS", "DELIVERED")),
        Step("deliver", N_("完成交付"), (LEAD, COORDINATOR), ("IN_PROGRESS",), "DELIVERED"),
        Step("rate", N_("评价"), (NEEDING,), ("DELIVERED", "EVALUATED"), "EVALUATED", UNRATED),
        Step("compare", N_("对照验收标准"), (COORDINATOR,), ("DELIVERED", "EVALUATED")),
        Step("writeOff", N_("销号"), (COORDINATOR,), ("EVALUATED",), "WRITTEN_OFF", COMPARED),
        Step("carryOver", N_("结转下一半年"), (COORDINATOR,), OPEN[1:], "CARRIED_OVER"),
        Step("terminate", N_("终止"), (COORDINATOR, PROPOSER), OPEN, "TERMINATED"),
    ],
    state="{row}.status",
)
"""What can be done to a project, when, and by whom (states: domain.md section 9; who, our default)."""

_COMMITTEE = Party(COORDINATOR.called, of_project(coordinates()))
_BEFORE_END = of_project("{row}.status in ('PROPOSED', 'PUBLISHED', 'CLAIMED', 'SIGNED', 'IN_PROGRESS')")
_UNIT = Party(UNIT_MANAGER.called, manages("{row}.organisation_id"))

PARTNER_STEPS = Workflow(
    [
        Step("accept", N_("确认认领"), (_COMMITTEE,), ("CLAIMED",), "AGREED"),
        Step("agree", N_("同意参与"), (_UNIT,), ("INVITED",), "AGREED"),
        Step("decline", N_("不参与"), (_UNIT,), ("INVITED",), "DECLINED"),
        Step("refuse", N_("不予确认"), (_COMMITTEE,), ("CLAIMED",), "DECLINED"),
        Step("withdraw", N_("撤回邀请"), (_COMMITTEE,), ("INVITED",), "DECLINED"),
        Step("edit", N_("修改"), (_COMMITTEE, _UNIT), ("INVITED", "CLAIMED", "AGREED")),
        Step("leave", N_("退出"), (_UNIT, _COMMITTEE), ("CLAIMED", "AGREED"), "LEFT"),
    ],
    state=f"(case when {_BEFORE_END} then {{row}}.status else '' end)",
)
"""How organisations come to a project and leave it, until it is delivered (our default)."""

_LEADS = Party(LEAD.called, of_project(manages("{row}.lead_id")))
_UNDONE = f"(case when {_BEFORE_END} and {{row}}.done_on is null then 'OPEN' else '' end)"
STAGE_STEPS = Workflow(
    [
        Step("edit", N_("修改"), (_COMMITTEE, _LEADS), ("OPEN",)),
        Step("finish", N_("完成"), (_COMMITTEE, _LEADS), ("OPEN",)),
        Step("remove", N_("移除"), (_COMMITTEE, _LEADS), ("OPEN",)),
    ],
    state=_UNDONE,
)
"""A stage can be changed until it is done."""
_NOTING = of_project("{row}.status in ('SIGNED', 'IN_PROGRESS', 'DELIVERED')")
NOTE_STEPS = Workflow(
    [
        Step(
            "attach",
            N_("上传附件"),
            (
                Party(PARTNER.called, of_project(PARTNER.predicate)),
                _COMMITTEE,
                Party(N_("记录人"), "{row}.person_id = {viewer.person}"),
            ),
            ("OPEN",),
        )
    ],
    state=f"(case when {_NOTING} then 'OPEN' else '' end)",
)
"""Whoever may note down progress adds photos to it."""
_SPENDING = of_project("{row}.status in ('SIGNED', 'IN_PROGRESS', 'DELIVERED')")
SPENDING_STEPS = Workflow(
    [Step("void", N_("作废"), (_LEADS, _COMMITTEE), ("OPEN",))],
    state=f"(case when {_SPENDING} and {{row}}.voided_at is null then 'OPEN' else '' end)",
)
"""What was entered wrongly is voided with its reason."""

_HALF_YEAR = re.compile(r"20\d{2}-H[12]", re.ASCII)


def is_half_year(text: str) -> bool:
    """Whether a text names a half-year, such as 2026-H2: the period of a plenary (mission row A8).

    >>> is_half_year("2026-H2"), is_half_year("2026-H3"), is_half_year("1999-H1")
    (True, False, False)
    """
    return bool(_HALF_YEAR.fullmatch(text))


def half_year_of(day: date) -> str:
    """The half-year of a day.

    >>> half_year_of(date(2026, 6, 30)), half_year_of(date(2026, 7, 1))
    ('2026-H1', '2026-H2')
    """
    return f"{day.year}-H{1 if day.month <= 6 else 2}"


def following(half_year: str) -> str:
    """The next half-year.

    >>> following("2026-H1"), following("2026-H2")
    ('2026-H2', '2027-H1')
    """
    year, half = half_year.split("-H")
    return f"{year}-H2" if half == "1" else f"{int(year) + 1}-H1"


messages(
    {
        "PROJECT_HALF_YEAR": N_("请按“2026-H1”（上半年）或“2026-H2”（下半年）填写所属半年。"),
        "PROJECT_PERSONAL": N_("请勿填写手机号、身份证号等个人信息。"),
        "PROJECT_BENEFICIARIES": N_("受益人数应为 1 至 {limit}。"),
        "PROJECT_LINKS": N_("一次最多关联 {limit} 项。"),
        "PROJECT_DEMAND": N_("只能关联已列入清单的需求。"),
        "PROJECT_MATCH": N_("只能关联已达成或已办结的对接。"),
        "PROJECT_MATCH_TAKEN": N_("这项对接已属于另一个项目。"),
        "PROJECT_MATCH_OPEN": N_("还有 {count} 项对接未办结，请先办结或取消。"),
        "PROJECT_KINDS": N_("请从五社中选择。"),
        "PROJECT_ORGANISATION": N_("请选择在册的单位。"),
        "PROJECT_UNMEASURED": N_("尚未制定验收标准，不能开始实施。"),
        "PROJECT_UNCOMPARED": N_("尚未逐条对照验收标准，不能销号。"),
        "PROJECT_CRITERIA": N_("验收标准应为 1 至 {limit} 条。"),
        "PROJECT_CRITERION_UNKNOWN": N_("请逐条对照本项目的验收标准。"),
        "PROJECT_STAGES": N_("阶段最多 {limit} 个。"),
        "PROJECT_DAYS": N_("结束日期不能早于开始日期。"),
        "PROJECT_DAY_LATE": N_("日期不能晚于今天。"),
        "PROJECT_AWARD": N_("金额应为 0 至 {limit} 元，最多两位小数。"),
        "PROJECT_AWARD_SPENT": N_("已支出 {spent} 元，核定经费不能低于已支出。"),
        "PROJECT_UNFUNDED": N_("尚未核定经费，不能登记支出。"),
        "PROJECT_OVERSPENT": N_("经费余额不足，目前只剩 {left} 元。"),
        "PROJECT_RATING": N_("请评 1 至 5 分。"),
        "PROJECT_RATED": N_("您这一方已经评价过了。"),
        "PARTNER_TWICE": N_("该单位已参与，或正在等待答复。"),
        "PARTNER_LEADS": N_("牵头单位签约后不能退出，请先更换牵头单位。"),
        "PARTNER_NOT_AGREED": N_("牵头单位须是已确认参与的单位。"),
    }
)
constraint("project_partner_once", "PARTNER_TWICE", "organisation")
constraint("project_match_once", "PROJECT_MATCH_TAKEN", "matches")
constraint("project_rating_once", "PROJECT_RATED", "")
