"""How tests of the demand list act: a demand of 吉庆里社区 in any state, and one in the words of somebody hostile."""

from decimal import Decimal
from typing import Any

from api.sample.places import JIQINGLI
from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.schema.acting import done, number
from tests.schema.registry import UNIT
from tests.story import Story


async def category(engine: Engine, code: str, of: str = "DEMAND") -> str:
    """The global id of a class."""
    return f"category_{await engine.services.pool.fetchval('select id from category where list = $1 and code = $2', of, code)}"


async def new_demand(engine: Engine, story: Story, **more: Any) -> dict[str, Any]:
    """What a unit of 吉庆里社区 files."""
    return {
        "organisation": story.organisation(UNIT),
        "category": await category(engine, "PARKING"),
        "area": story.area(JIQINGLI),
        "title": "错时开放停车位",
        "quantity": "20",
        "beneficiaries": 300,
        "origin": "COUNCIL",
    } | more


async def filed(engine: Engine, story: Story, viewer: Viewer | None = None, **more: Any) -> str:
    """The global id of a demand that waits."""
    given = await new_demand(engine, story, **more)
    payload = await done(engine, viewer or story.manager, "demandFile", given, "demand { id }")
    found: str = payload["demand"]["id"]
    return found


async def listed(engine: Engine, story: Story, level: str = "KEY", **more: Any) -> str:
    """The global id of a demand on the list."""
    demand = await filed(engine, story, **more)
    await done(engine, story.coordinator, "demandList", {"id": demand, "level": level})
    return demand


async def put(engine: Engine, demand: str, **columns: Any) -> None:
    """Change a row behind the schema's back, as time or chance might."""
    names = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, 2))
    await engine.services.pool.execute(f"update demand set {names} where id = $1", number(demand), *columns.values())


NUMBERS = ("-1", "0", "0.001", "10000000000", "1e30", "NaN", "Infinity", "-0")
"""Quantities that are none."""
assert all(Decimal(one) is not None for one in NUMBERS)
