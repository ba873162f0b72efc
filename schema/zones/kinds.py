"""Kinds and orders of zones."""

from enum import Enum

import strawberry

from schema.engine.filters import AreaIs, EnumIs, compare, compare_area
from schema.engine.mapping import described
from schema.engine.ordering import by


@strawberry.enum(description="What a zone is.")
class ZoneKind(Enum):
    """What a zone is."""

    BUSINESS_DISTRICT = strawberry.enum_value("BUSINESS_DISTRICT", description="商圈")
    INDUSTRIAL_PARK = strawberry.enum_value("INDUSTRIAL_PARK", description="园区")


@strawberry.enum(description="How a party organisation covers a unit in a zone.")
class Coverage(Enum):
    """How a party organisation covers a unit in a zone (source S3)."""

    SEPARATE = strawberry.enum_value("SEPARATE", description="单独组建")
    JOINT = strawberry.enum_value("JOINT", description="联合组建")
    BY_AREA = strawberry.enum_value("BY_AREA", description="分片组建")
    ATTACHED = strawberry.enum_value("ATTACHED", description="挂靠组建")


@strawberry.enum(description="The orders of a list of zones.")
class ZoneOrder(Enum):
    """The orders of a list of zones."""

    NAME = by("{row}.name_key")


@strawberry.enum(description="The orders of the units of a zone.")
class ZoneUnitOrder(Enum):
    """The orders of the units of a zone."""

    ADDED = by("{row}.created_at", "timestamptz")


@described
@strawberry.input(description="Which zones; all conditions must hold.")
class ZoneFilter:
    """Which zones; all conditions must hold."""

    kind: EnumIs[ZoneKind] | None = compare("{row}.kind")
    """What it is."""
    area: AreaIs | None = compare_area("{row}.area_id", "{row}.area_path")
    """Where it is."""
