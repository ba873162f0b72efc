"""Fields, roles and orders of committees and seats."""

from enum import Enum

import strawberry

from schema.engine.filters import AreaIs, EnumIs, compare, compare_area, flag
from schema.engine.mapping import described
from schema.engine.ordering import by

CURRENT = "({row}.valid_from <= current_date and coalesce({row}.valid_to > current_date, true))"
"""SQL: holds today."""

LAPSED = "(coalesce({row}.valid_to <= current_date, false))"
"""SQL: its term is over."""


@strawberry.enum(description="The fields of the special committees (six in Chaoyang's practice).")
class CommitteeField(Enum):
    """The fields of the special committees (source S0)."""

    ECONOMY = strawberry.enum_value("ECONOMY", description="经济发展")
    SAFETY = strawberry.enum_value("SAFETY", description="平安建设")
    CULTURE = strawberry.enum_value("CULTURE", description="文化文明")
    LIVELIHOOD = strawberry.enum_value("LIVELIHOOD", description="社会民生")
    ECOLOGY = strawberry.enum_value("ECOLOGY", description="生态环境")
    CITY_OPERATION = strawberry.enum_value("CITY_OPERATION", description="城市运行")


@strawberry.enum(description="What the holder of a seat is in the committee.")
class SeatRole(Enum):
    """What the holder of a seat is in the committee."""

    CHAIR = strawberry.enum_value("CHAIR", description="主任")
    VICE_CHAIR = strawberry.enum_value("VICE_CHAIR", description="副主任")
    SECRETARY_GENERAL = strawberry.enum_value("SECRETARY_GENERAL", description="秘书长")
    MEMBER = strawberry.enum_value("MEMBER", description="委员")
    PART_TIME_MEMBER = strawberry.enum_value("PART_TIME_MEMBER", description="兼职委员")
    LIAISON = strawberry.enum_value("LIAISON", description="联络员")
    MEMBER_UNIT = strawberry.enum_value("MEMBER_UNIT", description="成员单位")


@strawberry.enum(description="The orders of a list of seats.")
class SeatOrder(Enum):
    """The orders of a list of seats."""

    ROLE = by(
        "array_position(array['CHAIR','VICE_CHAIR','SECRETARY_GENERAL','MEMBER','PART_TIME_MEMBER','LIAISON','MEMBER_UNIT'],"
        " {row}.role)",
        "integer",
    )
    RECENT = by("{row}.valid_from", "date", descending=True)


@described
@strawberry.input(description="Which seats; all conditions must hold.")
class SeatFilter:
    """Which seats; all conditions must hold."""

    role: EnumIs[SeatRole] | None = compare("{row}.role")
    """The holder's role."""
    current: bool | None = flag(CURRENT)
    """Whether it is held today."""
    lapsed: bool | None = flag(LAPSED)
    """Whether its term is over."""


@strawberry.enum(description="The orders of a list of committees.")
class CommitteeOrder(Enum):
    """The orders of a list of committees."""

    AREA = by("{row}.area_path")


@described
@strawberry.input(description="Which committees; all conditions must hold.")
class CommitteeFilter:
    """Which committees; all conditions must hold."""

    area: AreaIs | None = compare_area("{row}.area_id", "{row}.area_path")
    """Its area."""
    field: EnumIs[CommitteeField] | None = compare("{row}.field")
    """The field of a special committee."""
    special: bool | None = flag("{row}.field is not null")
    """Whether it is a special committee."""
