"""Subscriptions over WebSocket: a client of the shelf, and what becomes of those who break the protocol."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import orjson
import pytest
import websockets
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.websockets import WebsocketsTransport

from api import graphql_socket
from api.settings import Settings
from tests.api.following import FOLLOW, PATIENCE, Socket, begun, connected, now
from tests.api.served import Served, serve
from tests.schema.acting import done
from tests.story import Story


@pytest.fixture(scope="module")
async def served(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[Served]:
    async with serve(servers, new_database, story_template) as one:
        yield one


async def test_gql_follows_over_a_websocket(served: Served, story: Story) -> None:
    token, _ = await served.token(story, "admin")
    cursor = await now(served, story)
    transport = WebsocketsTransport(url=served.socket, init_payload={"Authorization": f"Bearer {token}"})
    told = []
    async with Client(transport=transport) as session, asyncio.timeout(PATIENCE):
        assert await session.execute(gql("{ __typename }")) == {"__typename": "Query"}
        for number in range(3):
            await served.happen(number + 1)
        query = gql(FOLLOW)
        query.variable_values = {"after": cursor}
        async for one in session.subscribe(query):
            told.append(one["told"]["node"]["subjectId"])
            if len(told) == 3:
                break
        with pytest.raises(TransportQueryError, match="nothing"):
            await session.execute(gql("{ nothing }"))
    assert told == ["area_1", "area_2", "area_3"]


async def test_who_connects_is_known_by_the_header_too_and_is_cut_off_with_the_token(served: Served, story: Story) -> None:
    token, id_ = await served.token(story, "chaowai")
    socket = await begun(served, token)
    await socket.say(type="subscribe", id="1", payload={"query": FOLLOW, "variables": {"after": await now(served, story)}})
    await served.happen(4, story.coordinator.areas[0])
    heard = await socket.hear()
    assert (heard["type"], heard["payload"]["data"]["told"]["node"]["subjectId"]) == ("next", "area_4")

    await done(served.house.engine, story.coordinator, "tokenEnd", {"id": id_})
    assert await socket.closed() == 4401


async def test_several_operations_share_a_connection_and_each_can_be_completed(served: Served, story: Story) -> None:
    token, cursor = (await served.token(story, "admin"))[0], await now(served, story)
    socket = await begun(served, token)
    await socket.say(type="ping")
    assert await socket.hear() == {"type": "pong"}
    for id_ in ("a", "b"):
        await socket.say(type="subscribe", id=id_, payload={"query": FOLLOW, "variables": {"after": cursor}})
    await served.happen(1)
    assert {(await socket.hear())["id"] for _ in range(2)} == {"a", "b"}
    await socket.say(type="complete", id="a")
    await socket.say(type="subscribe", id="c", payload={"query": "{ __typename }"})
    assert (await socket.hear(), await socket.hear()) == (
        {"id": "c", "type": "next", "payload": {"data": {"__typename": "Query"}}},
        {"id": "c", "type": "complete"},
    )
    await served.happen(2)
    assert (await socket.hear())["id"] == "b"


QUERY = {"query": "{ __typename }"}


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([{"type": "subscribe", "id": "1", "payload": QUERY}], 4401),
        ([{"type": "connection_init"}, {"type": "connection_init"}], 4429),
        ([{"type": "connection_init", "payload": {"authorization": "Bearer gz_nothing"}}], 4403),
        ([{"type": "hello"}], 4400),
        ([{"type": "connection_init"}, {"type": "subscribe", "payload": QUERY}], 4400),
        ([{"type": "connection_init"}, {"type": "subscribe", "id": "", "payload": QUERY}], 4400),
        ([{"type": "connection_init"}, {"type": "subscribe", "id": "x" * 101, "payload": QUERY}], 4400),
        ([["a", "list"]], 4400),
        ([{"type": "ping", "payload": {"text": "\0"}}], 4400),
        ([{"type": "connection_init", "payload": {"text": "x" * 70_000}}], 1009),
    ],
)
async def test_whoever_breaks_the_protocol_is_told_how_and_closed(served: Served, messages: list[Any], code: int) -> None:
    socket = await connected(served)
    for message in messages:
        await socket.connection.send(orjson.dumps(message).decode())

    assert await socket.closed() == code


async def test_bytes_and_nonsense_are_no_messages(served: Served) -> None:
    for sent in (b"\x00\x01", "{", ""):
        socket = await connected(served)
        await socket.connection.send(sent)
        assert await socket.closed() == 4400


async def test_an_id_is_used_once_at_a_time_and_there_are_not_too_many(
    served: Served, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, cursor = (await served.token(story, "admin"))[0], await now(served, story)
    subscribe = {"type": "subscribe", "payload": {"query": FOLLOW, "variables": {"after": cursor}}}
    twice = await begun(served, token)
    for _ in range(2):
        await twice.say(id="1", **subscribe)
    assert await twice.closed() == 4409

    monkeypatch.setattr(graphql_socket, "OPERATIONS", 3)
    many = await begun(served, token)
    for number in range(4):
        await many.say(id=str(number), **subscribe)
    assert await many.closed() == 4429


async def test_whoever_says_nothing_is_closed(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphql_socket, "INIT_SECONDS", 0.05)

    assert await (await connected(served)).closed() == 4408


async def test_another_protocol_is_not_spoken(served: Served) -> None:
    old: Any = ["graphql-ws"]
    connection = await websockets.connect(served.socket, subprotocols=old)
    assert await Socket(connection).closed() == 4406


async def test_another_sites_page_does_not_connect(served: Served) -> None:
    with pytest.raises(websockets.InvalidStatus):
        await connected(served, Origin="https://elsewhere.example", Cookie="session=x")


async def test_mistakes_in_an_operation_do_not_close_the_connection(served: Served) -> None:
    socket = await begun(served)
    for id_, payload in enumerate(({"query": "{ nothing }"}, {"query": 5}, {"query": FOLLOW}, {"query": "{", "variables": []})):
        await socket.say(type="subscribe", id=str(id_), payload=payload)
        heard = await socket.hear()
        assert (heard["id"], heard["type"]) == (str(id_), "error")
        assert heard["payload"][0]["extensions"]["code"]
    await socket.say(type="subscribe", id="9", payload=QUERY)
    assert (await socket.hear())["payload"] == {"data": {"__typename": "Query"}}


async def test_what_is_sent_over_a_connection_is_paid_for_too(
    served: Served, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    socket = await begun(served, (await served.token(story, "admin"))[0])
    monkeypatch.setattr(served.house.app.state.budgets, "points", 5)
    for id_, payload in enumerate((QUERY, {"query": FOLLOW})):
        await socket.say(type="subscribe", id=str(id_), payload=payload)
        heard = await socket.hear()
        assert (heard["type"], heard["payload"][0]["extensions"]["code"]) == ("error", "TOO_MANY_REQUESTS")
