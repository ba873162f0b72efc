"""Request bodies of bounded size that arrive in bounded time."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class BodyTooLarge(Exception):
    """The body is longer than allowed, by its header or by what came."""


class BodyTooSlow(Exception):
    """The body was not there in time."""


class Disconnected(Exception):
    """The client has gone before its body was complete."""


async def read_body(receive: Receive, content_length: bytes | None, limit: int, seconds: float) -> bytes:
    """The whole body, of at most ``limit`` bytes. Raises BodyTooLarge, BodyTooSlow or Disconnected."""
    if content_length is not None and content_length.isdigit() and int(content_length) > limit:
        raise BodyTooLarge
    try:
        async with asyncio.timeout(seconds):
            return await _read(receive, limit)
    except TimeoutError:
        raise BodyTooSlow from None


async def _read(receive: Receive, limit: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Disconnected
        body += message.get("body", b"")
        if len(body) > limit:
            raise BodyTooLarge
        if not message.get("more_body", False):
            return bytes(body)
