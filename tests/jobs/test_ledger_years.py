"""The ledger's years: made before they are needed, and what came too early is moved into its own."""

from datetime import UTC, datetime

from schema.engine.reader import Engine
from schema.events.jobs import open_years
from tests.story import Story

FIRST_OF_2028 = datetime(2028, 1, 1, tzinfo=UTC)


async def test_years_are_opened_half_a_year_ahead_and_only_once(engine: Engine) -> None:
    pool = engine.services.pool
    assert await open_years(pool, datetime(2027, 6, 1, tzinfo=UTC)) == 0
    assert await open_years(pool, datetime(2027, 8, 1, tzinfo=UTC)) == 1
    assert await open_years(pool, datetime(2027, 8, 1, tzinfo=UTC)) == 0
    assert await open_years(pool, datetime(2031, 1, 1, tzinfo=UTC)) == 3


async def test_events_of_a_year_that_was_opened_too_late_move_into_it(engine: Engine, story: Story) -> None:
    pool = engine.services.pool
    made = "insert into event (at, via, verb, subject_type, subject_id) values ($1, 'job', 'x', 'Area', $2) returning id"
    late = [await pool.fetchval(made, FIRST_OF_2028.replace(month=month), month) for month in (1, 12)]
    later = await pool.fetchval(made, FIRST_OF_2028.replace(year=2040), 1)
    before = await pool.fetchval("select count(*) from event")

    assert await open_years(pool, FIRST_OF_2028) == 1

    assert [row["id"] for row in await pool.fetch("select id from event_2028 order by id")] == late
    assert [row["id"] for row in await pool.fetch("select id from event_other")] == [later]
    assert await pool.fetchval("select count(*) from event") == before
