"""Who is asking: cookies, tokens, the public; and that what is taken away is gone at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from time import time

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message

from api.budget import Budgets
from api.database import with_database
from api.followers import Followers
from api.graphql import GraphQL
from api.identity import Identity
from api.identity_cache import IdentityCache
from api.live import Live, concerns
from api.persisted import Persisted
from api.settings import Settings
from api.visitor import Visitor
from schema.accounts.identity import of_session
from schema.engine.reader import Engine
from tests.signing import act, codes, session_of, sign_in, statements
from tests.story import Story

NOBODY = "A" * 43
HERE = Visitor("192.0.2.7", "Edge · Windows", b"", (), None)
WAITING = """
select exists(
    select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()
)
"""
WHO = {"query": "{ viewer { account { login } } }"}


async def who(request: Request) -> Response:
    viewer = request.state.viewer
    told = {name: getattr(viewer, name) for name in ("account", "language", "via", "session", "address", "device")}
    return JSONResponse(told | {"scopes": viewer.scopes and sorted(viewer.scopes)})


@pytest.fixture
def app(engine: Engine) -> Starlette:
    made = Starlette(routes=[Route("/graphql", GraphQL()), Route("/who", who)], middleware=[Middleware(Identity)])
    made.state.engine, made.state.identities = engine, IdentityCache(engine.services)
    made.state.budgets, made.state.documents = Budgets(0), Persisted(None)
    return made


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, client=("192.0.2.7", 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as opened:
        yield opened


async def token_of(engine: Engine, story: Story, *scopes: str) -> str:
    made = await act(engine, "tokenCreate", story.manager, "secret", name="t", scopes=list(scopes))
    return str(made["secret"])


async def test_without_cookie_or_token_it_is_the_public(client: httpx.AsyncClient) -> None:
    headers = {"accept-language": "en-GB,en;q=0.9", "user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130"}

    answer = (await client.get("/who", headers=headers)).json()

    assert answer == {
        "account": None,
        "language": "en",
        "via": "page",
        "session": None,
        "scopes": None,
        "address": "192.0.2.7",
        "device": "Edge · Windows",
    }


async def test_a_cookie_is_a_session(client: httpx.AsyncClient, engine: Engine, story: Story) -> None:
    secret = await session_of(engine, "manager")

    answer = (await client.get("/who", headers={"cookie": f"other=1; gongzhi={secret}; language=en"})).json()

    assert (answer["account"], answer["via"], answer["language"]) == (story.manager.account, "page", "zh_Hans")
    assert answer["session"] and answer["scopes"] is None


@pytest.mark.parametrize("value", ["", NOBODY, "x", NOBODY + "=", "' or true --", "\u00ff" * 43])
async def test_a_cookie_that_is_no_session_is_the_public(client: httpx.AsyncClient, value: str) -> None:
    answer = await client.get("/who", headers=[(b"cookie", f"gongzhi={value}".encode("latin-1"))])

    assert answer.status_code == 200
    assert answer.json()["account"] is None


async def test_behind_tls_only_the_hosts_own_cookie_counts(client: httpx.AsyncClient, engine: Engine) -> None:
    secret = await session_of(engine, "manager")

    async def account(scheme: str, name: str) -> int | None:
        answer = await client.get(f"{scheme}://localhost/who", headers={"cookie": f"{name}={secret}"})
        found: int | None = answer.json()["account"]
        return found

    assert await account("https", "__Host-gongzhi")
    assert await account("https", "gongzhi") is None
    assert await account("http", "gongzhi")
    assert await account("http", "__Host-gongzhi") is None


async def test_a_token_is_an_app_on_graphql_only(client: httpx.AsyncClient, engine: Engine, story: Story) -> None:
    bearer = {"authorization": f"Bearer {await token_of(engine, story, 'accounts')}"}

    assert (await client.post("/graphql", json=WHO, headers=bearer)).json()["data"]["viewer"]["account"] == {"login": "manager"}
    assert (await client.get("/who", headers=bearer)).json()["account"] is None


async def test_a_token_comes_before_a_cookie_on_graphql_and_never_elsewhere(
    client: httpx.AsyncClient, engine: Engine, story: Story
) -> None:
    token, secret = await token_of(engine, story, "accounts"), await session_of(engine, "member")
    both = {"authorization": f"bearer {token}", "cookie": f"gongzhi={secret}"}

    assert (await client.post("/graphql", json=WHO, headers=both)).json()["data"]["viewer"]["account"] == {"login": "manager"}
    assert (await client.get("/who", headers=both)).json()["account"] == story.member.account


@pytest.mark.parametrize("value", ["Bearer", "Bearer ", "bearer x", f"Bearer gz_{NOBODY}", f"Bearer {NOBODY}", "BEARER \u00ff"])
async def test_a_token_that_is_not_valid_is_refused_and_not_passed_over(
    client: httpx.AsyncClient, engine: Engine, value: str
) -> None:
    secret = await session_of(engine, "manager")
    headers = [(b"authorization", value.encode("latin-1")), (b"cookie", f"gongzhi={secret}".encode())]

    answer = await client.post("/graphql", json=WHO, headers=headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer ")
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
    assert "data" not in answer.json()


async def test_a_session_is_no_token_and_a_token_no_session(client: httpx.AsyncClient, engine: Engine, story: Story) -> None:
    token, secret = await token_of(engine, story, "accounts"), await session_of(engine, "manager")

    assert (await client.post("/graphql", json=WHO, headers={"authorization": f"Bearer {secret}"})).status_code == 401
    assert (await client.get("/who", headers={"cookie": f"gongzhi={token}"})).json()["account"] is None


async def test_a_websocket_with_a_token_that_is_not_valid_is_closed(app: Starlette) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    headers = [(b"authorization", b"Bearer nothing")]
    await app({"type": "websocket", "path": "/graphql", "scheme": "ws", "headers": headers, "client": None}, receive, send)

    assert [(one["type"], one["code"]) for one in sent] == [("websocket.close", 4401)]


async def test_another_scheme_of_authorization_is_not_ours(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json=WHO, headers={"authorization": "Basic dXNlcjpwYXNz"})

    assert answer.json() == {"data": {"viewer": {"account": None}}}


async def test_everybody_has_the_roles_that_the_records_give(engine: Engine, story: Story) -> None:
    for login, expected in story.viewers.items():
        known = await of_session(engine.services.pool, await session_of(engine, login))
        assert known is not None
        for name in ("areas", "managed", "organisations"):
            assert set(getattr(known.viewer, name)) == set(getattr(expected, name))
        for name in ("account", "person", "administrator", "scopes", "language", "via"):
            assert getattr(known.viewer, name) == getattr(expected, name)


async def test_a_role_holds_on_its_days_and_in_committees_that_work(engine: Engine) -> None:
    pool = engine.services.pool
    secret = await session_of(engine, "chaowai")

    async def areas_after(change: str) -> int:
        connection = await pool.acquire()
        try:
            await connection.execute(change)
            known = await of_session(pool, secret)
        finally:
            await pool.release(connection)
        assert known is not None
        return len(known.viewer.areas)

    place = "update membership set valid_from = current_date + {}, valid_to = {} where role = 'COORDINATOR'"
    assert await areas_after("select 1") == 1
    assert await areas_after(place.format(1, "null")) == 0
    assert await areas_after(place.format(-9, "current_date")) == 0
    assert await areas_after(place.format(-9, "current_date + 1")) == 1
    assert await areas_after("update organisation set status = 'SUSPENDED' where kind = 'COMMITTEE'") == 0


async def test_a_coordinator_keeps_the_records_of_the_area_from_before_it_moved(engine: Engine, story: Story) -> None:
    pool = engine.services.pool
    (path,) = story.community_coordinator.areas
    moved = "110105/110105003/" + path.split("/")[2] + "/"
    await pool.execute("update area set path = $2 where path = $1", path, moved)
    await pool.execute(
        "update area_parentage set valid_to = current_date where area_id = (select id from area where path = $1)", moved
    )

    known = await of_session(pool, await session_of(engine, "jiqingli"))

    assert known is not None
    assert set(known.viewer.areas) == {path, moved}


@pytest.mark.parametrize(
    ("change", "alive"),
    [
        ("seen_at = now() - interval '29 minutes'", True),
        ("seen_at = now() - interval '31 minutes'", False),
        ("expires_at = now() + interval '1 minute'", True),
        ("expires_at = now() - interval '1 second'", False),
        ("ended_at = now()", False),
    ],
)
async def test_a_session_ends_when_idle_and_after_a_day(engine: Engine, change: str, alive: bool) -> None:
    secret = await session_of(engine, "manager")
    await engine.services.pool.execute(f"update session set {change}")

    assert (await of_session(engine.services.pool, secret) is not None) is alive
    assert (await of_session(engine.services.pool, secret) is not None) is alive


async def test_use_is_noted_once_a_minute(engine: Engine, story: Story) -> None:
    pool = engine.services.pool
    secret = await session_of(engine, "manager")
    seen = "select now() - seen_at from session"
    await pool.execute("update session set seen_at = now() - interval '50 seconds'")
    await of_session(pool, secret)
    assert (await pool.fetchval(seen)).total_seconds() >= 50

    await pool.execute("update session set seen_at = now() - interval '61 seconds'")
    await of_session(pool, secret)
    assert (await pool.fetchval(seen)).total_seconds() < 50

    identities = IdentityCache(engine.services)
    await identities.of_token(await token_of(engine, story, "areas"), HERE)
    assert await pool.fetchval("select used_at from token") is not None


async def test_a_viewer_costs_one_statement_and_then_none(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    identities = IdentityCache(engine.services)
    secret = await session_of(engine, "manager")

    with statements(monkeypatch) as sent:
        first = await identities.of_session(secret, HERE)
        assert len(sent) == 1
        assert await identities.of_session(secret, HERE) is first
        assert await identities.of_session("no secret", HERE) is None
        assert len(sent) == 1


async def test_a_kept_viewer_ends_on_time(engine: Engine) -> None:
    identities = IdentityCache(engine.services)
    secret = await session_of(engine, "manager")
    assert await identities.of_session(secret, HERE) is not None
    (entry,) = identities._entries.values()
    assert entry.until is not None and entry.until > time()
    entry.until = time()
    assert await identities.of_session(secret, HERE) is None


async def test_what_this_process_takes_away_is_gone_when_it_answers(engine: Engine, story: Story) -> None:
    identities = IdentityCache(engine.services)
    target = {"id": story.account("manager")}
    for taking in ("accountDisable", "passwordReset"):
        secret = await session_of(engine, "manager")
        assert await identities.of_session(secret, HERE) is not None
        payload = await act(engine, taking, story.administrator, **target)
        assert payload["refusals"] == []
        assert await identities.of_session(secret, HERE) is None
        await codes(engine, "accountEnable", story.administrator, **target)


async def test_a_failed_sign_in_empties_nobodys_cache(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    identities = IdentityCache(engine.services)
    secret = await session_of(engine, "manager")
    kept = await identities.of_session(secret, HERE)
    await sign_in(engine, "member", "Wrong-Password-1")
    await sign_in(engine, "member")

    assert await identities.of_session(secret, HERE) is kept


async def test_what_another_process_takes_away_is_gone_when_the_ledger_tells(
    engine: Engine, story: Story, servers: Settings
) -> None:
    here = IdentityCache(engine.services, seconds=3600)
    services = replace(engine.services, listeners=[])
    elsewhere = Engine(engine.schema, services)
    secret = await session_of(engine, "manager")
    name = await engine.services.pool.fetchval("select current_database()")
    address = with_database(servers.database_url or "", name)
    async with Live(address, here, Followers(engine, concerns)) as live, asyncio.timeout(30):
        await _hears(live, engine, here, secret)
        assert await here.of_session(secret, HERE) is not None
        assert await codes(elsewhere, "accountDisable", story.administrator, id=story.account("manager")) == []
        await eventually(lambda: here.of_session(secret, HERE), None)


async def eventually(ask: Callable[[], Awaitable[object]], answer: object) -> None:
    """Ask until the answer is this one; the caller bounds the time."""
    while await ask() is not answer:  # noqa: ASYNC110 - what is waited for happens in PostgreSQL
        await asyncio.sleep(0.01)


async def _hears(live: Live, engine: Engine, cache: IdentityCache, secret: str) -> None:
    """Wait until the listener hears: an event makes it forget."""
    kept = await cache.of_session(secret, HERE)
    while await cache.of_session(secret, HERE) is kept:
        await engine.services.pool.execute("select event_append(null, 'job', 'area.renamed', 'Area', 1, '', '{}', '{}')")
        await asyncio.sleep(0.05)


async def test_a_viewer_that_was_being_loaded_during_a_change_is_not_kept(engine: Engine) -> None:
    pool = engine.services.pool
    identities = IdentityCache(engine.services, seconds=3600)
    secret = await session_of(engine, "manager")
    await pool.execute("update session set seen_at = now() - interval '5 minutes'")
    async with pool.acquire() as connection:
        async with connection.transaction():
            await connection.execute("select from session for update")
            loading = asyncio.create_task(identities.of_session(secret, HERE))
            async with asyncio.timeout(30):
                await eventually(lambda: connection.fetchval(WAITING), True)
            identities.clear()
        assert await loading is not None
        await connection.execute("update session set ended_at = now()")
    assert await identities.of_session(secret, HERE) is None
