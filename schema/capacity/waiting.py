"""Waiting lists: a committee puts a demand in line for what is used up; in its turn it takes or passes (mission row N2)."""

from datetime import date
from decimal import Decimal

import asyncpg
import strawberry

from schema.capacity.asking import ask_next, opening_of, sql, tell
from schema.capacity.payloads import WaitPayload
from schema.capacity.types import Wait
from schema.demands.types import Demand
from schema.engine.actions import Act, action
from schema.engine.amounts import plainly
from schema.engine.form import Form
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.payloads import Change
from schema.engine.refusals import Refused, refuse
from schema.matching import ledger
from schema.matching.proposing import MatchProposeInput, promise, unneeded, usable, wanted_of
from schema.resources.hours import Hour
from schema.resources.types import Resource


@described
@strawberry.input(description="Which demand waits for how much of which offer.")
class WaitJoinInput(ActInput):
    """Which demand waits for how much of which offer."""

    demand: strawberry.ID
    """The demand."""
    resource: strawberry.ID
    """The offer."""
    quantity: Decimal
    """How much of the offer it wants, in its unit; it is asked once as much is free."""
    covers: Decimal | None = None
    """How much of the demand that meets, in its unit; the same number unless given, where both are counted in one unit."""
    day: date | None = None
    """For an offer by openings: on which day."""
    opens: Hour | None = None
    """And the hour at which that opening begins."""


@described
@strawberry.input(description="Which place on a waiting list to give up.")
class WaitLeaveInput(Change):
    """Which place on a waiting list to give up."""


@described
@strawberry.input(description="Whose turn to take, and how much of it.")
class WaitTakeInput(Change):
    """Whose turn to take, and how much of it."""

    quantity: Decimal | None = None
    """How much of the offer; what is held unless given."""
    covers: Decimal | None = None
    """How much of the demand that meets; what was said on joining unless given."""
    note: str | None = None
    """What there is to say to the unit, at most 500 characters."""


@described
@strawberry.input(description="Whose turn to pass to the next in line.")
class WaitPassInput(Change):
    """Whose turn to pass to the next in line."""


@action(scope="matching:write")
async def wait_join(act: Act, input: WaitJoinInput) -> WaitPayload:
    """Put a demand on the waiting list of an offer, or of one of its openings, of which less is free than it wants.

    First come, first served. Whoever wants more than gets free is passed over until enough is free (our default).
    """
    demand = await act.find(Demand, input.demand, step="propose", path="demand")
    resource = await act.find(Resource, input.resource, path="resource")
    pair = await usable(act, demand, resource)
    if pair["waited"]:
        await ask_next(act, resource)
    needing, offered, wanted = await wanted_of(act, Form(), input, demand["id"], resource["id"])
    if reasons := unneeded(needing, offered, wanted):
        raise Refused(*reasons)
    if wanted["quantity"] <= offered["free"]:
        raise refuse("WAIT_NOT_NEEDED", "quantity", left=plainly(offered["free"]), unit=offered["unit"])
    # More than the whole would never be free: of an opening, what is taken out of it by corrections counts too.
    if wanted["quantity"] > offered["quantity"]:
        raise refuse("WAIT_TOO_MUCH", "quantity", whole=plainly(offered["quantity"]), unit=offered["unit"])
    sides = {"demand": demand["id"], "resource": resource["id"]}
    if await sql.matched(act.connection, **sides, day=input.day, opens=input.opens):
        raise refuse("MATCH_OPEN_ALREADY", "resource")
    number = await sql.join(act.connection, **sides, **wanted, account=act.viewer.account)
    await tell(act, "wait.joined", await sql.place(act.connection, id=number), demand, resource)
    return WaitPayload.of(wait=number, **sides)


@action(scope="matching:write")
async def wait_leave(act: Act, input: WaitLeaveInput) -> WaitPayload:
    """Give up a place on a waiting list before it is asked."""
    return await _end(act, input, "leave", "LEFT", "wait.left")


@action(scope="matching:write")
async def wait_pass(act: Act, input: WaitPassInput) -> WaitPayload:
    """Pass one's turn: what was held is offered to the next in line."""
    return await _end(act, input, "pass", "PASSED", "wait.passed")


@action(scope="matching:write")
async def wait_take(act: Act, input: WaitTakeInput) -> WaitPayload:
    """Take one's turn: what is held for the demand becomes a proposal to the unit, held for its answer."""
    _, _, row = await _sides(act, input, "take")
    demand = await act.find(Demand, strawberry.ID(f"demand_{row['demand_id']}"), step="propose")
    resource = await act.find(Resource, strawberry.ID(f"resource_{row['resource_id']}"))
    given = MatchProposeInput(
        demand=input.id,
        resource=input.id,
        quantity=row["quantity"] if input.quantity is None else input.quantity,
        covers=row["covers"] if input.covers is None else input.covers,
        note=input.note,
        **opening_of(row),
    )
    match = await promise(act, given, demand, resource, "PROPOSED")
    return WaitPayload.of(wait=row["id"], match=match, demand=row["demand_id"], resource=row["resource_id"])


async def _end(act: Act, given: Change, step: str, status: str, verb: str) -> WaitPayload:
    demand, resource, row = await _sides(act, given, step)
    await sql.end(act.connection, id=row["id"], status=status)
    await tell(act, verb, row, demand, resource)
    if step == "pass":
        await ask_next(act, resource)
    return WaitPayload.of(wait=row["id"], demand=row["demand_id"], resource=row["resource_id"])


async def _sides(act: Act, given: Change, step: str) -> tuple[asyncpg.Record, asyncpg.Record, asyncpg.Record]:
    """What waits, what for, and the place itself, locked in the order in which everybody locks them."""
    found = await sql.sides(act.connection, id=number_of(given.id, "wait"))
    if found is None:
        raise refuse("NOT_FOUND", "id")
    demand = await ledger.sql.demand(act.connection, id=found["demand_id"])
    resource = await ledger.sql.resource(act.connection, id=found["resource_id"], **opening_of(found))
    return demand, resource, await act.find(Wait, given.id, step=step, version=given.version)
