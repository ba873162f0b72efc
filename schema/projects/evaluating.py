"""What became of a project: rated by those who needed it, compared with its criteria, written off (评议、销号)."""

import asyncpg
import strawberry

from schema.engine.access import Viewer
from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.projects.ledger import nobody, tell
from schema.projects.payloads import ProjectPayload
from schema.projects.rules import BEST, WORDS
from schema.projects.types import Project

sql = statements(__file__, "evaluating")


@described
@strawberry.input(description="How those who needed a project find what came of it.")
class ProjectRateInput(Change):
    """How those who needed a project find what came of it."""

    rating: int
    """1 to 5, the best."""
    words: str | None = None
    """In words, at most 500 characters; no names and numbers of people."""


@described
@strawberry.input(description="Whether a criterion is met.")
class ProjectComparison:
    """Whether a criterion is met."""

    criterion: strawberry.ID
    """The criterion."""
    met: bool
    """Whether it is met."""
    note: str | None = None
    """What there is to say about it, at most 500 characters."""


@described
@strawberry.input(description="What came of a project, criterion by criterion.")
class ProjectCompareInput(Change):
    """What came of a project, criterion by criterion."""

    results: list[ProjectComparison]
    """Every criterion once."""


@described
@strawberry.input(description="Which project to write off.")
class ProjectWriteOffInput(Change):
    """Which project to write off."""


@action(scope="projects:write")
async def project_rate(act: Act, input: ProjectRateInput) -> ProjectPayload:
    """Rate what came of a project, for all demands of it that are one's own; nobody rates their own work."""
    row = await act.find(Project, input.id, step="rate", version=input.version)
    form = Form()
    words = nobody(form, form.paragraphs(input.words, "words", WORDS), "words")
    if not 1 <= input.rating <= BEST:
        form.wrong("PROJECT_RATING", "rating")
    form.settle()
    demands = await _own_demands(act, row["id"])
    given = {"account": act.viewer.account, "rating": input.rating, "words": words}
    await sql.rate(act.connection, id=row["id"], demands=demands, **given)
    await sql.evaluated(act.connection, id=row["id"])
    await tell(act, "project.rated", row, {"rating": input.rating})
    return ProjectPayload.of(project=row["id"])


@action(scope="projects:write")
async def project_compare(act: Act, input: ProjectCompareInput) -> ProjectPayload:
    """Compare what came of a project with every criterion that was fixed before (mission row F1)."""
    row = await act.find(Project, input.id, step="compare", version=input.version)
    form = Form()
    known = [one["id"] async for one in sql.criteria(act.connection, id=row["id"])]
    numbers = [number_of(one.criterion, "criterion") for one in input.results]
    if sorted(number or 0 for number in numbers) != known:
        form.wrong("PROJECT_CRITERION_UNKNOWN", "results")
    notes = [nobody(form, form.paragraphs(one.note, "results", WORDS), "results") for one in input.results]
    form.settle()
    met = [one.met for one in input.results]
    await sql.compare(act.connection, id=row["id"], ids=numbers, met=met, notes=notes)
    await tell(act, "project.compared", row, {"met": sum(met), "count": len(met)})
    return ProjectPayload.of(project=row["id"])


@action(scope="projects:write")
async def project_write_off(act: Act, input: ProjectWriteOffInput) -> ProjectPayload:
    """Write a project off (销号): rated, compared with its criteria, and nothing of what was promised still open."""
    row = await act.find(Project, input.id, step="writeOff", version=input.version)
    if waiting := await sql.open_matches(act.connection, id=row["id"]):
        raise refuse("PROJECT_MATCH_OPEN", count=waiting)
    await sql.write_off(act.connection, id=row["id"])
    await tell(act, "project.written_off", row)
    return ProjectPayload.of(project=row["id"])


async def _own_demands(act: Act, project: int) -> list[int | None]:
    """The demands for which the viewer speaks and nobody has yet; the project as a whole where it fulfils none."""
    if not await sql.demands(act.connection, id=project):
        return [None]
    found = [one["id"] async for one in sql.sides(act.connection, id=project) if _speaks_for(act.viewer, one)]
    if not found:
        raise refuse("PROJECT_RATED")
    return list(found)


def _speaks_for(viewer: Viewer, demand: asyncpg.Record) -> bool:
    """Whether the viewer files a demand, or is of its committee where nobody else can speak for it.

    The Python twin of the party that may rate (rules.py).
    """
    filer = demand["organisation_id"] in viewer.managed or demand["account_id"] == viewer.account
    without = demand["own_work"] or (demand["organisation_id"] is None and demand["account_id"] is None)
    return filer or (without and viewer.coordinates(demand["area_path"]))
