"""Changing an offer: what is given replaces what was, what is left out stays."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import strawberry

from schema.categories.choosing import category_for
from schema.categories.kinds import Measure
from schema.engine.actions import Act, action
from schema.engine.form import Form, is_given
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.matching.ledger import holds_end, openings_stay, resource_stays
from schema.organisations.places import areas_for, new_area
from schema.resources.entry import (
    Entry,
    check_windows,
    contact_for,
    open_windows,
    read_plain,
    revise,
    serve,
    windows_of,
)
from schema.resources.payloads import ResourcePayload
from schema.resources.rules import COORDINATOR
from schema.resources.types import Resource
from schema.resources.windows import ResourceWindowInput, read_windows


@described
@strawberry.input(description="What changes of an offer; what is left out stays.")
class ResourceEditInput(Change):
    """What changes of an offer; what is left out stays, null empties."""

    category: strawberry.ID | None = strawberry.UNSET
    """Its class."""
    title: str | None = strawberry.UNSET
    """What it is, 2 to 60 characters."""
    quantity: Decimal | None = strawberry.UNSET
    """How much there is in all, or in each window."""
    unit: str | None = strawberry.UNSET
    """What is counted."""
    measure: Measure | None = strawberry.UNSET
    """What the quantity means."""
    area: strawberry.ID | None = strawberry.UNSET
    """Where it is; the area's committee answers for it."""
    description: str | None = strawberry.UNSET
    """What there is to know about it, at most 2,000 characters."""
    conditions: str | None = strawberry.UNSET
    """On which conditions it is to be had, at most 1,000 characters."""
    windows: list[ResourceWindowInput] | None = strawberry.UNSET
    """All windows in which it is to be had."""
    service_areas: list[strawberry.ID] | None = strawberry.UNSET
    """All areas for which it is meant."""
    contact: strawberry.ID | None = strawberry.UNSET
    """Who of the unit's contacts answers for it."""
    valid_until: date | None = strawberry.UNSET
    """The last day on which it is to be had."""


@action(scope="resources:write")
async def resource_edit(act: Act, input: ResourceEditInput) -> ResourcePayload:
    """Change an offer; what is on the list stays on the list."""
    row = await act.find(Resource, input.id, step="edit", version=input.version)
    before = Entry.of(row)
    form = Form()
    after = dataclasses.replace(before, **read_plain(form, input))
    windows_before = await windows_of(act, row["id"])
    windows = read_windows(form, input.windows, after.valid_until) if is_given(input.windows) else windows_before
    check_windows(form, after, windows)
    form.settle()
    await resource_stays(act, row, after.quantity, after.unit, after.measure)
    after = dataclasses.replace(after, **await _references(act, row, input))
    changes: dict[str, Any] = before.changes_to(after)
    if windows != windows_before:
        await open_windows(act, row["id"], windows)
        await openings_stay(act, row["id"])
        changes["windows"] = [[one.as_told() for one in some] for some in (windows_before, windows)]
    if is_given(input.service_areas):
        areas = await areas_for(act, input.service_areas or [], "serviceAreas")
        if await serve(act, row["id"], areas):
            changes["serviceAreas"] = [area["name"] for area in areas]
    await revise(act, row["id"], after)
    await holds_end(act, resource=row["id"])
    data = {"title": after.title, "changes": changes}
    await act.event(
        "resource.edited",
        Resource,
        row["id"],
        area_path=after.area_path,
        organisations=[row["organisation_id"]],
        data=data,
    )
    return ResourcePayload.of(resource=row["id"])


async def _references(act: Act, row: asyncpg.Record, given: ResourceEditInput) -> dict[str, Any]:
    """The columns of the class, the contact and the place that are given."""
    found: dict[str, Any] = {}
    if is_given(given.category):
        found["category_id"] = (await category_for(act, given.category, "RESOURCE", row["category_id"]))["id"]
    if is_given(given.contact):
        found["contact_id"] = await contact_for(act, given.contact, row["organisation_id"])
    if is_given(given.area):
        found |= await new_area(act, row, given.area, who=COORDINATOR.called)
    return found
