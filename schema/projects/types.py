"""Projects: what is done for which demands, by whom, until when, at what cost, and what came of it."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.areas.types import Area
from schema.attachments.limits import ATTACHMENTS
from schema.categories.types import Category
from schema.comments.item import Item, comments_of, takes_part, watched
from schema.demands.types import Demand
from schema.engine.mapping import column, entity, pages, to_many, to_one
from schema.engine.relay import Connection
from schema.engine.workflow import Workflow
from schema.events.kinds import EventOrder
from schema.matching.types import Match
from schema.organisations.types import Organisation
from schema.projects.kinds import (
    CATEGORY,
    FINISHED,
    MISSING_KINDS,
    RATING,
    ParticipantKind,
    ProjectNoteOrder,
    ProjectOrigin,
    ProjectSpendingOrder,
    ProjectStatus,
)
from schema.projects.parts import ProjectCriterion, ProjectNote, ProjectPartner, ProjectRating, ProjectSpending, ProjectStage
from schema.projects.rules import INSIDERS, PROJECT_STEPS, SEEN
from schema.projects.waiting import LATE

if TYPE_CHECKING:
    from schema.attachments.types import Attachment
    from schema.comments.types import Comment
    from schema.events.types import Event


@entity("project", prefix="project", visible=SEEN, public=FINISHED, reads="projects")
class Project(Item):
    """Something that organisations do together for one half-year, measured by criteria that were fixed before."""

    workflow: ClassVar[Workflow] = PROJECT_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    title: str
    """What it is, in a few words."""
    description: str
    """What there is to know about it; no names."""
    origin: ProjectOrigin
    """Where it comes from."""
    area: Area = to_one("{self}.area_id")
    """Where it is."""
    half_year: str
    """For which half-year, such as 2026-H2."""
    category: Category | None = to_one(CATEGORY.replace("{row}", "{self}"))
    """The class of the demand that it fulfils, of several the first, so that each project counts once."""
    brands: list[Category] = to_many(
        "{row}.id in (select category_id from project_brand where project_id = {self}.id)", "{row}.place, {row}.id"
    )
    """The brands and programmes under which it runs."""
    lead: Organisation | None = to_one("{self}.lead_id")
    """The organisation that leads it, if the viewer may see that."""
    partners: list[ProjectPartner] = to_many("{row}.project_id = {self}.id", "{row}.id")
    """The organisations that take part, the lead among them; for insiders also those who were asked or ask."""
    required_kinds: list[ParticipantKind]
    """The kinds of participant that it requires (三社/五社联动)."""
    missing_kinds: list[ParticipantKind] = column(MISSING_KINDS)
    """Those of them that nobody stands for yet."""
    demands: list[Demand] = to_many("{row}.id in (select demand_id from project_demand where project_id = {self}.id)", "{row}.id")
    """The demands that it fulfils, if the viewer may see them; each says what of it is met."""
    matches: list[Match] = to_many("{row}.id in (select match_id from project_match where project_id = {self}.id)", "{row}.id")
    """The promises that it carries out, for those concerned."""
    criteria: list[ProjectCriterion] = to_many("{row}.project_id = {self}.id", "{row}.place")
    """By what it is measured."""
    stages: list[ProjectStage] = to_many("{row}.project_id = {self}.id", "{row}.starts_on, {row}.id")
    """Its stages."""
    award: Decimal | None = column("trim_scale({row}.award)")
    """The money approved, in yuan; null: none was."""
    spent: Decimal = column("trim_scale(project_spent({row}.id))")
    """What has been spent of it."""
    left: Decimal = column("trim_scale(coalesce({row}.award, 0) - project_spent({row}.id))")
    """What of it is left."""
    spendings: Connection[ProjectSpending] = pages("{row}.project_id = {self}.id", order=ProjectSpendingOrder)
    """What it was spent for."""
    notes: Connection[ProjectNote] = pages("{row}.project_id = {self}.id", order=ProjectNoteOrder)
    """How it is getting on."""
    attachments: list[Annotated["Attachment", strawberry.lazy("schema.attachments.types")]] = to_many(
        "{row}.project_id = {self}.id", "{row}.id", limit=ATTACHMENTS
    )
    """Photos and documents of it."""
    status: ProjectStatus
    """How it stands."""
    late: bool = column(LATE)
    """Whether its half-year or one of its stages is over before that is done."""
    reason: str = column("{row}.reason", public="''")
    """Why it was terminated or carried over."""
    outcome: str
    """What it brought."""
    beneficiaries: int | None
    """How many people benefited."""
    rating: Decimal | None = column(f"trim_scale({RATING})")
    """The mean of the ratings by those who needed it, 1 to 5."""
    ratings: list[ProjectRating] = to_many("{row}.project_id = {self}.id", "{row}.rated_at, {row}.id")
    """What they say."""
    carried_from: Annotated["Project", strawberry.lazy("schema.projects.types")] | None = to_one("{self}.carried_from_id")
    """The project of an earlier half-year that it continues."""
    carried_to: Annotated["Project", strawberry.lazy("schema.projects.types")] | None = to_one(
        on="{row}.carried_from_id = {self}.id"
    )
    """The project that continues it."""
    viewer_takes_part: bool = takes_part(INSIDERS)
    """Whether the viewer takes part in it, and so reads and writes its comments: organisations that take part or were
    asked, whoever proposed it, the committee, administrators."""
    viewer_watches: bool = watched("Project")
    """Whether the viewer is told of what happens to it."""
    comments: Connection[Annotated["Comment", strawberry.lazy("schema.comments.types")]] = comments_of("project_id")
    """What those who take part in it say about it; for nobody else."""
    timeline: Connection[Annotated["Event", strawberry.lazy("schema.events.types")]] = pages(
        "{row}.subject_type = 'Project' and {row}.subject_id = {self}.id", order=EventOrder
    )
    """What happened to it."""
    published_at: datetime | None
    """When it came onto the list."""
    signed_on: date | None
    """When the agreement was signed."""
    started_on: date | None
    """When it began."""
    delivered_on: date | None
    """When it was delivered."""
    closed_at: datetime | None
    """When it was written off, carried over or terminated."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it was last changed."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(PROJECT_STEPS.viewer_steps(), public="'{}'::text[]")
    """What the viewer can do with it now, by the names of the steps."""
