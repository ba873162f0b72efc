"""Running a mutation: its actions one after the other, each answered by a read of what it returned."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson
from graphql import FieldNode, GraphQLObjectType, VariableValues, get_argument_values, get_named_type

from schema.engine.access import Viewer
from schema.engine.actions import Action, perform
from schema.engine.documents import Operation, Plan, finished_plan
from schema.engine.parameters import Request

if TYPE_CHECKING:
    from schema.engine.reader import Engine


async def mutate(engine: "Engine", operation: Operation, values: VariableValues, viewer: Viewer) -> bytes:
    """The data of a mutation, key by key in the order asked for.

    What cannot be answered is not done: the reads that follow the actions are compiled, and their arguments tried, before any.
    """
    selected = operation.selected(values.coerced)
    plans = {key: _plan(operation, nodes, values, viewer) for key, nodes in selected.items() if not _is_typename(nodes)}
    for plan in plans.values():
        engine.bind(plan, Request(viewer, values.coerced))
    parts = []
    for key, nodes in selected.items():
        if key in plans:
            result = await _act(engine, operation, nodes, values, viewer)
            # After commit, as any other document would.
            value = await engine.read(plans[key], Request(viewer, values.coerced, result))
        else:
            value = orjson.dumps(operation.root.name)
        parts.append(orjson.dumps(key) + b":" + value)
    return b"{" + b",".join(parts) + b"}"


def _is_typename(nodes: list[FieldNode]) -> bool:
    return nodes[0].name.value == "__typename"


async def _act(
    engine: "Engine", operation: Operation, nodes: list[FieldNode], values: VariableValues, viewer: Viewer
) -> Mapping[str, Any]:
    declared = operation.root.fields[nodes[0].name.value]
    field = declared.extensions["strawberry-definition"]
    given = get_argument_values(declared, nodes[0], values)
    arguments = engine.arguments(field, given)
    action: Action = field.metadata["action"]
    return await perform(engine.services, action, arguments["input"], viewer)


def _plan(operation: Operation, nodes: list[FieldNode], values: VariableValues, viewer: Viewer) -> Plan:
    """The read of what an action returns."""
    payload = get_named_type(operation.root.fields[nodes[0].name.value].type)
    assert isinstance(payload, GraphQLObjectType)
    compiler = operation.compiler(values.coerced, viewer.is_public)
    return finished_plan(compiler, compiler.statement(payload, compiler.collector.sub(payload, nodes)))
