"""Running a mutation: its actions one after the other, each answered by a read of what it returned."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson
from graphql import FieldNode, GraphQLObjectType, VariableValues, get_argument_values, get_named_type

from schema.engine.access import Viewer
from schema.engine.actions import Action, perform
from schema.engine.documents import Operation, finished_plan
from schema.engine.parameters import Request

if TYPE_CHECKING:
    from schema.engine.reader import Engine


async def mutate(engine: "Engine", operation: Operation, values: VariableValues, viewer: Viewer) -> bytes:
    """The data of a mutation, key by key in the order asked for."""
    parts = []
    for key, nodes in operation.selected(values.coerced).items():
        if nodes[0].name.value == "__typename":
            value = orjson.dumps(operation.root.name)
        else:
            value = await _act(engine, operation, nodes, values, viewer)
        parts.append(orjson.dumps(key) + b":" + value)
    return b"{" + b",".join(parts) + b"}"


async def _act(engine: "Engine", operation: Operation, nodes: list[FieldNode], values: VariableValues, viewer: Viewer) -> bytes:
    declared = operation.root.fields[nodes[0].name.value]
    field = declared.extensions["strawberry-definition"]
    given = get_argument_values(declared, nodes[0], values)
    arguments = engine.arguments(field, given)
    action: Action = field.metadata["action"]
    result = await perform(engine.services, action, arguments["input"], viewer)
    return await _payload(engine, operation, nodes, values, viewer, result)


async def _payload(
    engine: "Engine",
    operation: Operation,
    nodes: list[FieldNode],
    values: VariableValues,
    viewer: Viewer,
    result: Mapping[str, Any],
) -> bytes:
    """Read after commit, as any other document would."""
    payload = get_named_type(operation.root.fields[nodes[0].name.value].type)
    assert isinstance(payload, GraphQLObjectType)
    compiler = operation.compiler(values.coerced, viewer.is_public)
    sql = compiler.statement(payload, compiler.collector.sub(payload, nodes))
    return await engine.read(finished_plan(compiler, sql), Request(viewer, values.coerced, result))
