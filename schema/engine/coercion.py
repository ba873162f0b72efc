"""Variables that are plain scalars and names of enums, checked at the cost of a look each.

graphql-core's coercion takes any type and explains what is wrong, which costs as much as the rest of a read together. Whatever is
not plainly right is left to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLID,
    GraphQLInt,
    GraphQLSchema,
    GraphQLString,
    Undefined,
    VariableDefinitionNode,
    VariableValues,
    get_nullable_type,
    get_variable_values,
    is_non_null_type,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValueSource

_KINDS = {GraphQLID: str, GraphQLString: str, GraphQLInt: int, GraphQLBoolean: bool}
"""The Python type whose values coerce to themselves. Of ``int``, those of 32 bits."""


@dataclass(frozen=True, slots=True)
class _Variable:
    name: str
    signature: GraphQLVariableSignature
    absent: VariableValueSource
    required: bool
    kind: type | None
    """What a value that is right plainly is; None: for graphql-core to say."""
    names: Mapping[str, Any] | None
    """For an enum: its values by name."""
    default: Any

    def value(self, given: Any) -> Any:
        """The coerced value; Undefined for graphql-core to say."""
        if given is None:
            return Undefined if self.required else None
        if type(given) is not self.kind:
            return Undefined
        if self.names is not None:
            return self.names.get(str(given), Undefined)
        return given if type(given) is not int or -(2**31) <= given < 2**31 else Undefined


class Coercion:
    """The variables of one operation."""

    def __init__(self, schema: GraphQLSchema, definitions: Sequence[VariableDefinitionNode]) -> None:
        self._variables = [_variable(schema, one) for one in definitions]

    def values(self, given: Mapping[str, Any]) -> VariableValues | None:
        """The coerced values, the same as graphql-core's; None when it has to look itself."""
        sources: dict[str, VariableValueSource] = {}
        coerced: dict[str, Any] = {}
        for one in self._variables:
            name = one.name
            if name not in given:
                if one.default is not Undefined:
                    coerced[name] = one.default
                elif one.required:
                    return None
                sources[name] = one.absent
                continue
            value = one.value(given[name])
            if value is Undefined:
                return None
            coerced[name] = value
            sources[name] = VariableValueSource(one.signature, given[name])
        return VariableValues(sources, coerced)


def _variable(schema: GraphQLSchema, definition: VariableDefinitionNode) -> _Variable:
    signature = get_variable_signature(schema, definition)
    assert isinstance(signature, GraphQLVariableSignature), "the document has been validated"
    type_ = get_nullable_type(signature.type)
    names = {name: type_.coerce_input_value(name) for name in type_.values} if isinstance(type_, GraphQLEnumType) else None
    kind = str if names is not None else next((kind for scalar, kind in _KINDS.items() if scalar is type_), None)
    default = Undefined
    if definition.default_value is not None:
        found = get_variable_values(schema, [definition], {})
        assert isinstance(found, VariableValues), "the document has been validated"
        default = found.coerced[signature.name]
    required = is_non_null_type(signature.type)
    return _Variable(signature.name, signature, VariableValueSource(signature), required, kind, names, default)
