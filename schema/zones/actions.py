"""Registering business districts and parks, and saying how their units are covered."""

from typing import Any, cast

import asyncpg
import strawberry

from schema.areas.types import Area
from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Change
from schema.engine.refusals import Reason, Refused, refuse
from schema.engine.statements import statements
from schema.engine.text import name_key
from schema.organisations.types import Organisation
from schema.zones.kinds import Coverage, ZoneKind
from schema.zones.payloads import ZonePayload, ZoneUnitPayload
from schema.zones.types import Zone

sql = statements(__file__, "actions")


@described
@strawberry.input(description="A new business district or park.")
class ZoneCreateInput(Input):
    """A new business district or park."""

    area: strawberry.ID
    """Where it is."""
    kind: ZoneKind
    """What it is."""
    name: str
    """Its name, 2 to 80 characters."""
    party_organisation: strawberry.ID | None = None
    """Its party committee: an active party organisation of the registry."""


@described
@strawberry.input(description="What changes of a zone; what is left out stays.")
class ZoneEditInput(Change):
    """What changes of a zone; what is left out stays."""

    area: strawberry.ID | None = strawberry.UNSET
    """Where it is."""
    kind: ZoneKind | None = strawberry.UNSET
    """What it is."""
    name: str | None = strawberry.UNSET
    """Its name."""
    party_organisation: strawberry.ID | None = strawberry.UNSET
    """Its party committee; null: it has none."""


@described
@strawberry.input(description="How a party organisation covers a unit in a zone.")
class ZoneUnitSetInput(Input):
    """How a party organisation covers a unit in a zone; puts the unit into the zone when it is not there yet."""

    zone: strawberry.ID
    """The zone."""
    organisation: strawberry.ID
    """The unit."""
    coverage: Coverage | None = None
    """How it is covered; null: not yet."""
    version: int | None = None
    """For a unit that is there already: the version that the client saw."""


@described
@strawberry.input(description="Which unit leaves its zone.")
class ZoneUnitRemoveInput(Input):
    """Which unit leaves its zone."""

    zone: strawberry.ID
    """The zone."""
    organisation: strawberry.ID
    """The unit, whatever has become of it meanwhile."""
    version: int | None = None
    """The version of the unit in the zone that the client saw."""


@action(scope="organisations:write")
async def zone_create(act: Act, input: ZoneCreateInput) -> ZonePayload:
    """Register a business district or park (mission row A13)."""
    area = await act.find(Area, input.area, step="zone", path="area")
    named = _named(input.name)
    party = await _party(act, input.party_organisation)
    place = {"area": area["id"], "area_path": area["path"]}
    zone = await sql.create(act.connection, kind=input.kind.value, party=party, **named, **place)
    data = {"name": named["name"]}
    await act.event("zone.created", Zone, zone, area_path=area["path"], organisations=[party] if party else [], data=data)
    return cast(ZonePayload, {"zone": zone})


def _named(name: str | None) -> dict[str, str]:
    """The columns that follow from a zone's name."""
    form = Form()
    full = form.required(name, "name", 80)
    form.settle()
    return {"name": full, "name_key": name_key(full)}


async def _party(act: Act, given: strawberry.ID | None) -> int | None:
    """The number of an active party organisation that the viewer may see."""
    if not given:
        return None
    row = await act.find(Organisation, given, path="partyOrganisation")
    if row["kind"] != "PARTY_ORGANIZATION" or row["status"] != "ACTIVE":
        raise refuse("ZONE_PARTY", "partyOrganisation")
    return cast(int, row["id"])


@action(scope="organisations:write")
async def zone_edit(act: Act, input: ZoneEditInput) -> ZonePayload:
    """Change a zone's name, kind, place or party committee."""
    row = await act.find(Zone, input.id, step="edit", version=input.version)
    unset = strawberry.UNSET
    changed: dict[str, Any] = {name: row[name] for name in ("name", "name_key", "kind", "area_id", "area_path")}
    if input.name is not unset:
        changed |= _named(input.name)
    if input.kind is not unset and input.kind is not None:
        changed["kind"] = input.kind.value
    if input.area is not unset and input.area is not None:
        area = await act.find(Area, input.area, step="zone", path="area")
        changed |= {"area_id": area["id"], "area_path": area["path"]}
    stays = input.party_organisation is unset
    party = row["party_organisation_id"] if stays else await _party(act, input.party_organisation)
    await sql.edit(act.connection, id=row["id"], party=party, **changed)
    organisations = [one for one in {row["party_organisation_id"], party} if one]
    await act.event("zone.edited", Zone, row["id"], area_path=changed["area_path"], organisations=organisations)
    return cast(ZonePayload, {"zone": row["id"]})


@action(scope="organisations:write")
async def zone_unit_set(act: Act, input: ZoneUnitSetInput) -> ZoneUnitPayload:
    """Put a unit into a zone, or say how it is covered. It is in the zone once, so it counts once (mission row A13)."""
    # The zone stays locked, so that of two changes of one unit the second sees the first.
    zone = await act.find(Zone, input.zone, step="units", path="zone")
    unit = await act.find(Organisation, input.organisation, path="organisation")
    if unit["status"] not in ("ACTIVE", "SUSPENDED") or unit["kind"] == "COMMITTEE":
        raise refuse("ZONE_UNIT", "organisation")
    known = await _known(act, zone, unit["id"], input.version)
    coverage = input.coverage.value if input.coverage else None
    number = await sql.set_unit(act.connection, zone=zone["id"], organisation=unit["id"], coverage=coverage)
    data = {"unit": unit["name"], "before": known["coverage"] if known else None, "after": coverage}
    await act.event("zone.unit_set", Zone, zone["id"], area_path=zone["area_path"], organisations=[unit["id"]], data=data)
    return cast(ZoneUnitPayload, {"zone_unit": number, "zone": zone["id"]})


@action(scope="organisations:write")
async def zone_unit_remove(act: Act, input: ZoneUnitRemoveInput) -> ZoneUnitPayload:
    """Take a unit out of a zone."""
    zone = await act.find(Zone, input.zone, step="units", path="zone")
    known = await _known(act, zone, number_of(input.organisation, "org"), input.version)
    if known is None:
        raise refuse("ZONE_UNIT_MISSING", "organisation")
    await sql.remove_unit(act.connection, id=known["id"])
    data, unit = {"before": known["coverage"]}, known["organisation_id"]
    await act.event("zone.unit_removed", Zone, zone["id"], area_path=zone["area_path"], organisations=[unit], data=data)
    return cast(ZoneUnitPayload, {"zone": zone["id"]})


async def _known(act: Act, zone: asyncpg.Record, organisation: int | None, version: int | None) -> asyncpg.Record | None:
    """The unit as it is in the zone, which is locked; refuses a version that is not the present one."""
    row: asyncpg.Record | None = await sql.unit(act.connection, zone=zone["id"], organisation=organisation)
    if row and version is not None and version != row["version"]:
        raise Refused(Reason("CONFLICT", "version"), result={"zone_unit": row["id"], "zone": zone["id"]})
    return row
