"""What the clock does for attachments: erase uploads that nobody attached, and bytes that nothing refers to any more."""

from schema.attachments.limits import GRACE, ORPHANED
from schema.engine.services import Services
from schema.engine.statements import statements

sql = statements(__file__, "jobs")


async def erase_unused(services: Services) -> int:
    """Erase what nobody needs; returns how many stored files went.

    A file is erased from the store while its row is locked and about to go. Whoever stores the same content at that moment waits
    for the row, writes it anew and stores the bytes again; whoever is killed here leaves the row, and the next hour finds it.
    """
    erased = 0
    async with services.pool.acquire() as connection:
        async with connection.transaction():
            await sql.take_time(connection)
            await sql.forget_uploads(connection)
            await sql.let_go(connection, grace=GRACE)
            await sql.keep(connection, orphaned=ORPHANED)
        while True:
            async with connection.transaction():
                await sql.take_time(connection)
                found = [row["digest"] async for row in sql.orphans(connection, orphaned=ORPHANED)]
                for digest in found:
                    await services.store.erase(digest)
            if not found:
                return erased
            erased += len(found)
