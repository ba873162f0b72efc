"""How tests of plans act: a plan that is asked for, the worker's part of it, and what a draft says."""

from datetime import timedelta
from typing import Any

from schema.engine.access import Viewer
from schema.engine.days import today
from schema.engine.reader import Engine
from schema.plans.jobs import advance
from tests.schema.acting import done, number
from tests.schema.promises import pair, shown
from tests.story import Story

STREET = "110105002"
LINE = (
    "id quantity covers day opens status change before learnt refusals rule { kind covers } match { id status }"
    " resource { id title }"
)
DRAFT = (
    f"status run failure served needs(first: 40) {{ nodes {{ missing planned shortfall demand {{ id }} lines {{ {LINE} }} }} }}"
)


def period(days: int = 200) -> dict[str, str]:
    """From today on."""
    return {"firstDay": str(today()), "lastDay": str(today() + timedelta(days=days))}


async def asked(engine: Engine, story: Story, viewer: Viewer | None = None, code: str = STREET, **more: Any) -> str:
    """The id of a plan that nobody has worked on yet."""
    given = {"area": story.area(code), **period(), **more}
    payload = await done(engine, viewer or story.coordinator, "planMake", given, "plan { id }")
    found: str = payload["plan"]["id"]
    return found


async def drafted(engine: Engine, story: Story, **more: Any) -> str:
    """The id of a plan with its first draft."""
    plan = await asked(engine, story, **more)
    assert await advance(engine.services)
    return plan


async def solved_again(engine: Engine, story: Story, plan: str) -> None:
    """Ask once more, and let the worker work."""
    await done(engine, story.coordinator, "planSolve", {"id": plan})
    assert await advance(engine.services)


async def needs_of(engine: Engine, story: Story, plan: str) -> dict[str, Any]:
    """The demands of a draft by id."""
    seen = await shown(engine, story.coordinator, plan, DRAFT)
    return {one["demand"]["id"]: one for one in seen["needs"]["nodes"]}


async def line_of(engine: Engine, story: Story, plan: str, both: dict[str, str]) -> Any:
    """The line of a demand and an offer, or None."""
    need = (await needs_of(engine, story, plan))[both["demand"]]
    return next((line for line in need["lines"] if line["resource"]["id"] == both["resource"]), None)


async def alone(engine: Engine, story: Story, **more: Any) -> dict[str, str]:
    """A demand for 40 hours and an offer of 12 that fits, with nothing else on the lists."""
    for table in ("demand", "resource"):
        await engine.services.pool.execute(f"update {table} set status = 'WITHDRAWN' where status = 'LISTED'")
    return await pair(engine, story, **more)


async def status_of(engine: Engine, plan: str) -> str:
    """How a plan stands, past the contract."""
    found: str = await engine.services.pool.fetchval("select status from plan where id = $1", number(plan))
    return found


async def silence(engine: Engine, plan: str) -> None:
    """Let as much time pass as a worker may be silent, behind the schema's back."""
    await engine.services.pool.execute("update plan set beat_at = now() - interval '1 minute' where id = $1", number(plan))
