"""Asking whoever is first in line, as soon as enough is free (mission row N2).

It is done by the clock, and by whoever proposes something of an offer for which others wait, before they do: so nobody is
overtaken between the moment in which something gets free and the next turn of the clock. All under the offer's lock.
"""

from typing import Any

from schema.capacity.rules import HOLD
from schema.capacity.types import Wait
from schema.engine.access import Viewer
from schema.engine.actions import Act
from schema.engine.amounts import plainly
from schema.engine.services import Services
from schema.engine.statements import statements

sql = statements(__file__, "asking")


async def ask_next(act: Act, resource: Any) -> int:
    """Ask those in line for an offer, which is locked, for whom enough is free; returns how many were asked."""
    clock = Act(Viewer(via="job"), act.connection, act.services, verbs=act.verbs)
    async for row in sql.lapse(act.connection, resource=resource["id"]):
        await tell(clock, "wait.expired", row, row, resource)
    asked = 0
    for number in [row["id"] async for row in sql.line(act.connection, resource=resource["id"])]:
        row = await sql.ask(act.connection, id=number, hold=HOLD)
        if row is not None:
            await tell(clock, "wait.asked", row, row, resource)
            asked += 1
    return asked


async def ask_on(services: Services) -> int:
    """Ask wherever something got free; returns how many were asked. Finds its own work and may run again."""
    asked = 0
    for found in [row["resource_id"] async for row in sql.due(services.pool)]:
        async with services.pool.acquire() as connection, connection.transaction():
            act = Act(Viewer(via="job"), connection, services)  # type: ignore[arg-type]
            asked += await ask_next(act, await sql.lock(connection, resource=found))
    return asked


async def give_way(act: Act, given: Any, demand: Any, resource: Any) -> int | None:
    """Before something of an offer is promised to a demand: whoever is first in line is asked.

    Where that is the demand itself, it takes what is held for it: the number of its place is returned.
    """
    await ask_next(act, resource)
    opening = {"day": given.day, "opens": given.opens}
    row = await sql.take(act.connection, demand=demand["id"], resource=resource["id"], **opening)
    if row is None:
        return None
    await tell(act, "wait.taken", row, demand, resource)
    return int(row["id"])


async def end_line(act: Act, resource: Any) -> None:
    """Nobody waits for an offer that is withdrawn; those who did are told."""
    for row in [row async for row in sql.end_all(act.connection, resource=resource["id"])]:
        await tell(act, "wait.ended", row, row, resource)


async def became(act: Act, number: int, match: int) -> None:
    """Note the proposal that came of a place on a waiting list."""
    await sql.became(act.connection, id=number, match=match)


def opening_of(row: Any) -> dict[str, Any]:
    """The opening of a row: its day, and the hour as the contract writes it."""
    return {"day": row["day"], "opens": f"{row['opens']:%H:%M}" if row["opens"] is not None else None}


async def tell(act: Act, verb: str, wait: Any, demand: Any, resource: Any) -> None:
    """Append to the ledger what happened to a place on a waiting list."""
    data = {
        "demand": f"demand_{wait['demand_id']}",
        "resource": f"resource_{wait['resource_id']}",
        "needed": demand["title"],
        "offered": resource["title"],
        "unit": resource["unit"],
        "quantity": plainly(wait["quantity"]),
    }
    opening = opening_of(wait) if wait["day"] else {}
    organisations = [demand["organisation_id"]] if demand["organisation_id"] else []
    place = {"area_path": demand["area_path"], "organisations": organisations}
    await act.event(verb, Wait, wait["id"], **place, data=data | opening)
