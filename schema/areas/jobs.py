"""What the clock does to areas."""

from datetime import date

from schema.areas.tree import Connection, bring_into_effect, lock_tree
from schema.engine.days import today


async def effect_moves(connection: Connection, day: date | None = None) -> int:
    """Put moves into effect whose day has come, today unless given; how many areas changed place. May run again."""
    async with connection.transaction():
        await lock_tree(connection)
        return await bring_into_effect(connection, day or today())
