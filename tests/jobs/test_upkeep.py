"""The worker's upkeep: it runs as soon as a worker starts, and what one worker was killed over the next one does."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import redis

from api.database import with_database
from api.sample.places import DISTRICT, JIQINGLI, SANFENGLI, STREET
from api.settings import Settings
from schema.areas.tree import lock_tree
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import done
from tests.story import Story

PATIENCE = 60
"""Seconds after which a test gives up waiting."""
GRID = f"{JIQINGLI}001"
BEFORE, AFTER = f"{DISTRICT}/{STREET}/{JIQINGLI}/{GRID}/", f"{DISTRICT}/{STREET}/{SANFENGLI}/{GRID}/"
AGED = """
insert into answer (actor, key, mutation, input_hash, result, at)
    select 'account:1', days::text, 'm', '', '', now() - days * interval '1 day' from unnest(array[6, 8]) days;
insert into sign_in_failure (login, address, at) values ('a', '', now()), ('b', '', now() - interval '2 days');
insert into session (account_id, secret_hash, expires_at)
    select 1, days::text::bytea, now() - days * interval '1 day' from unnest(array[100, 200]) days;
insert into list_import (account_id, list, area_id, file_name, headings, mapping, sheet_sealed, created_at)
    select 1, 'ORGANISATIONS', 1, days::text, '{}', '{}', 'sealed', now() - days * interval '1 day' from unnest(array[6, 8]) days;
"""
KEPT = """
select array(select key from answer order by key) as answers,
    array(select login from sign_in_failure order by at desc) as failures,
    array(select secret_hash::text from session order by id) as sessions,
    array(select file_name from list_import where sheet_sealed is not null order by id) as imports,
    (select path from area where code = $1) as place
"""
OLD = (["6", "8"], ["a", "b"], [r"\x313030", r"\x323030"], ["6", "8"])
YOUNG = (["6"], ["a"], [r"\x313030"], ["6"])
WAITS = """
select pid from pg_locks join pg_stat_activity using (pid)
where locktype = 'advisory' and not granted and datname = current_database()
"""
LIVES = "select exists (select from pg_stat_activity where pid = $1)"

Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
async def start(engine: Engine, servers: Settings) -> AsyncIterator[Start]:
    """Starts workers on the test's database; they and what they left in Valkey are gone afterwards."""
    database = with_database(servers.database_url or "", await engine.services.pool.fetchval("select current_database()"))
    environment = {
        "GONGZHI_DATABASE_URL": database,
        "GONGZHI_REDIS_URL": servers.redis_url or "",
        "GONGZHI_DATA": str(servers.data),
        "GONGZHI_SECRET_KEY": servers.secret_key.get_secret_value() if servers.secret_key else "",
    }
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "arq", "api.worker.WorkerSettings"]
        started.append(subprocess.Popen(command, env={**os.environ, **environment}))
        return started[-1]

    yield begin
    for worker in started:
        worker.kill()
        worker.wait()
    with redis.Redis.from_url(servers.redis_url or "") as queue:
        queue.delete("arq:queue", *queue.scan_iter("arq:*:cron:upkeep:*"), *queue.scan_iter("arq:*:cron:sums:*"))


@pytest.fixture
async def aged(engine: Engine, story: Story) -> Engine:
    """A database with things old and young, and with a grid whose day to move has come overnight."""
    tomorrow = today() + timedelta(days=1)
    move = {"id": story.area(GRID), "parent": story.area(SANFENGLI), "from": str(tomorrow)}
    await done(engine, story.district_coordinator, "areaMove", move)
    pool = engine.services.pool
    await pool.execute("update area_parentage set valid_to = $1 where valid_to = $2", today(), tomorrow)
    await pool.execute("update area_parentage set valid_from = $1 where valid_from = $2", today(), tomorrow)
    await pool.execute("delete from answer")
    await pool.execute(AGED)
    assert await kept(engine) == (*OLD, BEFORE)
    return engine


async def kept(engine: Engine) -> tuple[Any, ...]:
    """What there is of what grows old, and where the grid stands."""
    [row] = await engine.services.pool.fetch(KEPT, GRID)
    return tuple(row)


async def is_done(engine: Engine) -> bool:
    return await kept(engine) == (*YOUNG, AFTER)


async def eventually(happened: Callable[[], Awaitable[object]]) -> None:
    for _ in range(PATIENCE * 10):
        if await happened():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it does not happen")


async def test_a_worker_that_starts_erases_what_is_old_and_moves_what_is_due(aged: Engine, start: Start) -> None:
    start()
    await eventually(lambda: is_done(aged))
    assert await aged.services.pool.fetchval("select status from list_import where file_name = '8'") == "DISCARDED"


async def test_what_a_killed_worker_left_the_next_one_does(aged: Engine, start: Start) -> None:
    pool = aged.services.pool
    async with pool.acquire() as other, other.transaction():
        await lock_tree(other)
        worker = start()
        await eventually(lambda: pool.fetchval(WAITS))
        waiting = await pool.fetchval(WAITS)
        worker.kill()
        worker.wait()

    async def is_gone() -> bool:
        return not await pool.fetchval(LIVES, waiting)

    await eventually(is_gone)
    *things, place = await kept(aged)
    assert things == [*YOUNG[:3], OLD[3]], "it was killed half way"
    assert place == BEFORE
    start()
    await eventually(lambda: is_done(aged))


SUMS = "select count(*) from balance_kept where day = current_date"


async def test_sums_over_which_a_worker_was_killed_the_next_one_counts(engine: Engine, start: Start) -> None:
    pool = engine.services.pool
    async with pool.acquire() as other, other.transaction():
        await other.execute("select pg_advisory_xact_lock(hashtext('balances'))")
        worker = start()
        await eventually(lambda: pool.fetchval(WAITS))
        waiting = await pool.fetchval(WAITS)
        worker.kill()
        worker.wait()

    async def is_gone() -> bool:
        return not await pool.fetchval(LIVES, waiting)

    await eventually(is_gone)
    assert await pool.fetchval(SUMS) == 0
    start()
    await eventually(lambda: pool.fetchval(SUMS))
