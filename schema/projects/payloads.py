"""What mutations of projects give back."""

from schema.engine.access import EVERYONE
from schema.engine.mapping import entity, to_one
from schema.engine.payloads import Payload
from schema.projects.parts import ProjectNote, ProjectPartner, ProjectSpending, ProjectStage
from schema.projects.types import Project


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ProjectPayload(Payload):
    """The project as it is now."""

    project: Project | None = to_one("{result.project:bigint}")
    """The project; after a conflict, its present state."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ProjectPartnerPayload(Payload):
    """What an organisation is to a project, and the project."""

    project_partner: ProjectPartner | None = to_one("{result.project_partner:bigint}")
    """What it is to the project; after a conflict, the present state."""
    project: Project | None = to_one("{result.project:bigint}")
    """The project."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ProjectStagePayload(Payload):
    """A stage, and its project."""

    project_stage: ProjectStage | None = to_one("{result.project_stage:bigint}")
    """The stage; after a conflict, its present state. Null when it was removed."""
    project: Project | None = to_one("{result.project:bigint}")
    """The project."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ProjectSpendingPayload(Payload):
    """An entry of spending, and its project with what is left."""

    project_spending: ProjectSpending | None = to_one("{result.project_spending:bigint}")
    """The entry; after a conflict, its present state."""
    project: Project | None = to_one("{result.project:bigint}")
    """The project."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ProjectNotePayload(Payload):
    """What was noted down, and its project."""

    project_note: ProjectNote | None = to_one("{result.project_note:bigint}")
    """The note, to which photos can be attached."""
    project: Project | None = to_one("{result.project:bigint}")
    """The project; after a conflict, its present state."""
