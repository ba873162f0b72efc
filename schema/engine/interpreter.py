"""The same plans under graphql-core, for what the compiler does not do: introspection, alone or beside other fields.

Each root field is compiled and read as always; graphql-core then walks the result, completes every value by its type and adds
the introspection. That the two paths agree is a property test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson
from graphql import (
    ExecutionResult,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    Undefined,
    VariableValues,
    execute,
    is_abstract_type,
    is_object_type,
    is_scalar_type,
    is_specified_scalar_type,
)

from schema.engine.access import Viewer
from schema.engine.documents import Document, Operation, finished_plan
from schema.engine.parameters import Request

if TYPE_CHECKING:
    from schema.engine.reader import Engine


@dataclass(frozen=True, slots=True)
class _Context:
    engine: "Engine"
    operation: Operation
    variables: Mapping[str, Any]
    viewer: Viewer


async def interpret(engine: "Engine", document: Document, operation: Operation, values: VariableValues, viewer: Viewer) -> bytes:
    """The data of a query, executed by graphql-core over the compiled root fields."""
    result = execute(
        operation.schema,
        document.ast,
        context_value=_Context(engine, operation, values.coerced, viewer),
        variable_values={name: one.value for name, one in values.sources.items() if one.value is not Undefined},
        operation_name=operation.node.name.value if operation.node.name else None,
        field_resolver=_resolve,
        type_resolver=lambda value, *_: value["$type"],
        hide_suggestions=True,
    )
    found = result if isinstance(result, ExecutionResult) else await result
    if found.errors:
        raise found.errors[0]
    return orjson.dumps(found.data)


def _resolve(source: Any, info: GraphQLResolveInfo[Any], **_arguments: Any) -> Any:
    """A root field is read; below it, the read's result holds each value under its response key."""
    return _read(info) if source is None else source[info.path.key]


async def _read(info: GraphQLResolveInfo[Any]) -> Any:
    context: _Context = info.context
    compiler = context.operation.compiler(context.variables, context.viewer.is_public, typed=True)
    key = str(info.path.key)
    sql = compiler.statement(context.operation.root, {key: list(info.field_nodes)})
    request = Request(context.viewer, context.variables)
    return orjson.loads(await context.engine.read(finished_plan(compiler, sql), request))[key]


def prepare(schema: GraphQLSchema) -> None:
    """Take out what Strawberry put in for resolving Python objects: ours are the JSON values that PostgreSQL made."""
    for type_ in schema.type_map.values():
        if is_object_type(type_):
            _without_resolvers(type_)
        elif is_abstract_type(type_):
            type_.resolve_type = None
        elif is_scalar_type(type_) and not is_specified_scalar_type(type_):
            type_.coerce_output_value = _as_it_came


def _as_it_came(value: object) -> object:
    """PostgreSQL has written what is read; only defaults of the contract, which introspection tells, are decimals yet."""
    return str(value) if isinstance(value, Decimal) else value


def _without_resolvers(type_: GraphQLObjectType) -> None:
    type_.is_type_of = None
    if type_.name.startswith("__"):
        return
    for field in type_.fields.values():
        field.resolve = None
