"""Bind, execute, splice: running a request's operation for a viewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import asyncpg
import orjson
import structlog
from graphql import GraphQLError, VariableValues
from strawberry import Schema
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from schema.engine.access import Viewer
from schema.engine.allowance import Meter
from schema.engine.compiler import Finish
from schema.engine.cost import points
from schema.engine.documents import Document, Documents, Invalid, Operation, Plan
from schema.engine.errors import fault_of, formatted
from schema.engine.interpreter import interpret
from schema.engine.lending import Lending
from schema.engine.limits import LIMITS, Limits, check_allowance
from schema.engine.mutations import mutate
from schema.engine.outages import LOST, Unavailable, passes
from schema.engine.parameters import Request, bad_input
from schema.engine.services import Services
from schema.engine.weight import check_introspection

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: its JSON, and whether anything was executed (if not, the request itself was at fault)."""

    body: bytes
    executed: bool
    operation: str | None = None


class Failed(Exception):
    """A document of our own answered with errors."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(errors)
        self.errors = errors


class Engine:
    """The schema with its caches and services."""

    def __init__(self, schema: Schema, services: Services, limits: Limits = LIMITS) -> None:
        self.schema, self.services = schema, services
        self._reads, self._public_reads = Lending(services.pool), Lending(services.public_pool)
        self.documents = Documents(schema._schema, limits)  # noqa: SLF001 - Strawberry has no other name for it

    async def execute(
        self,
        text: str,
        variables: Mapping[str, Any] | None,
        operation_name: str | None,
        viewer: Viewer,
        meter: Meter | None = None,
    ) -> Answer:
        """Run one operation of a document; never raises for what a client may have done. Raises Unavailable in an outage.

        A ``meter`` is shown what the operation costs before it runs.
        """
        kind = None
        try:
            document = self.documents.get(text)
            operation = document.operation(operation_name)
            kind = operation.kind
            check_introspection(document.weight, allowed=not viewer.is_public)
            coerced = operation.coerce(variables)
            rows = operation.estimate.check(coerced.coerced, self.documents.limits)
            if meter is not None:
                cost = points(rows, operation.actions, introspects=document.weight.introspects)
                viewer = replace(viewer, allowance=check_allowance(await meter(cost)))
        except Invalid as invalid:
            return _failure(invalid.errors, executed=False, kind=kind, code=invalid.code)
        except GraphQLError as error:
            return _failure([error], executed=False, kind=kind)
        try:
            return Answer(b'{"data":' + await self._run(document, operation, coerced, viewer) + b"}", True, kind)
        except Exception as error:
            fault = fault_of(error)
            if passes(fault):
                log.warning("the database cannot be reached", operation=operation_name, error=repr(fault))
                raise Unavailable from fault
            if fault is not None:
                log.exception("operation failed", operation=operation_name)
            return _failure([error], executed=True, kind=kind)

    async def _run(self, document: Document, operation: Operation, values: VariableValues, viewer: Viewer) -> bytes:
        if operation.kind == "subscription":
            raise bad_input("A subscription is followed over WebSocket (graphql-transport-ws) or as text/event-stream.")
        if operation.kind == "mutation":
            return await mutate(self, operation, values, viewer)
        if document.weight.introspects:
            return await interpret(self, document, operation, values, viewer)
        return await self.read(operation.plan(values.coerced, viewer.is_public), Request(viewer, values.coerced))

    def arguments(self, field: StrawberryField, given: dict[str, Any]) -> dict[str, Any]:
        """Coerced arguments as the Python objects that an action takes."""
        return convert_arguments(given, field.arguments, self.schema.schema_converter.scalar_registry, self.schema.config)

    async def ask(self, text: str, variables: Mapping[str, Any] | None, viewer: Viewer) -> dict[str, Any]:
        """The data of a document of our own; raises :class:`Failed` with the errors, or Unavailable."""
        answer = orjson.loads((await self.execute(text, variables, None, viewer)).body)
        if "errors" in answer:
            raise Failed(answer["errors"])
        data: dict[str, Any] = answer["data"]
        return data

    async def read(self, plan: Plan, request: Request) -> bytes:
        """The JSON of a plan's statement for a request."""
        found = await self._fetch(plan.sql, self.bind(plan, request), request.viewer)
        return finish(found, plan.finishes, request.viewer) if plan.finishes else found

    def bind(self, plan: Plan, request: Request) -> list[Any]:
        """The values of a plan's parameters; raises GraphQLError for what the token or the arguments do not allow."""
        _check_scopes(plan, request.viewer)
        return plan.parameters.bind(request)

    async def _fetch(self, sql: str, values: list[Any], viewer: Viewer) -> bytes:
        reads = self._public_reads if viewer.is_public else self._reads
        try:
            try:
                found: bytes = await reads.fetchval(sql, *values)
            except LOST:
                found = await reads.fetchval(sql, *values)
        except (asyncpg.DataError, ValueError) as error:
            raise bad_input("A value in the request cannot be used here.") from error
        except asyncpg.QueryCanceledError as error:
            raise GraphQLError("The operation took too long.", extensions={"code": "QUERY_TOO_COMPLEX"}) from error
        return found


def _check_scopes(plan: Plan, viewer: Viewer) -> None:
    if viewer.scopes is not None and not plan.scopes <= viewer.scopes:
        missing = ", ".join(sorted(plan.scopes - viewer.scopes))
        raise GraphQLError(f"The token lacks the scope {missing}.", extensions={"code": "FORBIDDEN"})


def _failure(errors: Sequence[Exception], *, executed: bool, kind: str | None, code: str = "BAD_USER_INPUT") -> Answer:
    told: dict[str, Any] = {"errors": [formatted(error, code) for error in errors]}
    return Answer(orjson.dumps({"data": None} | told if executed else told), executed, kind)


def finish(text: bytes, finishes: list[Finish], viewer: Viewer) -> bytes:
    """Let Python compute the values that wait for it in the response."""
    data = orjson.loads(text)
    for one in finishes:
        _finish_at(data, one.path, one, viewer)
    return orjson.dumps(data)


def _finish_at(value: Any, path: tuple[str, ...], one: Finish, viewer: Viewer) -> None:
    key, *rest = path
    if key == "*":
        for element in value or ():
            _finish_at(element, tuple(rest), one, viewer)
    elif isinstance(value, dict) and key in value:
        if rest:
            _finish_at(value[key], tuple(rest), one, viewer)
        elif isinstance(waiting := value[key], dict) and waiting.get("$computed") == one.mark:
            columns = {name: column for name, column in waiting.items() if name != "$computed"}
            value[key] = one.source.function(viewer, **columns)
