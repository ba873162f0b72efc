"""Whoever is first in line is asked by the clock: once, whoever is killed over it, and those who watch the demand are told."""

import asyncio
from collections.abc import Callable
from typing import Any

from schema.capacity.asking import ask_on
from schema.engine.reader import Engine
from tests.jobs.test_upkeep import LIVES, Start, eventually, start
from tests.schema.acting import done, number
from tests.schema.books import disagreeing
from tests.schema.promises import shown
from tests.schema.telling import told_all
from tests.schema.test_waits import another, joined, line, used_up
from tests.story import Story

__all__ = ["start"]

WAITS = (
    "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    " and query like '%from resource%for update%'"
)


async def test_what_a_killed_worker_left_the_next_one_asks_and_no_hold_is_stuck(
    engine: Engine, story: Story, start: Start
) -> None:
    pool = engine.services.pool
    both, match = await used_up(engine, story)
    wait = await joined(engine, story, both)
    await done(engine, story.manager, "matchCancel", {"id": match, "reason": "另有安排"})
    async with pool.acquire() as other, other.transaction():
        await other.execute("select from resource where id = $1 for update", number(both["resource"]))
        worker = start()
        await eventually(lambda: pool.fetchval(WAITS))
        waiting = await pool.fetchval(WAITS)
        worker.kill()
        worker.wait()
    await eventually(gone(engine, waiting))
    assert await line(engine, both["resource"]) == [("WAITING", 10)]
    assert (await shown(engine, story.manager, both["resource"], "free"))["free"] == "12"
    start()

    async def is_asked() -> bool:
        return (await line(engine, both["resource"])) == [("ASKED", 10)]

    await eventually(is_asked)
    assert (await shown(engine, story.coordinator, wait, "status"))["status"] == "ASKED"
    assert await disagreeing(engine) == set()


def gone(engine: Engine, pid: int) -> Callable[[], Any]:
    """Asks whether a server process is gone."""

    async def is_gone() -> bool:
        return not await engine.services.pool.fetchval(LIVES, pid)

    return is_gone


async def test_several_workers_ask_once(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    await joined(engine, story, both, quantity="7")
    await another(engine, story, both, quantity="7")
    await done(engine, story.manager, "matchCancel", {"id": match, "reason": "另有安排"})
    assert sorted(await asyncio.gather(*(ask_on(engine.services) for _ in range(5)))) == [0, 0, 0, 0, 1]
    assert await line(engine, both["resource"]) == [("ASKED", 7), ("WAITING", 7)]


async def test_whoever_put_the_demand_in_line_and_whoever_filed_it_are_told(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    await joined(engine, story, both)
    await told_all(engine)
    await done(engine, story.manager, "matchCancel", {"id": match, "reason": "另有安排"})
    await ask_on(engine.services)
    await told_all(engine)
    rows = await engine.services.pool.fetch(
        "select n.account_id, n.subject_type, n.subject_id from notification n join event e on e.id = n.event_id"
        " where e.verb = 'wait.asked'"
    )
    accounts = {row["account_id"] for row in rows}
    assert {story.coordinator.account, story.member.account} <= accounts
    assert story.manager.account not in accounts
    assert {(row["subject_type"], row["subject_id"]) for row in rows} == {("Demand", number(both["demand"]))}
