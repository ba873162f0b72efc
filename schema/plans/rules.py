"""The rules of plans: who may do what to them, how large they get, how long a worker may be silent, and what refusals say."""

from datetime import timedelta

from schema.engine.access import ADMINISTRATOR, any_of, coordinates
from schema.engine.language import N_
from schema.engine.refusals import constraint, messages
from schema.engine.workflow import Party, Step, Workflow

SEEN = any_of(coordinates(), ADMINISTRATOR)
"""SQL: whoever may see a plan; units learn of what is proposed to them, not of drafts."""
LONGEST = timedelta(days=366)
"""The longest period of a plan (our default: a year)."""
DEMANDS = 2_000
"""How many demands a plan is about at most, the most pressing ones (issue 4)."""
OFFERS = 20
"""How many offers are considered for each demand, those that fit best (our default, as the desk's candidates)."""
OPENINGS = 6
"""How many openings of an offer are considered for each demand, the soonest (our default)."""
LINES = 40
"""How many lines of one demand are shown at most."""
ALTERNATIVES = 12
"""How many offers that a demand had are told of, the best ones (our default)."""
EFFECTS = 8
"""How many demands are named that would get more or less, those that lose the most (our default)."""
LEARNT = 3
"""From how many earlier promises it is learnt how much of one unit meets how much of another, at least (our default)."""
FEW = 10
"""So many lines are proposed at once; more are left to the worker (our default)."""
SILENT = timedelta(seconds=15)
"""A worker that has not been heard of for so long has lost its plan to the next (our default)."""
TRIES = 3
"""How often a plan is taken up before it is given up (our default)."""

COORDINATOR = Party(N_("方案所在区域的协调委员会工作人员"), coordinates())
SUPERUSER = Party(N_("系统管理员"), ADMINISTRATOR)

PLAN_STEPS = Workflow(
    [
        Step("cancel", N_("取消计算"), (COORDINATOR,), ("QUEUED", "READING", "SOLVING")),
        Step("solve", N_("重新计算"), (COORDINATOR,), ("DRAFT", "CANCELLED", "FAILED"), "QUEUED"),
        Step("edit", N_("调整"), (COORDINATOR,), ("DRAFT",)),
        Step("accept", N_("采纳"), (COORDINATOR,), ("DRAFT",)),
        Step("explain", N_("说明理由"), (COORDINATOR,), ("DRAFT", "ACCEPTED")),
    ],
    state="{row}.status",
)
"""What can be done to a plan, when, and by whom (issue 4; who, our default)."""


def of_plan(predicate: str) -> str:
    """SQL: it holds for the plan that a row belongs to."""
    # Not "exists": of that PostgreSQL makes a hash of all plans.
    return f"coalesce((select {predicate.replace('{row}', 'p$')} from plan p$ where p$.id = {{row}}.plan_id), false)"


messages(
    {
        "PLAN_PERIOD": N_("期间最长一年，且不能在今天之前结束。"),
        "PLAN_UNDER_WAY": N_("该区域已有方案正在计算，请等它完成或先取消。"),
        "PLAN_NOTHING": N_("没有可采纳的安排。"),
        "PLAN_LINES": N_("所选的安排已不在方案中，或已经提出，请刷新后重选。"),
        "PLAN_NOT_IN": N_("该需求不在本方案中。"),
        "PLAN_OPENING": N_("请选择资源的开放日期和时间。"),
        "PLAN_RULED": N_("这对需求和资源已有固定或排除，请先取消。"),
        "PLAN_WEIGHTS": N_("紧急程度的分值应为 1 至 1000，其他各项为 0 至 100；每个单位 1 至 1000 条，每项需求 1 至 20 个单位。"),
    }
)
constraint("plan_under_way", "PLAN_UNDER_WAY", "area")
constraint("plan_rule_once", "PLAN_RULED", "resource")
constraint("plan_weights_range", "PLAN_WEIGHTS", "")
constraint("plan_weights_limits", "PLAN_WEIGHTS", "")
constraint("plan_period", "DATE_ORDER", "lastDay")
