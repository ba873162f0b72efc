"""What an entry of the book of capacity is about, how a place on a waiting list stands, and in which order both are read."""

from enum import Enum

import strawberry

from schema.capacity.lines import IN_LINE
from schema.engine.filters import flag
from schema.engine.language import N_
from schema.engine.mapping import described
from schema.engine.ordering import by

KINDS = {
    "STOCK": N_("登记数量"),
    "CORRECTION": N_("更正"),
    "HOLD": N_("暂留"),
    "AGREEMENT": N_("承诺"),
    "RELEASE": N_("放回"),
    "SETTLEMENT": N_("办结"),
    "TRANSFER": N_("调剂"),
}
"""What the kinds are called."""
STANDS = {
    "WAITING": N_("候补中"),
    "ASKED": N_("已轮到，待答复"),
    "TAKEN": N_("已提出对接"),
    "PASSED": N_("已放弃"),
    "LEFT": N_("已退出"),
    "EXPIRED": N_("逾期未答复"),
    "ENDED": N_("已结束"),
}
"""What is said of a place on a waiting list, by how it stands."""


@strawberry.enum(description="What an entry of the book of capacity is about.")
class CapacityKind(Enum):
    """What an entry of the book of capacity is about (mission row N2; the kinds, our default)."""

    STOCK = strawberry.enum_value("STOCK", description=KINDS["STOCK"])
    CORRECTION = strawberry.enum_value("CORRECTION", description=KINDS["CORRECTION"])
    HOLD = strawberry.enum_value("HOLD", description=KINDS["HOLD"])
    AGREEMENT = strawberry.enum_value("AGREEMENT", description=KINDS["AGREEMENT"])
    RELEASE = strawberry.enum_value("RELEASE", description=KINDS["RELEASE"])
    SETTLEMENT = strawberry.enum_value("SETTLEMENT", description=KINDS["SETTLEMENT"])
    TRANSFER = strawberry.enum_value("TRANSFER", description=KINDS["TRANSFER"])


@strawberry.enum(description="The orders of a book of capacity.")
class CapacityOrder(Enum):
    """The orders of a book of capacity."""

    RECENT = by("{row}.at", "timestamptz", descending=True)
    OLDEST = by("{row}.at", "timestamptz")


@strawberry.enum(description="How a place on a waiting list stands.")
class WaitStatus(Enum):
    """How a place on a waiting list stands (mission row N2; the states, our default)."""

    WAITING = strawberry.enum_value("WAITING", description=STANDS["WAITING"])
    ASKED = strawberry.enum_value("ASKED", description=STANDS["ASKED"])
    TAKEN = strawberry.enum_value("TAKEN", description=STANDS["TAKEN"])
    PASSED = strawberry.enum_value("PASSED", description=STANDS["PASSED"])
    LEFT = strawberry.enum_value("LEFT", description=STANDS["LEFT"])
    EXPIRED = strawberry.enum_value("EXPIRED", description=STANDS["EXPIRED"])
    ENDED = strawberry.enum_value("ENDED", description=STANDS["ENDED"])


@strawberry.enum(description="The orders of a waiting list.")
class WaitOrder(Enum):
    """The orders of a waiting list."""

    LINE = by("{row}.id", "bigint")
    RECENT = by("{row}.updated_at", "timestamptz", descending=True)


@described
@strawberry.input(description="Which places on waiting lists; all conditions must hold.")
class WaitFilter:
    """Which places on waiting lists; all conditions must hold."""

    in_line: bool | None = flag(IN_LINE)
    """Whether it still stands in line: waits, or is asked and may answer."""
