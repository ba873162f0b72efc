"""How promises and deliveries stand, what rules an offer out, and how lists of matches are filtered and ordered."""

from enum import Enum

import strawberry

from schema.engine.filters import EnumIs, IDIs, Operator, Where, compare_id, flag
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.ordering import by
from schema.matching.reasons import OBSTACLES
from schema.matching.sides import PROVIDED, REPORTED, WAITING


@strawberry.enum(description="How a match stands.")
class MatchStatus(Enum):
    """How a match stands (domain.md section 9; COUNTERED and what follows AGREED, our default)."""

    PROPOSED = strawberry.enum_value("PROPOSED", description="待单位答复")
    COUNTERED = strawberry.enum_value("COUNTERED", description="待委员会答复")
    AGREED = strawberry.enum_value("AGREED", description="已达成")
    DECLINED = strawberry.enum_value("DECLINED", description="单位未接受")
    WITHDRAWN = strawberry.enum_value("WITHDRAWN", description="已撤回")
    EXPIRED = strawberry.enum_value("EXPIRED", description="逾期未答复")
    CANCELLED = strawberry.enum_value("CANCELLED", description="已取消")
    DONE = strawberry.enum_value("DONE", description="已办结")


@strawberry.enum(description="How a delivery stands.")
class DeliveryStatus(Enum):
    """How a delivery stands."""

    REPORTED = strawberry.enum_value("REPORTED", description="待需求方确认")
    CONFIRMED = strawberry.enum_value("CONFIRMED", description="已确认")
    DISPUTED = strawberry.enum_value("DISPUTED", description="有异议")


@strawberry.enum(description="What rules an offer out for a demand.")
class Obstacle(Enum):
    """What rules an offer out for a demand."""

    NOT_LISTED = strawberry.enum_value("NOT_LISTED", description=OBSTACLES["NOT_LISTED"])
    EXPIRED = strawberry.enum_value("EXPIRED", description=OBSTACLES["EXPIRED"])
    LAPSED = strawberry.enum_value("LAPSED", description=OBSTACLES["LAPSED"])
    ELSEWHERE = strawberry.enum_value("ELSEWHERE", description=OBSTACLES["ELSEWHERE"])
    EXHAUSTED = strawberry.enum_value("EXHAUSTED", description=OBSTACLES["EXHAUSTED"])


STANDING = (
    "(case when {row}.status in ('PROPOSED', 'COUNTERED') and {row}.hold_until <= now() then 'EXPIRED' else {row}.status end)"
)
"""SQL: the status as people see it; a hold ends by itself, without a job."""


@strawberry.enum(description="The orders of a list of matches.")
class MatchOrder(Enum):
    """The orders of a list of matches."""

    RECENT = by("{row}.updated_at", "timestamptz", descending=True)
    OLDEST = by("{row}.id", "bigint")


_PROVIDED = "{row}.resource_id in (select r$.id from resource r$ where r$.organisation_id = "
_PROVIDER = Where(
    {
        "eq": Operator(_PROVIDED + "{value})", "bigint", lambda value: number_of(value, "org")),
        "in": Operator(
            "{row}.resource_id in (select r$.id from resource r$ where r$.organisation_id = any({value}))",
            "bigint[]",
            lambda values: [number for value in values if (number := number_of(value, "org"))],
        ),
    }
)


# What is stored is compared too, although it follows: only that has an index.
_OPEN = "'{PROPOSED,COUNTERED}'::text[]"
_STATUS = Where(
    {
        "eq": Operator(
            f"{{row}}.status = any(case {{value}} when 'EXPIRED' then {_OPEN} || {{value}} else array[{{value}}] end)"
            f" and {STANDING} = {{value}}",
            "text",
        ),
        "in": Operator(f"{{row}}.status = any({{value}} || {_OPEN}) and {STANDING} = any({{value}})", "text[]"),
    }
)


@described
@strawberry.input(description="Which matches; all conditions must hold.")
class MatchFilter:
    """Which matches; all conditions must hold."""

    demand: IDIs | None = compare_id("{row}.demand_id", "demand")
    """For which demand."""
    resource: IDIs | None = compare_id("{row}.resource_id", "resource")
    """With which resource."""
    provider: IDIs | None = strawberry.field(default=None, metadata={"where": _PROVIDER})
    """Of which unit the resource is."""
    status: EnumIs[MatchStatus] | None = strawberry.field(default=None, metadata={"where": _STATUS})
    """How it stands."""
    provided: bool | None = flag(PROVIDED)
    """Whether the viewer acts for the unit whose resource it is."""
    reported: bool | None = flag(REPORTED)
    """Whether a delivery of it waits to be confirmed."""
    waiting: bool | None = flag(WAITING)
    """Whether it waits for the viewer: to answer a proposal, to answer a unit, or to confirm a delivery."""
