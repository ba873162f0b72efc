"""Appointing to seats, changing them, ending their terms."""

from datetime import date
from typing import cast

import asyncpg
import strawberry

from schema.committees.kinds import SeatRole
from schema.committees.payloads import SeatPayload
from schema.committees.rules import ROLE_NAMES
from schema.committees.types import Committee, Seat
from schema.engine.actions import Act, action
from schema.engine.days import today
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.organisations.types import Organisation
from schema.people.types import Person

sql = statements(__file__, "seats")


@described
@strawberry.input(description="Who takes a seat in a committee.")
class SeatAppointInput(Input):
    """Who takes a seat in a committee."""

    committee: strawberry.ID
    """The committee."""
    role: SeatRole
    """What the holder is in it."""
    person: strawberry.ID | None = None
    """The holder; for a member unit there is none. A chair may come from the level above (mission row A3)."""
    organisation: strawberry.ID | None = None
    """The member unit, or the unit that the holder comes from."""
    outside_post: str | None = None
    """The holder's post in that unit; a part-time member must have one (mission row A11)."""
    duties: str | None = None
    """What the holder is responsible for, 500 characters at most."""
    valid_from: date | None = None
    """The first day; today when empty."""
    valid_to: date | None = None
    """The day after the last."""


@described
@strawberry.input(description="What changes of a seat; what is left out stays.")
class SeatEditInput(Change):
    """What changes of a seat; what is left out stays. Another holder is another seat."""

    outside_post: str | None = strawberry.UNSET
    """The holder's post in the unit they come from."""
    duties: str | None = strawberry.UNSET
    """What the holder is responsible for."""
    valid_from: date | None = strawberry.UNSET
    """The first day."""
    valid_to: date | None = strawberry.UNSET
    """The day after the last; null: no end set."""


@described
@strawberry.input(description="When a seat's term ends.")
class SeatEndInput(Change):
    """When a seat's term ends."""

    valid_to: date | None = None
    """The day after the last; today when empty. What begins today or later is then taken back: it was never held."""


@action(scope="committees:write")
async def seat_appoint(act: Act, input: SeatAppointInput) -> SeatPayload:
    """Give somebody, or a member unit, a seat. Two chairs at once are refused, and a unit counts once (rows A2, A3, A11)."""
    # The committee stays locked, so that of two appointments at once the second sees the first.
    committee = await act.find(Committee, input.committee, step="appoint", path="committee")
    role = cast(str, input.role.value)
    person, organisation = await _holder(act, input, role, committee)
    texts = _texts(role, input.outside_post, input.duties)
    since = input.valid_from or today()
    if input.valid_to and input.valid_to <= since:
        raise refuse("DATE_ORDER", "validTo")
    seat = await sql.appoint(
        act.connection,
        committee=committee["id"],
        role=role,
        person=person,
        organisation=organisation,
        valid_from=since,
        valid_to=input.valid_to,
        **texts,
    )
    if seat is None:
        raise refuse("SEAT_PERSON_TWICE", "person")
    await _event(act, "seat.appointed", committee, role, seat, organisation)
    return cast(SeatPayload, {"seat": seat, "committee": committee["id"]})


async def _holder(act: Act, given: SeatAppointInput, role: str, committee: asyncpg.Record) -> tuple[int | None, int | None]:
    """The numbers of the holder and of the unit, both seen by the viewer; refuses the wrong sort of holder."""
    unit_seat = role == "MEMBER_UNIT"
    if unit_seat == bool(given.person):
        raise refuse("SEAT_HOLDER", "person")
    if unit_seat and not given.organisation:
        raise refuse("SEAT_HOLDER", "organisation")
    # Units before people, as memberships do, so that the two do not wait for each other.
    unit = await act.find(Organisation, given.organisation, path="organisation") if given.organisation else None
    person = await act.find(Person, given.person, path="person") if given.person else None
    if unit and unit_seat and (unit["status"] != "ACTIVE" or unit["id"] == committee["organisation_id"]):
        raise refuse("SEAT_UNIT", "organisation")
    return (person["id"] if person else None), (unit["id"] if unit else None)


def _texts(role: str, outside_post: str | None, duties: str | None) -> dict[str, str]:
    form = Form()
    texts = {"outside_post": form.line(outside_post, "outsidePost", 120), "duties": form.paragraphs(duties, "duties", 500)}
    if role == "PART_TIME_MEMBER" and not texts["outside_post"]:
        form.wrong("SEAT_NEEDS_POST", "outsidePost")
    form.settle()
    return texts


@action(scope="committees:write")
async def seat_edit(act: Act, input: SeatEditInput) -> SeatPayload:
    """Change a seat's post, duties or dates."""
    row = await act.find(Seat, input.id, step="edit", version=input.version)
    if input.valid_from is None:
        raise refuse("REQUIRED", "validFrom")
    unset = strawberry.UNSET
    post = row["outside_post"] if input.outside_post is unset else input.outside_post
    duties = row["duties"] if input.duties is unset else input.duties
    await sql.edit(
        act.connection,
        id=row["id"],
        valid_from=row["valid_from"] if input.valid_from is unset else input.valid_from,
        valid_to=row["valid_to"] if input.valid_to is unset else input.valid_to,
        **_texts(row["role"], post, duties),
    )
    return await _changed(act, "seat.edited", row)


@action(scope="committees:write")
async def seat_end(act: Act, input: SeatEndInput) -> SeatPayload:
    """End the term of a seat; it stays in the committee's history."""
    row = await act.find(Seat, input.id, step="end", version=input.version)
    if row["valid_to"] and row["valid_to"] <= today():
        raise refuse("SEAT_ENDED", "id")
    await sql.end(act.connection, id=row["id"], valid_to=input.valid_to or max(today(), row["valid_from"]))
    return await _changed(act, "seat.ended", row)


async def _changed(act: Act, verb: str, row: asyncpg.Record) -> SeatPayload:
    committee = await sql.committee(act.connection, id=row["committee_id"])
    await _event(act, verb, committee, row["role"], row["id"], row["organisation_id"])
    return cast(SeatPayload, {"seat": row["id"], "committee": committee["id"]})


async def _event(act: Act, verb: str, committee: asyncpg.Record, role: str, seat: int, organisation: int | None) -> None:
    """The ledger names no person: the seat says who holds it, to those who may see it."""
    await act.event(
        *(verb, Seat, seat),
        area_path=committee["area_path"],
        organisations=[committee["organisation_id"], *([organisation] if organisation else [])],
        data={"role": ROLE_NAMES[role], "committee": committee["id"]},
    )
