"""Random valid documents over the whole schema, with variables for them, as a Hypothesis strategy.

What may stand beside what under one response key is kept in a :class:`Scope`, so that nearly every document is valid: fields are
repeated with the same arguments, fragments are spread again where they fit, and everything else gets an alias.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    Undefined,
    get_named_type,
    is_leaf_type,
)
from hypothesis import strategies as st

from tests.engine.facts import Facts

T = TypeVar("T")
Knows = Callable[[str, str], bool]
"""Whether a field of a type may be asked for."""
Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType
PAGING = ("first", "last", "after", "before", "orderBy")


@dataclass
class Entry:
    """What stands under a response key."""

    name: str
    arguments: str
    type: str
    below: "Scope"


class Scope(dict[str, Entry]):
    """The response keys of one object, wherever in the document they are asked for."""

    def fits(self, other: "Scope") -> bool:
        """Whether both may be asked of one object."""
        return all(
            key not in self
            or (
                (self[key].name, self[key].arguments, self[key].type) == (one.name, one.arguments, one.type)
                and self[key].below.fits(one.below)
            )
            for key, one in other.items()
        )

    def take(self, other: "Scope") -> None:
        """Add what another scope holds."""
        for key, one in other.items():
            mine = self.setdefault(key, Entry(one.name, one.arguments, one.type, Scope()))
            mine.below.take(one.below)


@dataclass
class Generated:
    """A document with its variables."""

    text: str
    variables: dict[str, Any]


@dataclass
class Maker:
    """Makes one document."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    schema: GraphQLSchema
    facts: Facts
    size: int
    knows: Knows
    fragments: list[tuple[str, Composite, str, Scope]] = field(default_factory=list)
    declared: list[str] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    count: int = 0

    def document(self) -> Generated:
        """A query with its fragments."""
        assert self.schema.query_type
        body = self.selection(self.schema.query_type, Scope(), 0)
        name = self.pick(["", "Q", "Ask"])
        head = f"query {name}({', '.join(self.declared)})" if self.declared else f"query {name}"
        parts = [f"{head} {body}", *(f"fragment {one} on {on.name} {text}" for one, on, text, _ in self.fragments)]
        return Generated("\n".join(parts if self.chance(50) else parts[::-1]), self.variables)

    def selection(self, on: Composite, scope: Scope, depth: int) -> str:
        """A selection set on a type; never empty."""
        parts = [self.part(on, scope, depth) for _ in range(self.number(1, 2 if depth > 4 else 5))]
        return "{ " + " ".join(parts) + " }"

    def part(self, on: Composite, scope: Scope, depth: int) -> str:
        """A field or a fragment."""
        self.size -= 1
        turn = self.number(0, 99)
        if turn < 8 and depth:
            return self.spread(on, scope, depth)
        wide = not isinstance(on, GraphQLObjectType)
        if turn < (60 if wide else 14) and depth < 7:
            narrowed = self.pick(self.overlapping(on))
            condition = f" on {narrowed.name}" if narrowed is not on or self.chance(50) else ""
            return f"...{condition}{self.directives()} {self.selection(narrowed, scope, depth + (not wide))}"
        return self.field(on, scope, depth)

    def spread(self, on: Composite, scope: Scope, depth: int) -> str:
        """A named fragment, an old one where one fits."""
        known = [one for one in self.fragments if one[1] in self.overlapping(on) and scope.fits(one[3])]
        if known and self.chance(60):
            name, _, _, inner = self.pick(known)
        elif len(self.fragments) < 6 and self.size > 0:
            narrowed = self.pick(self.overlapping(on))
            inner = Scope()
            text = self.selection(narrowed, inner, depth + 1)
            name = f"F{len(self.fragments)}"
            self.fragments.append((name, narrowed, text, inner))
            if not scope.fits(inner):
                return self.field(on, scope, depth)
        else:
            return self.field(on, scope, depth)
        scope.take(inner)
        return f"...{name}{self.directives()}"

    def overlapping(self, on: Composite) -> list[Composite]:
        """The types on which a fragment can stand within this one: itself, its parts, what it is part of."""
        if isinstance(on, GraphQLObjectType):
            return [on, *on.interfaces, *(one for one in self.unions() if on in one.types)]
        return [on, *self.schema.get_possible_types(on)]

    def unions(self) -> Iterator[GraphQLUnionType]:
        return (one for one in self.schema.type_map.values() if isinstance(one, GraphQLUnionType))

    def field(self, on: Composite, scope: Scope, depth: int) -> str:
        """A field with everything below it."""
        fields: dict[str, GraphQLField] = {} if isinstance(on, GraphQLUnionType) else on.fields
        fields = {name: one for name, one in fields.items() if self.knows(on.name, name)}
        small = self.size <= 0 or depth > 6
        names = ["__typename", *(name for name, one in fields.items() if not small or is_leaf_type(get_named_type(one.type)))]
        if small and len(names) == 1:
            names = [*(name for name in ("pageInfo", "nodes", "node") if name in fields), "__typename"][:1]
        name = self.pick(names)
        if name == "__typename":
            return self.keyed(on, scope, name, "", "String!", None, depth)
        declared = fields[name]
        target = get_named_type(declared.type)
        arguments = self.arguments(declared, target)
        composite = target if isinstance(target, GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType) else None
        return self.keyed(on, scope, name, arguments, str(declared.type), composite, depth)

    def keyed(
        self, on: Composite, scope: Scope, name: str, arguments: str, type_: str, target: Composite | None, depth: int
    ) -> str:
        key = name
        if self.chance(12):
            key = self.alias(name)
        standing = scope.get(key)
        if standing and (standing.name, standing.arguments, standing.type) != (name, arguments, type_):
            self.count += 1
            key = f"{on.name}_{name}{self.count}"
        below = scope.setdefault(key, Entry(name, arguments, type_, Scope())).below
        shown = name if key == name else f"{key}: {name}"
        inner = f" {self.selection(target, below, depth + 1)}" if target else ""
        return f"{shown}{arguments}{self.directives()}{inner}"

    def alias(self, name: str) -> str:
        """A name of its own; sometimes one that PostgreSQL could not keep apart from another, sometimes a word of SQL."""
        self.count += 1
        kind = self.number(0, 9)
        if kind == 0:
            return f"{'long_' * 14}{self.count}"
        if kind == 1:
            word = self.pick(["select", "user", "Id", "r", "row", "j", "_", "t1", "null"])
            return f"{word}{self.count}" if self.chance(70) else word
        return f"{name[:1]}{self.count}"

    def directives(self) -> str:
        """Now and then @skip or @include."""
        if not self.chance(7):
            return ""
        kinds = self.pick([["skip"], ["include"], ["include", "skip"]])
        return "".join(f" @{kind}(if: {self.condition(kind)})" for kind in kinds)

    def condition(self, kind: str) -> str:
        value = self.chance(75) is (kind == "include")
        if self.chance(40):
            return "true" if value else "false"
        return self.variable("Boolean!", value)

    def arguments(self, declared: GraphQLField, target: GraphQLNamedType) -> str:
        """The arguments of a field, as text with its brackets."""
        given: dict[str, str] = {}
        order = self.order(declared) if "orderBy" in declared.args else None
        for name, argument in declared.args.items():
            needed = isinstance(argument.type, GraphQLNonNull) and argument.default_value is Undefined
            if name in PAGING:
                continue
            if needed or self.chance(45):
                given[name] = self.argument(argument, self.value(argument.type, declared, name, target))
        if order:
            given |= self.page(declared, *order)
        return f"({', '.join(f'{name}: {text}' for name, text in given.items())})" if given else ""

    def order(self, declared: GraphQLField) -> tuple[str, bool]:
        """The name of an order, and whether it is asked for."""
        type_ = get_named_type(declared.args["orderBy"].type)
        assert isinstance(type_, GraphQLEnumType)
        names = list(type_.values)
        return (self.pick(names), True) if self.chance(40) else (names[0], False)

    def page(self, declared: GraphQLField, order: str, named: bool) -> dict[str, str]:
        """Arguments that pick a page; nearly always ones that make sense together."""
        type_ = get_named_type(declared.args["orderBy"].type)
        given: dict[str, str] = {}
        if named:
            given["orderBy"] = self.argument(declared.args["orderBy"], order)
        size = self.pick([1, 2, 3, 3, 4, 5, 0, 7] if self.chance(97) else [-1, 101, 100, 2**31 - 1])
        way = self.number(0, 99)
        if way < 65:
            given["first"] = self.argument(declared.args["first"], size)
        elif way < 90:
            given["last"] = self.argument(declared.args["last"], size)
        elif way < 92:
            given |= {"first": self.argument(declared.args["first"], size), "last": self.argument(declared.args["last"], 2)}
        for name in ("after", "before"):
            if self.chance(20):
                cursor = (
                    self.pick(self.facts.cursors[type_.name, order]) if self.chance(97) else self.pick(self.facts.odd_cursors)
                )
                given[name] = self.argument(declared.args[name], cursor)
        return given

    def argument(self, argument: GraphQLArgument, value: Any) -> str:
        """A value in the place of an argument: written out, or as a variable that may be absent or null where that is allowed."""
        turn = self.number(0, 99)
        if turn < 55:
            return self.written(argument.type, value)
        nullable = not isinstance(argument.type, GraphQLNonNull)
        type_ = str(argument.type)
        if turn < 62 and nullable:
            return self.variable(type_, self.pick([Undefined, None]))
        if turn < 68 and nullable:
            return self.variable(f"{type_}!", value)
        if turn < 74:
            # Nullable, with a default: allowed wherever a value must stand.
            return self.variable(type_.rstrip("!"), Undefined, self.written(argument.type, value, constant=True))
        return self.variable(type_, value)

    def variable(self, type_: str, value: Any, default: str = "") -> str:
        """A new variable of this type."""
        name = f"v{len(self.declared)}"
        self.declared.append(f"${name}: {type_}{f' = {default}' if default else ''}")
        if value is not Undefined:
            self.variables[name] = value
        return f"${name}"

    def value(self, type_: GraphQLInputType, declared: GraphQLField, name: str, target: GraphQLNamedType) -> Any:
        """A Python value for an input type, as it would stand in JSON."""
        if isinstance(type_, GraphQLNonNull):
            return self.value(type_.of_type, declared, name, target)
        if isinstance(type_, GraphQLList):
            return [self.value(type_.of_type, declared, name, target) for _ in range(self.number(0, 3))]
        if isinstance(type_, GraphQLEnumType):
            return self.pick(list(type_.values))
        if isinstance(type_, GraphQLInputObjectType):
            chosen = self.some(list(type_.fields))
            fields = {key: self.value(type_.fields[key].type, declared, key, target) for key in chosen}
            return {key: None if self.chance(4) else one for key, one in fields.items()}
        return self.pick(self.facts.scalars(get_named_type(type_).name, name, get_named_type(target).name))

    def written(self, type_: GraphQLInputType, value: Any, *, constant: bool = False) -> str:
        """A value as a literal, now and then with variables inside."""
        if isinstance(type_, GraphQLNonNull):
            return self.written(type_.of_type, value, constant=constant)
        if value is None:
            return "null"
        if isinstance(type_, GraphQLList):
            assert isinstance(type_.of_type, GraphQLNonNull)
            return f"[{', '.join(self.inside(type_.of_type, one, constant) for one in value)}]"
        if isinstance(type_, GraphQLEnumType):
            return str(value)
        if isinstance(type_, GraphQLInputObjectType):
            fields = [f"{key}: {self.inside(type_.fields[key].type, one, constant)}" for key, one in value.items()]
            return "{" + ", ".join(fields) + "}"
        return self.facts.literal(value)

    def inside(self, type_: GraphQLInputType, value: Any, constant: bool) -> str:
        if not constant and self.chance(12):
            nullable = not isinstance(type_, GraphQLNonNull)
            return self.variable(str(type_), self.pick([value, value, None, Undefined]) if nullable else value)
        return self.written(type_, value, constant=constant)

    def some(self, values: Sequence[T]) -> list[T]:
        """One or two of these, sometimes none."""
        return list(dict.fromkeys(self.pick(values) for _ in range(self.pick([0, 1, 1, 1, 1, 2]))))

    def pick(self, values: Sequence[T]) -> T:
        """One of these."""
        return values[self.number(0, len(values) - 1)]

    def chance(self, percent: int) -> bool:
        """True so often."""
        return self.number(0, 99) >= 100 - percent

    def number(self, lowest: int, highest: int) -> int:
        """A number in this range."""
        found: int = self.draw(st.integers(lowest, highest))
        return found


def documents(
    schema: GraphQLSchema, facts: Facts, knows: Knows = lambda type_, name: True, size: int = 25
) -> st.SearchStrategy[Generated]:
    """Random valid documents with their variables."""

    @st.composite
    def document(draw: Any) -> Generated:
        return Maker(draw, schema, facts, size, knows).document()

    return document()
