"""Money: what is approved, and what is spent of it. Nothing is stored as a balance; the project's lock makes races safe."""

from datetime import date
from decimal import Decimal

import strawberry

from schema.engine.actions import Act, action
from schema.engine.amounts import plainly
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.projects import ledger
from schema.projects.ledger import nobody, part_of, past, tell
from schema.projects.parts import ProjectSpending
from schema.projects.payloads import ProjectPayload, ProjectSpendingPayload
from schema.projects.rules import AWARD, PURPOSE
from schema.projects.types import Project

sql = statements(__file__, "money")


@described
@strawberry.input(description="How much money is approved for a project.")
class ProjectAwardInput(Change):
    """How much money is approved for a project."""

    award: Decimal
    """In yuan, all in all; not below what has been spent."""


@described
@strawberry.input(description="What was spent for a project.")
class ProjectSpendInput(Change):
    """What was spent for a project."""

    amount: Decimal
    """How much, in yuan."""
    purpose: str
    """For what, at most 200 characters; no names and numbers of people."""
    spent_on: date | None = None
    """When; today unless given."""


@described
@strawberry.input(description="Which entry of spending was wrong, and why.")
class ProjectSpendingVoidInput(Reasoned):
    """Which entry of spending was wrong, and why."""


@action(scope="projects:write")
async def project_award(act: Act, input: ProjectAwardInput) -> ProjectPayload:
    """Approve money for a project, or change how much (mission row B11)."""
    row = await act.find(Project, input.id, step="award", version=input.version)
    form = Form()
    award = input.award
    if not (award.is_finite() and 0 <= award <= AWARD and award == round(award, 2)):
        form.wrong("PROJECT_AWARD", "award", limit=f"{AWARD:,}")
    form.settle()
    spent = await ledger.sql.spent(act.connection, id=row["id"])
    if award < spent:
        raise refuse("PROJECT_AWARD_SPENT", "award", spent=plainly(spent))
    await sql.set_award(act.connection, id=row["id"], award=award)
    await tell(act, "project.awarded", row, {"before": row["award"], "award": award})
    return ProjectPayload.of(project=row["id"])


@action(scope="projects:write")
async def project_spend(act: Act, input: ProjectSpendInput) -> ProjectSpendingPayload:
    """Enter what was spent, within the award; a refusal says what is left."""
    row = await act.find(Project, input.id, step="spend", version=input.version)
    form = Form()
    amount = form.quantity(input.amount, "amount")
    purpose = nobody(form, form.required(input.purpose, "purpose", PURPOSE), "purpose")
    day = past(form, input.spent_on, "spentOn")
    form.settle()
    if row["award"] is None:
        raise refuse("PROJECT_UNFUNDED")
    left = row["award"] - await ledger.sql.spent(act.connection, id=row["id"])
    if amount > left:
        raise refuse("PROJECT_OVERSPENT", "amount", left=plainly(left))
    number = await sql.spend(act.connection, project=row["id"], amount=amount, spent_on=day, purpose=purpose)
    await tell(act, "project.spent", row, {"amount": amount, "purpose": purpose})
    return ProjectSpendingPayload.of(project_spending=number, project=row["id"])


@action(scope="projects:write")
async def project_spending_void(act: Act, input: ProjectSpendingVoidInput) -> ProjectSpendingPayload:
    """Void an entry that was wrong, with the reason; its amount is there again."""
    row, project = await part_of(act, ProjectSpending, input, "void")
    reason = reason_of(input)
    await sql.void(act.connection, id=row["id"], reason=reason)
    await tell(act, "project.unspent", project, {"amount": row["amount"], "reason": reason})
    return ProjectSpendingPayload.of(project_spending=row["id"], project=project["id"])
