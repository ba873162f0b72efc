"""The worker and plans, with real processes: one takes a plan, the next one when it is killed, nobody when it is called off."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from api.database import with_database
from api.settings import Settings
from schema.engine.reader import Engine
from schema.plans import working
from schema.plans.jobs import advance
from schema.plans.rules import FEW, TRIES
from tests.schema.acting import done, events, number
from tests.schema.drafts import alone, asked, drafted, line_of, needs_of, silence, status_of
from tests.schema.promises import pair, shown
from tests.story import Story

WORKER = """
import asyncio, sys
from api.engine import open_engine
from api.database import with_database
from api.settings import Settings
from schema.plans.jobs import advance
async def main():
    async with open_engine(Settings(database_url=sys.argv[1], pool=4, _env_file=None)) as engine:
        print("ready", flush=True)
        while not await advance(engine.services):
            await asyncio.sleep(0.1)
        print("done", flush=True)
asyncio.run(main())
"""


@asynccontextmanager
async def worker(servers: Settings, engine: Engine) -> AsyncIterator[asyncio.subprocess.Process]:
    """Another process that takes up a plan; killed at the end if it still runs."""
    name = await engine.services.pool.fetchval("select current_database()")
    url = with_database(servers.database_url or "", name)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", WORKER, url, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def until(engine: Engine, plan: str, *statuses: str) -> None:
    """Wait until a plan stands like this."""
    while await status_of(engine, plan) not in statuses:  # noqa: ASYNC110 - told by nobody else
        await asyncio.sleep(0.05)


@asynccontextmanager
async def locked(engine: Engine, table: str) -> AsyncIterator[None]:
    """Nobody reads a table meanwhile."""
    async with engine.services.pool.acquire() as connection, connection.transaction():
        await connection.execute(f"lock table {table} in access exclusive mode")
        yield


def kill(process: asyncio.subprocess.Process) -> None:
    os.kill(process.pid, signal.SIGKILL)


async def test_a_plan_whose_worker_is_killed_is_solved_by_the_next(servers: Settings, engine: Engine, story: Story) -> None:
    both = await alone(engine, story)
    async with worker(servers, engine) as process:
        async with locked(engine, "match_weights"):
            plan = await asked(engine, story)
            await until(engine, plan, "READING")
            kill(process)
            await process.wait()
        assert not await advance(engine.services), "it may be about to beat"
        await silence(engine, plan)
        assert await advance(engine.services)
    assert await status_of(engine, plan) == "DRAFT"
    assert (await line_of(engine, story, plan, both))["covers"] == "12"
    assert len(await events(engine, "plan.drafted")) == 1


async def test_of_two_workers_one_takes_the_plan(engine: Engine, story: Story) -> None:
    await alone(engine, story)
    await asked(engine, story)
    assert sorted(await asyncio.gather(*(advance(engine.services) for _ in range(3)))) == [False, False, True]
    assert len(await events(engine, "plan.drafted")) == 1


async def test_a_worker_that_lost_its_plan_writes_nothing(servers: Settings, engine: Engine, story: Story) -> None:
    await alone(engine, story)
    async with worker(servers, engine) as process:
        async with locked(engine, "match_weights"):
            plan = await asked(engine, story)
            await until(engine, plan, "READING")
            os.kill(process.pid, signal.SIGSTOP)
            await silence(engine, plan)
            lost = await engine.services.pool.fetchval("select holder from plan where id = $1", number(plan))
        assert await advance(engine.services)
        os.kill(process.pid, signal.SIGCONT)
        assert process.stdout is not None
        assert (await process.stdout.read()).endswith(b"done\n")
    assert lost is not None
    assert len(await events(engine, "plan.drafted")) == 1


async def test_a_plan_called_off_is_dropped_at_the_next_beat(
    engine: Engine, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    await alone(engine, story)
    monkeypatch.setattr(working, "BEAT", 0.05)
    async with locked(engine, "match_weights"):
        plan = await asked(engine, story)
        working_on = asyncio.create_task(advance(engine.services))
        await until(engine, plan, "READING")
        await done(engine, story.coordinator, "planCancel", {"id": plan})
        # The lists are still locked: it ends although what it was at did not.
        assert await working_on
    assert await status_of(engine, plan) == "CANCELLED"
    assert not await advance(engine.services)
    assert await events(engine, "plan.drafted") == []


async def test_a_plan_that_keeps_breaking_off_is_given_up(engine: Engine, story: Story) -> None:
    plan = await asked(engine, story)
    for _ in range(TRIES):
        await engine.services.pool.execute(
            "update plan set status = 'SOLVING', holder = 'gone', attempts = attempts + 1 where id = $1", number(plan)
        )
        await silence(engine, plan)
    assert await advance(engine.services)
    seen = await shown(engine, story.coordinator, plan, "status failure viewerSteps")
    assert seen == {"status": "FAILED", "failure": "BROKEN", "viewerSteps": ["solve"]}


async def test_of_lines_accepted_while_a_worker_is_killed_none_is_lost_and_none_proposed_twice(
    servers: Settings, engine: Engine, story: Story
) -> None:
    await alone(engine, story)
    for _ in range(FEW + 4):
        await pair(engine, story)
    # One offer meets one demand, so that each has one line.
    await engine.services.pool.execute("update demand set quantity = 12 where status = 'LISTED'")
    plan = await drafted(engine, story)
    last = "select demand_id from plan_line where plan_id = $1 order by id desc limit 1"
    held = await engine.services.pool.fetchval(last, number(plan))
    planned = sum(len(need["lines"]) for need in (await needs_of(engine, story, plan)).values())
    async with worker(servers, engine) as process, engine.services.pool.acquire() as connection, connection.transaction():
        # The worker comes as far as the demand that somebody holds.
        await connection.execute("select from demand where id = $1 for update", held)
        await done(engine, story.coordinator, "planAccept", {"id": plan})
        while not await _is_waiting(engine.services.pool):  # noqa: ASYNC110 - told by nobody else
            await asyncio.sleep(0.05)
        kill(process)
        await process.wait()
    some = len(await events(engine, "match.proposed"))
    assert 0 < some < planned
    await silence(engine, plan)
    assert await advance(engine.services)
    assert await status_of(engine, plan) == "ACCEPTED"
    told = await events(engine, "match.proposed")
    assert len(told) == len({event["subject_id"] for event in told}) == planned
    doubles = "select count(*) from (select match_id from plan_line where plan_id = $1 group by 1 having count(*) > 1) x"
    assert await engine.services.pool.fetchval(doubles, number(plan)) == 0


async def test_accepting_while_a_unit_withdraws_and_another_takes_the_rest_promises_nothing_twice(
    engine: Engine, story: Story
) -> None:
    pairs = [await alone(engine, story), *[await pair(engine, story) for _ in range(FEW)]]
    plan = await drafted(engine, story)
    rival = await pair(engine, story)
    await done(engine, story.coordinator, "planAccept", {"id": plan})

    async def withdraw(both: dict[str, str]) -> None:
        await engine.execute(
            "mutation($i: ResourceWithdrawInput!) { resourceWithdraw(input: $i) { refusals { code } } }",
            {"i": {"id": both["resource"], "reason": "临时停用"}},
            None,
            story.manager,
        )

    async def take(both: dict[str, str]) -> None:
        await engine.execute(
            "mutation($i: MatchProposeInput!) { matchPropose(input: $i) { refusals { code } } }",
            {"i": {"demand": rival["demand"], "resource": both["resource"], "quantity": "10"}},
            None,
            story.coordinator,
        )

    await asyncio.gather(advance(engine.services), *(withdraw(one) for one in pairs[:4]), *(take(one) for one in pairs[4:8]))
    over = (
        "select r.id from resource r join match m on m.resource_id = r.id"
        " where m.status in ('PROPOSED', 'AGREED') group by r.id having sum(m.quantity) > r.quantity"
    )
    assert await engine.services.pool.fetch(over) == []
    unsettled = "select count(*) from plan_line where plan_id = $1 and status not in ('PROPOSED', 'REFUSED', 'DROPPED')"
    assert await engine.services.pool.fetchval(unsettled, number(plan)) == 0
    assert await status_of(engine, plan) in ("DRAFT", "ACCEPTED")


async def _is_waiting(pool: asyncpg.Pool) -> bool:
    found: bool = await pool.fetchval(
        "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database())"
    )
    return found
