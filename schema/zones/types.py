"""Business districts and industrial parks, and how party organisations cover their units."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.areas.types import Area
from schema.engine.access import EVERYONE, SIGNED_IN
from schema.engine.mapping import column, entity, pages, to_one
from schema.engine.relay import Connection, Node
from schema.engine.workflow import Workflow
from schema.events.kinds import EventOrder
from schema.zones.kinds import Coverage, ZoneKind, ZoneUnitOrder
from schema.zones.rules import ZONE_STEPS

if TYPE_CHECKING:
    from schema.events.types import Event
    from schema.organisations.types import Organisation

_REGISTERED = "exists (select from organisation o$ where o$.id = {unit}.organisation_id and o$.status in ('ACTIVE', 'SUSPENDED'))"
_UNITS_FROM = f"from zone_unit u$ where u$.zone_id = {{row}}.id and {_REGISTERED.format(unit='u$')}"
_UNITS = f"(select count(*) {_UNITS_FROM})"
_COVERED = f"(select count(*) {_UNITS_FROM} and u$.coverage is not null)"


@entity("zone_unit", prefix="zoneunit", visible=SIGNED_IN, reads="organisations")
class ZoneUnit(Node):
    """A unit in a zone; a unit is in a zone once, so coverage counts it once."""

    id: strawberry.ID
    """Opaque and stable."""
    zone: Annotated["Zone", strawberry.lazy("schema.zones.types")] | None = to_one("{self}.zone_id")
    """The zone."""
    organisation: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one(
        "{self}.organisation_id"
    )
    """The unit."""
    coverage: Coverage | None
    """How a party organisation covers it; null: not yet."""
    version: int
    """Rises with every change."""


@entity("zone", prefix="zone", visible=EVERYONE, public=EVERYONE, reads="organisations")
class Zone(Node):
    """A business district or industrial park (商圈、园区), with its party committee and the units in it."""

    workflow: ClassVar[Workflow] = ZONE_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    kind: ZoneKind
    """What it is."""
    name: str
    """Its name."""
    area: Area = to_one("{self}.area_id")
    """Where it is."""
    party_organisation: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one(
        "{self}.party_organisation_id"
    )
    """Its party committee."""
    units: Connection[ZoneUnit] = pages(
        f"{{row}}.zone_id = {{self}}.id and {_REGISTERED.format(unit='{row}')}", order=ZoneUnitOrder
    )
    """The units in it, without those that were closed or merged."""
    unit_count: int = column(_UNITS)
    """How many units are in it."""
    covered_count: int = column(_COVERED)
    """How many of them a party organisation covers."""
    coverage_percent: int | None = column(f"round(100.0 * {_COVERED} / nullif({_UNITS}, 0))::int")
    """The share covered, in whole percent; null without units."""
    timeline: Connection[Annotated["Event", strawberry.lazy("schema.events.types")]] = pages(
        "{row}.subject_type = 'Zone' and {row}.subject_id = {self}.id", order=EventOrder
    )
    """What happened to it."""
    created_at: datetime
    """When it was recorded."""
    version: int
    """Rises with every change."""
    viewer_steps: list[str] = column(ZONE_STEPS.viewer_steps())
    """What the viewer can do with it now."""
