"""Documents: text → parsed, measured, validated, cached; operations and the plans compiled for them."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableValues,
    get_variable_values,
)

from schema.engine import mapping as m
from schema.engine.coercion import Coercion
from schema.engine.compiler import Finish
from schema.engine.cost import Estimate, estimate
from schema.engine.fields import FieldCompiler
from schema.engine.limits import Limits, parse_bounded, validate_bounded
from schema.engine.parameters import Parameters
from schema.engine.selections import Collector, Selected
from schema.engine.values import Probe
from schema.engine.weight import Weight, measure

_DOCUMENTS, _PLANS = 2_000, 100
"""How many documents are kept, and plans for each operation (our defaults)."""


_COUNT_COST = 5
"""What one count weighs in the estimate of rows: it reads up to 10,000 of an index and returns none (our default)."""


class Invalid(Exception):
    """A request that cannot be run: not valid against the schema, or with variables that do not fit."""

    def __init__(self, code: str, errors: list[GraphQLError]) -> None:
        super().__init__(code, errors)
        self.code, self.errors = code, errors


@dataclass
class Plan:
    """A compiled statement with what is needed to run it."""

    sql: str
    parameters: Parameters
    finishes: list[Finish]
    scopes: frozenset[str]


@dataclass
class Operation:
    """One operation of a document, with its plans by shape."""

    schema: GraphQLSchema
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    estimate: Estimate
    probes: dict[Probe, None] = field(default_factory=dict)
    plans: "OrderedDict[Any, Plan]" = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        self.kind = self.node.operation.value
        root = self.schema.get_root_type(self.node.operation)
        assert root is not None, "a validated operation has a root type"
        self.root: GraphQLObjectType = root
        self.coercion = Coercion(self.schema, self.node.variable_definitions or ())
        self.actions = len(self.node.selection_set.selections) if self.kind == "mutation" else 0

    def coerce(self, variables: Mapping[str, Any] | None) -> VariableValues:
        """The variables' values checked against their types; raises :class:`Invalid`."""
        if not self.node.variable_definitions:
            return VariableValues({}, {})
        if (quick := self.coercion.values(variables or {})) is not None:
            return quick
        found = get_variable_values(self.schema, self.node.variable_definitions, dict(variables or {}), 10, hide_suggestions=True)
        if isinstance(found, list):
            raise Invalid("BAD_USER_INPUT", found)
        return found

    def collector(self, variables: Mapping[str, Any]) -> Collector:
        """A collector of fields for these variables."""
        return Collector(self.schema, self.fragments, variables, self.probes)

    def selected(self, variables: Mapping[str, Any]) -> Selected:
        """The root fields."""
        return self.collector(variables).collect(self.root, [self.node.selection_set])

    def compiler(self, variables: Mapping[str, Any], public: bool, *, typed: bool = False) -> FieldCompiler:
        """A compiler for these variables."""
        return FieldCompiler(self.schema, self.collector(variables), variables, public, typed)

    def plan(self, variables: Mapping[str, Any], public: bool) -> Plan:
        """The plan of a query for this shape of variables, from the cache or compiled."""
        key = (public, *(probe.answer(variables) for probe in self.probes))
        found = self.plans.get(key)
        if found is None:
            known = len(self.probes)
            compiler = self.compiler(variables, public)
            sql = compiler.statement(self.root, self.selected(variables))
            found = finished_plan(compiler, sql)
            if len(self.probes) > known:
                # Plans made before these questions were known carry keys without their answers.
                self.plans.clear()
                key = (public, *(probe.answer(variables) for probe in self.probes))
            self.plans[key] = found
            if len(self.plans) > _PLANS:
                self.plans.popitem(last=False)
        return found


def finished_plan(compiler: FieldCompiler, sql: str) -> Plan:
    """What a compiler has gathered, with its statement."""
    return Plan(sql, compiler.parameters, compiler.finishes, frozenset(compiler.scopes))


@dataclass
class Document:
    """A valid document."""

    ast: DocumentNode
    operations: dict[str | None, Operation]
    weight: Weight

    def operation(self, name: str | None) -> Operation:
        """The operation to run; raises :class:`Invalid` unless exactly one is meant."""
        if name is not None and name in self.operations:
            return self.operations[name]
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        which = "several operations: give operationName" if name is None else "no operation of this name"
        raise Invalid("OPERATION_NOT_FOUND", [GraphQLError(f"The document has {which}.")])


class Documents:
    """The cache of documents by their text."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self.schema, self.limits = schema, limits
        self._known: OrderedDict[str, Document] = OrderedDict()

    def get(self, text: str) -> Document:
        """The document of this text; raises :class:`Invalid` or ``TooMuch`` for one that may not run."""
        found = self._known.get(text)
        if found is None:
            found = self._read(text)
            self._known[text] = found
            if len(self._known) > _DOCUMENTS:
                self._known.popitem(last=False)
        return found

    def _read(self, text: str) -> Document:
        ast = parse_bounded(text, self.limits)
        weight = measure(ast, self.limits)
        if errors := validate_bounded(self.schema, ast, self.limits):
            raise Invalid("GRAPHQL_VALIDATION_FAILED", errors)
        fragments = {one.name.value: one for one in ast.definitions if isinstance(one, FragmentDefinitionNode)}
        operations = [one for one in ast.definitions if isinstance(one, OperationDefinitionNode)]
        named = {
            one.name.value if one.name else None: Operation(
                self.schema, one, fragments, estimate(ast, one, self.schema, bound_of)
            )
            for one in operations
        }
        return Document(ast, named, weight)


def bound_of(type_name: str, field_name: str) -> int | None:
    """How many elements a plain list can have, or what a count is worth; None for anything else."""
    if field_name in ("totalCount", "totalCountCapped"):
        return _COUNT_COST
    mapped = m.TYPES.get(type_name)
    source = mapped.by_graphql_name(field_name) if mapped else None
    match source:
        case m.ToMany(limit=limit):
            return limit
        case m.NodeLookup(many=True):
            return m.LIST_LIMIT
        case m.Column(sql=sql) if "count(" in sql:
            return _COUNT_COST
        case _:
            return None
