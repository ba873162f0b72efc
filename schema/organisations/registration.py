"""A unit enters the registry: by registering itself and waiting for approval, or by a coordinator's own hand."""

import dataclasses
from datetime import datetime
from typing import Annotated, Any

import strawberry

from schema.engine.access import EVERYONE
from schema.engine.actions import Act, action
from schema.engine.mapping import Argument, column, described, entity, to_one
from schema.engine.payloads import Act as ActInput
from schema.engine.receipts import new_receipt, receipt_digest
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.organisations import pairs
from schema.organisations.contact_book import NewContact, add_contact
from schema.organisations.entry import Entry, insert, read_texts, serve
from schema.organisations.form import UnitForm
from schema.organisations.kinds import OrganisationKind, OrganisationStatus
from schema.organisations.payloads import OrganisationRegisterPayload
from schema.organisations.places import area_for, areas_for
from schema.organisations.rules import COORDINATOR
from schema.organisations.types import Organisation

PENDING_PER_DAY = 100
"""Registrations of one area that may come in within a day and wait (our default): too few to flood it, more than any has."""

sql = statements(__file__, "registration")


@described
@strawberry.input(description="The unit, and how it is reached.")
class OrganisationRegisterInput(ActInput):
    """The unit, and how it is reached."""

    name: str
    """The full registered name, 2 to 120 characters."""
    kind: OrganisationKind
    """What it is; committees are founded elsewhere."""
    area: strawberry.ID
    """Where it is."""
    short_name: str | None = strawberry.UNSET
    """The name as people say it."""
    uscc: str | None = strawberry.UNSET
    """The unified social credit code."""
    address: str | None = strawberry.UNSET
    """The street address of its site."""
    description: str | None = strawberry.UNSET
    """What it does."""
    parent: strawberry.ID | None = None
    """The organisation above it."""
    service_areas: list[strawberry.ID] | None = None
    """The areas that it serves."""
    tags: list[str] | None = strawberry.UNSET
    """Tags; only coordinators may give them."""
    contact_name: str | None = None
    """Through whom it is reached; required unless a coordinator enters it."""
    contact_phone: str | None = None
    """That person's number."""
    contact_duty: str | None = None
    """What that person does in the unit."""
    contact_email: str | None = None
    """That person's electronic address, to which reminders go."""


@entity("organisation", visible=EVERYONE, public=EVERYONE)
class OrganisationRegistration:
    """How a registration stands; for whoever holds its receipt."""

    name: str
    """The unit's name."""
    status: OrganisationStatus
    """Whether it waits, was returned, or is in the registry."""
    return_reason: str = column("{row}.return_reason")
    """Why it was returned."""
    registered_at: datetime = column("{row}.created_at")
    """When it came in."""
    organisation: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one(
        "coalesce({self}.merged_into_id, {self}.id)"
    )
    """The unit in the registry, once it is there."""


@strawberry.type
class RegistrationQueries:
    """Root fields about registrations."""

    organisation_registration: OrganisationRegistration | None = to_one(
        on="{row}.receipt_hash = {arg.receipt}",
        receipt=Argument(str, "bytea", receipt_digest, description="What organisationRegister told"),
    )
    """How a registration stands, by its receipt."""


@action(scope="organisations:write", public=True)
async def organisation_register(act: Act, input: OrganisationRegisterInput) -> OrganisationRegisterPayload:
    """Register a unit: it waits for its area's committee, unless a coordinator of the area enters it (mission row B4)."""
    area = await area_for(act, input.area)
    own = act.viewer.coordinates(area["path"])
    entry, contact = _read(input, area, own=own)
    entry.parent_id = await _parent(act, input.parent)
    served = await areas_for(act, input.service_areas or [], "serviceAreas")
    receipt = None if own else new_receipt()
    number = await insert(act, entry, "ACTIVE" if own else "PENDING", receipt_digest(receipt) if receipt else None)
    if receipt:
        await _check_waiting(act, number, entry.area_id)
    await serve(act, number, served)
    if contact:
        await add_contact(act, number, contact)
    await pairs.suggest(act.connection, [number])
    await act.event("organisation.registered", Organisation, number, area_path=entry.area_path, organisations=[number])
    return OrganisationRegisterPayload.of(organisation=number, receipt=receipt)


def _read(given: OrganisationRegisterInput, area: Any, *, own: bool) -> tuple[Entry, NewContact | None]:
    form = UnitForm()
    if given.kind is OrganisationKind.COMMITTEE:
        form.wrong("ORGANISATION_IS_COMMITTEE", "kind")
    if given.tags and not own:
        form.wrong("NOT_ALLOWED", "tags", who=COORDINATOR.called)
    entry = Entry(kind=given.kind.name, area_id=area["id"], area_path=area["path"], **read_texts(form, given))
    wanted = not own or given.contact_name or given.contact_phone
    person = (given.contact_name, given.contact_phone, given.contact_duty, given.contact_email)
    paths = ("contactName", "contactPhone", "contactDuty", "contactEmail")
    contact = NewContact.read(form, person, paths) if wanted else None
    form.settle()
    return entry, dataclasses.replace(contact, liaison=True) if contact else None


async def _parent(act: Act, given: strawberry.ID | None) -> int | None:
    if given is None:
        return None
    row = await act.find(Organisation, given, path="parent")
    if row["status"] != "ACTIVE":
        raise refuse("REFERENCE_MISSING", "parent")
    number: int = row["id"]
    return number


async def _check_waiting(act: Act, number: int, area: int) -> None:
    """Spare a unit the wait when everybody can see that it is in the registry; approval decides in the end."""
    if await sql.waiting(act.connection, area=area) > PENDING_PER_DAY:
        raise refuse("REGISTRATIONS_TOO_MANY", "area")
    found = await sql.listed(act.connection, id=number)
    if found["uscc"]:
        raise refuse("USCC_TAKEN", "uscc")
    if found["name"]:
        raise refuse("ORGANISATION_NAME_TAKEN", "name")
