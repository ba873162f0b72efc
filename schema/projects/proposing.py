"""A project begins: made from promises, from a residents' proposal, or entered by the committee; and what is said of it."""

import dataclasses
from typing import Any

import asyncpg
import strawberry

from schema.engine.actions import Act, action
from schema.engine.days import today
from schema.engine.form import Form, is_given
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.organisations.places import area_for
from schema.projects.entry import Entry, insert, link, read_plain, revise, set_brands
from schema.projects.kinds import ParticipantKind
from schema.projects.ledger import project_of, tell
from schema.projects.payloads import ProjectPayload
from schema.projects.rules import COORDINATOR, half_year_of
from schema.projects.types import Project


@described
@strawberry.input(description="What is to be done.")
class ProjectProposeInput(ActInput):
    """What is to be done."""

    title: str
    """What it is, 2 to 60 characters; no names and numbers of people."""
    area: strawberry.ID
    """Where it is; the area's committee decides."""
    description: str | None = strawberry.UNSET
    """What there is to know about it, at most 2,000 characters; no names and numbers of people."""
    half_year: str | None = strawberry.UNSET
    """For which half-year, such as 2026-H2; the present one unless given."""
    required_kinds: list[ParticipantKind] | None = strawberry.UNSET
    """The kinds of participant that it requires."""
    brands: list[strawberry.ID] | None = None
    """The brands and programmes under which it runs."""
    matches: list[strawberry.ID] | None = None
    """Agreed promises that it carries out; only for coordinators."""
    demands: list[strawberry.ID] | None = None
    """Further demands of the list that it fulfils."""
    residents: bool = False
    """A coordinator enters what residents propose."""


@described
@strawberry.input(description="What changes of a project; what is left out stays.")
class ProjectEditInput(Change):
    """What changes of a project; what is left out stays."""

    title: str | None = strawberry.UNSET
    """What it is."""
    description: str | None = strawberry.UNSET
    """What there is to know about it."""
    half_year: str | None = strawberry.UNSET
    """For which half-year, such as 2026-H2."""
    required_kinds: list[ParticipantKind] | None = strawberry.UNSET
    """The kinds of participant that it requires."""
    brands: list[strawberry.ID] | None = strawberry.UNSET
    """The brands and programmes under which it runs."""


@described
@strawberry.input(description="With what a project is linked besides.")
class ProjectLinkInput(Change):
    """With what a project is linked besides."""

    matches: list[strawberry.ID] | None = None
    """Agreed promises that it carries out."""
    demands: list[strawberry.ID] | None = None
    """Demands of the list that it fulfils."""


@action(scope="projects:write")
async def project_propose(act: Act, input: ProjectProposeInput) -> ProjectPayload:
    """Propose a project; it waits for the committee of its area (mission rows B3 and B11)."""
    area = await area_for(act, input.area)
    origin = _origin(act, input, area)
    form = Form()
    entry = Entry(**{"half_year": half_year_of(today())} | read_plain(form, _without_nulls(input)))
    form.settle()
    place = {"origin": origin, "area_id": area["id"], "area_path": area["path"]}
    number = await insert(act, entry, **place)
    await set_brands(act, number, input.brands)
    linked = await link(act, number, input.matches, input.demands)
    await tell(act, "project.proposed", await project_of(act, number), linked)
    return ProjectPayload.of(project=number)


@action(scope="projects:write")
async def project_edit(act: Act, input: ProjectEditInput) -> ProjectPayload:
    """Change what is said of a project."""
    row = await act.find(Project, input.id, step="edit", version=input.version)
    form = Form()
    before = Entry.of(row)
    after = dataclasses.replace(before, **read_plain(form, input))
    form.settle()
    await revise(act, row["id"], after)
    changes: dict[str, Any] = before.changes_to(after)
    if is_given(input.brands):
        was, now = await set_brands(act, row["id"], input.brands)
        changes |= {"brands": [was, now]} if was != now else {}
    await tell(act, "project.edited", row, {"title": after.title, "changes": changes})
    return ProjectPayload.of(project=row["id"])


@action(scope="projects:write")
async def project_link(act: Act, input: ProjectLinkInput) -> ProjectPayload:
    """Link a project with further promises and demands; whose offer is promised takes part from now on."""
    row = await act.find(Project, input.id, step="link", version=input.version)
    linked = await link(act, row["id"], input.matches, input.demands)
    if not linked:
        raise refuse("REQUIRED", "matches")
    await tell(act, "project.linked", row, linked)
    return ProjectPayload.of(project=row["id"])


def _origin(act: Act, given: ProjectProposeInput, area: asyncpg.Record) -> str:
    """Where it comes from; only the committee makes a project from promises."""
    committee = act.viewer.coordinates(area["path"])
    if given.matches:
        if not committee:
            raise refuse("NOT_ALLOWED", "matches", who=COORDINATOR.called)
        return "MATCHES"
    return "COMMITTEE" if committee and not given.residents else "RESIDENTS"


def _without_nulls(given: Any) -> Any:
    """In something new, null says no more than leaving out."""
    for name in ("description", "half_year", "required_kinds"):
        if getattr(given, name) is None:
            setattr(given, name, strawberry.UNSET)
    return given
