"""``/graphql`` as server-sent events: GraphQL over SSE, distinct connections mode (https://github.com/enisdenjo/graphql-sse).

Each event has the cursor to go on from as its id; a browser's EventSource sends it back as ``Last-Event-ID`` by itself.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import structlog
from graphql import GraphQLError
from starlette.responses import StreamingResponse

from api.followers import Ended, Followers
from api.identity import recognise
from schema.engine.access import Viewer
from schema.engine.documents import Invalid
from schema.engine.errors import formatted
from schema.engine.outages import Unavailable
from schema.engine.reader import Engine, Failed
from schema.events.following import following

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from api.graphql import Operation

log = structlog.get_logger()

EVENTS = b"text/event-stream"
SLOW_SECONDS = 30.0
"""Whoever does not take what is sent for this long is cut off, and has the last cursor to go on from (our default)."""
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_COMPLETE = b"event: complete\ndata:\n\n"


async def stream(operation: "Operation", scope: "Scope", receive: "Receive", send: "Send") -> None:
    """Answer one operation with a stream of its results."""
    last = next((value for header, value in scope["headers"] if header == b"last-event-id"), b"").decode("latin-1")
    answer = StreamingResponse(_events(scope, operation, last), media_type=EVENTS.decode(), headers=_HEADERS)

    async def in_time(message: "Message") -> None:
        async with asyncio.timeout(SLOW_SECONDS):
            await send(message)

    try:
        await answer(scope, receive, in_time)
    except TimeoutError:
        log.info("a stream was not read and is cut off")


async def _events(scope: "Scope", asked: "Operation", last: str) -> AsyncIterator[bytes]:
    text, variables, name, digest = asked
    engine: Engine = scope["app"].state.engine
    viewer: Viewer = scope["state"]["viewer"]
    metered = scope["app"].state.budgets.of(viewer)
    meter = metered.take if metered else None
    # The answer's head goes out at once.
    yield b":\n\n"
    try:
        operation = engine.documents.get(text).operation(name)
        if digest is not None:
            await scope["app"].state.documents.keep(digest, text)
        if operation.kind != "subscription":
            yield _next((await engine.execute(text, variables, name, viewer, meter)).body)
        else:
            what = following(engine, operation, variables, viewer)
            followers: Followers = scope["app"].state.followers
            told = followers.follow(replace(what, after=last or what.after), viewer, lambda: recognise(scope), meter)
            async with aclosing(told):  # type: ignore[type-var]
                async for one in told:
                    yield _next(one.body, one.cursor) if one else b":\n\n"
    except (Ended, Unavailable):
        # Not complete: the client comes again, and is told then what it may see.
        return
    except (Invalid, Failed, GraphQLError) as error:
        yield _next(orjson.dumps({"errors": told_errors(error)}))
    yield _COMPLETE


def told_errors(error: Exception) -> list[Any]:
    """The errors of an operation that could not begin or go on, as clients get them."""
    if isinstance(error, Failed):
        return error.errors
    if isinstance(error, Invalid):
        return [formatted(one, error.code) for one in error.errors]
    return [formatted(error)]


def _next(body: bytes, cursor: str | None = None) -> bytes:
    mark = f"id: {cursor}\n".encode() if cursor else b""
    return mark + b"event: next\ndata: " + body + b"\n\n"
