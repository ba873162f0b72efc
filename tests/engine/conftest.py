"""What tests of the engine share: a crowded copy of the story, and what random documents ask of it."""

from collections.abc import AsyncIterator, Callable

import pytest

from api.engine import open_engine
from api.settings import Settings
from schema.balances.keeping import keep_sums
from schema.engine.limits import Limits
from schema.engine.reader import Engine
from tests.engine.crowd import crowd
from tests.engine.crowd_attachments import crowd_attachments
from tests.engine.crowd_capacity import crowd_capacity
from tests.engine.crowd_comments import crowd_comments
from tests.engine.crowd_demands import crowd_demands
from tests.engine.crowd_matches import crowd_matches
from tests.engine.crowd_offers import crowd_offers
from tests.engine.crowd_plans import crowd_plans
from tests.engine.crowd_plenaries import crowd_plenaries
from tests.engine.crowd_projects import crowd_projects
from tests.engine.crowd_records import crowd_records
from tests.engine.enlarging import enlarge
from tests.engine.facts import Facts, gather
from tests.engine.oracle.world import World, load_world
from tests.story import Story

WIDE = Limits(
    characters=200_000,
    tokens=50_000,
    fields=5_000,
    aliases=2_000,
    same_key=1_000,
    rows=10**12,
    depth=100,
    nesting=500,
    root_fields=500,
    variables=1_000,
    directives=1_000,
)
"""What one client may send is tested elsewhere; here documents only have to be valid."""


@pytest.fixture(scope="session")
async def wide_engine(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[Engine]:
    """An engine that takes documents of any size, over the story among many more rows."""
    settings = servers.model_copy(update={"database_url": new_database(story_template), "pool": 4})
    async with open_engine(settings) as engine:
        async with engine.services.pool.acquire() as connection, connection.transaction():
            await crowd(connection)
            await crowd_offers(connection)
            await crowd_demands(connection)
            await crowd_matches(connection)
            await crowd_records(connection)
            await crowd_plans(connection)
            await crowd_capacity(connection)
            await crowd_projects(connection)
            await crowd_comments(connection)
            await crowd_plenaries(connection)
            await crowd_attachments(connection)
        await keep_sums(engine.services)
        yield Engine(engine.schema, engine.services, WIDE)


@pytest.fixture(scope="session")
async def large_engine(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[Engine]:
    """The story among some hundred thousand rows."""
    settings = servers.model_copy(update={"database_url": new_database(story_template), "pool": 4})
    async with open_engine(settings) as engine:
        async with engine.services.pool.acquire() as connection:
            await enlarge(connection)
        yield engine


@pytest.fixture(scope="session")
async def facts(wide_engine: Engine, story: Story) -> Facts:
    """Ids, codes and cursors of the crowded database."""
    return await gather(wide_engine, story)


@pytest.fixture(scope="session")
async def world(wide_engine: Engine) -> World:
    """All rows of the crowded database, for the oracle."""
    return await load_world(wide_engine.services.pool)
