"""The usual Strawberry server: graphql-core executes, loaders batch; parsing and validation are cached. No sign-in, no limits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from graphql import DocumentNode, ExecutionResult, execute, parse, validate
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.database import open_pool
from bench.loaders import Context, prepare
from bench.viewer import coordinator
from schema import contract


def application(url: str, size: int) -> Starlette:
    """``/graphql``."""
    core = contract
    prepare(core)
    documents: dict[str, DocumentNode] = {}
    viewer = coordinator()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with await open_pool(url, size) as app.state.pool:
            yield

    def document(text: str) -> DocumentNode:
        if text not in documents:
            ast = parse(text)
            if errors := validate(core, ast):
                raise errors[0]
            documents[text] = ast
        return documents[text]

    async def answer(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        context = Context(request.app.state.pool, viewer)
        result: Any = execute(core, document(asked["query"]), variable_values=asked["variables"], context_value=context)
        found: ExecutionResult = result if isinstance(result, ExecutionResult) else await result
        body: dict[str, Any] = {"data": found.data}
        if found.errors:
            body["errors"] = [error.formatted for error in found.errors]
        return Response(orjson.dumps(body), media_type="application/json")

    return Starlette(routes=[Route("/graphql", answer, methods=["POST"])], lifespan=lifespan)
