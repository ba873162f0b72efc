"""A schema of three fields behind ``/graphql``: enough to see what the protocol makes of an engine's answers."""

from types import SimpleNamespace
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, OperationType, build_schema, execute_sync, get_operation_ast
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.budget import Budgets
from api.graphql import GraphQL
from api.persisted import Persisted
from schema.engine.access import Viewer
from schema.engine.allowance import Meter
from schema.engine.errors import formatted
from schema.engine.limits import parse_bounded, validate_bounded

SCHEMA = build_schema("""
  type Query { area(name: String): String  viewer: Int  broken: Int }
  type Mutation { areaRename(name: String!): String }
""")


class SmallEngine:
    """The schema above behind the engine's front: enough to see what the protocol makes of its answers."""

    def __init__(self) -> None:
        self.renamed: list[str] = []

    async def execute(
        self, text: str, variables: dict[str, Any] | None, name: str | None, viewer: Viewer, meter: Meter | None = None
    ) -> Any:
        try:
            document = parse_bounded(text)
            errors: list[GraphQLError] = validate_bounded(SCHEMA, document)
        except GraphQLError as error:
            errors = [error]
        chosen = None if errors else get_operation_ast(document, name)
        if chosen is None:
            told = [formatted(error) for error in errors or [GraphQLError("Which operation?")]]
            return SimpleNamespace(body=orjson.dumps({"errors": told}), executed=False)
        root = {
            "area": lambda _, name=None: name or "朝阳区",
            "viewer": lambda _: viewer.account,
            "areaRename": lambda _, name: self.renamed.append(name),
        }
        if chosen.operation is OperationType.QUERY and "broken" in text:
            raise RuntimeError("postgresql://secret@db/gongzhi")
        result = execute_sync(SCHEMA, document, root, variable_values=variables, operation_name=name)
        assert isinstance(result, ExecutionResult)
        if result.data is None:
            told = [formatted(error) for error in result.errors or []]
            return SimpleNamespace(body=orjson.dumps({"errors": told}), executed=False)
        return SimpleNamespace(body=orjson.dumps({"data": result.data}), executed=True)


class Account7:
    """Everybody is the account with number 7."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["viewer"] = Viewer(account=7)
        await self.app(scope, receive, send)


def small_app() -> Starlette:
    """The endpoint with the small engine behind; ``state.engine.renamed`` shows what was changed."""
    made = Starlette(routes=[Route("/graphql", GraphQL())], middleware=[Middleware(Account7)])
    made.state.engine, made.state.budgets, made.state.documents = SmallEngine(), Budgets(0), Persisted(None)
    return made
