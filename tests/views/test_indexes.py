"""With the rows of some years every page is read by indexes: its document scans no large table."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import asyncpg
import orjson
import pytest

from api.database import Session
from api.settings import Settings
from tests.engine.enlarging import enlarge
from tests.story import Story
from tests.views.addresses import addresses
from tests.views.house import House, open_house

pytestmark = pytest.mark.check

LARGE = 10_000
"""Rows of a table that may not be read from one end to the other."""
COUNTED = {
    "/organisations": {"organisation"},
    "/organisations/print": {"organisation"},
    "/resources": {"resource"},
    "/demands": {"demand"},
    "/matches": {"match"},
    "/projects": {"project"},
    "/projects/print": {"project"},
    "/people": {"person", "membership", "seat", "organisation"},
}
"""Lists of everything: how many there are is counted from the first row on, and stops at 10,000."""
TOTALS = {
    "/projects/brands": {"project", "project_brand"},
    "/projects/brands/{id}": {"project", "project_brand"},
}
"""By route: what all finished projects have brought is added up from all of them."""
LOGINS = ("public", "member", "chaowai", "district", "admin")


@pytest.fixture(scope="session")
async def large(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[House]:
    """The application over the story among some hundred thousand rows."""
    url = new_database(story_template)
    connection = await asyncpg.connect(url)
    await enlarge(connection)
    # Words that wait to be put into their index make it look dearer than it is.
    await connection.execute("vacuum analyze")
    await connection.close()
    async with open_house(servers.model_copy(update={"database_url": url})) as house:
        yield house


@pytest.mark.parametrize("login", LOGINS)
async def test_no_page_scans_a_large_table(large: House, story: Story, login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = recorded(monkeypatch)
    visitor = await large.known(login)
    sizes = {row["relname"]: row["rows"] for row in await large.engine.services.pool.fetch(_SIZES)}
    found: dict[str, set[str]] = {}
    for page in await addresses(large, story):
        if page.status(login) == 200 and "/export." not in page.path:
            sent.clear()
            assert (await visitor.get(page.path)).status == 200
            for query, values in list(sent):
                scanned = {name for name in await scans(large, login, query, values) if sizes.get(name, 0) > LARGE}
                if scanned - COUNTED.get(page.path, set()) - TOTALS.get(page.route, set()):
                    found[page.path] = scanned

    assert found == {}


_SIZES = "select relname, reltuples::bigint as rows from pg_class where relkind in ('r', 'p')"


def recorded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[Any, ...]]]:
    """What is sent through the pools from now on, but for who has a session."""
    sent: list[tuple[str, tuple[Any, ...]]] = []
    original: Any = Session._execute  # type: ignore[attr-defined]

    async def noting(self: Any, query: str, args: tuple[Any, ...], *rest: Any, **options: Any) -> Any:
        if "from bearer b" not in query and not query.startswith("explain"):
            sent.append((query, args))
        return await original(self, query, args, *rest, **options)

    monkeypatch.setattr(Session, "_execute", noting, raising=False)
    return sent


async def scans(house: House, login: str, query: str, values: tuple[Any, ...]) -> set[str]:
    """The tables that a statement reads from one end to the other."""
    services = house.engine.services
    pool = services.public_pool if login == "public" else services.pool
    plan = orjson.loads(await pool.fetchval(f"explain (format json) {query}", *values))
    return {node["Relation Name"] for node in nodes(plan[0]["Plan"]) if node["Node Type"] == "Seq Scan"}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All nodes of a plan."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)
