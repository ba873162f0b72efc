"""Who belongs to which organisation, in which role: nobody gives themselves, or anybody, a wider reach than their own."""

from datetime import date
from typing import cast

import asyncpg
import strawberry

from schema.engine.actions import Act, action
from schema.engine.days import today
from schema.engine.mapping import described
from schema.engine.payloads import Act as Input
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.organisations.rules import COORDINATOR
from schema.organisations.types import Organisation
from schema.people.kinds import MembershipRole
from schema.people.payloads import MembershipPayload
from schema.people.types import Membership, Person

sql = statements(__file__, "memberships")


@described
@strawberry.input(description="What a person becomes in an organisation.")
class MembershipCreateInput(Input):
    """What a person becomes in an organisation."""

    person: strawberry.ID
    """The person."""
    organisation: strawberry.ID
    """The organisation."""
    role: MembershipRole
    """The role. COORDINATOR only in a committee, and only from a coordinator of its area or one above, or an administrator."""
    valid_from: date | None = None
    """The first day; today when empty."""
    valid_to: date | None = None
    """The day after the last."""


@described
@strawberry.input(description="When a membership ends.")
class MembershipEndInput(Change):
    """When a membership ends."""

    valid_to: date | None = None
    """The day after the last; today when empty. What begins today or later is then taken back: it never held."""


@action(scope="people:write")
async def membership_create(act: Act, input: MembershipCreateInput) -> MembershipPayload:
    """Make a person a member of an organisation, with a role in it."""
    organisation = await organisation_to_staff(act, input.organisation, input.role)
    person = await act.find(Person, input.person, path="person")
    number = await join(act, person["id"], organisation, input.role, input.valid_from, input.valid_to)
    return cast(MembershipPayload, {"membership": number})


async def organisation_to_staff(act: Act, given: strawberry.ID, role: MembershipRole) -> asyncpg.Record:
    """The organisation in which the viewer may give this role to somebody. Raises a refusal.

    Coordinators and administrators give every role, a unit's managers all but the coordinator's. Who only handles matters for a
    unit gives none, and the reach of a coordinator is judged by the committee, not by the address of its entry.
    """
    organisation = await act.find(Organisation, given, step="staff", path="organisation")
    reach = await sql.reach(act.connection, organisation=organisation["id"], person=act.viewer.person)
    above = act.viewer.administrator or act.viewer.coordinates(reach["area_path"])
    if role is MembershipRole.COORDINATOR and not reach["committee"]:
        raise refuse("MEMBERSHIP_ROLE", "role")
    if role is MembershipRole.COORDINATOR and not above:
        raise refuse("MEMBERSHIP_COORDINATOR", "role")
    if not above and not reach["manages"]:
        raise refuse("NOT_ALLOWED", who=COORDINATOR.called)
    return organisation


async def join(
    act: Act, person: int, organisation: asyncpg.Record, role: MembershipRole, since: date | None, until: date | None
) -> int:
    """Record the membership and say so in the ledger; its number. Raises a refusal for dates in the wrong order."""
    first = since or today()
    if until and until <= first:
        raise refuse("DATE_ORDER", "validTo")
    called = cast(str, role.value)
    number: int = await sql.join(
        act.connection, person=person, organisation=organisation["id"], role=called, valid_from=first, valid_to=until
    )
    await act.event(
        *("membership.created", Membership, number),
        area_path=organisation["area_path"],
        organisations=[organisation["id"]],
        data={"role": called},
    )
    return number


@action(scope="people:write")
async def membership_end(act: Act, input: MembershipEndInput) -> MembershipPayload:
    """End a membership: from that day on the person no longer acts for the organisation."""
    row = await act.find(Membership, input.id, step="end", version=input.version)
    if row["valid_to"] and row["valid_to"] <= today():
        raise refuse("MEMBERSHIP_ENDED", "id")
    path = await sql.end(act.connection, id=row["id"], valid_to=input.valid_to or max(today(), row["valid_from"]))
    await act.event(
        *("membership.ended", Membership, row["id"]),
        area_path=path,
        organisations=[row["organisation_id"]],
        data={"role": row["role"]},
    )
    return cast(MembershipPayload, {"membership": row["id"]})
