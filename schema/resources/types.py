"""Resources: what units offer, how much of it, when, and for whom."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.areas.types import Area
from schema.attachments.limits import ATTACHMENTS
from schema.capacity.fields import balance_at, ledger, waits
from schema.capacity.lines import WAITING_FOR
from schema.categories.kinds import Measure
from schema.categories.types import Category
from schema.comments.item import Item, comments_of, takes_part, watched
from schema.engine.access import any_of
from schema.engine.mapping import column, entity, many_of, pages, to_many, to_one
from schema.engine.relay import Connection
from schema.engine.workflow import Workflow
from schema.events.kinds import EventOrder
from schema.matching.kinds import MatchFilter, MatchOrder
from schema.matching.narrowing import demands_for_offer
from schema.organisations.contacts import Contact
from schema.organisations.types import Organisation
from schema.resources.hours import Hour
from schema.resources.kinds import LISTED, STANDING, ResourceStatus
from schema.resources.openings import NEXT, OPENINGS, Opening
from schema.resources.rules import INSIDERS, RESOURCE_STEPS, WINDOWS

if TYPE_CHECKING:
    from schema.attachments.types import Attachment
    from schema.capacity.types import CapacityEntry, Wait
    from schema.comments.types import Comment
    from schema.events.types import Event
    from schema.matching.types import Candidate, Match


@entity("resource_window", visible="true", public="true", reads="resources")
class ResourceWindow:
    """When a resource is to be had: on some days of the week between two days, at the same hours."""

    first_day: date
    """From this day on."""
    last_day: date
    """Up to and including this day."""
    weekdays: list[int]
    """The days of the week, 1 (Monday) to 7."""
    opens: Hour
    """From this hour."""
    closes: Hour
    """To this hour; 24:00 is the end of the day."""


@entity("resource", prefix="resource", visible=any_of(LISTED, INSIDERS), public=LISTED, reads="resources")
class Resource(Item):
    """Something that a unit offers to its neighbourhood: a venue, expertise, hands, goods or funds."""

    workflow: ClassVar[Workflow] = RESOURCE_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    organisation: Organisation | None = to_one("{self}.organisation_id")
    """The unit that offers it."""
    category: Category = to_one("{self}.category_id")
    """Its class."""
    area: Area = to_one("{self}.area_id")
    """Where it is."""
    title: str
    """What it is, in a few words."""
    description: str
    """What there is to know about it."""
    conditions: str
    """On which conditions it is to be had."""
    measure: Measure
    """What the quantity means."""
    quantity: Decimal = column("trim_scale({row}.quantity)")
    """How much there is in all, or in each window."""
    unit: str
    """What is counted."""
    windows: list[ResourceWindow] = to_many(
        "{row}.resource_id = {self}.id", "{row}.first_day, {row}.opens, {row}.id", limit=WINDOWS
    )
    """When it is to be had; none: by arrangement."""
    openings: list[Opening] = many_of(OPENINGS, "{row}.day, {row}.opens", NEXT)
    """Of an offer by openings, the next twenty from today on, with what each has left; none for the public."""
    service_areas: list[Area] = to_many(
        "{row}.id in (select area_id from resource_service_area where resource_id = {self}.id)", "{row}.path"
    )
    """For which areas it is meant; none: for whoever asks."""
    contact: Contact | None = to_one("{self}.contact_id")
    """Who answers for it, masked; for the unit and the committee."""
    valid_until: date
    """The last day on which it is to be had."""
    confirmed_on: date
    """When the unit last said that it still stands."""
    status: ResourceStatus = column(STANDING)
    """How it stands today."""
    reason: str = column(f"case when {INSIDERS} then {{row}}.reason else '' end")
    """Why it was returned or withdrawn; for its unit and the committee."""
    free: Decimal = column("trim_scale(resource_free({row}.id, {row}.valid_until))")
    """How much is neither used nor promised nor held: of the whole stock, or in all openings that are to come."""
    balance_at: Decimal | None = balance_at()
    """What was still to be had at a moment, by the book: of the whole stock, in all openings from then on (by the windows as they
    are now), or of one opening; for those who read the book."""
    ledger: Connection[Annotated["CapacityEntry", strawberry.lazy("schema.capacity.types")]] = ledger()
    """The book of its capacity, what was entered last first; for its unit, its committee, and administrators."""
    waiting_count: int | None = column(WAITING_FOR, public="null::int")
    """How many demands stand in line for it; null for the public."""
    waits: Connection[Annotated["Wait", strawberry.lazy("schema.capacity.types")]] = waits("resource_id")
    """The places on its waiting list, the first in line first; the viewer sees those of demands of the own side."""
    wanted: list[Annotated["Candidate", strawberry.lazy("schema.matching.types")]] = demands_for_offer()
    """The demands of the list that it fits best, the best first; for its unit, and each committee sees those of its area."""
    matches: Connection[Annotated["Match", strawberry.lazy("schema.matching.types")]] = pages(
        "{row}.resource_id = {self}.id", order=MatchOrder, filter=MatchFilter
    )
    """What of it is promised, to whom."""
    viewer_takes_part: bool = takes_part(INSIDERS)
    """Whether the viewer takes part in it, and so reads and writes its comments:
    the unit's people, the committee, administrators."""
    viewer_watches: bool = watched("Resource")
    """Whether the viewer is told of what happens to it."""
    comments: Connection[Annotated["Comment", strawberry.lazy("schema.comments.types")]] = comments_of("resource_id")
    """What those who take part in it say about it; for nobody else."""
    attachments: list[Annotated["Attachment", strawberry.lazy("schema.attachments.types")]] = to_many(
        "{row}.resource_id = {self}.id", "{row}.id", limit=ATTACHMENTS
    )
    """Photos and documents of it."""
    timeline: Connection[Annotated["Event", strawberry.lazy("schema.events.types")]] = pages(
        "{row}.subject_type = 'Resource' and {row}.subject_id = {self}.id", order=EventOrder
    )
    """What happened to it."""
    listed_at: datetime | None
    """When it first came onto the list."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it was last changed."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(RESOURCE_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""
