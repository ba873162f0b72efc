"""The sample district as a database for tests, and its cast. Listed as a plugin in conftest.py.

``engine`` has the story to itself and may change it; ``reading_engine`` is shared, and only read.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import asyncpg
import orjson
import psycopg
import pytest

from api.engine import open_engine
from api.migrate import migrate
from api.sample import load
from api.settings import Settings
from schema.engine.access import PUBLIC, Viewer
from schema.engine.reader import Engine

_VIEWERS = """
select a.login, a.id as account, a.person_id as person, a.administrator,
    coalesce(array_agg(area.path) filter (where m.role = 'COORDINATOR'), '{}') as areas,
    coalesce(array_agg(m.organisation_id) filter (where m.role in ('MANAGER', 'HANDLER')), '{}') as managed,
    coalesce(array_agg(m.organisation_id) filter (where m.id is not null), '{}') as organisations
from account a
left join membership m on m.person_id = a.person_id
    and m.valid_from <= current_date and coalesce(m.valid_to > current_date, true)
left join committee c on c.organisation_id = m.organisation_id
left join area on area.id = c.area_id
group by a.id
"""

_NAMES = """
select 'area' as kind, code as name, 'area_' || id as id from area
union all select 'organisation', replace(name, '（样例）', ''), 'org_' || id from organisation
union all select 'committee', replace(o.name, '（样例）', ''), 'committee_' || c.id
    from committee c join organisation o on o.id = c.organisation_id
union all select 'person', name, 'person_' || id from person
union all select 'zone', replace(name, '（样例）', ''), 'zone_' || id from zone
union all select 'account', login, 'account_' || id from account
"""


class Story:
    """The cast as viewers, and global ids by name (organisations without the （样例） at the end)."""

    public = PUBLIC

    def __init__(self, viewers: Mapping[str, Viewer], ids: Mapping[tuple[str, str], str]) -> None:
        self.viewers = viewers
        """By login, such as ``manager``."""
        self.ids = ids

    def area(self, code: str) -> str:
        """The global id of the area with this code."""
        return self.ids["area", code]

    def organisation(self, name: str) -> str:
        """The global id of the organisation with this name."""
        return self.ids["organisation", name]

    def committee(self, name: str) -> str:
        """The global id of the committee with this name."""
        return self.ids["committee", name]

    def person(self, name: str) -> str:
        """The global id of the person with this name."""
        return self.ids["person", name]

    def zone(self, name: str) -> str:
        """The global id of the zone with this name."""
        return self.ids["zone", name]

    def account(self, login: str) -> str:
        """The global id of the account with this login."""
        return self.ids["account", login]

    @property
    def administrator(self) -> Viewer:
        """方既明, who administers the system and has no role in any area."""
        return self.viewers["admin"]

    @property
    def district_coordinator(self) -> Viewer:
        """周怀瑾 of the district's committee."""
        return self.viewers["district"]

    @property
    def coordinator(self) -> Viewer:
        """林望舒 of 朝外街道's committee, where most of the story happens."""
        return self.viewers["chaowai"]

    @property
    def community_coordinator(self) -> Viewer:
        """沈知行 of 吉庆里社区's committee, within 朝外街道."""
        return self.viewers["jiqingli"]

    @property
    def coordinator_elsewhere(self) -> Viewer:
        """许清和 of 建外街道's committee."""
        return self.viewers["jianwai"]

    @property
    def manager(self) -> Viewer:
        """陆远山, who manages 朝外示范科技有限公司 and the pending 朝外银发志愿服务队."""
        return self.viewers["manager"]

    @property
    def handler(self) -> Viewer:
        """苏晚晴, who handles matters for 朝外示范物业服务有限公司."""
        return self.viewers["handler"]

    @property
    def member(self) -> Viewer:
        """叶知秋, a member of 朝外示范科技有限公司."""
        return self.viewers["member"]

    @property
    def returned_manager(self) -> Viewer:
        """程立雪, who manages 朝外示范摄影工作室, whose registration was returned."""
        return self.viewers["returned"]

    @property
    def stranger(self) -> Viewer:
        """江临川, a member of a unit in 建外街道 and of nothing else."""
        return self.viewers["stranger"]

    @property
    def everyone(self) -> dict[str, Viewer]:
        """Every viewer of the story by login, the public included."""
        return {"public": self.public, **self.viewers}


@pytest.fixture(scope="session")
async def story_template(servers: Settings, new_database: Callable[[str], str]) -> str:
    """Name of a database with the story, to clone from."""
    url = new_database("template0")
    migrate(url)
    async with open_engine(_on(servers, url)) as engine:
        await load(engine)
    return _database(url)


@pytest.fixture
async def engine(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[Engine]:
    """An engine over a fresh copy of the story, for one test."""
    url = new_database(story_template)
    async with open_engine(_on(servers, url)) as opened:
        yield opened
    _drop(servers, url)


@pytest.fixture(scope="session")
async def reading_engine(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[Engine]:
    """An engine over the story, shared by all tests that only read."""
    async with open_engine(_on(servers, new_database(story_template))) as opened:
        yield opened


@pytest.fixture(scope="session")
async def story(reading_engine: Engine) -> Story:
    """The cast and the names of the story; the same in every copy."""
    pool = reading_engine.services.pool
    viewers = {row["login"]: _viewer(row) for row in await pool.fetch(_VIEWERS)}
    names = await pool.fetch(_NAMES)
    return Story(viewers, {(row["kind"], row["name"]): row["id"] for row in names})


async def ask(engine: Engine, document: str, variables: Mapping[str, Any] | None = None, viewer: Viewer = PUBLIC) -> Any:
    """The data of a document; fails with the errors when there are any."""
    answer = await answer_of(engine, document, variables, viewer)
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


async def answer_of(engine: Engine, document: str, variables: Mapping[str, Any] | None = None, viewer: Viewer = PUBLIC) -> Any:
    """The whole response to a document, errors included."""
    return orjson.loads((await engine.execute(document, variables, None, viewer)).body)


def _on(servers: Settings, url: str) -> Settings:
    return servers.model_copy(update={"database_url": url, "pool": 4})


def _viewer(row: asyncpg.Record) -> Viewer:
    return Viewer(
        account=row["account"],
        person=row["person"],
        administrator=row["administrator"],
        areas=tuple(row["areas"]),
        managed=tuple(row["managed"]),
        organisations=tuple(row["organisations"]),
    )


def _database(url: str) -> str:
    return url.rsplit("/", 1)[1].partition("?")[0]


def _drop(servers: Settings, url: str) -> None:
    name = _database(url)
    with psycopg.connect(servers.database_url or "", autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")
