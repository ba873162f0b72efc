"""Why this, and why not that: the offers that a demand of a plan had, what kept it from them, and the price of insisting on one.

Answered from the inputs and the solution that are kept with the run, by the solver's own account, while no row is locked.
"""

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
import strawberry

from schema.demands.types import Demand
from schema.engine.access import Viewer
from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.refusals import refuse
from schema.engine.services import Services
from schema.engine.statements import statements
from schema.plans.drafting import amount
from schema.plans.keeping import found_in, inflated, unpacked
from schema.plans.payloads import PlanPayload
from schema.plans.pricing import Price, price
from schema.plans.problem import LotKey, Pin, Problem, hundredths
from schema.plans.reasons import Alternative, alternatives
from schema.plans.rules import ALTERNATIVES, EFFECTS
from schema.plans.solution import Solution
from schema.plans.types import Plan, PlanAlternative

sql = statements(__file__, "explaining")


@dataclass(frozen=True, slots=True)
class Kept:
    """A run as it is kept."""

    run: int
    problem: Problem
    solution: Solution


@described
@strawberry.input(description="About which demand of a plan one asks why it is served so.")
class PlanExplainInput(ActInput):
    """About which demand of a plan one asks why it is served so."""

    plan: strawberry.ID
    """The plan."""
    demand: strawberry.ID
    """The demand."""


@described
@strawberry.input(description="What it would cost to insist on an offer.")
class PlanPriceInput(ActInput):
    """What it would cost to insist on an offer."""

    alternative: strawberry.ID
    """The offer, as one that the demand had."""
    covers: Decimal
    """How much of the demand it is to meet, in the demand's unit."""


async def _explain(services: Services, viewer: Viewer, given: PlanExplainInput) -> tuple[int, tuple[Alternative, ...]] | None:
    kept = await _kept(services, number_of(given.plan, "plan"))
    demand = number_of(given.demand, "demand")
    if kept is None or demand not in {one.number for one in kept.problem.needs}:
        return None
    return kept.run, await asyncio.to_thread(alternatives, kept.problem, kept.solution, demand)


@action(scope="matching:write", before=_explain)
async def plan_explain(act: Act, input: PlanExplainInput) -> PlanPayload:
    """Say which offers a demand of a draft had, and what kept it from each; shown with the demand from then on."""
    plan = await act.find(Plan, input.plan, step="explain", path="plan")
    demand = await act.find(Demand, input.demand, path="demand")
    if act.ready is None:
        raise refuse("PLAN_NOT_IN", "demand")
    run, found = act.ready
    rows = [_row(place, one) for place, one in enumerate(found[:ALTERNATIVES])]
    await sql.clear(act.connection, plan=plan["id"], demand=demand["id"])
    await sql.tell(act.connection, plan=plan["id"], run=run, demand=demand["id"], rows=_json(rows))
    told = {"needed": demand["title"]}
    await act.event("plan.explained", Plan, plan["id"], area_path=plan["area_path"], data=told)
    return PlanPayload.of(plan=plan["id"])


async def _price(services: Services, viewer: Viewer, given: PlanPriceInput) -> Price | None:
    row = await services.pool.fetchrow(
        "select plan_id, demand_id, resource_id, day, to_char(opens, 'HH24:MI') as opens from plan_alternative where id = $1",
        number_of(given.alternative, "planalternative"),
    )
    kept = await _kept(services, row["plan_id"]) if row else None
    if row is None or kept is None or not given.covers.is_finite() or not 0 < given.covers < Decimal(10) ** 10:
        return None
    pin = Pin(row["demand_id"], LotKey(row["resource_id"], row["day"], row["opens"]), hundredths(given.covers))
    return await asyncio.to_thread(price, kept.problem, kept.solution, pin)


@action(scope="matching:write", before=_price)
async def plan_price(act: Act, input: PlanPriceInput) -> PlanPayload:
    """Say what a plan would lose if people insisted on an offer for a demand, and which demands would get less."""
    row = await act.find(PlanAlternative, input.alternative, path="alternative")
    plan = await act.find(Plan, f"plan_{row['plan_id']}", step="explain")
    form = Form()
    covers = form.quantity(input.covers, "covers")
    form.settle()
    if act.ready is None:
        raise refuse("STEP_NOT_POSSIBLE")
    found: Price = act.ready
    clash = found.conflicts[0].code.value if found.conflicts else None
    losses = [{"demand": one.need, "before": one.before, "after": one.after} for one in found.needs[:EFFECTS]]
    points = None if clash else Decimal(f"{found.points:.4f}")
    await sql.priced(act.connection, id=row["id"], tried=covers, points=points, clash=clash, losses=_json(losses))
    titles = await sql.titles(act.connection, demand=row["demand_id"], resource=row["resource_id"])
    await act.event(
        "plan.priced",
        Plan,
        plan["id"],
        area_path=plan["area_path"],
        data={"needed": titles["needed"], "offered": titles["offered"]},
    )
    return PlanPayload.of(plan=plan["id"])


async def _kept(services: Services, plan: int | None) -> Kept | None:
    row: Any = await sql.kept(services.pool, id=plan)
    if row is None:
        return None
    return Kept(row["run"], unpacked(inflated(row["content"])), found_in(inflated(row["solution"])))


def _row(place: int, one: Alternative) -> dict[str, Any]:
    rival = one.rivals[0] if one.rivals else None
    return {
        "place": place,
        "resource": one.lot.resource,
        "day": one.lot.day,
        "opens": one.lot.opens,
        "score": one.score,
        "covers": amount(one.quantity),
        "left_over": amount(one.left),
        "obstacle": one.obstacle.value,
        "rival": rival.need if rival else None,
        "ahead": [code.value for code in rival.ahead] if rival else [],
    }


def _json(rows: list[dict[str, Any]]) -> str:
    return orjson.dumps(rows, default=str).decode()
