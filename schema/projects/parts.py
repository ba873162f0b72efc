"""What a project consists of: who takes part, criteria, stages, notes, spending, ratings."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.attachments.limits import ATTACHMENTS
from schema.demands.types import Demand
from schema.engine.access import any_of, belongs
from schema.engine.mapping import column, entity, to_many, to_one
from schema.engine.relay import Node
from schema.engine.workflow import Workflow
from schema.organisations.types import Organisation
from schema.people.types import Person
from schema.projects.kinds import FINISHED, ParticipantKind, PartnerStatus
from schema.projects.rules import INSIDERS, NOTE_STEPS, PARTNER_STEPS, SEEN, SPENDING_STEPS, STAGE_STEPS, of_project

if TYPE_CHECKING:
    from schema.attachments.types import Attachment
    from schema.projects.types import Project

_OF_SEEN = of_project(SEEN)
_OF_FINISHED = of_project(FINISHED)
_INSIDERS = any_of(of_project(INSIDERS), belongs("{row}.organisation_id"))
_NOTHING = "'{}'::text[]"


@entity(
    "project_partner",
    prefix="partner",
    visible=f"({_OF_SEEN} and ({{row}}.status = 'AGREED' or {_INSIDERS}))",
    public=f"({_OF_FINISHED} and {{row}}.status = 'AGREED')",
    reads="projects",
)
class ProjectPartner(Node):
    """An organisation that takes part in a project, was asked to, or asks for it."""

    workflow: ClassVar[Workflow] = PARTNER_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    project: Annotated["Project", strawberry.lazy("schema.projects.types")] | None = to_one("{self}.project_id")
    """The project."""
    organisation: Organisation | None = to_one("{self}.organisation_id")
    """The organisation."""
    kind: ParticipantKind
    """As what it takes part."""
    part: str
    """What it does."""
    status: PartnerStatus
    """How it stands to the project."""
    reason: str = column(f"case when {_INSIDERS} then {{row}}.reason else '' end", public="''")
    """Why it does not take part or left; for those concerned."""
    created_at: datetime
    """Since when it is there."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(PARTNER_STEPS.viewer_steps(), public=_NOTHING)
    """What the viewer can do with it now, by the names of the steps."""


@entity("project_criterion", prefix="criterion", visible=_OF_SEEN, public=_OF_FINISHED, reads="projects")
class ProjectCriterion(Node):
    """By what a project is measured; fixed before it begins (mission row F1)."""

    id: strawberry.ID
    """Opaque and stable."""
    place: int
    """Its place among them, from 1."""
    text: str
    """What has to be."""
    met: bool | None
    """Whether it is; null until it has been compared."""
    note: str
    """What there is to say about it."""


@entity("project_stage", prefix="stage", visible=_OF_SEEN, public=_OF_FINISHED, reads="projects")
class ProjectStage(Node):
    """A stage of a project."""

    workflow: ClassVar[Workflow] = STAGE_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    project: Annotated["Project", strawberry.lazy("schema.projects.types")] | None = to_one("{self}.project_id")
    """The project."""
    name: str
    """What is done in it."""
    starts_on: date
    """Its first day."""
    ends_on: date
    """Its last day."""
    done_on: date | None
    """When it was done."""
    late: bool = column("({row}.done_on is null and {row}.ends_on < current_date)")
    """Whether its last day is over and it is not done."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(STAGE_STEPS.viewer_steps(), public=_NOTHING)
    """What the viewer can do with it now, by the names of the steps."""


@entity("project_note", prefix="note", visible=_OF_SEEN, reads="projects")
class ProjectNote(Node):
    """How a project is getting on."""

    workflow: ClassVar[Workflow] = NOTE_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    project: Annotated["Project", strawberry.lazy("schema.projects.types")] | None = to_one("{self}.project_id")
    """The project."""
    text: str
    """What was done or is in the way."""
    noted_on: date
    """Of which day."""
    by: Person | None = to_one("{self}.person_id")
    """Who noted it down, if the viewer may see that person."""
    attachments: list[Annotated["Attachment", strawberry.lazy("schema.attachments.types")]] = to_many(
        "{row}.note_id = {self}.id", "{row}.id", limit=ATTACHMENTS
    )
    """Photos and documents of it."""
    created_at: datetime
    """When."""
    viewer_steps: list[str] = column(NOTE_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""


@entity("project_spending", prefix="spending", visible=_OF_SEEN, reads="projects")
class ProjectSpending(Node):
    """What was spent of an award."""

    workflow: ClassVar[Workflow] = SPENDING_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    project: Annotated["Project", strawberry.lazy("schema.projects.types")] | None = to_one("{self}.project_id")
    """The project."""
    amount: Decimal = column("trim_scale({row}.amount)")
    """How much, in yuan."""
    spent_on: date
    """When."""
    purpose: str
    """For what."""
    voided_at: datetime | None
    """When the entry was voided; it counts no more."""
    reason: str
    """Why it was."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(SPENDING_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""


@entity("project_rating", visible=_OF_SEEN, public=_OF_FINISHED, reads="projects")
class ProjectRating:
    """What the side that needed it says of a project."""

    demand: Demand | None = to_one("{self}.demand_id")
    """The demand for which it speaks, if the viewer may see that."""
    rating: int
    """1 to 5, the best."""
    words: str
    """In words."""
    rated_at: datetime
    """When."""
