"""Demands: what is needed, how much, where and by when, and who takes it on."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.areas.types import Area
from schema.attachments.limits import ATTACHMENTS
from schema.capacity.fields import waits
from schema.categories.types import Category
from schema.comments.item import Item, comments_of, takes_part, watched
from schema.demands.kinds import (
    CLAIMED,
    ESCALATED_TO,
    PROMISED,
    STANDING,
    UNCLAIMED,
    UNMET_REASON,
    DemandAxis,
    DemandLevel,
    DemandOrigin,
    DemandStatus,
    DemandUrgency,
    UnmetReason,
)
from schema.demands.rules import CLAIM_STEPS, DEMAND_STEPS, INSIDERS, LIKE, MET
from schema.engine.access import SIGNED_IN, any_of, within
from schema.engine.mapping import column, entity, pages, to_many, to_one
from schema.engine.relay import Connection, Node
from schema.engine.workflow import Workflow
from schema.events.kinds import EventOrder
from schema.matching.kinds import MatchFilter, MatchOrder
from schema.matching.narrowing import offers_for_demand
from schema.matching.portfolios import Portfolios, portfolios_for_demand
from schema.organisations.types import Organisation
from schema.people.types import Person

if TYPE_CHECKING:
    from schema.attachments.types import Attachment
    from schema.capacity.types import Wait
    from schema.comments.types import Comment
    from schema.events.types import Event
    from schema.matching.types import Candidate, Match
    from schema.projects.types import Project

_LISTED = f"({{row}}.status in ('LISTED', 'CLOSED') and {SIGNED_IN})"
_SEEN = any_of(_LISTED, INSIDERS)
_OF_SEEN = f"exists (select from demand d$ where d$.id = {{row}}.demand_id and {_SEEN.replace('{row}', 'd$')})"
_NEAR = within("{row}.area_path", "substring({self}.area_path from '^[^/]+/(?:[^/]+/)?')")
_NAMED = f"(not {{self}}.anonymous or {INSIDERS.replace('{row}', '{self}')})"


@entity("claim", prefix="claim", visible=_OF_SEEN, reads="demands")
class Claim(Node):
    """Somebody takes a demand on."""

    workflow: ClassVar[Workflow] = CLAIM_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    demand: Annotated["Demand", strawberry.lazy("schema.demands.types")] | None = to_one("{self}.demand_id")
    """The demand."""
    person: Person | None = to_one("{self}.person_id")
    """The member who claims it, if the viewer may see that person."""
    organisation: Organisation | None = to_one("{self}.organisation_id")
    """The organisation that claims it."""
    note: str
    """How it is to be done."""
    claimed_at: datetime
    """Since when."""
    ended_at: datetime | None
    """When it was given back."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(CLAIM_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""


@entity("demand", prefix="demand", visible=_SEEN, reads="demands")
class Demand(Item):
    """Something that a community, a unit or residents need."""

    workflow: ClassVar[Workflow] = DEMAND_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    organisation: Organisation | None = to_one(on=f"{{row}}.id = {{self}}.organisation_id and {_NAMED}")
    """The organisation that files it; of an anonymous one only its own people and the committee learn that."""
    category: Category = to_one("{self}.category_id")
    """Its class."""
    need: Category | None = to_one("{self}.need_id")
    """The type of need (六大需求; the list is data)."""
    area: Area = to_one("{self}.area_id")
    """Where it is."""
    place: str
    """The place within the area, in words."""
    title: str
    """What is needed, in a few words."""
    description: str
    """What there is to know about it; no names."""
    quantity: Decimal = column("trim_scale({row}.quantity)")
    """How much is needed."""
    unit: str
    """What is counted."""
    needed_by: date
    """By when."""
    beneficiaries: int | None
    """How many people benefit."""
    origin: DemandOrigin
    """Through which channel it came in."""
    axis: DemandAxis
    """Whose demand it is in the first place."""
    urgency: DemandUrgency
    """How urgent it is."""
    anonymous: bool
    """Whether the list leaves out who files it."""
    level: DemandLevel | None
    """Its level, once it is on the list."""
    status: DemandStatus = column(STANDING)
    """How it stands today."""
    reason: str = column(f"case when {INSIDERS} then {{row}}.reason else '' end")
    """Why it was returned, declined or withdrawn; for whoever files it and the committee."""
    merged_into: Annotated["Demand", strawberry.lazy("schema.demands.types")] | None = to_one("{self}.merged_into_id")
    """For a merged one: the demand that stands for both."""
    absorbed: list[Annotated["Demand", strawberry.lazy("schema.demands.types")]] = to_many(
        "{row}.merged_into_id = {self}.id", "{row}.id"
    )
    """The demands that were merged into it."""
    similar: list[Annotated["Demand", strawberry.lazy("schema.demands.types")]] = to_many(
        f"{{row}}.category_id = {{self}}.category_id and {_NEAR} and {{row}}.status in ('SUBMITTED', 'LISTED')"
        f" and {{row}}.id <> {{self}}.id and likeness({{row}}.words, {{self}}.words) >= {LIKE}",
        "likeness({row}.words, {self}.words) desc, {row}.id",
        limit=5,
    )
    """Open demands of the same class in the same subdistrict that may be the same."""
    claims: list[Claim] = to_many("{row}.demand_id = {self}.id and {row}.ended_at is null", "{row}.claimed_at, {row}.id")
    """Who takes it on."""
    claimed: bool = column(CLAIMED)
    """Whether somebody takes it on."""
    unclaimed: bool = column(UNCLAIMED)
    """Whether it has been on the list for 14 days, and nobody has claimed or matched it."""
    unmet_reason: UnmetReason | None = column(UNMET_REASON)
    """Why not all of it is agreed upon, as far as the records tell; null where it is, or is not on the list."""
    escalated_to: Area | None = to_one(on=ESCALATED_TO)
    """The area whose committee it has come up to because nobody claims it: one level for every 14 days, the district at last."""
    promised: Decimal = column(f"trim_scale({PROMISED})")
    """How much is agreed upon or delivered, in its unit."""
    delivered: Decimal = column(f"trim_scale({MET})")
    """How much has been delivered and confirmed."""
    missing: Decimal = column("trim_scale(greatest(0, {row}.quantity - demand_covered({row}.id)))")
    """How much is neither met nor promised nor held by a proposal."""
    candidates: list[Annotated["Candidate", strawberry.lazy("schema.matching.types")]] = offers_for_demand()
    """The offers that fit it best, the best first; for its committee, and each unit sees its own."""
    portfolios: Portfolios | None = portfolios_for_demand()
    """Combinations of several units' offers that together cover what is missing; for its committee."""
    matches: Connection[Annotated["Match", strawberry.lazy("schema.matching.types")]] = pages(
        "{row}.demand_id = {self}.id", order=MatchOrder, filter=MatchFilter
    )
    """Who promised how much for it."""
    waits: Connection[Annotated["Wait", strawberry.lazy("schema.capacity.types")]] = waits("demand_id")
    """The waiting lists of offers on which it stands; for whoever files it, its committee, and administrators."""
    projects: list[Annotated["Project", strawberry.lazy("schema.projects.types")]] = to_many(
        "{row}.id in (select project_id from project_demand where demand_id = {self}.id)", "{row}.id"
    )
    """The projects that fulfil it."""
    viewer_takes_part: bool = takes_part(INSIDERS)
    """Whether the viewer takes part in it, and so reads and writes its comments:
    whoever files it, the committee, administrators."""
    viewer_watches: bool = watched("Demand")
    """Whether the viewer is told of what happens to it."""
    comments: Connection[Annotated["Comment", strawberry.lazy("schema.comments.types")]] = comments_of("demand_id")
    """What those who take part in it say about it; for nobody else."""
    attachments: list[Annotated["Attachment", strawberry.lazy("schema.attachments.types")]] = to_many(
        "{row}.demand_id = {self}.id", "{row}.id", limit=ATTACHMENTS
    )
    """Photos and documents of it."""
    timeline: Connection[Annotated["Event", strawberry.lazy("schema.events.types")]] = pages(
        "{row}.subject_type = 'Demand' and {row}.subject_id = {self}.id", order=EventOrder
    )
    """What happened to it."""
    listed_at: datetime | None
    """When it came onto the list."""
    closed_at: datetime | None
    """When it was written off."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it was last changed."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(DEMAND_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""
