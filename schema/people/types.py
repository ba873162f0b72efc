"""People, apart from accounts, and what they are in organisations."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.committees.kinds import SeatFilter, SeatOrder
from schema.engine.access import ADMINISTRATOR, any_of, belongs, coordinates
from schema.engine.mapping import column, entity, pages, to_one
from schema.engine.relay import Connection, Node
from schema.engine.workflow import Workflow
from schema.people.kinds import CURRENT, MembershipFilter, MembershipOrder, MembershipRole
from schema.people.rules import MEMBERSHIP_STEPS, PERSON_STEPS, VISIBLE

if TYPE_CHECKING:
    from schema.accounts.types import Account
    from schema.committees.types import Seat
    from schema.organisations.types import Organisation

_CONCERNED = any_of(
    "{row}.person_id = {viewer.person}",
    ADMINISTRATOR,
    belongs("{row}.organisation_id"),
    f"exists (select from organisation o$ where o$.id = {{row}}.organisation_id and {coordinates('o$.area_path')})",
)


@entity("membership", prefix="membership", visible=_CONCERNED, reads="people")
class Membership(Node):
    """What a person is in an organisation, from a day and perhaps to a day."""

    workflow: ClassVar[Workflow] = MEMBERSHIP_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    person: Annotated["Person", strawberry.lazy("schema.people.types")] | None = to_one("{self}.person_id")
    """The person."""
    organisation: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one(
        "{self}.organisation_id"
    )
    """The organisation."""
    role: MembershipRole
    """What the person is in it."""
    valid_from: date
    """The first day."""
    valid_to: date | None
    """The day after the last; null: no end set."""
    current: bool = column(CURRENT)
    """Whether it holds today."""
    version: int
    """Rises with every change."""
    viewer_steps: list[str] = column(MEMBERSHIP_STEPS.viewer_steps())
    """What the viewer can do with it now."""


@entity("person", prefix="person", visible=VISIBLE, reads="people")
class Person(Node):
    """A person who acts for an organisation or holds a seat; having an account is another matter."""

    workflow: ClassVar[Workflow] = PERSON_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    name: str
    """The name."""
    title: str
    """The post or form of address, such as 科长."""
    phone_mask: str = column("{row}.phone_mask")
    """The phone number with its middle hidden; empty when none is kept."""
    memberships: Connection[Membership] = pages("{row}.person_id = {self}.id", order=MembershipOrder, filter=MembershipFilter)
    """What the person is in organisations, as far as the viewer may see."""
    seats: Connection[Annotated["Seat", strawberry.lazy("schema.committees.types")]] = pages(
        "{row}.person_id = {self}.id", order=SeatOrder, filter=SeatFilter
    )
    """The person's seats in committees."""
    account: Annotated["Account", strawberry.lazy("schema.accounts.types")] | None = to_one(on="{row}.person_id = {self}.id")
    """The person's account, for themselves and administrators."""
    version: int
    """Rises with every change."""
    viewer_steps: list[str] = column(PERSON_STEPS.viewer_steps())
    """What the viewer can do with it now."""
