"""What the clock does to areas."""

from datetime import date

import asyncpg

from schema.areas.tree import effect_moves, lock_tree


async def areas_effect_moves(connection: asyncpg.Connection, today: date) -> int:
    """Put moves into effect whose day has come; how many areas changed place. To run daily; may run at any time and again."""
    async with connection.transaction():
        await lock_tree(connection)
        return await effect_moves(connection, today)
