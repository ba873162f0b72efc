"""The sums that are kept for boards: whatever happens, and whenever they are counted anew, a board says what the lists say."""

import asyncio
import random
from contextlib import suppress
from typing import Any

import asyncpg
import pytest

from api.sample.places import DISTRICT, JIQINGLI, STREET
from schema.balances.keeping import keep_sums, periods
from schema.engine.days import today
from schema.engine.reader import Engine
from schema.projects.rules import half_year_of
from tests.engine.test_balances import BOARD
from tests.schema import promises
from tests.story import Story, ask

NOW = half_year_of(today())
FORGOTTEN, KNOWN = "update balance_kept set day = day - 1", "update balance_kept set day = day + 1"
"""Nothing that was kept yesterday holds; and it holds again."""


@pytest.fixture
async def kept(engine: Engine) -> Engine:
    """An engine whose sums are kept."""
    await keep_sums(engine.services)
    return engine


async def board(engine: Engine, story: Story, period: str, category: str | None = None, code: str = DISTRICT) -> Any:
    """All that the board of an area says."""
    variables = {"area": story.area(code), "period": period, "category": category}
    return (await ask(engine, BOARD, variables, story.administrator))["balance"]


async def agree(engine: Engine, story: Story, *which: tuple[str, str | None]) -> None:
    """Boards made of kept sums and of what changed since are those made of the lists alone."""
    told = [await board(engine, story, *one) for one in which]
    await engine.services.pool.execute(FORGOTTEN)
    read = [await board(engine, story, *one) for one in which]
    await engine.services.pool.execute(KNOWN)
    assert told == read


async def test_a_board_is_made_of_what_is_kept(kept: Engine, story: Story) -> None:
    before = await board(kept, story, NOW)
    await kept.services.pool.execute("update balance_need set count = count + 1000 where cut = 'UNIT'")
    after = await board(kept, story, NOW)

    assert after["needs"][0]["count"] >= before["needs"][0]["count"] + 1000


@pytest.mark.parametrize("code", [STREET, JIQINGLI])
async def test_within_a_part_the_lists_are_read(kept: Engine, story: Story, code: str) -> None:
    before = await board(kept, story, NOW, code=code)
    await kept.services.pool.execute("update balance_need set count = count + 1000, unmet = unmet + 1000")

    assert await board(kept, story, NOW, code=code) == before


_LISTED = """
insert into demand (category_id, area_id, area_path, title, title_key, words, quantity, unit, needed_by, origin, axis, status,
    level, listed_at)
select c.id, a.id, a.path, '示范', 'shi fan', '{}', 1 + $1 % 7, '人', current_date - 40 + $1 % 90, 'GRID', 'RESIDENT', 'LISTED',
    'BASIC', now() - $1 % 700 * interval '1 day'
from area a, (select id from category where list = 'DEMAND' order by id offset $1 % 12 limit 1) c
where a.level in ('DISTRICT', 'SUBDISTRICT', 'COMMUNITY') order by md5(a.code || $1::text) limit 1
"""
_PROMISED = """
insert into match (demand_id, resource_id, quantity, covers, status, hold_until, score, weights)
select d.id, r.id, 1 + $1 % 3, 1 + $1 % 2, (array['PROPOSED', 'COUNTERED', 'AGREED'])[1 + $1 % 3],
    now() + ($1 % 20 - 10) * interval '1 minute', 50, 1
from demand d, resource r where d.status = 'LISTED' and r.status = 'LISTED' order by md5(d.id || ' ' || r.id || ' ' || $1) limit 1
"""
_ONE = "where id = (select id from {0} order by md5(id || ' ' || $1) limit 1)"
_MOVED = """
update demand d set area_id = a.id, area_path = a.path from (select * from area order by md5(code || $1::text) limit 1) a
where d.id = (select id from demand order by md5(id || ' ' || $1) limit 1)
"""
_GONE = """
delete from demand where id = (select d.id from demand d
    where title = '示范' and not exists (select from match where demand_id = d.id) order by md5(d.id || ' ' || $1) limit 1)
"""
DEEDS = (
    *(_LISTED, _LISTED, _PROMISED, _PROMISED),
    f"update demand set status = (array['LISTED', 'WITHDRAWN', 'CLOSED', 'SUBMITTED'])[1 + $1 % 4] {_ONE.format('demand')}",
    f"update demand set needed_by = current_date - 100 + $1 % 200, quantity = 1 + $1 % 9 {_ONE.format('demand')}",
    _MOVED,
    f"update resource set valid_until = current_date - 50 + $1 % 100 {_ONE.format('resource')}",
    f"update resource set confirmed_on = current_date - $1 % 300, quantity = 1 + $1 % 50 {_ONE.format('resource')}",
    f"update resource set status = (array['LISTED', 'LISTED', 'WITHDRAWN'])[1 + $1 % 3] {_ONE.format('resource')}",
    f"update match set status = (array['AGREED', 'CANCELLED', 'DECLINED'])[1 + $1 % 3] {_ONE.format('match')}",
    f"update match set hold_until = now() + ($1 % 3 - 1) * interval '1 hour' {_ONE.format('match')}",
    _GONE,
)


def deed(chance: random.Random, first: int = len(DEEDS)) -> str:
    """Something that somebody writes, at random."""
    return chance.choice(DEEDS[:first]).replace("$1", str(chance.randrange(10_000)))


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_happens_the_board_says_what_the_lists_say(kept: Engine, story: Story, seed: int) -> None:
    chance, pool = random.Random(seed), kept.services.pool
    await pool.execute("drop index match_open_once")
    classes = [None, *(f"category_{row['id']}" for row in await pool.fetch("select id from category order by id limit 25"))]
    for _ in range(15):
        for _ in range(chance.randint(1, 8)):
            # What the rules of the tables do not allow has not happened.
            with suppress(asyncpg.IntegrityConstraintViolationError):
                await pool.execute(deed(chance))
        if chance.random() < 0.4:
            await keep_sums(kept.services)
        await agree(kept, story, (chance.choice(periods()[:-1]), None), (NOW, chance.choice(classes)))


async def test_a_hold_that_ended_is_seen_by_itself(kept: Engine, story: Story) -> None:
    both = await promises.pair(kept, story)
    match = await promises.proposed(kept, story, both)
    await kept.services.pool.execute("update match set hold_until = now() + interval '0.3 s' where id = $1", int(match[6:]))
    await keep_sums(kept.services)
    assert await kept.services.pool.fetchval("select count(*) from balance_change") == 0
    held = await board(kept, story, NOW)

    await asyncio.sleep(0.5)

    assert (await board(kept, story, NOW))["supplies"][0]["engaged"] < held["supplies"][0]["engaged"]
    await agree(kept, story, (NOW, None))
    await keep_sums(kept.services)
    await agree(kept, story, (NOW, None))


async def test_after_midnight_all_is_counted_anew(kept: Engine, story: Story) -> None:
    assert await keep_sums(kept.services) == 0
    await kept.services.pool.execute(FORGOTTEN)
    await kept.services.pool.execute("update balance_need set count = count + 1000")

    assert await keep_sums(kept.services) == len(periods())
    await agree(kept, story, (NOW, None))


async def test_several_keepers_and_writers_at_a_time_leave_what_the_lists_say(kept: Engine, story: Story) -> None:
    pool, chance = kept.services.pool, random.Random(5)
    writes = [pool.execute(deed(chance, 2)) for _ in range(12)]

    await asyncio.gather(*(keep_sums(kept.services) for _ in range(3)), *writes)
    await agree(kept, story, (NOW, None))
    await keep_sums(kept.services)

    assert await pool.fetchval("select count(*) from balance_change") == 0
    await agree(kept, story, (NOW, None))
