"""The ledger's readers: whatever order transactions commit in, each event is read, and in commit order."""

from typing import Any

import asyncpg
import pytest

from schema.engine.events import read_on
from schema.engine.reader import Engine

APPEND = "select event_append(null, 'job', 'area.renamed', 'Area', $1, '', '{}', '{}')"


async def read(engine: Engine, reader: str = "test", limit: int = 500) -> list[int]:
    """The subjects of the events that a reader finds now."""
    found: list[int] = []

    async def handle(connection: Any, events: list[asyncpg.Record]) -> None:
        found.extend(event["subject_id"] for event in events)

    await read_on(engine.services.pool, reader, handle, limit)
    return found


@pytest.fixture
async def caught_up(engine: Engine) -> Engine:
    """An engine whose reader has read all that the story left."""
    while await read(engine):
        pass
    return engine


async def test_each_event_is_read_once(caught_up: Engine) -> None:
    for number in (1, 2, 3):
        await caught_up.services.pool.execute(APPEND, number)
    assert await read(caught_up) == [1, 2, 3]
    assert await read(caught_up) == []


async def test_an_event_that_commits_late_is_not_skipped(caught_up: Engine) -> None:
    pool = caught_up.services.pool
    async with pool.acquire() as slow, pool.acquire() as quick:
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute(APPEND, 1)
        await quick.execute(APPEND, 2)
        assert await read(caught_up) == []
        await transaction.commit()
    assert await read(caught_up) == [1, 2]
    assert await read(caught_up) == []


async def test_what_committed_before_a_transaction_still_running_began_is_read(caught_up: Engine) -> None:
    pool = caught_up.services.pool
    await pool.execute(APPEND, 1)
    async with pool.acquire() as slow:
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute(APPEND, 2)
        assert await read(caught_up) == [1]
        await transaction.rollback()
    assert await read(caught_up) == []


async def test_events_are_read_in_the_order_of_their_transactions_not_of_their_numbers(caught_up: Engine) -> None:
    pool = caught_up.services.pool
    async with pool.acquire() as first, pool.acquire() as second:
        one, other = first.transaction(), second.transaction()
        await one.start()
        await first.execute(APPEND, 1)
        await other.start()
        await second.execute(APPEND, 2)
        await first.execute(APPEND, 3)
        await other.commit()
        await one.commit()
    assert await read(caught_up) == [1, 3, 2]


async def test_transactions_are_ordered_by_number_not_by_its_digits(engine: Engine) -> None:
    pool = engine.services.pool
    await pool.execute("truncate event")
    for number in (9, 10, 11, 100):
        await pool.execute(
            "insert into event (xid, via, verb, subject_type, subject_id)"
            " values ($1::text::xid8, 'job', 'area.renamed', 'Area', $2)",
            *(str(number), number),
        )
    assert [await read(engine, limit=1) for _ in range(5)] == [[9], [10], [11], [100], []]


async def test_a_reader_that_fails_reads_the_same_again(caught_up: Engine) -> None:
    await caught_up.services.pool.execute(APPEND, 1)

    async def fail(connection: Any, events: list[asyncpg.Record]) -> None:
        raise RuntimeError("the handler broke")

    with pytest.raises(RuntimeError):
        await read_on(caught_up.services.pool, "test", fail)
    assert await read(caught_up) == [1]


async def test_what_a_handler_writes_stands_or_falls_with_its_place(caught_up: Engine) -> None:
    pool = caught_up.services.pool
    await pool.execute(APPEND, 1)

    async def half(connection: Any, events: list[asyncpg.Record]) -> None:
        await connection.execute("update area set short_name = '改了' where code = '110105'")
        raise RuntimeError("the handler broke")

    with pytest.raises(RuntimeError):
        await read_on(pool, "test", half)
    assert await pool.fetchval("select short_name from area where code = '110105'") == "朝阳区"


async def test_readers_have_places_of_their_own_and_read_in_portions(caught_up: Engine) -> None:
    for number in range(5):
        await caught_up.services.pool.execute(APPEND, number)
    assert await read(caught_up, limit=2) == [0, 1]
    assert await read(caught_up, limit=2) == [2, 3]
    assert (await read(caught_up, reader="another"))[-5:] == [0, 1, 2, 3, 4]
    assert await read(caught_up, limit=2) == [4]


async def test_one_name_is_read_by_one_process_at_a_time(caught_up: Engine) -> None:
    pool = caught_up.services.pool
    await pool.execute(APPEND, 1)
    inner: list[Any] = []

    async def handle(connection: Any, events: list[asyncpg.Record]) -> None:
        inner.append(await read(caught_up))

    assert await read_on(pool, "test", handle) == 1
    assert inner == [[]]
