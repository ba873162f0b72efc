"""Asking for a plan: making one, having it solved again, calling it off. The worker does the rest."""

from datetime import date

import strawberry

from schema.engine.actions import Act, action
from schema.engine.days import today
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.organisations.places import area_for
from schema.plans.payloads import PlanPayload
from schema.plans.rules import COORDINATOR, LONGEST
from schema.plans.types import Plan

sql = statements(__file__, "asking")


@described
@strawberry.input(description="For which demands a plan is wanted.")
class PlanMakeInput(ActInput):
    """For which demands a plan is wanted."""

    area: strawberry.ID
    """For those of this area and below."""
    first_day: date
    """For those that are needed by this day or later."""
    last_day: date
    """And by this day or earlier; at most a year later."""


@described
@strawberry.input(description="Which plan to solve again.")
class PlanSolveInput(Change):
    """Which plan to solve again."""


@described
@strawberry.input(description="Which plan to call off.")
class PlanCancelInput(Change):
    """Which plan to call off."""


@action(scope="matching:write")
async def plan_make(act: Act, input: PlanMakeInput) -> PlanPayload:
    """Ask for a plan for the open demands of an area and below; the worker solves it."""
    area = await area_for(act, input.area)
    if not act.viewer.coordinates(area["path"]):
        raise refuse("NOT_ALLOWED", "area", who=COORDINATOR.called)
    form = Form()
    if input.first_day > input.last_day:
        form.wrong("DATE_ORDER", "lastDay")
    elif input.last_day < today() or input.last_day - input.first_day > LONGEST:
        form.wrong("PLAN_PERIOD", "lastDay")
    form.settle()
    period = {"first": input.first_day, "last": input.last_day}
    number = await sql.make(act.connection, area=area["id"], path=area["path"], **period, account=act.viewer.account)
    told = {"area": area["name"], "first": str(input.first_day), "last": str(input.last_day)}
    await act.event("plan.asked", Plan, number, area_path=area["path"], data=told)
    return PlanPayload.of(plan=number)


@action(scope="matching:write")
async def plan_solve(act: Act, input: PlanSolveInput) -> PlanPayload:
    """Have a plan solved again from the lists as they are now, around what has been pinned and forbidden."""
    row = await act.find(Plan, input.id, step="solve", version=input.version)
    run = await sql.again(act.connection, id=row["id"], account=act.viewer.account)
    await act.event("plan.asked_again", Plan, row["id"], area_path=row["area_path"], data={"run": run})
    return PlanPayload.of(plan=row["id"])


@action(scope="matching:write")
async def plan_cancel(act: Act, input: PlanCancelInput) -> PlanPayload:
    """Call a run off; where there was one before, its lines stay."""
    row = await act.find(Plan, input.id, step="cancel", version=input.version)
    await sql.cancel(act.connection, id=row["id"])
    await act.event("plan.cancelled", Plan, row["id"], area_path=row["area_path"])
    return PlanPayload.of(plan=row["id"])
