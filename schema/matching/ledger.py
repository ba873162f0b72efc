"""What is promised of a resource and for a demand: read under a lock, and kept from being taken away unseen.

Nothing of it is stored as a balance: what is free is the quantity without the promises that stand (mission section 4, 2 and 3).
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg

from schema.engine.actions import Act
from schema.engine.amounts import plainly
from schema.engine.refusals import refuse
from schema.engine.statements import statements

sql = statements(__file__, "ledger")


async def standing(act: Act, resource: int | None = None, demand: int | None = None) -> list[asyncpg.Record]:
    """The matches of a resource or a demand that are not over."""
    return [match async for match in sql.standing(act.connection, resource=resource, demand=demand)]


async def resource_stays(act: Act, row: asyncpg.Record, quantity: Decimal, unit: str, measure: str) -> None:
    """A changed offer still holds what was promised of it. Raises a refusal that says how much that is."""
    if await standing(act, resource=row["id"]) and (measure != row["measure"] or unit != row["unit"]):
        raise refuse("RESOURCE_MEASURE_PROMISED", "measure" if measure != row["measure"] else "unit")
    used = await sql.used(act.connection, id=row["id"])
    if quantity < used:
        raise refuse("RESOURCE_PROMISED", "quantity", used=plainly(used), unit=row["unit"])


async def openings_stay(act: Act, number: int) -> None:
    """Each opening that was promised is still there after the windows changed. Raises a refusal that says which is not."""
    for match in await standing(act, resource=number):
        if match["day"] is not None and not await opens_at(act, number, match["day"], match["opens"]):
            raise refuse("RESOURCE_OPENING_PROMISED", "windows", day=match["day"].isoformat())


async def nothing_stands(act: Act, code: str, *, resource: int | None = None, demand: int | None = None) -> None:
    """No match of a resource or a demand is under way. Raises a refusal with this code that says how many are."""
    if found := await standing(act, resource, demand):
        raise refuse(code, count=len(found))


async def holds_end(act: Act, *, resource: int | None = None, demand: int | None = None) -> None:
    """Open proposals are held no longer than the offer and the demand stand, after one of them has changed."""
    await sql.shorten(act.connection, resource=resource, demand=demand)


async def demand_stays(act: Act, row: asyncpg.Record, quantity: Decimal, unit: str) -> None:
    """A changed demand still needs what was promised to it. Raises a refusal that says how much that is."""
    covered: Decimal = await sql.covered(act.connection, id=row["id"])
    if covered and unit != row["unit"]:
        raise refuse("DEMAND_UNIT_PROMISED", "unit")
    if quantity < covered:
        raise refuse("DEMAND_PROMISED", "quantity", covered=plainly(covered), unit=row["unit"])


async def opens_at(act: Act, resource: int, day: date, opens: str) -> bool:
    """Whether a resource has an opening on a day that begins at an hour."""
    found: bool = await sql.opens_at(act.connection, resource=resource, day=day, opens=opens)
    return found


def concerned(*rows: Any) -> Sequence[int]:
    """The organisations behind a demand and a resource."""
    return sorted({row["organisation_id"] for row in rows if row["organisation_id"]})
