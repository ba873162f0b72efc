"""Keeping the sums of districts, so that their boards need not read whole lists: done by the clock, from what changed.

Triggers mark in which part of a district a demand, an offer or a promise has changed. A board takes the kept sums of all other
parts and reads the marked ones from the lists, in one snapshot, so it is exact at any moment; the clock counts marked parts anew
and takes their marks away in one transaction, so it may die and run again at any point. What stands depends on the day, too: at
midnight nothing that was kept holds any more.
"""

import asyncpg

from schema.balances.months import KEEP, KEPT
from schema.balances.needs import NEEDS
from schema.balances.periods import latest_months
from schema.balances.supplies import SUPPLIES
from schema.engine.days import today
from schema.engine.services import Services
from schema.engine.statements import statements
from schema.plenaries.half_years import latest

sql = statements(__file__, "keeping")

HALVES = 4
"""Half-years of which sums are kept, the present one first, beside the present month (our default: those that a board offers)."""

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy


def periods() -> list[str]:
    """For which periods sums are kept today."""
    day = today()
    return [*latest(day, HALVES), *latest_months(day.isoformat(), 1), KEPT]


async def keep_sums(services: Services) -> int:
    """Count what is not kept as of today, then the parts in which something changed; returns how much was counted."""
    counted = 0
    for top in [row["path"] async for row in sql.districts(services.pool)]:
        missing = [row["period"] async for row in sql.missing(services.pool, top=top, periods=periods())]
        counted += sum([await _whole(services, top, period) for period in missing])
        if missing:
            await sql.outdate(services.pool, top=top, periods=periods())
        counted += await _parts(services, top)
    return counted


async def _whole(services: Services, top: str, period: str) -> bool:
    """All parts of a district for a period, unless they are kept as of today."""
    async with services.pool.acquire() as connection, connection.transaction():
        await _alone(connection)
        # Before anything is read: a hold that ends meanwhile is looked at again.
        if await sql.begun(connection, top=top, period=period) is None:
            return False
        await sql.forget(connection, top=top, period=period, part=None)
        await _count(connection, top, period, top, f"{top}~")
        return True


async def _parts(services: Services, top: str) -> int:
    """The parts in which something changed, and those where a hold has ended since the last time."""
    async with services.pool.acquire() as connection:
        moment = await connection.fetchval("select now()")
        changed = [row["part"] async for row in sql.changed(connection, top=top)]
    for part in changed:
        async with services.pool.acquire() as connection, connection.transaction():
            await _alone(connection)
            await sql.unmark(connection, top=top, part=part)
            for period in periods():
                await sql.forget(connection, top=top, period=period, part=part)
                low = f"{top}{part}/" if part else top
                await _count(connection, top, period, low, f"{low}~" if part else f"{low} ")
    if changed:
        await sql.seen(services.pool, top=top, moment=moment)
    return len(changed)


async def _count(connection: Connection, top: str, period: str, low: str, high: str) -> None:
    for statement in (KEEP,) if period == KEPT else (NEEDS.keep(), SUPPLIES.keep()):
        await connection.execute(statement, top, period, low, high)


async def _alone(connection: Connection) -> None:
    """Nobody else counts meanwhile, and it may take longer than a page."""
    await connection.execute("set local statement_timeout = '5min'")
    await sql.alone(connection)
