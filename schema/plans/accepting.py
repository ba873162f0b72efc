"""Accepting lines of a draft: each becomes a proposal by the very action of the desk; what no longer holds is refused by itself.

A line and its proposal are written in one transaction: no line is proposed twice and none is lost, wherever a worker dies.
"""

import asyncpg
import orjson
import strawberry

from schema.demands.types import Demand
from schema.engine.actions import Act, action, refusal_of
from schema.engine.ids import global_id, number_of
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.refusals import Refused, refuse
from schema.engine.statements import statements
from schema.matching.proposing import MatchProposeInput, promise
from schema.plans.payloads import PlanPayload
from schema.plans.rules import FEW
from schema.plans.types import Plan
from schema.resources.types import Resource

sql = statements(__file__, "accepting")


@described
@strawberry.input(description="Which lines of which plan to accept.")
class PlanAcceptInput(Change):
    """Which lines of which plan to accept."""

    lines: list[strawberry.ID] | None = None
    """The lines; all that can be accepted unless given."""


@action(scope="matching:write")
async def plan_accept(act: Act, input: PlanAcceptInput) -> PlanPayload:
    """Propose the lines of a draft, a few at once and many by the worker; what no longer holds is refused line by line."""
    plan = await act.find(Plan, input.id, step="accept", version=input.version)
    wanted = None if input.lines is None else sorted({number_of(one, "planline") or 0 for one in input.lines})
    chosen = [row async for row in sql.choose(act.connection, plan=plan["id"], lines=wanted, account=act.viewer.account)]
    if wanted and len(chosen) < len(wanted):
        raise refuse("PLAN_LINES", "lines")
    if not chosen:
        raise refuse("PLAN_NOTHING", "lines")
    await act.event("plan.accepted", Plan, plan["id"], area_path=plan["area_path"], data={"count": len(chosen)})
    if len(chosen) > FEW:
        await sql.begin(act.connection, id=plan["id"])
        return PlanPayload.of(plan=plan["id"])
    for line in chosen:
        await propose_line(act, line)
    await finish(act, plan)
    return PlanPayload.of(plan=plan["id"])


async def propose_line(act: Act, line: asyncpg.Record) -> None:
    """Make a proposal of a line; where that is refused, the line says why, and nothing else is undone."""
    given = MatchProposeInput(
        demand=strawberry.ID(global_id("demand", line["demand_id"])),
        resource=strawberry.ID(global_id("resource", line["resource_id"])),
        quantity=line["quantity"],
        covers=line["covers"],
        day=line["day"],
        opens=line["opens"],
    )
    try:
        async with act.connection.transaction():
            match = await _propose(act, given)
    except Refused as refused:
        await _refuse(act, line, refused)
    except asyncpg.IntegrityConstraintViolationError as error:
        await _refuse(act, line, refusal_of(error))
    else:
        await sql.proposed(act.connection, id=line["id"], match=match)


async def _propose(act: Act, given: MatchProposeInput) -> int:
    demand = await act.find(Demand, given.demand, step="propose", path="demand")
    resource = await act.find(Resource, given.resource, path="resource")
    return await promise(act, given, demand, resource, "PROPOSED")


async def _refuse(act: Act, line: asyncpg.Record, refused: Refused) -> None:
    reasons = [{"code": one.code, "path": one.path, "parameters": dict(one.parameters)} for one in refused.reasons]
    await sql.refused(act.connection, id=line["id"], reasons=orjson.dumps(reasons, default=str).decode())


async def finish(act: Act, plan: asyncpg.Record) -> None:
    """All that were chosen have been tried: the plan is a draft again, or done with when nothing of it is left."""
    count = await sql.finish(act.connection, id=plan["id"])
    told = {"proposed": count["proposed"], "refused": count["refused"]}
    await act.event("plan.proposed", Plan, plan["id"], area_path=plan["area_path"], data=told)
