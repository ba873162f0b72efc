"""How a project goes on: published, signed, begun, noted down, delivered, terminated."""

from datetime import date

import strawberry

from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.statements import statements
from schema.projects.ledger import nobody, past, tell
from schema.projects.payloads import ProjectNotePayload, ProjectPayload
from schema.projects.rules import BENEFICIARIES, NOTE, OUTCOME
from schema.projects.types import Project

sql = statements(__file__, "decisions")


@described
@strawberry.input(description="Which project to publish.")
class ProjectPublishInput(Change):
    """Which project to publish."""


@described
@strawberry.input(description="Which agreement was signed.")
class ProjectSignInput(Change):
    """Which agreement was signed."""

    signed_on: date | None = None
    """When; today unless given."""


@described
@strawberry.input(description="Which project begins.")
class ProjectStartInput(Change):
    """Which project begins."""

    started_on: date | None = None
    """When; today unless given."""


@described
@strawberry.input(description="How a project is getting on.")
class ProjectNoteInput(Change):
    """How a project is getting on."""

    text: str
    """What was done or is in the way, at most 2,000 characters; no names and numbers of people."""
    noted_on: date | None = None
    """Of which day; today unless given."""


@described
@strawberry.input(description="What a project brought.")
class ProjectDeliverInput(Change):
    """What a project brought."""

    outcome: str
    """In words, at most 2,000 characters; no names and numbers of people."""
    beneficiaries: int | None = None
    """How many people benefited."""
    delivered_on: date | None = None
    """When; today unless given."""


@described
@strawberry.input(description="Which project to terminate, and why.")
class ProjectTerminateInput(Reasoned):
    """Which project to terminate, and why."""


@action(scope="projects:write")
async def project_publish(act: Act, input: ProjectPublishInput) -> ProjectPayload:
    """Put a project onto the list, where organisations claim it."""
    row = await act.find(Project, input.id, step="publish", version=input.version)
    await sql.publish(act.connection, id=row["id"])
    await tell(act, "project.published", row)
    return ProjectPayload.of(project=row["id"])


@action(scope="projects:write")
async def project_sign(act: Act, input: ProjectSignInput) -> ProjectPayload:
    """Record that the agreement was signed (签约)."""
    row = await act.find(Project, input.id, step="sign", version=input.version)
    form = Form()
    day = past(form, input.signed_on, "signedOn")
    form.settle()
    await sql.sign(act.connection, id=row["id"], day=day)
    await tell(act, "project.signed", row, {"on": day})
    return ProjectPayload.of(project=row["id"])


@action(scope="projects:write")
async def project_start(act: Act, input: ProjectStartInput) -> ProjectPayload:
    """Begin; refused as long as nothing says by what the project will be measured (mission row F1)."""
    row = await act.find(Project, input.id, step="start", version=input.version)
    form = Form()
    day = past(form, input.started_on, "startedOn")
    form.settle()
    await sql.start(act.connection, id=row["id"], day=day)
    await tell(act, "project.started", row, {"on": day})
    return ProjectPayload.of(project=row["id"])


@action(scope="projects:write")
async def project_note(act: Act, input: ProjectNoteInput) -> ProjectNotePayload:
    """Note down how a project is getting on."""
    row = await act.find(Project, input.id, step="note", version=input.version)
    form = Form()
    text = nobody(form, form.paragraphs(input.text, "text", NOTE), "text")
    if not text:
        form.wrong("REQUIRED", "text")
    day = past(form, input.noted_on, "notedOn")
    form.settle()
    number = await sql.note(act.connection, id=row["id"], person=act.viewer.person, day=day, text=text)
    await tell(act, "project.noted", row, {"on": day})
    return ProjectNotePayload.of(project=row["id"], project_note=number)


@action(scope="projects:write")
async def project_deliver(act: Act, input: ProjectDeliverInput) -> ProjectPayload:
    """Say that everything is done and what it brought; those who needed it rate it now."""
    row = await act.find(Project, input.id, step="deliver", version=input.version)
    form = Form()
    outcome = nobody(form, form.paragraphs(input.outcome, "outcome", OUTCOME), "outcome")
    if not outcome:
        form.wrong("REQUIRED", "outcome")
    people = input.beneficiaries
    if people is not None and not 1 <= people <= BENEFICIARIES:
        form.wrong("PROJECT_BENEFICIARIES", "beneficiaries", limit=f"{BENEFICIARIES:,}")
    day = past(form, input.delivered_on, "deliveredOn")
    form.settle()
    await sql.deliver(act.connection, id=row["id"], day=day, outcome=outcome, beneficiaries=people)
    await tell(act, "project.delivered", row, {"on": day, "beneficiaries": people})
    return ProjectPayload.of(project=row["id"])


@action(scope="projects:write")
async def project_terminate(act: Act, input: ProjectTerminateInput) -> ProjectPayload:
    """Give a project up, with the reason; what was promised for it is free for another project."""
    row = await act.find(Project, input.id, step="terminate", version=input.version)
    reason = reason_of(input)
    await sql.terminate(act.connection, id=row["id"], reason=reason)
    await tell(act, "project.terminated", row, {"reason": reason})
    return ProjectPayload.of(project=row["id"])
