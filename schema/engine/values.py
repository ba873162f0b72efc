"""Argument values while a statement is compiled: literals, variables, and what of a variable shapes the statement.

A plan is compiled for a *shape*: most variables only become parameters, but whether one is null, which keys an input object
has, or what ``@skip`` says, changes the SQL. Whoever looks at a variable while compiling leaves a probe; the cached plan is
used again only for variables that answer the same to all probes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from graphql import GraphQLInputType, ListValueNode, NullValueNode, ObjectValueNode, ValueNode, VariableNode, value_from_ast
from graphql.type import get_nullable_type, is_input_object_type, is_list_type

from schema.engine.ids import prefix_of

Path = tuple[str, ...]
ABSENT = object()


def look_up(variables: Mapping[str, Any], path: Path) -> Any:
    """The value at a path into the coerced variables, or ABSENT."""
    value: Any = variables
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return ABSENT
        value = value[key]
    return value


def _given(value: Any) -> bool:
    return value is not ABSENT and value is not None


def _keys(value: Any) -> tuple[str, ...]:
    return tuple(key for key, one in value.items() if one is not None) if isinstance(value, Mapping) else ()


def _prefixes(value: Any) -> tuple[str, ...]:
    ids = value if isinstance(value, list) else [value]
    return tuple(sorted({prefix for one in ids if (prefix := prefix_of(one))}))


def _itself(value: Any) -> Any:
    return value.name if isinstance(value, Enum) else None if value is ABSENT else value


def _null(value: Any) -> bool:
    return value is None


PROBES: dict[str, Callable[[Any], Any]] = {
    "given": _given,
    "null": _null,
    "keys": _keys,
    "prefixes": _prefixes,
    "itself": _itself,
}


@dataclass(frozen=True, slots=True)
class Probe:
    """A question about a variable whose answer is part of the statement's shape."""

    path: Path
    kind: str

    def answer(self, variables: Mapping[str, Any]) -> Any:
        """The hashable answer for these variables."""
        return PROBES[self.kind](look_up(variables, self.path))


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the document, already coerced; None for null."""

    value: Any


@dataclass(frozen=True, slots=True)
class FromVariable:
    """A value to be taken from the variables at a path."""

    path: Path


@dataclass(frozen=True, slots=True)
class Fields:
    """An input object written in the document that has variables inside."""

    fields: Mapping[str, "Value"]


@dataclass(frozen=True, slots=True)
class Items:
    """A list written in the document that has variables inside."""

    items: tuple["Value", ...]


Value = Literal | FromVariable | Fields | Items


def realise(value: Value, variables: Mapping[str, Any]) -> Any:
    """The Python value for these variables; None where a variable is absent, enum members by name."""
    match value:
        case Literal(plain):
            return _wire(plain)
        case FromVariable(path):
            found = look_up(variables, path)
            return None if found is ABSENT else _wire(found)
        case Fields(fields):
            return {name: realise(one, variables) for name, one in fields.items()}
        case Items(items):
            return [realise(one, variables) for one in items]


def _wire(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.name
    return [_wire(one) for one in value] if isinstance(value, list) else value


def read_value(node: ValueNode, type_: GraphQLInputType) -> Value:
    """Turn an argument as written into a value; the document has been validated against ``type_``."""
    if isinstance(node, VariableNode):
        return FromVariable((node.name.value,))
    nullable = get_nullable_type(type_)
    if isinstance(node, NullValueNode):
        return Literal(None)
    if isinstance(node, ObjectValueNode) and is_input_object_type(nullable):
        declared = nullable.fields
        return Fields({one.name.value: read_value(one.value, declared[one.name.value].type) for one in node.fields})
    if isinstance(node, ListValueNode) and is_list_type(nullable):
        return Items(tuple(read_value(one, nullable.of_type) for one in node.values))
    return Literal(value_from_ast(node, type_))
