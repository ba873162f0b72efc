"""The reference: each concept's root fields, mutations and types, as plain values for pages and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
)

from schema.engine.actions import Action
from schema.engine.directives import Requires
from schema.engine.mapping import TYPES
from schema.reference.concepts import concept_of, concept_of_field
from schema.reference.refusing import codes

ROOTS = ("Query", "Mutation", "Subscription")


@dataclass(frozen=True, slots=True)
class Member:
    """A field, an argument, or a value of an enum."""

    name: str
    type: str
    """As the SDL writes it; empty for a value."""
    named: str
    description: str
    deprecated: str
    arguments: Sequence["Member"] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """A mutation."""

    member: Member
    scope: str
    session_only: bool
    anonymous: bool
    input: str
    refusals: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A type."""

    name: str
    kind: str
    """object, interface, union, input, enum or scalar."""
    description: str
    scope: str
    members: Sequence[Member]


@dataclass(slots=True)
class Concept:
    """What the contract has of one concept."""

    name: str
    queries: list[Member] = field(default_factory=list)
    subscriptions: list[Member] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    types: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that was looked for."""

    name: str
    concept: str
    anchor: str
    description: str


class Reference:
    """The whole contract, by concept."""

    def __init__(self, contract: GraphQLSchema) -> None:
        self._contract = contract

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """Each concept by its name, in the order of the alphabet."""
        found: dict[str, Concept] = {}
        kinds = ("queries", self._contract.query_type), ("subscriptions", self._contract.subscription_type)
        for kind, root in kinds:
            for name, one in root.fields.items() if root else ():
                of = concept_of_field(one)
                getattr(found.setdefault(of, Concept(of)), kind).append(_member(name, one))
        for name, one in self._contract.mutation_type.fields.items() if self._contract.mutation_type else ():
            of = concept_of_field(one)
            found.setdefault(of, Concept(of)).deeds.append(_deed(name, one))
        for name, type_ in sorted(self._contract.type_map.items()):
            if not name.startswith("__") and name not in ROOTS:
                concept = concept_of(type_)
                found.setdefault(concept, Concept(concept)).types.append(_entry(type_))
        return dict(sorted(found.items()))

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """By type: the concept on whose page it is."""
        return {one.name: concept.name for concept in self.concepts.values() for one in concept.types}

    def find(self, text: str, limit: int = 100) -> list[Hit]:
        """The names that hold a text, without regard to case: those that begin with it first."""
        wanted = text.casefold()
        found = [one for one in self._names if wanted in one.name.casefold()]
        return sorted(found, key=lambda one: (not one.name.casefold().startswith(wanted), len(one.name)))[:limit]

    @cached_property
    def _names(self) -> Sequence[Hit]:
        found = []
        for concept in self.concepts.values():
            roots = [*concept.queries, *concept.subscriptions, *(one.member for one in concept.deeds)]
            found += [Hit(one.name, concept.name, one.name, one.description) for one in roots]
            for entry in concept.types:
                found.append(Hit(entry.name, concept.name, entry.name, entry.description))
                found += [Hit(f"{entry.name}.{m.name}", concept.name, entry.name, m.description) for m in entry.members]
        return found


def _member(name: str, one: Any) -> Member:
    arguments = getattr(one, "args", None) or {}
    return Member(
        name,
        str(one.type) if hasattr(one, "type") else "",
        get_named_type(one.type).name if hasattr(one, "type") else "",
        one.description or "",
        one.deprecation_reason or "",
        [_member(called, given) for called, given in arguments.items()],
    )


def _deed(name: str, one: GraphQLField) -> Deed:
    declared = one.extensions["strawberry-definition"]
    action: Action = declared.metadata["action"]
    needed = next((told.scope for told in declared.directives if isinstance(told, Requires)), "")
    given = get_named_type(one.args["input"].type).name
    refused = codes(action.function)  # type: ignore[arg-type]
    return Deed(_member(name, one), needed, action.session_only, action.public, given, refused)


def _entry(type_: GraphQLNamedType) -> Entry:
    kinds = {
        GraphQLObjectType: "object",
        GraphQLInterfaceType: "interface",
        GraphQLUnionType: "union",
        GraphQLInputObjectType: "input",
        GraphQLEnumType: "enum",
    }
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        members = [_member(name, one) for name, one in type_.fields.items()]
    elif isinstance(type_, GraphQLEnumType):
        members = [_member(name, one) for name, one in type_.values.items()]
    elif isinstance(type_, GraphQLUnionType):
        members = [Member(one.name, one.name, one.name, one.description or "", "") for one in type_.types]
    else:
        members = []
    mapped = TYPES.get(type_.name)
    scope = (mapped.reads if mapped else None) or ""
    return Entry(type_.name, kinds.get(type(type_), "scalar"), type_.description or "", scope, members)
