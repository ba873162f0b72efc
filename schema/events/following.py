"""Following the change feed: a subscription is its query, asked again from where it stood.

What somebody subscribed to is written anew as a query for a page of ``events`` in commit order, so that it is validated,
weighed, compiled, cached and made visible like any other, and what is told live is what the feed would have told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    Node,
    VariableNode,
    Visitor,
    print_ast,
    value_from_ast,
    visit,
)
from graphql.type import GraphQLString

from schema.engine.access import Viewer
from schema.engine.allowance import Meter
from schema.engine.documents import Operation
from schema.engine.reader import Engine, Failed

PAGE = 50
"""How many events are read at once (our default)."""
_CURSOR = "gongzhiCursor"
"""The key under which each edge tells its cursor to us."""


@dataclass(frozen=True, slots=True)
class Told:
    """A response with one event, and the cursor behind it."""

    body: bytes
    cursor: str


@dataclass(frozen=True, slots=True)
class Following:
    """What somebody follows."""

    key: str
    """The field's key in a response."""
    text: str
    """The query for the next page."""
    variables: Mapping[str, Any]
    cursor: str
    """The name of the query's variable that says from where."""
    after: str | None
    """Where to begin; None: now."""

    async def beginning(self, engine: Engine, viewer: Viewer) -> str:
        """Where to begin. Raises Failed."""
        return self.after or str((await engine.ask("{ eventHorizon }", None, viewer))["eventHorizon"])

    async def read(self, engine: Engine, viewer: Viewer, cursor: str, meter: Meter | None = None) -> tuple[list[Told], str, bool]:
        """What comes next behind a cursor, where that ends, and whether there is more at once. Raises Failed, Unavailable."""
        variables = {**self.variables, self.cursor: cursor}
        answer = orjson.loads((await engine.execute(self.text, variables, None, viewer, meter)).body)
        if "errors" in answer:
            raise Failed(answer["errors"])
        data = answer["data"]
        told = []
        for edge in data["page"]["edges"]:
            behind = edge.pop(_CURSOR)
            told.append(Told(orjson.dumps({"data": {self.key: edge}}), behind))
        more = data["page"]["pageInfo"]["hasNextPage"]
        return told, told[-1].cursor if more else data["horizon"], more


def following(engine: Engine, operation: Operation, variables: Mapping[str, Any] | None, viewer: Viewer) -> Following:
    """What a subscription follows; raises GraphQLError or Invalid for one that cannot be."""
    if viewer.is_public:
        raise GraphQLError("Sign in, or send a token.", extensions={"code": "UNAUTHENTICATED"})
    coerced = operation.coerce(variables).coerced
    # A valid subscription has one field, and this is the only one.
    [(key, nodes)] = operation.selected(coerced).items()
    given = {one.name.value: one.value for one in nodes[0].arguments or ()}
    after = value_from_ast(given["after"], GraphQLString, coerced) if "after" in given else None
    used = _Used(operation.fragments)
    used.look(nodes, given.get("filter"))
    cursor = next(name for name in ("after", *(f"after{number}" for number in range(100))) if name not in used.variables)
    document = _query(operation, nodes, given.get("filter"), used, cursor)
    engine.documents.get(document)
    return Following(key, document, {name: (variables or {}).get(name) for name in used.given(variables)}, cursor, after)


def _query(operation: Operation, nodes: list[FieldNode], filter: Node | None, used: "_Used", cursor: str) -> str:
    declared = [one for one in operation.node.variable_definitions or () if one.variable.name.value in used.variables]
    variables = " ".join([f"${cursor}: String!", *map(print_ast, declared)])
    arguments = f"orderBy: COMMITTED, first: {PAGE}, after: ${cursor}" + (f", filter: {print_ast(filter)}" if filter else "")
    selected = " ".join(print_ast(one) for node in nodes if node.selection_set for one in node.selection_set.selections)
    page = f"edges {{ {selected} {_CURSOR}: cursor }} pageInfo {{ hasNextPage }}"
    fragments = " ".join(print_ast(operation.fragments[name]) for name in used.fragments)
    return f"query ({variables}) {{ page: events({arguments}) {{ {page} }} horizon: eventHorizon }} {fragments}"


@dataclass
class _Used(Visitor):
    """The variables and fragments that some nodes use, fragments looked through."""

    known: Mapping[str, FragmentDefinitionNode]
    variables: set[str] = field(default_factory=set)
    fragments: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def look(self, nodes: list[FieldNode], filter: Node | None) -> None:
        for node in nodes:
            for part in (node.selection_set, *(node.directives or ())):
                visit(part, self) if part else None
        visit(filter, self) if filter else None

    def given(self, variables: Mapping[str, Any] | None) -> list[str]:
        return [name for name in variables or {} if name in self.variables]

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.variables.add(node.name.value)

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
        name = node.name.value
        if name not in self.fragments:
            self.fragments.append(name)
            visit(self.known[name], self)
