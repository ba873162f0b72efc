"""The story itself: it loads once, and everybody in it sees what they should recognise."""

from api.sample import PERSONAS, load
from schema.engine.reader import Engine
from tests.story import Story, ask


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
