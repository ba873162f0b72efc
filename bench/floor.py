"""The floor: what a careful person writes by hand for exactly these five questions, passed through a bare Starlette handler.

No sign-in, no limits, no headers; the viewer's areas are a constant. Whatever is slower than this pays for something.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.database import open_pool
from bench.data import DISTRICT

_AREAS = [DISTRICT]
_ARGUMENTS: dict[str, Callable[[dict[str, Any]], list[Any]]] = {
    "q1": lambda asked: [asked["kind"], asked["first"]],
    "q2": lambda asked: [int(asked["area"].removeprefix("area_")), _AREAS],
    "q3": lambda asked: [int(asked["id"].removeprefix("org_")), _AREAS],
    "q4": lambda asked: [asked["kind"], asked["first"], _AREAS],
    "q5": lambda asked: [asked["first"]],
}


def statements() -> dict[str, str]:
    """The hand-written statements by name."""
    parts = re.split(r"^-- name: (\w+)$", Path(__file__).with_suffix(".sql").read_text(), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def application(url: str, size: int) -> Starlette:
    """An endpoint for each question: ``/Q1`` to ``/Q5``."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with await open_pool(url, size) as app.state.pool:
            yield

    def endpoint(sql: str, arguments: Callable[[dict[str, Any]], list[Any]]) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            asked = orjson.loads(await request.body())["variables"]
            text = await request.app.state.pool.fetchval(sql, *arguments(asked))
            return Response(text, media_type="application/json")

        return answer

    routes = [Route(f"/{name.upper()}", endpoint(sql, _ARGUMENTS[name]), methods=["POST"]) for name, sql in statements().items()]
    return Starlette(routes=routes, lifespan=lifespan)
