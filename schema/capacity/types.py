"""The book of an offer's capacity, and the waiting lists for what is used up."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.capacity.kinds import CapacityKind, WaitStatus
from schema.capacity.lines import PLACE, STANDING, WAITING_SIDE
from schema.capacity.rules import WAIT_STEPS
from schema.engine.access import ADMINISTRATOR, any_of
from schema.engine.mapping import column, entity, to_one
from schema.engine.relay import Node
from schema.engine.workflow import Workflow
from schema.resources.hours import Hour
from schema.resources.rules import INSIDERS

if TYPE_CHECKING:
    from schema.demands.types import Demand
    from schema.matching.types import Match
    from schema.people.types import Person
    from schema.resources.types import Resource

_INSIDERS = f"coalesce((select {INSIDERS.replace('{row}', 'r$')} from resource r$ where r$.id = {{row}}.resource_id), false)"


@entity("capacity_entry", prefix="capacity", visible=_INSIDERS, reads="matching")
class CapacityEntry(Node):
    """An entry of the book of capacity, which nobody changes: what it adds to what is left of an offer, or takes from it."""

    id: strawberry.ID
    """Opaque and stable."""
    resource: Annotated["Resource", strawberry.lazy("schema.resources.types")] | None = to_one("{self}.resource_id")
    """The offer."""
    at: datetime
    """From when on it counts."""
    kind: CapacityKind
    """What it is about."""
    quantity: Decimal = column("trim_scale({row}.quantity)")
    """What it adds to what is left, below zero what it takes; in ``unit``."""
    unit: str
    """What was counted at the time."""
    until: datetime | None
    """Up to when it counts: a hold ends by itself, and so does the entry that takes a hold back; null: without an end."""
    counts: bool = column("({row}.until is null or {row}.until > now())")
    """Whether it still counts."""
    day: date | None
    """The day of the opening that it is about; null: of the stock, or of every opening alike."""
    opens: Hour | None
    """The hour at which that opening begins."""
    balance: Decimal = column("trim_scale(capacity_left({row}.resource_id, {row}.at, {row}.id, {row}.day, {row}.opens))")
    """What was left right after it: of the stock, or of its opening. Holds that ended in between are let go without an entry."""
    reason: str
    """Why, where it needed a reason."""
    match: Annotated["Match", strawberry.lazy("schema.matching.types")] | None = to_one("{self}.match_id")
    """The promise that it comes from."""
    wait: Annotated["Wait", strawberry.lazy("schema.capacity.types")] | None = to_one("{self}.wait_id")
    """The place on the waiting list that it comes from, if the viewer is of the side that waits."""
    actor: Annotated["Person", strawberry.lazy("schema.people.types")] | None = to_one(
        on="{row}.id = (select x$.person_id from account x$ where x$.id = {self}.account_id)"
    )
    """Who did it, if the viewer may see that person; null also for what nobody did in particular."""


@entity("wait", prefix="wait", visible=any_of(WAITING_SIDE, ADMINISTRATOR), reads="matching")
class Wait(Node):
    """A place on the waiting list of an offer, or of one of its openings: first come, first served.

    Once as much is free as it wants, it is asked: its quantity is held for a few days, in which its committee takes or passes.
    """

    workflow: ClassVar[Workflow] = WAIT_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    demand: Annotated["Demand", strawberry.lazy("schema.demands.types")] | None = to_one("{self}.demand_id")
    """The demand that waits."""
    resource: Annotated["Resource", strawberry.lazy("schema.resources.types")] | None = to_one("{self}.resource_id")
    """The offer that it waits for."""
    quantity: Decimal = column("trim_scale({row}.quantity)")
    """How much of the offer it wants, in its unit."""
    covers: Decimal = column("trim_scale({row}.covers)")
    """How much of the demand that would meet, in its unit."""
    day: date | None
    """For an offer by openings: on which day."""
    opens: Hour | None
    """And the hour at which that opening begins."""
    status: WaitStatus = column(STANDING)
    """How it stands."""
    place: int | None = column(PLACE)
    """The how-manieth it is in its line; null once it stands in none."""
    hold_until: datetime | None
    """Once it is asked: until when its quantity is held."""
    match: Annotated["Match", strawberry.lazy("schema.matching.types")] | None = to_one("{self}.match_id")
    """The proposal that came of it."""
    created_at: datetime
    """Since when it stands in line."""
    updated_at: datetime
    """When it was last changed."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(WAIT_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""
