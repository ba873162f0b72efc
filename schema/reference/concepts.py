"""To which concept a part of the contract belongs: the package of ``schema/`` that declares it."""

from collections.abc import Iterator
from typing import Any

from graphql import GraphQLField, GraphQLNamedType, get_named_type, is_composite_type

COMMON = "common"
"""What all concepts share: scalars, pages of lists, comparisons."""
_ALIKE = ("Connection", "Edge", "Is")
"""Endings of types that are made for another type."""


def concept_of(type_: GraphQLNamedType) -> str:
    """The concept of a type."""
    for module in _modules(type_):
        package, _, rest = module.partition(".")
        if package == "schema" and rest and not rest.startswith("engine"):
            return rest.split(".")[0]
    if is_composite_type(type_) and type_.name.endswith(_ALIKE[:2]):
        fields = type_.fields  # type: ignore[union-attr]
        return concept_of(get_named_type(fields["nodes" if "nodes" in fields else "node"].type))
    return COMMON


def concept_of_field(field: GraphQLField) -> str:
    """The concept of a root field: of the class that declares it, or of the action behind it."""
    declared = field.extensions["strawberry-definition"]
    action = declared.metadata.get("action")
    module = action.function.__module__ if action else declared.origin.__module__
    found = str(module).split(".")[1] if module.count(".") else COMMON
    return COMMON if found == "engine" else found


def _modules(type_: GraphQLNamedType) -> Iterator[str]:
    """The modules of the classes that a type is made of; a generic one is made of what it is about."""
    definition: Any = type_.extensions.get("strawberry-definition")
    made_of = [getattr(definition, name, None) for name in ("wrapped_cls", "origin")]
    for one in [*made_of, *getattr(definition, "type_var_map", {}).values()]:
        yield str(getattr(getattr(one, "wrapped_cls", None) or one, "__module__", ""))
