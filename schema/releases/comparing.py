"""What changed between two contracts, and whether it breaks apps.

graphql-core compares types, fields and arguments. What a token needs (``@requires``) and what is deprecated are compared here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    print_ast,
)
from graphql.utilities.find_schema_changes import BreakingChange, DangerousChange, SafeChangeType, find_schema_changes


class Weight(Enum):
    """What a change means to an app that worked before."""

    BREAKING = "Breaking"
    """It may stop working."""
    DANGEROUS = "To look at"
    """It goes on working, and may meet what it does not know, such as a new value of an enum."""
    DEPRECATED = "Deprecated"
    """It goes on working until the day named."""
    ADDED = "Added"
    """Nothing that it uses is concerned."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two contracts, as a sentence."""

    weight: Weight
    what: str


def changes(before: str, after: str) -> list[Change]:
    """What differs between two contracts, given as SDL: what breaks first, each kind in the order of the alphabet."""
    old, new = build_schema(before), build_schema(after)
    found = {*_of_shape(old, new), *_of_access(old, new), *_of_deprecation(old, new)}
    return sorted(found, key=lambda one: (list(Weight).index(one.weight), one.what))


def _of_shape(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    for one in find_schema_changes(old, new):
        if isinstance(one, BreakingChange):
            yield Change(Weight.BREAKING, one.description)
        elif isinstance(one, DangerousChange):
            yield Change(Weight.DANGEROUS, one.description)
        elif one.type is not SafeChangeType.DESCRIPTION_CHANGED:
            yield Change(Weight.ADDED, one.description)


def _of_access(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    before, after = _access(old), _access(new)
    for place in before.keys() & after.keys():
        for told in after[place] - before[place]:
            loosened = told == "@anonymous"
            yield Change(Weight.ADDED if loosened else Weight.BREAKING, f"{place} is now {told}.")
        for told in before[place] - after[place]:
            tightened = told == "@anonymous"
            yield Change(Weight.BREAKING if tightened else Weight.ADDED, f"{place} is no longer {told}.")


def _access(contract: GraphQLSchema) -> Mapping[str, set[str]]:
    """By type, and by field of one: the directives that say who may use it."""
    found: dict[str, set[str]] = {}
    for place, one in places(contract):
        applied = getattr(getattr(one, "ast_node", None), "directives", None) or ()
        found[place] = {print_ast(told) for told in applied if told.name.value in ("requires", "sessionOnly", "anonymous")}
    return found


def _of_deprecation(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    before, after = deprecations(old), deprecations(new)
    for place, reason in after.items():
        if before.get(place) != reason:
            yield Change(Weight.DEPRECATED, f"{place}: {reason}")


def deprecations(contract: GraphQLSchema) -> Mapping[str, str]:
    """What is deprecated, by its place in the contract: why, and when it goes."""
    reasons = {place: getattr(one, "deprecation_reason", None) for place, one in places(contract)}
    return {place: reason for place, reason in reasons.items() if reason}


def places(contract: GraphQLSchema) -> Iterator[tuple[str, object]]:
    """Everything that is called something: types, fields, arguments, values, by their coordinates (``Demand.title``)."""
    for name, type_ in contract.type_map.items():
        if name.startswith("__"):
            continue
        yield name, type_
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field, one in type_.fields.items():
                yield f"{name}.{field}", one
                yield from ((f"{name}.{field}({argument}:)", given) for argument, given in one.args.items())
        elif isinstance(type_, GraphQLInputObjectType):
            yield from ((f"{name}.{field}", one) for field, one in type_.fields.items())
        elif isinstance(type_, GraphQLEnumType):
            yield from ((f"{name}.{value}", one) for value, one in type_.values.items())
