"""How plans and their lines stand, why something is not covered, and how lists of them are filtered and ordered."""

from enum import Enum

import strawberry

from schema.engine.filters import AreaIs, EnumIs, IDIs, Operator, Where, compare, compare_area, compare_id, flag
from schema.engine.ids import number_of
from schema.engine.language import N_
from schema.engine.mapping import described
from schema.engine.ordering import by

STATUSES = {
    "QUEUED": N_("等待计算"),
    "READING": N_("正在读取清单"),
    "SOLVING": N_("正在求解"),
    "DRAFT": N_("待采纳"),
    "ACCEPTING": N_("正在提出对接"),
    "ACCEPTED": N_("已采纳"),
    "CANCELLED": N_("已取消"),
    "FAILED": N_("未能算出"),
}
LINE_STATUSES = {
    "OPEN": N_("待采纳"),
    "CHOSEN": N_("正在提出"),
    "PROPOSED": N_("已提出对接"),
    "REFUSED": N_("未能提出"),
    "DROPPED": N_("本次未选"),
}
SHORTFALLS = {
    "NO_OFFER": N_("没有可用的资源"),
    "UNITS_DIFFER": N_("有资源，但计量单位不同，也没有以往对接可供折算，须在对接台商定"),
    "EXHAUSTED": N_("可用资源的余量已安排给其他需求，或不足一份"),
    "LIMIT": N_("已达每项需求的单位数或每个单位的承担上限"),
    "FORBIDDEN": N_("可用的资源都已被排除"),
}
CLASHES = {
    "NOT_ALLOWED": N_("资源现在不能用于该需求，或其中一方已不在清单上"),
    "FORBIDDEN": N_("同一对需求和资源又被排除"),
    "NOT_WHOLE": N_("该需求只能按整数安排"),
    "LOT": N_("固定的数量合计超过资源余量"),
    "NEED": N_("固定的数量合计超过需求所缺"),
    "PARTNERS": N_("参与该需求的单位超过上限"),
    "LINES": N_("该单位承担的条数超过上限"),
}
OBSTACLES = {
    "PINNED": N_("已固定为这个数量"),
    "CHOSEN": N_("已用于本需求"),
    "FORBIDDEN": N_("已排除"),
    "EXHAUSTED": N_("没有余量，或不足一份"),
    "TAKEN": N_("余量用于其他需求"),
    "LINES": N_("该单位承担的条数已满"),
    "MET": N_("本需求已由其他资源满足"),
    "PARTNERS": N_("本需求的参与单位已满"),
    "CRUMB": N_("能用的数量太少，不值得单独安排"),
    "OPEN": N_("没有妨碍"),
}
ADVANTAGES = {
    "PINNED": N_("已固定"),
    "WEIGHT": N_("更紧急"),
    "FAIRNESS": N_("所在社区满足得更少"),
    "SCORE": N_("匹配得分更高"),
    "NEARNESS": N_("更近"),
    "AMOUNT": N_("能满足得更多"),
}
FAILURES = {
    "INFEASIBLE": N_("固定的安排互相冲突，算不出方案；上一版方案仍保留。"),
    "BROKEN": N_("计算多次中断，没有完成。"),
}


@strawberry.enum(description="How a plan stands.")
class PlanStatus(Enum):
    """How a plan stands (issue 4; ACCEPTING, our default)."""

    QUEUED = strawberry.enum_value("QUEUED", description=STATUSES["QUEUED"])
    READING = strawberry.enum_value("READING", description=STATUSES["READING"])
    SOLVING = strawberry.enum_value("SOLVING", description=STATUSES["SOLVING"])
    DRAFT = strawberry.enum_value("DRAFT", description=STATUSES["DRAFT"])
    ACCEPTING = strawberry.enum_value("ACCEPTING", description=STATUSES["ACCEPTING"])
    ACCEPTED = strawberry.enum_value("ACCEPTED", description=STATUSES["ACCEPTED"])
    CANCELLED = strawberry.enum_value("CANCELLED", description=STATUSES["CANCELLED"])
    FAILED = strawberry.enum_value("FAILED", description=STATUSES["FAILED"])


@strawberry.enum(description="How a line of a plan stands.")
class PlanLineStatus(Enum):
    """How a line of a plan stands."""

    OPEN = strawberry.enum_value("OPEN", description=LINE_STATUSES["OPEN"])
    CHOSEN = strawberry.enum_value("CHOSEN", description=LINE_STATUSES["CHOSEN"])
    PROPOSED = strawberry.enum_value("PROPOSED", description=LINE_STATUSES["PROPOSED"])
    REFUSED = strawberry.enum_value("REFUSED", description=LINE_STATUSES["REFUSED"])
    DROPPED = strawberry.enum_value("DROPPED", description=LINE_STATUSES["DROPPED"])


@strawberry.enum(description="Why a plan does not cover all of a demand.")
class PlanShortfall(Enum):
    """Why a plan does not cover all of a demand."""

    NO_OFFER = strawberry.enum_value("NO_OFFER", description=SHORTFALLS["NO_OFFER"])
    UNITS_DIFFER = strawberry.enum_value("UNITS_DIFFER", description=SHORTFALLS["UNITS_DIFFER"])
    EXHAUSTED = strawberry.enum_value("EXHAUSTED", description=SHORTFALLS["EXHAUSTED"])
    LIMIT = strawberry.enum_value("LIMIT", description=SHORTFALLS["LIMIT"])
    FORBIDDEN = strawberry.enum_value("FORBIDDEN", description=SHORTFALLS["FORBIDDEN"])


@strawberry.enum(description="What people have decided about a plan.")
class PlanRuleKind(Enum):
    """What people have decided about a plan."""

    PIN = strawberry.enum_value("PIN", description="固定")
    FORBID = strawberry.enum_value("FORBID", description="排除")


@strawberry.enum(description="Why pins cannot hold.")
class PlanClash(Enum):
    """Why pins cannot hold."""

    NOT_ALLOWED = strawberry.enum_value("NOT_ALLOWED", description=CLASHES["NOT_ALLOWED"])
    FORBIDDEN = strawberry.enum_value("FORBIDDEN", description=CLASHES["FORBIDDEN"])
    NOT_WHOLE = strawberry.enum_value("NOT_WHOLE", description=CLASHES["NOT_WHOLE"])
    LOT = strawberry.enum_value("LOT", description=CLASHES["LOT"])
    NEED = strawberry.enum_value("NEED", description=CLASHES["NEED"])
    PARTNERS = strawberry.enum_value("PARTNERS", description=CLASHES["PARTNERS"])
    LINES = strawberry.enum_value("LINES", description=CLASHES["LINES"])


@strawberry.enum(description="What kept a demand from an offer, or from more of it.")
class PlanObstacle(Enum):
    """What kept a demand from an offer, or from more of it."""

    PINNED = strawberry.enum_value("PINNED", description=OBSTACLES["PINNED"])
    CHOSEN = strawberry.enum_value("CHOSEN", description=OBSTACLES["CHOSEN"])
    FORBIDDEN = strawberry.enum_value("FORBIDDEN", description=OBSTACLES["FORBIDDEN"])
    EXHAUSTED = strawberry.enum_value("EXHAUSTED", description=OBSTACLES["EXHAUSTED"])
    TAKEN = strawberry.enum_value("TAKEN", description=OBSTACLES["TAKEN"])
    LINES = strawberry.enum_value("LINES", description=OBSTACLES["LINES"])
    MET = strawberry.enum_value("MET", description=OBSTACLES["MET"])
    PARTNERS = strawberry.enum_value("PARTNERS", description=OBSTACLES["PARTNERS"])
    CRUMB = strawberry.enum_value("CRUMB", description=OBSTACLES["CRUMB"])
    OPEN = strawberry.enum_value("OPEN", description=OBSTACLES["OPEN"])


@strawberry.enum(description="In what another demand is ahead.")
class PlanAdvantage(Enum):
    """In what another demand is ahead."""

    PINNED = strawberry.enum_value("PINNED", description=ADVANTAGES["PINNED"])
    WEIGHT = strawberry.enum_value("WEIGHT", description=ADVANTAGES["WEIGHT"])
    FAIRNESS = strawberry.enum_value("FAIRNESS", description=ADVANTAGES["FAIRNESS"])
    SCORE = strawberry.enum_value("SCORE", description=ADVANTAGES["SCORE"])
    NEARNESS = strawberry.enum_value("NEARNESS", description=ADVANTAGES["NEARNESS"])
    AMOUNT = strawberry.enum_value("AMOUNT", description=ADVANTAGES["AMOUNT"])


@strawberry.enum(description="Why the last run of a plan brought nothing.")
class PlanFailure(Enum):
    """Why the last run of a plan brought nothing."""

    INFEASIBLE = strawberry.enum_value("INFEASIBLE", description=FAILURES["INFEASIBLE"])
    BROKEN = strawberry.enum_value("BROKEN", description=FAILURES["BROKEN"])


@strawberry.enum(description="How a line differs from the run before.")
class PlanChange(Enum):
    """How a line differs from the run before."""

    NEW = strawberry.enum_value("NEW", description="新增")
    MORE = strawberry.enum_value("MORE", description="增加")
    LESS = strawberry.enum_value("LESS", description="减少")
    DROPPED = strawberry.enum_value("DROPPED", description="不再安排")


@strawberry.enum(description="The orders of a list of plans.")
class PlanOrder(Enum):
    """The orders of a list of plans."""

    RECENT = by("{row}.updated_at", "timestamptz", descending=True)


@strawberry.enum(description="The orders of a plan's demands.")
class PlanNeedOrder(Enum):
    """The orders of a plan's demands."""

    PRESSING = by("{row}.place", "integer")


@strawberry.enum(description="The orders of a plan's lines.")
class PlanLineOrder(Enum):
    """The orders of a plan's lines."""

    DEMAND = by("{row}.demand_id", "bigint")


@described
@strawberry.input(description="Which plans; all conditions must hold.")
class PlanFilter:
    """Which plans; all conditions must hold."""

    area: AreaIs | None = compare_area("{row}.area_id", "{row}.area_path")
    """For which area."""
    status: EnumIs[PlanStatus] | None = compare("{row}.status")
    """How it stands."""


_LINES = "(select count(*) from plan_line l$ where l$.plan_id = {row}.plan_id and l$.demand_id = {row}.demand_id and "
_RULES = "(select count(*) from plan_rule u$ where u$.plan_id = {row}.plan_id and u$.demand_id = {row}.demand_id) > 0"
_OF_UNIT = (
    "{row}.demand_id in (select l$.demand_id from plan_line l$ join resource r$ on r$.id = l$.resource_id"
    " where l$.plan_id = {row}.plan_id and r$.organisation_id = "
)
_PROVIDER = Where(
    {
        "eq": Operator(_OF_UNIT + "{value})", "bigint", lambda value: number_of(value, "org")),
        "in": Operator(
            _OF_UNIT.removesuffix("= ") + "= any({value}))",
            "bigint[]",
            lambda values: [number for value in values if (number := number_of(value, "org"))],
        ),
    }
)
CHANGED = "{row}.run > 1 and ({row}.status = 'DROPPED' or {row}.before is distinct from {row}.covers)"
"""SQL: a line is not as it was in the run before."""


@described
@strawberry.input(description="Which demands of a plan; all conditions must hold.")
class PlanNeedFilter:
    """Which demands of a plan; all conditions must hold."""

    community: IDIs | None = compare_id("{row}.area_id", "area")
    """Of which community."""
    provider: IDIs | None = strawberry.field(default=None, metadata={"where": _PROVIDER})
    """Which unit has a line for it."""
    short: bool | None = flag("{row}.planned < {row}.missing")
    """Whether something of it stays uncovered."""
    ruled: bool | None = flag(_RULES)
    """Whether something of it is pinned or forbidden."""
    refused: bool | None = flag(_LINES + "l$.status = 'REFUSED') > 0")
    """Whether a line of it could not be proposed."""
    changed: bool | None = flag(_LINES + CHANGED.replace("{row}", "l$") + ") > 0")
    """Whether it is not as it was in the run before."""


@described
@strawberry.input(description="Which lines of a plan; all conditions must hold.")
class PlanLineFilter:
    """Which lines of a plan; all conditions must hold."""

    status: EnumIs[PlanLineStatus] | None = compare("{row}.status")
    """How it stands."""
    demand: IDIs | None = compare_id("{row}.demand_id", "demand")
    """For which demand."""
    resource: IDIs | None = compare_id("{row}.resource_id", "resource")
    """Of which offer."""
