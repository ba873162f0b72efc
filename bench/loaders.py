"""The same Strawberry types, resolved the usual way: field by field in Python, rows fetched by batching loaders.

The resolvers are made from the same mapping as the compiler's statements, so that both answer the same questions with the same
visibility. Of the kinds of field, those that the measured documents use.
"""

import base64
import json
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import asyncpg
from graphql import GraphQLField, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema, get_named_type
from strawberry.dataloader import DataLoader

from schema.engine import mapping as m
from schema.engine.access import VIEWER_VALUES, Viewer
from schema.engine.connections import COUNT_LIMIT
from schema.engine.ordering import Keys
from schema.engine.parameters import PAGE

_PLACEHOLDER = re.compile(r"\{(row|self|viewer|arg|value)(?:\.(\w+))?\}")
_PLAIN = re.compile(r"\{row\}\.(\w+)")
_BY_KEY = re.compile(r"\{row\}\.id = \{self\}\.(\w+)")

Row = asyncpg.Record
Info = GraphQLResolveInfo[Any]


@dataclass
class Context:
    """One request: its loaders, and for whom."""

    pool: asyncpg.Pool
    viewer: Viewer
    loaders: dict[Any, DataLoader[int, Any]] = field(default_factory=dict)

    def loader(self, key: Any, load: Callable[[list[int]], Awaitable[Sequence[Any]]]) -> DataLoader[int, Any]:
        """The request's loader under this key."""
        if key not in self.loaders:
            self.loaders[key] = DataLoader(load_fn=load)
        return self.loaders[key]


@dataclass
class Statement:
    """A statement with its values while it is put together."""

    viewer: Viewer
    values: list[Any] = field(default_factory=list)

    def bind(self, value: Any, cast: str) -> str:
        """A value as SQL."""
        self.values.append(value)
        return f"${len(self.values)}::{cast}"

    def expand(self, sql: str, row: str, owner: str = "", given: Mapping[str, str] | None = None) -> str:
        """A snippet of the mapping with its placeholders replaced."""

        def replace(match: re.Match[str]) -> str:
            kind, name = match.groups()
            if kind == "viewer":
                return self.bind(getattr(self.viewer, name), VIEWER_VALUES[name])
            return {"row": row, "self": owner}.get(kind) or (given or {})[name or kind]

        return _PLACEHOLDER.sub(replace, sql)

    def rows(self, target: m.TypeMapping, on: Sequence[str], rest: str, more: str = "", owner: str = "") -> str:
        """A SELECT of the rows of a type that the viewer may see, under further conditions."""
        wanted = [*on, self.expand(target.predicate(False), "t$")]
        return f"select t$.*{more} from {target.table} t$ where {' and '.join(f'({one})' for one in wanted)} {rest}"


@dataclass
class Page:
    """A page of a connection: its rows with one more than asked for, if there is one."""

    found: list[Row]
    size: int
    order: str
    count: Callable[[], Awaitable[int]]

    @property
    def rows(self) -> list[Row]:
        """The rows of the page itself."""
        return self.found[: self.size]

    def cursor(self, row: Row) -> str:
        """Where a row stands."""
        keys = [value for name, value in row.items() if name.startswith("key$")]
        text = json.dumps([self.order, *keys], default=str, ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def prepare(schema: GraphQLSchema) -> None:
    """Give the schema's fields their resolvers."""
    for type_ in schema.type_map.values():
        if not isinstance(type_, GraphQLObjectType):
            continue
        mapped = m.TYPES.get(type_.name)
        for name, declared in type_.fields.items():
            if mapped:
                declared.resolve = _resolver(mapped, declared)
            elif type_.name.endswith("Connection"):
                declared.resolve = _CONNECTION[name]
            elif type_.name.endswith("Edge"):
                declared.resolve = _EDGE[name]
            elif type_.name == "PageInfo":
                declared.resolve = _PAGE_INFO[name]


_CONNECTION: dict[str, Callable[..., Any]] = {
    "nodes": lambda page, _: page.rows,
    "edges": lambda page, _: [(page, row) for row in page.rows],
    "pageInfo": lambda page, _: page,
    "totalCount": lambda page, _: page.count(),
    "totalCountCapped": lambda page, _: False,
}
_EDGE: dict[str, Callable[..., Any]] = {"cursor": lambda edge, _: edge[0].cursor(edge[1]), "node": lambda edge, _: edge[1]}
_PAGE_INFO: dict[str, Callable[..., Any]] = {
    "hasNextPage": lambda page, _: len(page.found) > page.size,
    "hasPreviousPage": lambda page, _: False,
    "startCursor": lambda page, _: page.cursor(page.rows[0]) if page.rows else None,
    "endCursor": lambda page, _: page.cursor(page.rows[-1]) if page.rows else None,
}


def _resolver(mapped: m.TypeMapping, declared: GraphQLField) -> Callable[..., Any]:
    name = declared.extensions["strawberry-definition"].python_name
    mapping = mapped.fields[name]
    target = m.TYPES.get(get_named_type(declared.type).name)
    match mapping.source:
        case m.Column(sql):
            return _column(mapped, name, sql)
        case m.ToOne(on) if target and (key := _BY_KEY.fullmatch(on)):
            return _by_key(target, key[1])
        case m.ToOne(on) if target:
            return _Related(mapped, mapping, target, on, "", 1).one
        case m.ToMany(on, order, limit) if target:
            return _Related(mapped, mapping, target, on, order, limit).many
        case m.Pages() as pages:
            return _Pages(mapped, mapping, declared, pages).resolve
    return _unsupported


def _unsupported(_: Any, info: Info, **__: Any) -> Any:
    raise NotImplementedError(f"{info.parent_type.name}.{info.field_name} is not among what is measured")


def _column(mapped: m.TypeMapping, name: str, sql: str) -> Callable[..., Any]:
    if plain := _PLAIN.fullmatch(sql):
        column = plain[1]
        return lambda row, _: row[column]
    if name == "id":
        return lambda row, _: f"{mapped.prefix}_{row['id']}"

    def resolve(row: Row, info: Info) -> Awaitable[Any]:
        context: Context = info.context

        async def load(ids: list[int]) -> list[Any]:
            statement = Statement(context.viewer, [ids])
            value = statement.expand(sql, "t$")
            found = await context.pool.fetch(
                f"select t$.id, {value} as value from {mapped.table} t$ where t$.id = any($1::bigint[])", *statement.values
            )
            known = {one["id"]: one["value"] for one in found}
            return [known.get(id_) for id_ in ids]

        return context.loader((mapped.name, name), load).load(row["id"])

    return resolve


def _by_key(target: m.TypeMapping, key: str) -> Callable[..., Any]:
    def resolve(row: Row, info: Info) -> Awaitable[Any] | None:
        context: Context = info.context

        async def load(ids: list[int]) -> list[Any]:
            statement = Statement(context.viewer, [ids])
            found = await context.pool.fetch(statement.rows(target, ["t$.id = any($1::bigint[])"], ""), *statement.values)
            known = {one["id"]: one for one in found}
            return [known.get(id_) for id_ in ids]

        return context.loader(target.name, load).load(row[key]) if row[key] is not None else None

    return resolve


@dataclass
class _Related:
    """Rows of another type that belong to a row, for many owners at once."""

    mapped: m.TypeMapping
    mapping: m.FieldMapping
    target: m.TypeMapping
    on: str
    order: str
    limit: int

    async def one(self, row: Row | None, info: Info, **arguments: Any) -> Any:
        return next(iter(await self.many(row, info, **arguments)), None)

    async def many(self, row: Row | None, info: Info, **arguments: Any) -> Sequence[Row]:
        context: Context = info.context
        order = f"order by {self.order.replace('{row}', 't$')}" if self.order else ""

        def select(statement: Statement, owner: str) -> str:
            given = {
                name: statement.bind(one.transform(arguments[name]), one.cast) for name, one in self.mapping.arguments.items()
            }
            on = statement.expand(self.on, "t$", owner, given)
            return statement.rows(self.target, [on], f"{order} limit {self.limit}")

        return await related(context, self.mapped, row, (id(self), repr(arguments)), select)


async def related(
    context: Context, mapped: m.TypeMapping, row: Row | None, key: Any, select: Callable[[Statement, str], str]
) -> Sequence[Row]:
    """The rows that ``select`` finds for an owner, through a loader; without an owner, at once."""
    if row is None:
        statement = Statement(context.viewer)
        sql = select(statement, "")
        return await context.pool.fetch(sql, *statement.values)

    async def load(ids: list[int]) -> list[list[Row]]:
        statement = Statement(context.viewer, [ids])
        each = select(statement, "s$")
        found = await context.pool.fetch(
            f'select s$.id as "owner$", r$.* from {mapped.table} s$ cross join lateral ({each}) r$'
            " where s$.id = any($1::bigint[])",
            *statement.values,
        )
        by_owner: dict[int, list[Row]] = defaultdict(list)
        for one in found:
            by_owner[one["owner$"]].append(one)
        return [by_owner[id_] for id_ in ids]

    rows: Sequence[Row] = await context.loader(key, load).load(row["id"])
    return rows


@dataclass
class _Pages:
    """A connection, read forwards."""

    mapped: m.TypeMapping
    mapping: m.FieldMapping
    declared: GraphQLField
    pages: m.Pages

    def __post_init__(self) -> None:
        connection = get_named_type(self.declared.type)
        assert isinstance(connection, GraphQLObjectType)
        self.target = m.TYPES[get_named_type(connection.fields["nodes"].type).name]

    async def resolve(self, row: Row | None, info: Info, **arguments: Any) -> Page:
        context: Context = info.context
        chosen = arguments.get("orderBy") or arguments.get("order_by") or next(iter(self.pages.order))
        keys: Keys = chosen.value
        size = arguments.get("first") or PAGE
        listed = [key.replace("{row}", "t$") for key in keys.all_keys]
        rest = "order by " + ", ".join(f"{key} desc" if keys.descending else key for key in listed) + f" limit {size + 1}"
        more = "".join(f', {key} as "key${index}"' for index, key in enumerate(listed))

        def select(statement: Statement, owner: str) -> str:
            return statement.rows(self.target, self._conditions(statement, owner, arguments), rest, more)

        async def count() -> int:
            statement = Statement(context.viewer)
            sql = statement.rows(self.target, self._conditions(statement, "", arguments), f"limit {COUNT_LIMIT}")
            number: int = await context.pool.fetchval(f"select count(*) from ({sql}) x$", *statement.values)
            return number

        found = await related(context, self.mapped, row, (id(self), repr(arguments)), select)
        return Page(list(found), size, chosen.name, count)

    def _conditions(self, statement: Statement, owner: str, arguments: Mapping[str, Any]) -> list[str]:
        conditions = [statement.expand(self.pages.on, "t$", owner)]
        input_type: Any = get_named_type(self.declared.args["filter"].type) if "filter" in self.declared.args else None
        for name, one in (arguments.get("filter") or {}).items():
            if one is None:
                continue
            where = input_type.fields[name].extensions["strawberry-definition"].metadata["where"]
            for operator_name, operand in one.items():
                if operand is None:
                    continue
                operator = where.operators[operator_name]
                plain = operand.name if isinstance(operand, Enum) else operand
                bound = statement.bind(operator.transform(plain), operator.cast)
                conditions.append(statement.expand(operator.sql, "t$", owner, {"value": bound}))
        return conditions
