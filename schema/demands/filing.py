"""A demand comes in: from a unit, a community, a member, or somebody without an account who keeps a receipt."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

import asyncpg
import strawberry

from schema.categories.choosing import category_for
from schema.demands.entry import Entry, insert, need_for, read_plain, waiting
from schema.demands.kinds import CLAIMED, STANDING, DemandAxis, DemandOrigin, DemandStatus, DemandUrgency
from schema.demands.payloads import DemandFilePayload
from schema.demands.rules import MANAGER, SUBMISSIONS_PER_DAY, USUAL
from schema.demands.types import Demand
from schema.engine.access import EVERYONE, Viewer
from schema.engine.actions import Act, action
from schema.engine.days import today
from schema.engine.form import Form
from schema.engine.mapping import Argument, column, described, entity, to_one
from schema.engine.payloads import Act as Input
from schema.engine.receipts import new_receipt, receipt_digest
from schema.engine.refusals import refuse
from schema.organisations.places import area_for
from schema.organisations.types import Organisation


@described
@strawberry.input(description="What is needed.")
class DemandFileInput(Input):
    """What is needed; unit of quantity follows from the class unless given."""

    category: strawberry.ID
    """Its class."""
    title: str
    """What is needed, 2 to 60 characters; no names and numbers of people."""
    area: strawberry.ID
    """Where it is."""
    quantity: Decimal = Decimal(1)
    """How much is needed; above 0, at most two decimals."""
    unit: str | None = strawberry.UNSET
    """What is counted; unless given, what the class suggests."""
    organisation: strawberry.ID | None = None
    """The organisation that files it; none: the person does."""
    need: strawberry.ID | None = None
    """The type of need."""
    description: str | None = strawberry.UNSET
    """What there is to know about it, at most 2,000 characters; no names and numbers of people."""
    place: str | None = strawberry.UNSET
    """The place within the area, at most 100 characters."""
    needed_by: date | None = strawberry.UNSET
    """By when, within three years; unless given, in half a year."""
    beneficiaries: int | None = strawberry.UNSET
    """How many people benefit."""
    origin: DemandOrigin = DemandOrigin.OTHER
    """Through which channel it came in."""
    axis: DemandAxis = DemandAxis.RESIDENT
    """Whose demand it is in the first place."""
    urgency: DemandUrgency = DemandUrgency.NORMAL
    """How urgent it is."""
    anonymous: bool = False
    """Leave out of the list who files it."""
    draft: bool = False
    """Keep it as a draft instead of handing it in; not without an account."""


@entity("demand", visible=EVERYONE, public=EVERYONE)
class DemandFiled:
    """How a demand stands; for whoever holds its receipt."""

    title: str
    """What is needed."""
    status: DemandStatus = column(STANDING)
    """How it stands today."""
    reason: str
    """Why it was returned or declined."""
    claimed: bool = column(CLAIMED)
    """Whether somebody takes it on; who is not told."""
    filed_at: datetime = column("{row}.created_at")
    """When it came in."""
    demand: Annotated["Demand", strawberry.lazy("schema.demands.types")] | None = to_one(
        "coalesce({self}.merged_into_id, {self}.id)"
    )
    """The demand on the list, or the one that stands for it, if the viewer may see it."""


@strawberry.type
class FilingQueries:
    """Root fields about demands that were filed."""

    demand_filed: DemandFiled | None = to_one(
        on="{row}.receipt_hash = {arg.receipt}",
        receipt=Argument(str, "bytea", receipt_digest, description="What demandFile told"),
    )
    """How a demand stands, by its receipt."""


@action(scope="demands:write", public=True)
async def demand_file(act: Act, input: DemandFileInput) -> DemandFilePayload:
    """File a demand; it waits for the committee of its area (mission rows B2, B10)."""
    public = act.viewer.is_public
    area = await area_for(act, input.area)
    unit = await _unit(act, input.organisation)
    category = await category_for(act, input.category, "DEMAND")
    form = Form()
    values = defaults(category) | read_plain(form, _without_nulls(input))
    if public and input.draft:
        form.wrong("SIGN_IN_FIRST", "draft")
    form.settle()
    if public and await waiting(act, area["id"]) >= SUBMISSIONS_PER_DAY:
        raise refuse("DEMANDS_TOO_MANY", "area")
    place = {"area_id": area["id"], "area_path": area["path"]}
    entry = Entry(organisation_id=unit["id"] if unit else None, category_id=category["id"], **place, **values)
    entry.need_id = await need_for(act, input.need)
    receipt = new_receipt() if public else None
    number = await insert(act, entry, "DRAFT" if input.draft else "SUBMITTED", receipt_digest(receipt) if receipt else None)
    organisations = [unit["id"]] if unit else []
    data = {"title": entry.title}
    await act.event("demand.filed", Demand, number, area_path=area["path"], organisations=organisations, data=data)
    return DemandFilePayload.of(demand=number, receipt=receipt)


async def _unit(act: Act, given: strawberry.ID | None) -> asyncpg.Record | None:
    """The organisation for which somebody files: their own, or one of the area that they coordinate."""
    if given is None:
        return None
    unit = await act.find(Organisation, given, path="organisation")
    check_party(act.viewer, unit)
    if unit["status"] != "ACTIVE":
        raise refuse("DEMAND_ORGANISATION", "organisation")
    return unit


def check_party(viewer: Viewer, unit: asyncpg.Record) -> None:
    """Its own people file for a unit, or those who coordinate where it is. Raises a refusal."""
    if unit["id"] not in viewer.managed and not viewer.coordinates(unit["area_path"]):
        raise refuse("NOT_ALLOWED", "organisation", who=MANAGER.called)


def defaults(category: asyncpg.Record) -> dict[str, Any]:
    """What a demand of a class is like unless somebody says otherwise."""
    return {"unit": category["unit"], "needed_by": today() + USUAL}


def _without_nulls(given: Any) -> Any:
    """In something new, null says no more than leaving out."""
    for name in ("unit", "description", "place", "needed_by", "beneficiaries"):
        if getattr(given, name) is None:
            setattr(given, name, strawberry.UNSET)
    return given
