"""The tree of areas: where each one stands, from which day, and how a move takes everything below along.

``area_parentage`` holds every period, past and to come; ``area.path`` and the paths of what lies in an area are today's. What
happened before a move keeps its path: events are never touched.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import asyncpg
import orjson
from asyncpg.pool import PoolConnectionProxy

from schema.engine.statements import statements

Connection = asyncpg.Connection | PoolConnectionProxy
"""A connection of its own or one lent by a pool."""

sql = statements(__file__, "tree")


async def lock_tree(connection: Connection) -> None:
    """Wait until nobody else changes the tree; held until the transaction ends."""
    await sql.lock_tree(connection)


async def add_areas(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> dict[str, asyncpg.Record]:
    """Insert areas below parents that exist, with their place in the tree; by code: number and path."""
    made = sql.add(connection, rows=orjson.dumps(list(rows)).decode())
    return {row["code"]: row async for row in made}


async def last_place(connection: Connection, area: int) -> asyncpg.Record:
    """Below which parent the area stands after its last move known, and since when."""
    found: asyncpg.Record = await sql.last_place(connection, area=area)
    return found


async def replace_places(connection: Connection, area: int, parent: int, day: date) -> bool:
    """Let the area stand below ``parent`` from ``day`` on, a day after its last move, with everything below it.

    False, and nothing done, when the parent does not exist on that day.
    """
    found = await sql.places_after(connection, area=area, parent=parent, day=day)
    if found["begins"] != day:
        return False
    await sql.cut_places(connection, area=area, places=found["places"], day=day)
    await sql.set_places(connection, places=found["places"])
    await sql.touch(connection, area=area)
    return True


async def bring_into_effect(connection: Connection, day: date, below: str = "") -> int:
    """Bring today's paths of areas, and of what lies in them, in line with their periods; how many areas changed place.

    ``below`` limits it to the areas at or below a path. Statement by statement, because each must see what was registered
    in an area while the one before waited for it.
    """
    moved = [row["id"] async for row in sql.effect_areas(connection, day=day, below=below)]
    if moved:
        await sql.effect_organisations(connection, moved=moved)
        await sql.effect_committees(connection, moved=moved)
        await sql.effect_zones(connection, moved=moved)
        await sql.effect_resources(connection, moved=moved)
        await sql.effect_demands(connection, moved=moved)
        await sql.effect_projects(connection, moved=moved)
    return len(moved)


async def concerned(connection: Connection, areas: Iterable[int | None]) -> list[int]:
    """The organisations of these areas' committees, whom a change there concerns."""
    wanted = [area for area in areas if area is not None]
    return [row["organisation_id"] async for row in sql.committees_at(connection, areas=wanted)]
