"""The story itself: it loads once, and everybody in it sees what they should recognise."""

from typing import Any

import pytest

from api.engine import open_engine
from api.sample import PERSONAS, load
from api.sample.load import full
from api.sample.units import UNITS
from api.sample.voice import Voice
from api.settings import Settings
from schema.engine.reader import Engine
from tests.story import Story, ask

COUNTS = """
select (select count(*) from area) as areas, (select count(*) from organisation) as organisations,
    (select count(*) from seat) as seats, (select count(*) from membership) as memberships,
    (select count(*) from event) as events, (select count(*) from contact) as contacts,
    (select count(*) from organisation_duplicate) as duplicates
"""


async def test_the_district_has_its_812_divisions(reading_engine: Engine, story: Story) -> None:
    document = "query ($id: ID!) { areas(first: 1) { totalCount } area(id: $id) { name communityCount } }"
    data = await ask(reading_engine, document, {"id": story.area("110105002")})
    assert data["areas"]["totalCount"] == 812 + 12
    assert data["area"] == {"name": "朝外街道", "communityCount": 7}


async def test_every_persona_can_be_a_viewer(reading_engine: Engine, story: Story) -> None:
    for persona in PERSONAS:
        data = await ask(reading_engine, "{ viewer { person { name } } }", None, story.viewers[persona.login])
        assert data["viewer"]["person"]["name"] == persona.name


async def test_loading_again_changes_nothing(engine: Engine) -> None:
    count = "select (select count(*) from area) + (select count(*) from organisation) + (select count(*) from event)"
    before = await engine.services.pool.fetchval(count)
    assert await load(engine) == list(PERSONAS)
    assert await engine.services.pool.fetchval(count) == before


@pytest.mark.parametrize("acts", [1, 20, 60, 150])
async def test_an_interrupted_load_goes_on_where_it_was(
    servers: Settings, database: str, reading_engine: Engine, monkeypatch: pytest.MonkeyPatch, acts: int
) -> None:
    whole = Voice.act
    left = acts

    async def some(voice: Voice, mutation: str, about: str, /, **given: Any) -> dict[str, Any]:
        nonlocal left
        left -= 1
        if left < 0:
            raise InterruptedError
        return await whole(voice, mutation, about, **given)

    async with open_engine(servers.model_copy(update={"database_url": database, "pool": 2})) as engine:
        monkeypatch.setattr(Voice, "act", some)
        with pytest.raises(InterruptedError):
            await load(engine)
        monkeypatch.undo()
        await load(engine)
        assert await engine.services.pool.fetchrow(COUNTS) == await reading_engine.services.pool.fetchrow(COUNTS)


async def test_the_states_of_the_story_are_what_its_data_says(reading_engine: Engine) -> None:
    rows = await reading_engine.services.pool.fetch("select name, status, contact_confirmed_on from organisation")
    states = {row["name"]: row["status"] for row in rows}
    assert {unit.name: states[full(unit.name)] for unit in UNITS} == {unit.name: unit.status for unit in UNITS}


async def test_a_database_in_use_for_something_else_stays_as_it_is(engine: Engine) -> None:
    pool = engine.services.pool
    await pool.execute("update account set login = 'somebody' where login = 'admin'")
    await pool.execute("update zone set name = '别的商圈'")
    before = await pool.fetchval("select count(*) from event")
    await load(engine)
    assert await pool.fetchval("select count(*) from event") == before
