"""How tests of records act: what a unit's record comes to, its entries, and time that has gone by."""

from typing import Any

from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.schema.acting import done, number
from tests.schema.promises import agreed, proposed, put, reported
from tests.schema.registry import UNIT
from tests.story import Story, ask

COUNTS = "mark rule delivered rating cancelled unanswered declined"
ENTRY = "id kind status effect counts rating version viewerSteps"


async def record(engine: Engine, viewer: Viewer, unit: str, select: str = COUNTS) -> Any:
    """What a viewer gets of a unit's record; None where it is not theirs to see."""
    document = f"query($id: ID!) {{ organisation(id: $id) {{ recordMark {{ {select} }} }} }}"
    found = (await ask(engine, document, {"id": unit}, viewer))["organisation"]
    return found and found["recordMark"]


async def mark(engine: Engine, story: Story) -> int:
    """What the unit's record comes to."""
    found: int = (await record(engine, story.manager, story.organisation(UNIT)))["mark"]
    return found


async def entries(engine: Engine, story: Story) -> list[Any]:
    """The entries of the unit's record, the latest first."""
    select = f"entries(first: 100) {{ nodes {{ {ENTRY} }} }}"
    found: list[Any] = (await record(engine, story.manager, story.organisation(UNIT), select))["entries"]["nodes"]
    return found


async def delivered(engine: Engine, story: Story, rating: int) -> str:
    """The id of the entry that a confirmed delivery with this rating leaves."""
    delivery = await reported(engine, story, await agreed(engine, story), "2")
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": rating})
    return await _entry(engine, "delivery_id", number(delivery))


async def declined(engine: Engine, story: Story) -> str:
    """The id of the entry that a declined proposal leaves."""
    match = await proposed(engine, story)
    await done(engine, story.manager, "matchDecline", {"id": match, "reason": "人手不足"})
    return await _entry(engine, "match_id", number(match))


async def cancelled(engine: Engine, story: Story) -> str:
    """The id of the entry that a promise leaves which the unit gives up."""
    match = await agreed(engine, story)
    await done(engine, story.manager, "matchCancel", {"id": match, "reason": "场地装修"})
    return await _entry(engine, "match_id", number(match))


async def unanswered(engine: Engine, story: Story) -> str:
    """The id of the entry that a proposal leaves which nobody answers."""
    match = await proposed(engine, story)
    await silent(engine, match)
    return await _entry(engine, "match_id", number(match))


async def silent(engine: Engine, match: str, days: int = 7) -> None:
    """The hold of a proposal is over after so many days in which nobody answered."""
    moment = "select now() - $1 * interval '1 day'"
    made = await engine.services.pool.fetchval(moment, days + 1)
    await put(engine, match, created_at=made, hold_until=await engine.services.pool.fetchval(moment, 1))


async def aged(engine: Engine, entry: str, age: str) -> None:
    """It happened so long ago."""
    sql = "update record_entry set happened_at = now() - $2::text::interval where id = $1"
    await engine.services.pool.execute(sql, number(entry), age)


async def _entry(engine: Engine, column: str, key: int) -> str:
    found = await engine.services.pool.fetchval(f"select 'record_' || id from record_entry where {column} = $1", key)
    assert found is not None
    return str(found)
