"""What is unfinished at the end of a half-year is carried over into the next: nothing of it is lost, and nothing counts twice."""

import strawberry

from schema.engine.actions import Act, action
from schema.engine.amounts import plainly
from schema.engine.ids import global_id
from schema.engine.mapping import described
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.statements import statements
from schema.projects import ledger
from schema.projects.ledger import project_of, tell
from schema.projects.payloads import ProjectPayload
from schema.projects.rules import following
from schema.projects.types import Project

sql = statements(__file__, "carrying")


@described
@strawberry.input(description="Which project is not finished in its half-year, and why.")
class ProjectCarryOverInput(Reasoned):
    """Which project is not finished in its half-year, and why."""


@action(scope="projects:write")
async def project_carry_over(act: Act, input: ProjectCarryOverInput) -> ProjectPayload:
    """Carry a project over into the next half-year; the answer shows the new one.

    Those who take part, criteria, open stages, demands, open promises and what is left of the award go along. What is done and
    spent stays with this one.
    """
    row = await act.find(Project, input.id, step="carryOver", version=input.version)
    reason = reason_of(input)
    spent = await ledger.sql.spent(act.connection, id=row["id"])
    both = {"id": row["id"], "new": await sql.continue_as(act.connection, id=row["id"], half_year=following(row["half_year"]))}
    await sql.take_along(act.connection, **both)
    matches = [one["match_id"] async for one in sql.let_go(act.connection, id=row["id"])]
    await sql.take_matches(act.connection, new=both["new"], matches=matches)
    await sql.close(act.connection, id=row["id"], reason=reason)
    left = None if row["award"] is None else plainly(row["award"] - spent)
    into = {"into": global_id("project", both["new"]), "half": following(row["half_year"]), "reason": reason, "award": left}
    await tell(act, "project.carried_over", row, into)
    told = {"from": global_id("project", row["id"]), "half": row["half_year"], "award": left}
    await tell(act, "project.continued", await project_of(act, both["new"]), told)
    return ProjectPayload.of(project=both["new"])
