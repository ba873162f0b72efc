"""Keeping the contacts of a unit: sealed on the way in, opened only by ``contactReveal``, which says so in the ledger."""

from dataclasses import dataclass, replace
from typing import Any

import asyncpg
import strawberry

from schema.engine.actions import Act, action
from schema.engine.form import is_given
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.payloads import Change
from schema.engine.seal import Seal
from schema.engine.statements import statements
from schema.mail.addresses import mask_email, read_email
from schema.organisations.contacts import Contact
from schema.organisations.form import CONTACT_NAME, DUTY, PURPOSE, UnitForm
from schema.organisations.payloads import ContactPayload, ContactRevealPayload
from schema.organisations.types import Organisation
from schema.people.masks import mask_name, mask_phone

SEALED_FOR = "contact"
"""The purpose under which names and numbers of contacts are sealed."""

sql = statements(__file__, "contact_book")


@dataclass(frozen=True)
class NewContact:
    """A contact before it is sealed."""

    name: str
    phone: str
    duty: str = ""
    liaison: bool = False
    email: str = ""

    @classmethod
    def read(
        cls,
        form: UnitForm,
        given: tuple[str | None, str | None, str | None, str | None],
        paths: tuple[str, str, str, str] = ("name", "phone", "duty", "email"),
    ) -> "NewContact":
        """From name, number, duty and electronic address as they were typed, under these paths of the input."""
        return cls(
            form.required(given[0], paths[0], CONTACT_NAME),
            form.phone(given[1], paths[1]),
            form.line(given[2], paths[2], DUTY),
            email=read_email(form, given[3], paths[3]),
        )

    def sealed(self, seal: Seal) -> dict[str, Any]:
        """The columns of its row."""
        return {
            "name_sealed": seal.close(self.name, SEALED_FOR),
            "name_mask": mask_name(self.name),
            "phone_sealed": seal.close(self.phone, SEALED_FOR),
            "phone_mask": mask_phone(self.phone),
            "duty": self.duty,
            "liaison": self.liaison,
            "email_sealed": seal.close(self.email, SEALED_FOR) if self.email else None,
            "email_mask": mask_email(self.email),
        }


def opened(seal: Seal, row: asyncpg.Record) -> tuple[str, str]:
    """Name and number of a contact's row."""
    return seal.open(row["name_sealed"], SEALED_FOR), seal.open(row["phone_sealed"], SEALED_FOR)


def opened_email(seal: Seal, row: asyncpg.Record) -> str:
    """The electronic address of a contact's row, "" for none."""
    return seal.open(row["email_sealed"], SEALED_FOR) if row["email_sealed"] is not None else ""


async def add_contact(act: Act, organisation: int, contact: NewContact) -> int:
    """Write a contact, confirmed today; returns its number."""
    number: int = await sql.insert_contact(act.connection, organisation=organisation, **contact.sealed(act.services.seal))
    return number


@described
@strawberry.input(description="A new contact of a unit.")
class ContactAddInput(ActInput):
    """A new contact of a unit."""

    organisation: strawberry.ID
    """The unit."""
    name: str
    """The name, at most 40 characters; sealed."""
    phone: str
    """A mobile number, or a landline with its area code; sealed."""
    duty: str | None = None
    """What the person does in the unit."""
    liaison: bool = False
    """Whether this is the unit's liaison officer; a unit has one."""
    email: str | None = None
    """An electronic address, to which reminders go; sealed."""


@described
@strawberry.input(description="What changes of a contact; what is left out stays.")
class ContactEditInput(Change):
    """What changes of a contact; what is left out stays."""

    name: str | None = strawberry.UNSET
    """The name."""
    phone: str | None = strawberry.UNSET
    """The number."""
    duty: str | None = strawberry.UNSET
    """What the person does in the unit."""
    liaison: bool | None = strawberry.UNSET
    """Whether this is the unit's liaison officer; a unit has one."""
    email: str | None = strawberry.UNSET
    """The electronic address; null removes it."""


@described
@strawberry.input(description="Which contact to remove.")
class ContactRemoveInput(Change):
    """Which contact to remove."""


@described
@strawberry.input(description="Which contact is still right.")
class ContactConfirmInput(Change):
    """Which contact is still right."""


@described
@strawberry.input(description="Which contact to open, and what for.")
class ContactRevealInput(ActInput):
    """Which contact to open, and what for."""

    id: strawberry.ID
    """The contact."""
    purpose: str
    """What it is needed for, 2 to 200 characters; the unit and the committee can read it in the timeline."""


@action(scope="organisations:write")
async def contact_add(act: Act, input: ContactAddInput) -> ContactPayload:
    """Add a contact to a unit; a new entry counts as confirmed."""
    unit = await act.find(Organisation, input.organisation, step="contact", path="organisation")
    form = UnitForm()
    contact = NewContact.read(form, (input.name, input.phone, input.duty, input.email))
    form.settle()
    number = await add_contact(act, unit["id"], replace(contact, liaison=input.liaison))
    await _done(act, "contact.added", unit, number)
    return ContactPayload.of(contact=number, organisation=unit["id"])


@action(scope="organisations:write")
async def contact_edit(act: Act, input: ContactEditInput) -> ContactPayload:
    """Change a contact; one that was changed counts as confirmed."""
    row, unit = await _contact(act, input.id, "contact", input.version)
    name, phone = opened(act.services.seal, row)
    form = UnitForm()
    typed = (
        input.name if is_given(input.name) else name,
        input.phone if is_given(input.phone) else phone,
        input.duty if is_given(input.duty) else row["duty"],
        input.email if is_given(input.email) else opened_email(act.services.seal, row),
    )
    contact = NewContact.read(form, typed)
    form.settle()
    liaison = bool(input.liaison) if is_given(input.liaison) else row["liaison"]
    await sql.revise_contact(act.connection, id=row["id"], **replace(contact, liaison=liaison).sealed(act.services.seal))
    fields = [field for field in ("name", "phone", "duty", "liaison", "email") if is_given(getattr(input, field))]
    await _done(act, "contact.edited", unit, row["id"], {"fields": fields})
    return ContactPayload.of(contact=row["id"], organisation=unit["id"])


@action(scope="organisations:write")
async def contact_remove(act: Act, input: ContactRemoveInput) -> ContactPayload:
    """Remove a contact for good: what was sealed is erased."""
    row, unit = await _contact(act, input.id, "contact", input.version)
    await sql.delete_contact(act.connection, id=row["id"])
    await _done(act, "contact.removed", unit, row["id"], {"mask": row["name_mask"]})
    return ContactPayload.of(contact=row["id"], organisation=unit["id"])


@action(scope="organisations:write")
async def contact_confirm(act: Act, input: ContactConfirmInput) -> ContactPayload:
    """State that a contact is still right, so that it does not lapse (mission row B4)."""
    row, unit = await _contact(act, input.id, "contact", input.version)
    await sql.confirm_contact(act.connection, id=row["id"])
    await _done(act, "contact.confirmed", unit, row["id"])
    return ContactPayload.of(contact=row["id"], organisation=unit["id"])


@action(scope="organisations:write", session_only=True, remembered=False)
async def contact_reveal(act: Act, input: ContactRevealInput) -> ContactRevealPayload:
    """Open what is sealed of a contact; every time, who did it and what for is in the ledger, the data are not."""
    row, unit = await _contact(act, input.id, "reveal", None)
    form = UnitForm()
    purpose = form.line(input.purpose, "purpose", PURPOSE)
    if len(purpose) < 2:
        form.wrong("PURPOSE_REQUIRED", "purpose")
    form.settle()
    name, phone = opened(act.services.seal, row)
    await _done(act, "contact.revealed", unit, row["id"], {"purpose": purpose})
    return ContactRevealPayload.of(contact=row["id"], name=name, phone=phone, email=opened_email(act.services.seal, row))


async def _contact(act: Act, given: str, step: str, version: int | None) -> tuple[asyncpg.Record, asyncpg.Record]:
    """A contact and its unit, on which the step is checked. The unit is locked first, as by whoever merges units."""
    await sql.lock_unit(act.connection, id=number_of(given, "contact"))
    row = await act.find(Contact, given, version=version)
    unit = await act.find(Organisation, f"org_{row['organisation_id']}", step=step)
    return row, unit


async def _done(act: Act, verb: str, unit: asyncpg.Record, number: int, data: dict[str, Any] | None = None) -> None:
    """Note when the unit was last confirmed, and append the event to the unit's timeline."""
    if verb != "contact.revealed":
        await sql.stamp_unit(act.connection, id=unit["id"])
    told = {"contact": f"contact_{number}"} | (data or {})
    await act.event(verb, Organisation, unit["id"], area_path=unit["area_path"], organisations=[unit["id"]], data=told)
