"""How many rows an operation may ask for: its page sizes multiplied through its nesting.

An estimate is made once for a document and kept with it; what a request still has to do is to put its variables in. It runs
after validation, on a document that :mod:`schema.engine.weight` has weighed, so that it need not guard itself against either.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLField,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)
from graphql.utilities.coerce_input_value import coerce_default_value

from schema.engine.limits import LIMITS, Limits, too_complex
from schema.engine.parameters import PAGE, PAGE_LIMIT

REQUEST, INTROSPECTION, ACTION = 10, 500, 50
"""Points of a request beside its rows: any, one that asks for the schema, and each action of a mutation (our defaults, after what
they take of a processor)."""

Bounds = Callable[[str, str], int | None]
"""By the names of a type and its field: the most elements that a plain list holds, or the rows that a value which counts or sums
reads; None when the mapping says nothing."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many elements a list or page will have."""

    known: int
    """From the document alone; what holds when no variable says otherwise."""
    variables: tuple[tuple[str, int | None], ...] = ()
    """Variables that give it, each with its default."""

    def among(self, variables: Mapping[str, object]) -> int:
        """The size for these variables. Nonsense counts as nothing here: coercion refuses it."""
        asked = [_number(variables.get(name, default)) for name, default in self.variables]
        return max((one for one in asked if one is not None), default=self.known)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Rows as a sum: a fixed part, and parts that are multiplied by the size of a page."""

    fixed: int = 0
    pages: tuple[tuple[Size, "Estimate"], ...] = ()

    def rows(self, variables: Mapping[str, object]) -> int:
        """The rows for these variables."""
        return self.fixed + sum(size.among(variables) * one.rows(variables) for size, one in self.pages)

    def check(self, variables: Mapping[str, object], limits: Limits = LIMITS) -> int:
        """The rows for these variables; raises TooMuch when they are too many."""
        if (rows := self.rows(variables)) > limits.rows:
            raise too_complex(f"The operation asks for some {rows:,} rows; {limits.rows:,} is the most. Ask for smaller pages.")
        return rows


def estimate(document: DocumentNode, operation: OperationDefinitionNode, schema: GraphQLSchema, bound_of: Bounds) -> Estimate:
    """The rows that one operation of a valid document may ask for, as a sum still open in its variables."""
    root = schema.get_root_type(operation.operation)
    assert root is not None
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    defaults = {one.variable.name.value: _literal(one.default_value) for one in operation.variable_definitions or ()}
    return _Estimator(schema, fragments, defaults, bound_of).within(root, operation.selection_set)


def points(rows: int, actions: int, *, introspects: bool) -> int:
    """What an operation is taken for in a client's budget.

    >>> points(100, 0, introspects=False)
    110
    """
    return REQUEST + rows + ACTION * actions + (INTROSPECTION if introspects else 0)


@dataclass(frozen=True, slots=True)
class _Estimator:
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    defaults: Mapping[str, int | None]
    bound_of: Bounds

    def within(self, parent: GraphQLCompositeType, selected: SelectionSetNode, page: Size | None = None) -> Estimate:
        """Rows below one object; ``page`` is the size of the page when that object is a connection."""
        return _sum([_if_included(node, self.field(owner, node, page)) for owner, node in self.fields(parent, selected)])

    def fields(
        self, parent: GraphQLCompositeType, selected: SelectionSetNode
    ) -> Iterator[tuple[GraphQLCompositeType, FieldNode]]:
        for node in selected.selections:
            if isinstance(node, FieldNode):
                if not node.name.value.startswith("__"):
                    yield parent, node
                continue
            fragment = self.fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            condition = fragment.type_condition  # type: ignore[union-attr]
            narrowed = self.schema.get_type(condition.name.value) if condition else parent
            assert is_composite_type(narrowed)
            yield from self.fields(narrowed, fragment.selection_set)  # type: ignore[union-attr]

    def field(self, parent: GraphQLCompositeType, node: FieldNode, page: Size | None) -> Estimate:
        declared = self.schema.get_field(parent, node.name.value)
        assert declared is not None
        bound = self.bound_of(parent.name, node.name.value)
        target = get_named_type(declared.type)
        if not is_composite_type(target) or node.selection_set is None:
            return Estimate(bound or 0)
        listed = is_list_type(get_nullable_type(declared.type))
        if page is not None and listed:
            return _times(page, self.within(target, node.selection_set), 1)
        if "first" in declared.args or "last" in declared.args:
            size = self.size(declared, node)
            if listed:
                return _times(size, self.within(target, node.selection_set), 1)
            return self.within(target, node.selection_set, size)
        if listed:
            return _times(Size(PAGE_LIMIT if bound is None else bound), self.within(target, node.selection_set), 1)
        own = 0 if parent.name.endswith("Edge") else 1
        return _sum([Estimate(own), self.within(target, node.selection_set)])

    def size(self, declared: GraphQLField, node: FieldNode) -> Size:
        """The size that ``first`` and ``last`` give; the larger one where both do."""
        given = {one.name.value: one.value for one in node.arguments or () if one.name.value in ("first", "last")}
        variables = [one.name.value for one in given.values() if isinstance(one, VariableNode)]
        literals = [literal for one in given.values() if (literal := _literal(one)) is not None]
        defaults = [_number(coerce_default_value(declared.args[name])) for name in ("first", "last") if name in declared.args]
        known = max(literals or [one for one in defaults if one is not None], default=PAGE)
        return Size(known, tuple((name, self.defaults.get(name)) for name in variables))


def _if_included(node: FieldNode, estimate: Estimate) -> Estimate:
    """Nothing where ``@include`` on the field names a variable that is false; other conditions count as met."""
    named = [
        directive.arguments[0].value.name.value
        for directive in node.directives or ()
        if directive.name.value == "include" and directive.arguments and isinstance(directive.arguments[0].value, VariableNode)
    ]
    for name in named:
        estimate = Estimate(pages=((Size(1, ((name, None),)), estimate),))
    return estimate


def _times(size: Size, each: Estimate, own: int) -> Estimate:
    row = Estimate(each.fixed + own, each.pages)
    return Estimate(pages=((size, row),)) if size.variables or row.pages else Estimate(size.known * row.fixed)


def _sum(parts: list[Estimate]) -> Estimate:
    return Estimate(sum(part.fixed for part in parts), tuple(page for part in parts for page in part.pages))


def _literal(node: ValueNode | None) -> int | None:
    return max(int(node.value), 0) if isinstance(node, IntValueNode) else None


def _number(value: object) -> int | None:
    """A page size as a whole number; GraphQL takes 50.0 for an Int."""
    return max(int(value), 0) if isinstance(value, int | float) else None
