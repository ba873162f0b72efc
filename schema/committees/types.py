"""Committees and their seats."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.areas.types import Area, AreaLevel
from schema.committees.kinds import CURRENT, LAPSED, CommitteeField, SeatFilter, SeatOrder, SeatRole
from schema.committees.rules import COMMITTEE_STEPS, SEAT_STEPS
from schema.engine.access import EVERYONE, SIGNED_IN, within
from schema.engine.mapping import column, entity, pages, to_many, to_one
from schema.engine.relay import Connection, Node
from schema.engine.workflow import Workflow
from schema.events.kinds import EventOrder

if TYPE_CHECKING:
    from schema.events.types import Event
    from schema.organisations.types import Organisation
    from schema.people.types import Person

_UNITS_NOW = "m$.role = 'MEMBER_UNIT' and m$.valid_from <= current_date and coalesce(m$.valid_to > current_date, true)"


@entity("seat", prefix="seat", visible=SIGNED_IN, reads="committees")
class Seat(Node):
    """A seat in a committee, held by a person or by a member unit, from a day and perhaps to a day."""

    workflow: ClassVar[Workflow] = SEAT_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    committee: Annotated["Committee", strawberry.lazy("schema.committees.types")] | None = to_one("{self}.committee_id")
    """The committee."""
    role: SeatRole
    """What the holder is in it."""
    person: Annotated["Person", strawberry.lazy("schema.people.types")] | None = to_one("{self}.person_id")
    """The holder; null for a member unit, or when the viewer may not see the person."""
    organisation: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one(
        "{self}.organisation_id"
    )
    """The member unit, or the unit that the holder comes from."""
    outside_post: str
    """The holder's post in the unit they come from."""
    duties: str
    """What the holder is responsible for."""
    valid_from: date
    """The first day."""
    valid_to: date | None
    """The day after the last; null: no end set."""
    current: bool = column(CURRENT)
    """Whether it is held today."""
    lapsed: bool = column(LAPSED)
    """Whether its term is over."""
    version: int
    """Rises with every change."""
    viewer_steps: list[str] = column(SEAT_STEPS.viewer_steps())
    """What the viewer can do with it now."""


@entity("committee", prefix="committee", visible=EVERYONE, public=EVERYONE, reads="committees")
class Committee(Node):
    """A party-building coordination committee of an area, or one of its special committees."""

    workflow: ClassVar[Workflow] = COMMITTEE_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    name: str = column("(select o$.name from organisation o$ where o$.id = {row}.organisation_id)")
    """Its name."""
    organisation: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one(
        "{self}.organisation_id"
    )
    """Its entry in the registry; people act for the committee as members of it."""
    area: Area = to_one("{self}.area_id")
    """Its area."""
    level: AreaLevel = column("(select a$.level from area a$ where a$.id = {row}.area_id)")
    """The level of its area."""
    field: CommitteeField | None
    """The field of a special committee; null for the coordination committee itself."""
    term_from: date
    """The first day of the term."""
    term_to: date | None
    """The day after its last."""
    parent: Annotated["Committee", strawberry.lazy("schema.committees.types")] | None = to_one(
        on="{row}.area_id = (case when {self}.field is null then (select a$.parent_id from area a$ where a$.id = {self}.area_id)"
        " else {self}.area_id end) and {row}.field is null"
    )
    """The committee one level above; for a special committee, the area's coordination committee."""
    special_committees: list[Annotated["Committee", strawberry.lazy("schema.committees.types")]] = to_many(
        "{self}.field is null and {row}.area_id = {self}.area_id and {row}.field is not null", "{row}.field"
    )
    """Its special committees, by field."""
    chair: Seat | None = to_one(on=f"{{row}}.committee_id = {{self}}.id and {{row}}.role = 'CHAIR' and {CURRENT}")
    """Who chairs it today."""
    chair_history: list[Seat] = to_many("{row}.committee_id = {self}.id and {row}.role = 'CHAIR'", "{row}.valid_from desc")
    """Who has chaired it, latest first."""
    seats: Connection[Seat] = pages("{row}.committee_id = {self}.id", order=SeatOrder, filter=SeatFilter)
    """Its seats, past ones included."""
    member_unit_count: int = column(f"(select count(*) from seat m$ where m$.committee_id = {{row}}.id and {_UNITS_NOW})")
    """Its member units today."""
    member_unit_count_with_below: int = column(
        "(select count(distinct m$.organisation_id) from committee c$ join seat m$ on m$.committee_id = c$.id"
        f" where {within('c$.area_path', '{row}.area_path')} and {_UNITS_NOW})"
    )
    """Member units of this committee and all below it, each counted once."""
    timeline: Connection[Annotated["Event", strawberry.lazy("schema.events.types")]] = pages(
        "({row}.subject_type = 'Committee' and {row}.subject_id = {self}.id or {row}.subject_type = 'Seat'"
        " and {row}.subject_id = any(array(select s$.id from seat s$ where s$.committee_id = {self}.id)))",
        order=EventOrder,
    )
    """What happened to it and to its seats."""
    version: int
    """Rises with every change."""
    viewer_steps: list[str] = column(COMMITTEE_STEPS.viewer_steps())
    """What the viewer can do with it now."""
