"""Changing a demand: what is given replaces what was, what is left out stays."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import strawberry

from schema.categories.choosing import category_for
from schema.demands.entry import Entry, need_for, read_plain, revise
from schema.demands.kinds import DemandAxis, DemandOrigin, DemandUrgency
from schema.demands.payloads import DemandPayload
from schema.demands.rules import COORDINATOR
from schema.demands.types import Demand
from schema.engine.actions import Act, action
from schema.engine.form import Form, is_given
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.matching.ledger import demand_stays, holds_end
from schema.organisations.places import new_area


@described
@strawberry.input(description="What changes of a demand; what is left out stays.")
class DemandEditInput(Change):
    """What changes of a demand; what is left out stays, null empties."""

    category: strawberry.ID | None = strawberry.UNSET
    """Its class."""
    need: strawberry.ID | None = strawberry.UNSET
    """The type of need."""
    title: str | None = strawberry.UNSET
    """What is needed, 2 to 60 characters."""
    quantity: Decimal | None = strawberry.UNSET
    """How much is needed."""
    unit: str | None = strawberry.UNSET
    """What is counted."""
    area: strawberry.ID | None = strawberry.UNSET
    """Where it is; the area's committee answers for it."""
    description: str | None = strawberry.UNSET
    """What there is to know about it, at most 2,000 characters."""
    place: str | None = strawberry.UNSET
    """The place within the area, at most 100 characters."""
    needed_by: date | None = strawberry.UNSET
    """By when."""
    beneficiaries: int | None = strawberry.UNSET
    """How many people benefit."""
    origin: DemandOrigin | None = strawberry.UNSET
    """Through which channel it came in."""
    axis: DemandAxis | None = strawberry.UNSET
    """Whose demand it is in the first place."""
    urgency: DemandUrgency | None = strawberry.UNSET
    """How urgent it is."""
    anonymous: bool | None = strawberry.UNSET
    """Leave out of the list who files it."""


@action(scope="demands:write")
async def demand_edit(act: Act, input: DemandEditInput) -> DemandPayload:
    """Change a demand; what is on the list stays on the list."""
    row = await act.find(Demand, input.id, step="edit", version=input.version)
    before = Entry.of(row)
    form = Form()
    after = dataclasses.replace(before, **read_plain(form, input))
    form.settle()
    await demand_stays(act, row, after.quantity, after.unit)
    after = dataclasses.replace(after, **await _references(act, row, input))
    await revise(act, row["id"], after)
    await holds_end(act, demand=row["id"])
    data = {"title": after.title, "changes": before.changes_to(after)}
    organisations = [row["organisation_id"]] if row["organisation_id"] else []
    await act.event("demand.edited", Demand, row["id"], area_path=after.area_path, organisations=organisations, data=data)
    return DemandPayload.of(demand=row["id"])


async def _references(act: Act, row: asyncpg.Record, given: DemandEditInput) -> dict[str, Any]:
    """The columns of the class, the type of need and the place that are given."""
    found: dict[str, Any] = {}
    if is_given(given.category):
        found["category_id"] = (await category_for(act, given.category, "DEMAND", row["category_id"]))["id"]
    if is_given(given.need):
        found["need_id"] = await need_for(act, given.need, row["need_id"])
    if is_given(given.area):
        found |= await new_area(act, row, given.area, who=COORDINATOR.called)
    return found
