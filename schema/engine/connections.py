"""Relay connections over keysets: forwards and backwards, with only what is selected computed.

The page is read by its keys from an index; whether more follows is known from one row more than asked for; a count is made
only when it is selected, and stops at a bound. Where a first page and a count are both asked for, the page is found among the
rows that were counted, so that what decides about a row is worked out once; only beyond the bound it is read by itself.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLObjectType, get_named_type

from schema.engine import mapping as m
from schema.engine.compiler import Column, Compiler, ResponsePath
from schema.engine.cursors import cursor_sql, read_cursor
from schema.engine.filters import Where
from schema.engine.ordering import Keys
from schema.engine.parameters import bad_input
from schema.engine.values import Fields, FromVariable, Value, look_up

COUNT_LIMIT = 10_000
"""Counting stops here, so that no count costs more than this many rows (our default)."""


@dataclass
class Page:
    """What compiling one connection needs at hand."""

    compiler: Compiler
    target: m.TypeMapping
    node_type: GraphQLObjectType
    order_name: str
    order: Keys
    arguments: Mapping[str, Value]
    row: str
    where: str
    size: str

    @property
    def backward(self) -> bool:
        """Whether the page is read from its end."""
        return "last" in self.arguments

    @property
    def keys(self) -> list[str]:
        """The sort keys of the row."""
        return [key.replace("{row}", self.row) for key in self.order.all_keys]

    def ordering(self) -> str:
        """ORDER BY in the direction of reading."""
        descending = self.order.descending is not self.backward
        return "order by " + ", ".join(f"{key} desc" if descending else key for key in self.keys)

    def beyond(self, argument: str, *, other_side: bool = False) -> str | None:
        """The condition that a row lies after ``after`` or before ``before``; for the other side, at it or on its far side."""
        if argument not in self.arguments:
            return None
        value = self.arguments[argument]
        bound = [
            f"(select {self.compiler.parameters.value(value, type_, self._key(index))})"
            for index, type_ in enumerate(self.order.all_types)
        ]
        greater = (argument == "after") is not self.order.descending
        sign = (">" if greater else "<") if not other_side else ("<=" if greater else ">=")
        return f"({', '.join(self.keys)}) {sign} ({', '.join(bound)})"

    def _key(self, index: int) -> Callable[[str], Any]:
        return lambda cursor: read_cursor(cursor, self.order_name, self.order)[index]

    def rows(self, *conditions: str | None) -> str:
        """FROM and WHERE of the visible, filtered rows under further conditions."""
        extra = " and ".join(one for one in conditions if one)
        where = f"{self.where} {'and' if self.where else 'where'} {extra}" if extra else self.where
        return f"{self.compiler.source(self.target, self.row)} {where}"


def compile_pages(
    compiler: Compiler,
    pages: m.Pages,
    declared: GraphQLField,
    nodes: list[FieldNode],
    owner: str,
    mapping: m.FieldMapping,
    arguments: dict[str, Value],
    path: ResponsePath,
) -> str:
    """SQL for a connection field's JSON value."""
    connection = get_named_type(declared.type)
    assert isinstance(connection, GraphQLObjectType)
    node_type = get_named_type(connection.fields["nodes"].type)
    assert isinstance(node_type, GraphQLObjectType)
    selected = compiler.collector.sub(connection, nodes)
    target = compiler.target(node_type.name)
    if "first" in arguments and "last" in arguments:
        raise bad_input("Give first or last, not both.")
    if compiler.hidden(target):
        return _empty(compiler, connection, selected)
    order_name, order = _order(compiler, pages, declared, arguments)
    row = compiler.alias()
    on = compiler.expand(pages.on, owner=owner, mapping=mapping, arguments=arguments)
    filters = _filters(compiler, declared, arguments.get("filter"), row)
    wanted = [one for one in (on, *filters, order.rows) if one != "true"]
    where = compiler.conditions(target, row, " and ".join(wanted) or "true")
    size = _size(compiler, arguments.get("first") or arguments.get("last"))
    page = Page(compiler, target, node_type, order_name, order, arguments, row, where, size)
    return _Projection(page, connection, path).compile(selected)


def _size(compiler: Compiler, value: Value | None) -> str:
    if isinstance(value, FromVariable):
        compiler.probe(value, "itself")
    return compiler.parameters.page_size(value, compiler.variables)


def _order(compiler: Compiler, pages: m.Pages, declared: GraphQLField, arguments: Mapping[str, Value]) -> tuple[str, Keys]:
    value = arguments.get("order_by")
    if value is None:
        first = next(iter(pages.order))
        return first.name, first.value
    if isinstance(value, FromVariable):
        name = compiler.probe(value, "itself")
        return name, pages.order[name].value
    chosen = value.value  # type: ignore[union-attr]
    return chosen.name, chosen.value


def _filters(compiler: Compiler, declared: GraphQLField, value: Value | None, row: str) -> list[str]:
    if value is None:
        return []
    input_type: Any = get_named_type(declared.args["filter"].type)
    conditions = []
    for name, one in _present(compiler, value):
        field = input_type.fields[name].extensions["strawberry-definition"]
        where: Where = field.metadata["where"]
        chosen = [(None, one)] if None in where.operators else _present(compiler, one)
        for operator_name, operand in chosen:
            operator = where.operators[operator_name]
            bound = _named(compiler, operand) or compiler.parameters.value(operand, operator.cast, operator.transform)
            sql = operator.public if compiler.public and operator.public is not None else operator.sql
            conditions.append(compiler.expand(sql, row=row, value=bound))
    return conditions


def _named(compiler: Compiler, value: Value) -> str | None:
    """An enum's value, written out: it is one of few names in the contract, and PostgreSQL knows how many rows have it."""
    if isinstance(value, FromVariable):
        found = look_up(compiler.variables, value.path)
        if isinstance(found, Enum):
            compiler.probe(value, "itself")
    else:
        found = getattr(value, "value", None)
    return f"'{found.name}'::text" if isinstance(found, Enum) else None


def _present(compiler: Compiler, value: Value) -> list[tuple[str, Value]]:
    """The keys of an input object that are given and not null."""
    if isinstance(value, FromVariable):
        return [(key, FromVariable((*value.path, key))) for key in compiler.probe(value, "keys")]
    fields = value.fields.items() if isinstance(value, Fields) else ()
    return [(key, one) for key, one in fields if not _is_null(compiler, one)]


def _is_null(compiler: Compiler, value: Value) -> bool:
    if isinstance(value, FromVariable):
        return not compiler.probe(value, "given")
    return getattr(value, "value", value) is None


def _empty(compiler: Compiler, connection: GraphQLObjectType, selected: Mapping[str, list[FieldNode]]) -> str:
    """The connection of somebody who can see nothing of the type."""
    constants = {"nodes": "'[]'::json", "edges": "'[]'::json", "totalCount": "0", "totalCountCapped": "false"}
    page_info = {"hasNextPage": "false", "hasPreviousPage": "false", "startCursor": "null::text", "endCursor": "null::text"}
    columns = []
    for key, nodes in selected.items():
        name = nodes[0].name.value
        if name == "__typename":
            columns.append((key, f"'{connection.name}'::text"))
        elif name == "pageInfo":
            inner = compiler.collector.sub(_page_info(connection), nodes)
            names = [(inner_key, inner_nodes[0].name.value) for inner_key, inner_nodes in inner.items()]
            columns.append((key, compiler.json_object([(k, page_info.get(n, "'PageInfo'::text")) for k, n in names])))
        else:
            columns.append((key, constants[name]))
    return compiler.json_object(columns)


def _page_info(connection: GraphQLObjectType) -> GraphQLObjectType:
    found = get_named_type(connection.fields["pageInfo"].type)
    assert isinstance(found, GraphQLObjectType)
    return found


class _Projection:
    """The columns of one connection object over its page."""

    def __init__(self, page: Page, connection: GraphQLObjectType, path: ResponsePath) -> None:
        self.page, self.connection, self.path = page, connection, path
        self.compiler = page.compiler
        self.inner: list[str] = []
        self.laterals: list[str] = []
        self.looks_ahead = False
        self.with_cursor = False
        self.alone = False
        """Whether one list is all that is asked of the page's rows, which then need no numbers."""
        self.count = ""
        """SQL of the number of rows, up to one beyond the bound; made once, however often it is asked for."""
        self.shared = False
        """Whether the rows that are counted are those among which the page is found."""

    def compile(self, selected: Mapping[str, list[FieldNode]]) -> str:
        names = [nodes[0].name.value for nodes in selected.values()]
        self.alone = not self.page.backward and "pageInfo" not in names and names.count("nodes") + names.count("edges") == 1
        counts = names.count("totalCount") + names.count("totalCountCapped")
        self.shared = self._shares(names, counts)
        twice = counts > 1 or self.shared
        self.count = "(select n$.n$ from n$)" if twice else self._counted()
        columns = [(key, self._field(nodes[0].name.value, nodes, (*self.path, key))) for key, nodes in selected.items()]
        source = self._source() if self.inner or self.looks_ahead or self.with_cursor else ""
        return self.compiler.json_object(columns, source, common=self._common() if twice else "")

    def _shares(self, names: list[str], counts: int) -> bool:
        """Whether both a page and a count are asked for, of rows with a number, and the page begins at the beginning."""
        page = self.page
        paged = "nodes" in names or "edges" in names
        whole = not page.backward and not {"after", "before"} & set(page.arguments)
        return bool(counts and paged and whole and page.target.prefix and page.target.table.isidentifier())

    def _common(self) -> str:
        """What WITH computes before: the count, and the rows that were counted with their keys where the page is among them."""
        if not self.shared:
            return f"n$(n$) as {self._counted()}"
        page = self.page
        keys = "".join(f", {key} as k{index}$" for index, key in enumerate(page.keys))
        counted = f"h$ as materialized (select {page.row}.id as i${keys} from {page.rows()} limit {COUNT_LIMIT + 1})"
        return f"{counted}, n$(n$) as (select count(*) from h$)"

    def _field(self, name: str, nodes: list[FieldNode], path: ResponsePath) -> str:
        match name:
            case "__typename":
                return f"'{self.connection.name}'::text"
            case "nodes":
                selected = self.compiler.collector.sub(self.page.node_type, nodes)
                return self._list(self.compiler.columns(self.page.node_type, selected, self.page.row, (*path, "*")))
            case "edges":
                return self._list(self._edge(nodes, (*path, "*")))
            case "pageInfo":
                return self.compiler.json_object(self._page_info_columns(nodes))
            case "totalCount":
                return f"least({self.count}, {COUNT_LIMIT})"
            case _:
                return f"({self.count} > {COUNT_LIMIT})"

    def _edge(self, nodes: list[FieldNode], path: ResponsePath) -> list[Column]:
        edge_type = get_named_type(self.connection.fields["edges"].type)
        assert isinstance(edge_type, GraphQLObjectType)
        columns = []
        for key, inner in self.compiler.collector.sub(edge_type, nodes).items():
            match inner[0].name.value:
                case "__typename":
                    columns.append((key, f"'{edge_type.name}'::text"))
                case "cursor":
                    columns.append((key, cursor_sql(self.page.order_name, self.page.keys)))
                case _:
                    selected = self.compiler.collector.sub(self.page.node_type, inner)
                    node = self.compiler.columns(self.page.node_type, selected, self.page.row, (*path, key))
                    columns.append((key, self.compiler.json_object(node)))
        return columns

    def _list(self, columns: list[Column]) -> str:
        """Aggregate one projection of the page's rows; a page read backwards is turned round."""
        if self.alone:
            rest = f"{self.page.ordering()} limit {self.page.size}"
            return self.compiler.json_list(columns, self._narrowed(), rest)
        name = f"n{len(self.inner)}$"
        self.laterals.append(f"cross join lateral {self.compiler.json_object(columns)} l{name}(json)")
        self.inner.append(f"l{name}.json as {name}")
        # The rows come in the order of reading.
        turned = " order by p$.r$ desc" if self.page.backward else ""
        kept = f" filter (where p$.r$ <= {self.page.size})"
        return f"coalesce(json_agg(p$.{name}{turned}){kept}, '[]'::json)"

    def _page_info_columns(self, nodes: list[FieldNode]) -> list[Column]:
        type_ = _page_info(self.connection)
        columns = []
        for key, inner in self.compiler.collector.sub(type_, nodes).items():
            columns.append((key, self._page_info(inner[0].name.value)))
        return columns

    def _page_info(self, name: str) -> str:
        match name:
            case "__typename":
                return "'PageInfo'::text"
            case "hasNextPage":
                return self._more("before", further=not self.page.backward)
            case "hasPreviousPage":
                return self._more("after", further=self.page.backward)
            case _:
                self.with_cursor = True
                last = (name == "endCursor") is not self.page.backward
                # A page of nothing has no cursors, even where one row beyond it was read.
                place = f"least({'count(p$.r$)' if last else '1'}, {self.page.size})"
                # Where one aggregate sorts, the others may get its order.
                read = " order by p$.r$" if self.page.backward else ""
                return f"(array_agg(p$.c${read}))[{place}]"

    def _more(self, argument: str, *, further: bool) -> str:
        """Whether anything lies beyond the page on one side: at or beyond its cursor or, read ``further``, past its size."""
        condition = self.page.beyond(argument, other_side=True)
        signs = [f"exists (select from {self.page.rows(condition)})"] if condition else []
        if further:
            self.looks_ahead = True
            signs.append(f"count(p$.r$) > {self.page.size}")
        return f"({' or '.join(signs)})" if signs else "false"

    def _counted(self) -> str:
        return f"(select count(*) from (select from {self.page.rows()} limit {COUNT_LIMIT + 1}) x$)"

    def _narrowed(self) -> str:
        page = self.page
        if not self.shared:
            return page.rows(page.beyond("after"), page.beyond("before"))
        # Who is shown has been found by counting, unless counting stopped before all were seen.
        last = " desc" if page.order.descending else ""
        order = ", ".join(f"h$.k{index}${last}" for index in range(len(page.keys)))
        seen = f"select h$.i$ from h$ where {self.count} <= {COUNT_LIMIT} order by {order} limit {page.size} + 1"
        rest = f"select {page.row}.id from {page.rows(f'{self.count} > {COUNT_LIMIT}')} {page.ordering()} limit {page.size} + 1"
        return f"{page.compiler.source(page.target, page.row)} where {page.row}.id = any (array({seen}) || array({rest}))"

    def _source(self) -> str:
        """The page with its numbered rows; one row beyond it is read only where somebody asks whether more follows."""
        page, row = self.page, self.page.row
        limit = f"{page.size} + 1" if self.looks_ahead else page.size
        columns = [*self.inner, "row_number() over () as r$"]
        if self.with_cursor:
            columns.append(f"{cursor_sql(page.order_name, page.keys)} as c$")
        # Only the columns that are used: the public's role may not select all.
        used = re.findall(rf"{re.escape(row)}\.(\w+)", " ".join([*columns, *self.laterals]))
        kept = ", ".join(f"{row}.{name}" for name in dict.fromkeys(used))
        rows = f"(select {kept} from {self._narrowed()} {page.ordering()} limit {limit}) {row}"
        return f"(select {', '.join(columns)} from {rows} {' '.join(self.laterals)}) p$"
