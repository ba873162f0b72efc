"""Many reads share few connections: all are answered, none is lost, and actions get their turn."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from api.database import open_pool
from schema.engine.lending import Lending


@pytest.fixture
async def pool(empty_database: str) -> AsyncIterator[asyncpg.Pool]:
    async with await open_pool(empty_database, 2) as found:
        yield found


async def test_every_read_gets_its_own_answer(pool: asyncpg.Pool) -> None:
    reads = Lending(pool)
    assert await asyncio.gather(*(reads.fetchval("select $1::int", number) for number in range(500))) == list(range(500))
    assert pool.get_idle_size() == pool.get_size()


async def test_a_read_that_fails_does_not_keep_its_connection(pool: asyncpg.Pool) -> None:
    reads = Lending(pool)
    asked = [reads.fetchval("select 1 / $1::int", number % 3) for number in range(90)]
    found = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(one, asyncpg.DivisionByZeroError) for one in found) == 30
    assert found.count(1) == 30
    assert pool.get_idle_size() == pool.get_size()


async def test_reads_given_up_while_they_wait_or_run_leave_the_rest_alone(pool: asyncpg.Pool) -> None:
    reads = Lending(pool)
    tasks = [asyncio.create_task(reads.fetchval("select $1::int from pg_sleep(0.01)", number)) for number in range(60)]
    await asyncio.sleep(0.02)
    for task in tasks[::2]:
        task.cancel()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert found[1::2] == list(range(1, 60, 2))
    assert await reads.fetchval("select 1") == 1
    assert pool.get_idle_size() == pool.get_size()


async def test_a_connection_that_broke_is_not_handed_on(pool: asyncpg.Pool) -> None:
    reads = Lending(pool)

    async def broken() -> None:
        with pytest.raises(asyncpg.PostgresError):
            await reads.fetchval("select pg_terminate_backend(pg_backend_pid())")

    async def read(number: int) -> int:
        found: int = await reads.fetchval("select $1::int", number)
        return found

    found = await asyncio.gather(broken(), *(read(number) for number in range(40)), broken())
    assert found[1:-1] == list(range(40))


async def test_an_action_gets_a_connection_while_reads_never_end(pool: asyncpg.Pool) -> None:
    reads = Lending(pool)
    going_on = True

    async def read_on() -> None:
        while going_on:
            await reads.fetchval("select 1")

    readers = [asyncio.create_task(read_on()) for _ in range(20)]
    await asyncio.sleep(0.05)
    async with pool.acquire() as connection:
        assert await connection.fetchval("select 2") == 2
    going_on = False
    await asyncio.gather(*readers)
