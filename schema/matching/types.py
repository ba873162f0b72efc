"""Candidates, promises and deliveries."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.attachments.limits import ATTACHMENTS
from schema.comments.item import Item, comments_of, takes_part, watched
from schema.engine.access import ADMINISTRATOR, SIGNED_IN, any_of, belongs, coordinates
from schema.engine.mapping import column, computed, entity, pages, to_many, to_one
from schema.engine.relay import Connection, Node
from schema.engine.workflow import Workflow
from schema.events.kinds import EventOrder
from schema.matching.kinds import STANDING, DeliveryStatus, MatchStatus, Obstacle
from schema.matching.parts import PARTS
from schema.matching.reasons import reasons
from schema.matching.rules import DELIVERY_STEPS, MATCH_STEPS
from schema.matching.sides import INSIDERS, REPORTED, of_demand
from schema.resources.hours import Hour

if TYPE_CHECKING:
    from schema.attachments.types import Attachment
    from schema.comments.types import Comment
    from schema.demands.types import Demand
    from schema.events.types import Event
    from schema.organisations.types import Organisation
    from schema.people.types import Person
    from schema.projects.types import Project
    from schema.resources.types import Resource

_OF_DEMAND = any_of(coordinates("d$.area_path"), belongs("d$.organisation_id"), "d$.account_id = {viewer.account}")
_OF_RESOURCE = any_of(coordinates("r$.area_path"), belongs("r$.organisation_id"))
_CONCERNED = any_of(
    of_demand(_OF_DEMAND),
    f"coalesce((select {_OF_RESOURCE} from resource r$ where r$.id = {{row}}.resource_id), false)",
    ADMINISTRATOR,
)
_OF_CONCERNED = f"exists (select from match m$ where m$.id = {{row}}.match_id and {_CONCERNED.replace('{row}', 'm$')})"


@entity("match_weights", prefix="weights", visible=SIGNED_IN, reads="matching")
class MatchWeights(Node):
    """What each part of a score counts, of 100 in all; the latest version holds."""

    id: strawberry.ID
    """Opaque and stable."""
    version: int = column("{row}.id")
    """Counts up."""
    category: int
    """How well the classes fit."""
    distance: int
    """How near the offer is."""
    time: int
    """Whether it is to be had by then."""
    quantity: int
    """How much of what is missing it covers."""
    wording: int
    """How much the words are about the same."""
    freshness: int
    """How lately the unit confirmed it."""
    delivery: int
    """How the unit kept earlier promises."""
    delivery_rule: int
    """By which version of the rule that is found. 1: the mean rating of the last twenty deliveries, 50 without any; 2: the mark
    of the unit's record (``RecordMark``)."""
    note: str
    """Why it was decided so."""
    decided_by: Annotated["Person", strawberry.lazy("schema.people.types")] | None = to_one(
        on="{row}.id = (select x$.person_id from account x$ where x$.id = {self}.account_id)"
    )
    """Who did, if the viewer may see that person; null for those that came with the product."""
    decided_at: datetime
    """Since when it holds."""


@entity(
    "match_pair",
    visible=any_of(coordinates("{row}.demand_path"), belongs("{row}.provider_id"), ADMINISTRATOR),
    reads="matching",
)
class Candidate:
    """How well an offer fits a demand: a score of 100, part by part."""

    demand: Annotated["Demand", strawberry.lazy("schema.demands.types")] | None = to_one("{self}.demand_id")
    """The demand."""
    resource: Annotated["Resource", strawberry.lazy("schema.resources.types")] | None = to_one("{self}.resource_id")
    """The offer."""
    total: Decimal = column("trim_scale({row}.total)")
    """The score: the parts by their weights."""
    category_percent: int = column("{row}.category")
    """How well the classes fit."""
    distance_percent: int = column("{row}.distance")
    """100 in the same community, 75 in the same subdistrict or where it is meant for, 45 in the same district."""
    time_percent: int = column("{row}.time")
    """100 if it is open before the demand's last day, 60 by arrangement, 0 if it is not."""
    quantity_percent: int = column("{row}.quantity")
    """How much of what is missing it covers; 50 where the units differ."""
    wording_percent: int = column("{row}.wording")
    """How many words they share."""
    freshness_percent: int = column("{row}.freshness")
    """100 if confirmed within a month, 70 within three, otherwise 40."""
    delivery_percent: int = column("{row}.delivery")
    """What the unit's record comes to by the rule of ``MatchWeights.deliveryRule``; 50 for a unit without any."""
    shared: list[str]
    """The words that both have."""
    free: Decimal = column("trim_scale({row}.free)")
    """How much of the resource is to be had by the demand's last day, in its unit."""
    missing: Decimal = column("trim_scale({row}.missing)")
    """How much of the demand is neither met nor promised, in its unit."""
    comparable: bool
    """Whether both are counted in the same unit."""
    weights: int
    """The version of the weights."""
    obstacle: Obstacle | None
    """What rules the offer out; null: nothing."""
    reasons: list[str] = computed(
        reasons,
        parts="json_build_object(" + ", ".join(f"'{one}', {{row}}.{one}" for one in PARTS) + ")",
        record="json_build_object('observed', {row}.observed, 'delivered', {row}.delivered, 'stars', {row}.stars)",
        shared="{row}.shared",
        free="trim_scale({row}.free)::text",
        comparable="{row}.comparable",
        obstacle="{row}.obstacle",
    )
    """The parts in words, in the viewer's language."""


@entity("delivery", prefix="delivery", visible=_OF_CONCERNED, reads="matching")
class Delivery(Node):
    """What was delivered of a promise."""

    workflow: ClassVar[Workflow] = DELIVERY_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    match: Annotated["Match", strawberry.lazy("schema.matching.types")] | None = to_one("{self}.match_id")
    """The promise."""
    provider: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one("{self}.provider_id")
    """The unit that delivered."""
    quantity: Decimal = column("trim_scale({row}.quantity)")
    """How much, in the resource's unit."""
    delivered_on: date
    """When."""
    note: str
    """What there is to say about it."""
    status: DeliveryStatus
    """How it stands."""
    rating: int | None
    """What the side that needed it gives, 1 to 5."""
    words: str
    """What it says, or what it objects."""
    attachments: list[Annotated["Attachment", strawberry.lazy("schema.attachments.types")]] = to_many(
        "{row}.delivery_id = {self}.id", "{row}.id", limit=ATTACHMENTS
    )
    """Photos and documents that show it."""
    answered_at: datetime | None
    """When it did."""
    created_at: datetime
    """When it was recorded."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(DELIVERY_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""


@entity("match", prefix="match", visible=_CONCERNED, reads="matching")
class Match(Item):
    """A promise: so much of a resource for so much of a demand."""

    workflow: ClassVar[Workflow] = MATCH_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    demand: Annotated["Demand", strawberry.lazy("schema.demands.types")] | None = to_one("{self}.demand_id")
    """What is needed."""
    resource: Annotated["Resource", strawberry.lazy("schema.resources.types")] | None = to_one("{self}.resource_id")
    """What is offered."""
    quantity: Decimal = column("trim_scale({row}.quantity)")
    """How much of the resource, in its unit."""
    covers: Decimal = column("trim_scale({row}.covers)")
    """How much of the demand that meets, in its unit."""
    day: date | None
    """For an offer by openings: on which day."""
    opens: Hour | None
    """And the hour at which that opening begins."""
    status: MatchStatus = column(STANDING)
    """How it stands."""
    note: str
    """What was said with it."""
    reason: str
    """Why it was declined, withdrawn or cancelled."""
    hold_until: datetime
    """Until when an open proposal holds its quantity."""
    delivered: Decimal = column(
        "(select trim_scale(coalesce(sum(y$.quantity), 0)) from delivery y$"
        " where y$.match_id = {row}.id and y$.status = 'CONFIRMED')"
    )
    """How much has been delivered and confirmed, in the resource's unit."""
    reported: bool = column(REPORTED)
    """Whether a delivery of it waits to be confirmed."""
    score: Decimal = column("trim_scale({row}.score)")
    """What the pair scored when it was proposed."""
    weights: int
    """The version of the weights by which it did."""
    transferred_from: Annotated["Match", strawberry.lazy("schema.matching.types")] | None = to_one("{self}.transferred_from")
    """The promise of which it took over a part or all, if the viewer may see that."""
    project: Annotated["Project", strawberry.lazy("schema.projects.types")] | None = to_one(
        "(select x$.project_id from project_match x$ where x$.match_id = {self}.id and x$.ended_at is null)"
    )
    """The project that carries it out."""
    deliveries: list[Delivery] = to_many("{row}.match_id = {self}.id", "{row}.delivered_on, {row}.id")
    """What was delivered of it."""
    viewer_takes_part: bool = takes_part(INSIDERS)
    """Whether the viewer takes part in it, and so reads and writes its comments: both sides and their committees,
    administrators; whoever needs it anonymously is not among them, as nobody is to learn who that is."""
    viewer_watches: bool = watched("Match")
    """Whether the viewer is told of what happens to it."""
    comments: Connection[Annotated["Comment", strawberry.lazy("schema.comments.types")]] = comments_of("match_id")
    """What those who take part in it say about it; for nobody else."""
    timeline: Connection[Annotated["Event", strawberry.lazy("schema.events.types")]] = pages(
        "{row}.subject_type = 'Match' and {row}.subject_id = {self}.id", order=EventOrder
    )
    """What happened to it."""
    created_at: datetime
    """When it was proposed."""
    updated_at: datetime
    """When it was last changed."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(MATCH_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""
