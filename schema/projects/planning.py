"""Planning a project: by what it is measured, and in which stages it is done."""

from datetime import date
from typing import Any

import strawberry

from schema.engine.actions import Act, action
from schema.engine.form import Form, is_given
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.projects.ledger import nobody, part_of, past, tell
from schema.projects.parts import ProjectStage
from schema.projects.payloads import ProjectPayload, ProjectStagePayload
from schema.projects.rules import CRITERIA, CRITERION, STAGE, STAGES
from schema.projects.types import Project

sql = statements(__file__, "planning")


@described
@strawberry.input(description="By what a project is to be measured.")
class ProjectCriteriaInput(Change):
    """By what a project is to be measured."""

    criteria: list[str]
    """1 to 20 texts of at most 200 characters; they replace what was there."""


@described
@strawberry.input(description="A stage of a project.")
class ProjectStageAddInput(Change):
    """A stage of a project, which is named by its id."""

    name: str
    """What is done in it, at most 60 characters."""
    starts_on: date
    """Its first day."""
    ends_on: date
    """Its last day."""


@described
@strawberry.input(description="What changes of a stage; what is left out stays.")
class ProjectStageEditInput(Change):
    """What changes of a stage; what is left out stays."""

    name: str | None = strawberry.UNSET
    """What is done in it."""
    starts_on: date | None = strawberry.UNSET
    """Its first day."""
    ends_on: date | None = strawberry.UNSET
    """Its last day."""


@described
@strawberry.input(description="Which stage is done.")
class ProjectStageFinishInput(Change):
    """Which stage is done."""

    done_on: date | None = None
    """When; today unless given."""


@described
@strawberry.input(description="Which stage to take out.")
class ProjectStageRemoveInput(Change):
    """Which stage to take out."""


@action(scope="projects:write")
async def project_criteria(act: Act, input: ProjectCriteriaInput) -> ProjectPayload:
    """Say by what a project will be measured; only before it begins (mission row F1)."""
    row = await act.find(Project, input.id, step="criteria", version=input.version)
    form = Form()
    texts = [nobody(form, form.required(one, "criteria", CRITERION), "criteria") for one in input.criteria[: CRITERIA + 1]]
    if not 1 <= len(texts) <= CRITERIA:
        form.wrong("PROJECT_CRITERIA", "criteria", limit=CRITERIA)
    form.settle()
    await sql.clear_criteria(act.connection, id=row["id"])
    await sql.set_criteria(act.connection, id=row["id"], criteria=texts)
    await tell(act, "project.measured", row, {"count": len(texts), "criteria": texts})
    return ProjectPayload.of(project=row["id"])


@action(scope="projects:write")
async def project_stage_add(act: Act, input: ProjectStageAddInput) -> ProjectStagePayload:
    """Add a stage to a project."""
    row = await act.find(Project, input.id, step="stage", version=input.version)
    form = Form()
    values = _read(form, input, {})
    form.settle()
    if await sql.stages(act.connection, id=row["id"]) >= STAGES:
        raise refuse("PROJECT_STAGES", limit=STAGES)
    number = await sql.add_stage(act.connection, project=row["id"], **values)
    await tell(act, "project.staged", row, {"stage": values["name"]})
    return ProjectStagePayload.of(project_stage=number, project=row["id"])


@action(scope="projects:write")
async def project_stage_edit(act: Act, input: ProjectStageEditInput) -> ProjectStagePayload:
    """Change a stage that is not done."""
    row, project = await part_of(act, ProjectStage, input, "edit")
    form = Form()
    before = {name: row[name] for name in ("name", "starts_on", "ends_on")}
    after = _read(form, input, before)
    form.settle()
    await sql.edit_stage(act.connection, id=row["id"], **after)
    changes = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    await tell(act, "project.restaged", project, {"stage": after["name"], "changes": changes})
    return ProjectStagePayload.of(project_stage=row["id"], project=project["id"])


@action(scope="projects:write")
async def project_stage_finish(act: Act, input: ProjectStageFinishInput) -> ProjectStagePayload:
    """Say that a stage is done."""
    row, project = await part_of(act, ProjectStage, input, "finish")
    form = Form()
    day = past(form, input.done_on, "doneOn")
    form.settle()
    await sql.finish_stage(act.connection, id=row["id"], day=day)
    await tell(act, "project.stage_done", project, {"stage": row["name"], "on": day})
    return ProjectStagePayload.of(project_stage=row["id"], project=project["id"])


@action(scope="projects:write")
async def project_stage_remove(act: Act, input: ProjectStageRemoveInput) -> ProjectStagePayload:
    """Take out a stage that is not done."""
    row, project = await part_of(act, ProjectStage, input, "remove")
    await sql.remove_stage(act.connection, id=row["id"])
    await tell(act, "project.stage_removed", project, {"stage": row["name"]})
    return ProjectStagePayload.of(project=project["id"])


def _read(form: Form, given: Any, present: dict[str, Any]) -> dict[str, Any]:
    """The columns of a stage, with what is given in place of what is there."""
    values = dict(present)
    if is_given(given.name):
        values["name"] = nobody(form, form.required(given.name, "name", STAGE), "name")
    for name, path in (("starts_on", "startsOn"), ("ends_on", "endsOn")):
        if is_given(getattr(given, name)):
            values[name] = getattr(given, name)
            if values[name] is None:
                form.wrong("REQUIRED", path)
    if values["starts_on"] and values["ends_on"] and values["ends_on"] < values["starts_on"]:
        form.wrong("PROJECT_DAYS", "endsOn")
    return values
