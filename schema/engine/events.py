"""The ledger's readers: each keeps its own place, reads in commit order, and never passes a transaction still running.

Numbers are handed out before a transaction commits, so that of two events the later number may become visible first. A reader
therefore takes only events whose transaction is older than every one still running; what it leaves comes next time. Whoever
handles events must bear to see one twice: the place is kept in the transaction that handled it.
"""

from collections.abc import Awaitable, Callable

import asyncpg

CHANNEL = "gongzhi_event"
"""Where PostgreSQL tells of new events; the payload is the event's number."""
PASSING = "gongzhi_passing"
"""Where PostgreSQL tells of what is no event, such as how far a job is: JSON with the ``type`` and ``number`` of a row, and
whom it concerns: an ``account``, or those who coordinate an ``area_path``."""

HORIZON = "pg_snapshot_xmin(pg_current_snapshot())"
"""SQL: the oldest transaction that still runs. What those before it wrote is all there, in an order that stays."""

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy
Handle = Callable[[Connection, list[asyncpg.Record]], Awaitable[None]]

_PLACE = "select xid::text as xid, event_id from event_reader where name = $1 for update skip locked"
# ORDER BY names the table, because a bare xid would be the text that is selected, and as text 999 follows 1000.
_NEXT = f"""
select id, at, xid::text as xid, account_id, via, verb, subject_type, subject_id, area_path, organisation_ids, data
from event
where (xid, id) > ($1::text::xid8, $2) and xid < {HORIZON}
order by event.xid, event.id
limit $3
"""


async def read_on(pool: asyncpg.Pool, reader: str, handle: Handle, limit: int = 500) -> int:
    """Let ``handle`` do the next events of a reader, in one transaction with the reader's new place; returns how many.

    Zero also when another process is reading under that name.
    """
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("insert into event_reader (name) values ($1) on conflict do nothing", reader)
        place = await connection.fetchrow(_PLACE, reader)
        if place is None:
            return 0
        found = await connection.fetch(_NEXT, place["xid"], place["event_id"], limit)
        if found:
            await handle(connection, found)
            last = found[-1]
            await connection.execute(
                "update event_reader set xid = $2::text::xid8, event_id = $3, read_at = now() where name = $1",
                *(reader, last["xid"], last["id"]),
            )
        return len(found)
