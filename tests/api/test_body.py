"""Bodies of ``/graphql`` are of bounded size and arrive in bounded time, or the request is refused."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from starlette.applications import Starlette

from api.graphql import BODY_LIMIT, GraphQL
from api.persisted import Persisted

Message = dict[str, Any]
JSON = (b"content-type", b"application/json")


async def never() -> Message:
    """A client that says nothing more."""
    await asyncio.Event().wait()
    return {}


def client_that_sends(*messages: Message) -> Callable[[], Awaitable[Message]]:
    waiting = list(messages)

    async def receive() -> Message:
        return waiting.pop(0) if waiting else await never()

    return receive


async def answer(
    receive: Callable[[], Awaitable[Message]],
    *headers: tuple[bytes, bytes],
    method: str = "POST",
    query_string: bytes = b"",
    seconds: float = 60.0,
) -> list[Message]:
    """The messages with which a request is answered, without an engine behind."""
    sent: list[Message] = []

    async def send(message: Any) -> None:
        sent.append(message)

    app = Starlette()
    app.state.documents = Persisted(None)
    scope = {"type": "http", "method": method, "headers": headers, "query_string": query_string, "app": app}
    await GraphQL(body_seconds=seconds)(scope, receive, send)
    return sent


async def test_a_body_that_is_announced_too_large_is_not_read() -> None:
    [start, _] = await answer(never, JSON, (b"content-length", b"%d" % (BODY_LIMIT + 1)))

    assert start["status"] == 413
    assert (b"connection", b"close") in start["headers"]


@pytest.mark.parametrize("length", [[], [(b"content-length", b"10")], [(b"content-length", b"nonsense")]])
async def test_a_body_is_counted_whatever_it_says_of_its_length(length: list[tuple[bytes, bytes]]) -> None:
    part = {"type": "http.request", "body": b" " * (BODY_LIMIT // 2), "more_body": True}

    [start, _] = await answer(client_that_sends(part, part, part), JSON, *length)

    assert start["status"] == 413


async def test_a_body_that_does_not_arrive_ends_the_connection() -> None:
    part = {"type": "http.request", "body": b"{", "more_body": True}

    [start, _] = await answer(client_that_sends(part), JSON, seconds=0.01)

    assert start["status"] == 408
    assert (b"connection", b"close") in start["headers"]


async def test_a_body_in_parts_is_read_whole() -> None:
    parts = [{"type": "http.request", "body": part, "more_body": True} for part in (b'{"que', b'ry": ', b"1}")]

    [_, body] = await answer(client_that_sends(*parts, {"type": "http.request"}), JSON)

    assert b"The parameter 'query'" in body["body"]


async def test_a_client_that_has_gone_is_not_answered() -> None:
    assert await answer(client_that_sends({"type": "http.disconnect"}), JSON) == []


async def test_headers_given_twice_are_taken_together() -> None:
    [start, _] = await answer(never, JSON, (b"content-type", b"text/plain"))

    assert start["status"] == 415


async def test_an_address_has_the_limit_of_a_body() -> None:
    [start, _] = await answer(never, method="GET", query_string=b"query=" + b"a" * BODY_LIMIT)

    assert start["status"] == 414
