"""A unit offers something: registered in two minutes, on a phone, with what its class suggests."""

from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import strawberry

from schema.categories.choosing import category_for
from schema.categories.kinds import Measure
from schema.engine.access import Viewer
from schema.engine.actions import Act, action
from schema.engine.days import today
from schema.engine.form import Form
from schema.engine.ids import global_id
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.refusals import refuse
from schema.organisations.places import area_for, areas_for
from schema.organisations.types import Organisation
from schema.resources.entry import Entry, contact_for, insert, open_windows, read_plain, serve
from schema.resources.payloads import ResourcePayload
from schema.resources.rules import COORDINATOR, MANAGER, USUAL
from schema.resources.types import Resource
from schema.resources.windows import ResourceWindowInput, read_windows


@described
@strawberry.input(description="What a unit offers.")
class ResourceRegisterInput(Input):
    """What a unit offers; unit of quantity, measure and place follow from class and unit unless given."""

    organisation: strawberry.ID
    """The unit that offers it."""
    category: strawberry.ID
    """Its class."""
    title: str
    """What it is, 2 to 60 characters."""
    quantity: Decimal
    """How much there is in all, or in each window; above 0, at most two decimals."""
    unit: str | None = strawberry.UNSET
    """What is counted; unless given, what the class suggests."""
    measure: Measure | None = strawberry.UNSET
    """What the quantity means; unless given, what the class suggests."""
    area: strawberry.ID | None = None
    """Where it is; unless given, where the unit is."""
    description: str | None = strawberry.UNSET
    """What there is to know about it, at most 2,000 characters."""
    conditions: str | None = strawberry.UNSET
    """On which conditions it is to be had, at most 1,000 characters."""
    windows: list[ResourceWindowInput] | None = None
    """When it is to be had, at most 20; required for a quantity by window."""
    service_areas: list[strawberry.ID] | None = None
    """For which areas it is meant, at most 100; none: for whoever asks."""
    contact: strawberry.ID | None = None
    """Who of the unit's contacts answers for it."""
    valid_until: date | None = strawberry.UNSET
    """The last day on which it is to be had, within three years; unless given, a year from now."""
    draft: bool = False
    """Keep it as a draft instead of handing it in."""


@action(scope="resources:write")
async def resource_register(act: Act, input: ResourceRegisterInput) -> ResourcePayload:
    """Offer something; it waits for the committee of its area, unless that committee enters it itself (mission row B1)."""
    unit = await _unit(act, input.organisation)
    area = await area_for(act, input.area or strawberry.ID(global_id("area", unit["area_id"])))
    check_party(act.viewer, unit, area["path"])
    category = await category_for(act, input.category, "RESOURCE")
    form = Form()
    values = defaults(category) | read_plain(form, _without_nulls(input))
    windows = read_windows(form, input.windows, values["valid_until"])
    if values["measure"] == "PER_WINDOW" and not input.windows:
        form.wrong("RESOURCE_WINDOW_NEEDED", "windows")
    form.settle()
    place = {"area_id": area["id"], "area_path": area["path"]}
    entry = Entry(organisation_id=unit["id"], category_id=category["id"], **place, **values)
    entry.contact_id = await contact_for(act, input.contact, unit["id"])
    served = await areas_for(act, input.service_areas or [], "serviceAreas")
    status = entered(act.viewer, area["path"], draft=input.draft)
    number = await insert(act, entry, status)
    await open_windows(act, number, windows)
    await serve(act, number, served)
    data = {"title": entry.title, "status": status}
    await act.event("resource.registered", Resource, number, area_path=area["path"], organisations=[unit["id"]], data=data)
    return ResourcePayload.of(resource=number)


async def _unit(act: Act, given: strawberry.ID) -> asyncpg.Record:
    unit = await act.find(Organisation, given, path="organisation")
    if unit["status"] != "ACTIVE":
        raise refuse("RESOURCE_ORGANISATION", "organisation")
    return unit


def check_party(viewer: Viewer, unit: asyncpg.Record, path: str) -> None:
    """Its own people offer for a unit, or those who coordinate where the unit and the offer are. Raises a refusal."""
    if unit["id"] in viewer.managed:
        return
    if not viewer.coordinates(unit["area_path"]):
        raise refuse("NOT_ALLOWED", "organisation", who=MANAGER.called)
    if not viewer.coordinates(path):
        raise refuse("NOT_ALLOWED", "area", who=COORDINATOR.called)


def entered(viewer: Viewer, path: str, *, draft: bool = False) -> str:
    """The state in which an offer in an area enters: the committee's own goes on the list at once."""
    return "DRAFT" if draft else "LISTED" if viewer.coordinates(path) else "SUBMITTED"


def defaults(category: asyncpg.Record) -> dict[str, Any]:
    """What an offer of a class is like unless its unit says otherwise."""
    return {"unit": category["unit"], "measure": category["measure"], "valid_until": today() + USUAL}


def _without_nulls(given: ResourceRegisterInput) -> ResourceRegisterInput:
    """In something new, null says no more than leaving out."""
    for name in ("unit", "measure", "description", "conditions", "valid_until"):
        if getattr(given, name) is None:
            setattr(given, name, strawberry.UNSET)
    return given
