"""Deciding about a draft before it is solved again: pin a line, forbid an offer for a demand, take either back."""

from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import strawberry

from schema.demands.types import Demand
from schema.engine.actions import Act, action
from schema.engine.amounts import plainly
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.matching.ledger import opens_at
from schema.plans.payloads import PlanPayload
from schema.plans.types import Plan, PlanRule
from schema.resources.hours import Hour
from schema.resources.types import Resource

sql = statements(__file__, "editing")


@described
@strawberry.input(description="Which offer is to meet how much of which demand of a plan.")
class PlanPinInput(ActInput):
    """Which offer is to meet how much of which demand of a plan."""

    plan: strawberry.ID
    """The plan."""
    demand: strawberry.ID
    """A demand that it is about."""
    resource: strawberry.ID
    """The offer."""
    covers: Decimal
    """How much of the demand it is to meet, in the demand's unit."""
    day: date | None = None
    """For an offer by openings: on which day."""
    opens: Hour | None = None
    """And the hour at which that opening begins."""


@described
@strawberry.input(description="Which offer is not to serve which demand of a plan.")
class PlanForbidInput(ActInput):
    """Which offer is not to serve which demand of a plan."""

    plan: strawberry.ID
    """The plan."""
    demand: strawberry.ID
    """A demand that it is about."""
    resource: strawberry.ID
    """The offer."""


@described
@strawberry.input(description="Which pin or ban to take back.")
class PlanRuleRemoveInput(ActInput):
    """Which pin or ban to take back."""

    id: strawberry.ID
    """The pin or ban."""


@action(scope="matching:write")
async def plan_pin(act: Act, input: PlanPinInput) -> PlanPayload:
    """Insist on a line with its quantity; the next run plans around it. What was pinned or forbidden there before is replaced."""
    plan, demand, resource = await _sides(act, input)
    form = Form()
    covers = form.quantity(input.covers, "covers")
    by_openings = resource["measure"] != "TOTAL"
    if by_openings != (input.day is not None) or by_openings != (input.opens is not None):
        form.wrong("PLAN_OPENING" if by_openings else "MATCH_NO_OPENING", "day")
    elif input.day and input.opens and not await opens_at(act, resource["id"], input.day, input.opens):
        form.wrong("MATCH_OPENING", "day")
    form.settle()
    at = {"demand": demand["id"], "resource": resource["id"], "day": input.day, "opens": input.opens}
    await sql.lift(act.connection, plan=plan["id"], **at)
    await sql.rule(act.connection, plan=plan["id"], kind="PIN", **at, covers=covers, account=act.viewer.account)
    return await _decided(act, "plan.pinned", plan, demand, resource, {"covers": plainly(covers), "unit": demand["unit"]})


@action(scope="matching:write")
async def plan_forbid(act: Act, input: PlanForbidInput) -> PlanPayload:
    """Keep an offer from serving a demand in the next run; what was pinned of the two is taken back."""
    plan, demand, resource = await _sides(act, input)
    await sql.lift_all(act.connection, plan=plan["id"], demand=demand["id"], resource=resource["id"])
    at = {"demand": demand["id"], "resource": resource["id"], "day": None, "opens": None, "covers": None}
    await sql.rule(act.connection, plan=plan["id"], kind="FORBID", **at, account=act.viewer.account)
    return await _decided(act, "plan.forbade", plan, demand, resource, {})


@action(scope="matching:write")
async def plan_rule_remove(act: Act, input: PlanRuleRemoveInput) -> PlanPayload:
    """Take a pin or a ban back."""
    rule = await act.find(PlanRule, input.id)
    plan = await act.find(Plan, f"plan_{rule['plan_id']}", step="edit")
    demand, resource = await sql.titles(act.connection, demand=rule["demand_id"], resource=rule["resource_id"])
    await sql.remove(act.connection, id=rule["id"])
    await sql.touch(act.connection, id=plan["id"])
    told = {"needed": demand, "offered": resource}
    await act.event("plan.freed", Plan, plan["id"], area_path=plan["area_path"], data=told)
    return PlanPayload.of(plan=plan["id"])


async def _sides(act: Act, given: Any) -> tuple[asyncpg.Record, asyncpg.Record, asyncpg.Record]:
    plan = await act.find(Plan, given.plan, step="edit", path="plan")
    demand = await act.find(Demand, given.demand, path="demand")
    if not await sql.is_in(act.connection, plan=plan["id"], demand=demand["id"]):
        raise refuse("PLAN_NOT_IN", "demand")
    return plan, demand, await act.find(Resource, given.resource, path="resource")


async def _decided(
    act: Act, verb: str, plan: asyncpg.Record, demand: asyncpg.Record, resource: asyncpg.Record, more: dict[str, Any]
) -> PlanPayload:
    await sql.touch(act.connection, id=plan["id"])
    told = {"needed": demand["title"], "offered": resource["title"]} | more
    await act.event(verb, Plan, plan["id"], area_path=plan["area_path"], data=told)
    return PlanPayload.of(plan=plan["id"])
