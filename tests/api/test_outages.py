"""While PostgreSQL is away nobody is told that it is their fault or ours, nobody is taken for somebody else, and it passes."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from api.embedded import Embedded
from api.engine import open_engine
from api.migrate import migrate
from api.sample import load
from api.settings import Settings
from schema.engine.access import Viewer
from schema.engine.outages import RETRY_AFTER, Unavailable
from tests.servers import open_folder
from tests.signing import act
from tests.story import ask
from tests.views.house import HOST, House, Visitor, open_house

WHO = "{ viewer { account { login } } }"
AREAS = "{ areas(first: 1) { nodes { code } } }"
INTROSPECTING = '{ __type(name: "Area") { name } areas(first: 1) { nodes { code } } }'
EDIT = (
    "mutation ($input: OrganisationEditInput!) { organisationEdit(input: $input) { organisation { version } refusals { code } } }"
)


@pytest.fixture(scope="module")
def embedded(servers: Settings) -> Iterator[Embedded]:
    """A PostgreSQL of this module's own, that may be killed."""
    with open_folder() as folder:
        made = Embedded(servers.model_copy(update={"data": folder, "database_url": None}))
        made.claim()
        try:
            made.start()
            made.wait()
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="module")
async def house(embedded: Embedded) -> AsyncIterator[House]:
    migrate(embedded.settings.database_url or "")
    async with open_engine(embedded.settings) as engine:
        await load(engine)
    async with open_house(embedded.settings) as opened:
        yield opened


@pytest.fixture
async def manager(house: House) -> Visitor:
    return await house.visitor("manager")


@pytest.fixture
async def token(house: House, manager: Visitor) -> str:
    """A token of the manager's, as an app has it."""
    account = await house.value("select id from account where login = 'manager'")
    made = await act(
        house.engine,
        "tokenCreate",
        Viewer(account=account),
        "secret",
        name="t",
        scopes=["accounts", "organisations", "organisations:write"],
    )
    return str(made["secret"])


@pytest.fixture
async def outage(embedded: Embedded, house: House, manager: Visitor, token: str) -> AsyncIterator[Callable[[], None]]:
    """PostgreSQL is gone at once, as after a crash, until the end of the test or until this is called."""
    (server,) = embedded.parts

    def end() -> None:
        if not server.running:
            server.start()
            embedded.wait()

    assert server.process
    server.process.send_signal(signal.SIGQUIT)
    server.process.wait()
    # Let the application read that its connections are closed.
    await asyncio.sleep(0.1)
    yield end
    end()


async def post(house: House, document: str, token: str = "", **variables: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    visitor = Visitor(house)
    return await visitor.client.post(f"{HOST}/graphql", json={"query": document, "variables": variables}, headers=headers)


async def test_apps_are_told_to_ask_again(house: House, token: str, outage: Callable[[], None]) -> None:
    edit = {"id": "org_1", "address": "新址"}
    for answer in (
        await post(house, AREAS),
        await post(house, WHO, token),
        await post(house, EDIT, token, input=edit),
    ):
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == str(RETRY_AFTER)
        (error,) = answer.json()["errors"]
        assert error["extensions"] == {"code": "SERVICE_UNAVAILABLE"}
        assert "data" not in answer.json()
    outage()
    assert (await post(house, WHO, token)).json() == {"data": {"viewer": {"account": {"login": "manager"}}}}


async def test_a_page_says_so_and_the_session_outlives_it(house: House, manager: Visitor, outage: Callable[[], None]) -> None:
    for visitor, path in ((manager, "/organisations"), (Visitor(house), "/areas")):
        page = await visitor.get(path)
        assert (page.status, page.response.headers["retry-after"]) == (503, str(RETRY_AFTER))
        assert "系统暂时不可用" in page.text
    assert (await Visitor(house).get("/healthz")).status == 200
    assert (await Visitor(house).get("/readyz")).status == 503
    outage()
    assert (await manager.get("/organisations")).status == 200
    assert (await Visitor(house).get("/readyz")).status == 200


@pytest.mark.parametrize("document", [AREAS, INTROSPECTING, EDIT])
async def test_the_engine_knows_an_outage_whatever_it_was_doing(house: House, outage: Callable[[], None], document: str) -> None:
    with pytest.raises(Unavailable):
        await house.engine.execute(document, {"input": {"id": "org_1", "address": "新址"}}, None, Viewer(account=1))


async def test_a_mutation_sent_again_after_the_outage_acts_once(house: House, token: str, outage: Callable[[], None]) -> None:
    outage()
    number = await house.value("select id from organisation where short_name = '朝外科技'")
    version = await house.value("select version from organisation where id = $1", number)
    given = {"id": f"org_{number}", "address": "吉庆里示范路 8 号", "version": version, "idempotencyKey": "once"}
    answers = [(await post(house, EDIT, token, input=given)).json() for _ in range(3)]
    assert answers[0]["data"]["organisationEdit"] == {"organisation": {"version": version + 1}, "refusals": []}
    assert answers == answers[:1] * 3
    assert await house.value("select version from organisation where id = $1", number) == version + 1


async def test_a_value_that_cannot_be_sent_is_no_outage(house: House) -> None:
    told = await ask(house.engine, '{ node(id: "org_99999999999999999999") { id } }')
    assert told == {"node": None}
