"""The oracle: documents executed by graphql-core over rows in memory, with nothing of the compiler."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLResolveInfo,
    GraphQLSchema,
    execute_sync,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    parse,
)
from graphql.type import get_nullable_type
from strawberry.utils.str_converters import to_camel_case

from schema.engine import mapping as m
from schema.engine.ids import number_of, prefix_of
from tests.engine.oracle import waiting  # noqa: F401 - declares its rules
from tests.engine.oracle.attachments import VALUES as OF_ATTACHMENTS
from tests.engine.oracle.balances import VALUES as OF_BALANCES
from tests.engine.oracle.capacity import ASKED
from tests.engine.oracle.capacity import VALUES as OF_CAPACITY
from tests.engine.oracle.comments import VALUES as OF_COMMENTS
from tests.engine.oracle.entries import VALUES as OF_ENTRIES
from tests.engine.oracle.filters import fits
from tests.engine.oracle.letters import VALUES as OF_LETTERS
from tests.engine.oracle.matching import VALUES as OF_MATCHING
from tests.engine.oracle.orders import ORDERS
from tests.engine.oracle.plans import VALUES as OF_PLANS
from tests.engine.oracle.plenaries import VALUES as OF_PLENARIES
from tests.engine.oracle.portfolios import VALUES as OF_PORTFOLIOS
from tests.engine.oracle.projects import VALUES as OF_PROJECTS
from tests.engine.oracle.ranking import VALUES as OF_RANKING
from tests.engine.oracle.records import VALUES as OF_RECORDS
from tests.engine.oracle.relations import FIELDS, LIMITS
from tests.engine.oracle.relations import ORDERS as LISTS
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.values import VALUES as OF_ROWS
from tests.engine.oracle.world import TABLES, Row

PAGE = 20
VALUES = (
    OF_ROWS
    | OF_MATCHING
    | OF_PORTFOLIOS
    | OF_PROJECTS
    | OF_COMMENTS
    | OF_PLENARIES
    | OF_ATTACHMENTS
    | OF_RECORDS
    | OF_ENTRIES
    | OF_RANKING
    | OF_PLANS
    | OF_BALANCES
    | OF_CAPACITY
    | OF_LETTERS
)
"""By ``Type.field``: what is more than a column as it is."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\S+")


@dataclass
class Page:
    """A page of a sorted list."""

    rows: list[Row]
    key: Callable[[Row], tuple[Any, ...]]
    descending: bool
    order: str
    args: Mapping[str, Any]

    def _beyond(self, row: Row, cursor: str) -> int:
        """-1, 0, 1: the row stands before, at or after the cursor."""
        own, mark = self.key(row), tuple(read(one) for one in json.loads(_decoded(cursor))[1:])
        return (own > mark) - (own < mark) if not self.descending else (own < mark) - (own > mark)

    @cached_property
    def between(self) -> list[Row]:
        """What lies after ``after`` and before ``before``."""
        after, before = self.args.get("after"), self.args.get("before")
        rows = [row for row in self.rows if after is None or self._beyond(row, after) > 0]
        return [row for row in rows if before is None or self._beyond(row, before) < 0]

    @cached_property
    def shown(self) -> list[Row]:
        """The rows of the page."""
        last = self.args.get("last")
        if last is not None:
            return self.between[len(self.between) - min(last, len(self.between)) :]
        first = self.args.get("first")
        return self.between[: PAGE if first is None else first]

    @property
    def more_after(self) -> bool:
        """Whether anything follows the page."""
        before = self.args.get("before")
        rest = self.args.get("last") is None and len(self.between) > len(self.shown)
        return rest or (before is not None and any(self._beyond(row, before) >= 0 for row in self.rows))

    @property
    def more_before(self) -> bool:
        """Whether anything precedes the page."""
        after = self.args.get("after")
        rest = self.args.get("last") is not None and len(self.between) > len(self.shown)
        return rest or (after is not None and any(self._beyond(row, after) <= 0 for row in self.rows))

    def cursor(self, row: Row) -> str:
        """Order and keys of a row, in a form that :func:`plain` gives the real ones too."""
        return written([self.order, *self.key(row)])


@dataclass
class Edge:
    """A row with its page."""

    row: Row
    page: Page


@dataclass
class Ends:
    """What a page says of itself."""

    page: Page


def answer(schema: GraphQLSchema, text: str, variables: dict[str, Any], sight: Sight) -> Any:
    """The data that the viewer should get; raises when the document asks for what the oracle does not know."""
    result = execute_sync(
        schema,
        parse(text),
        root_value=Row("Query", {}),
        context_value=sight,
        variable_values=variables,
        field_resolver=resolve,
        type_resolver=lambda value, *_: value.type,
    )
    assert isinstance(result, ExecutionResult)
    assert not result.errors, result.errors
    return result.data


def resolve(source: Any, info: GraphQLResolveInfo[Sight], **args: Any) -> Any:
    """The value of any field."""
    if isinstance(source, Page):
        return _of_page(source, info.field_name)
    if isinstance(source, Ends):
        return _of_ends(source.page, info.field_name)
    if isinstance(source, Edge):
        return source.row if info.field_name == "node" else source.page.cursor(source.row)
    if isinstance(source, dict) and not isinstance(source, Row):
        return source[info.field_name]
    type_, name = info.parent_type.name, info.field_name
    if is_leaf_type(get_named_type(info.return_type)):
        if asked := ASKED.get(f"{type_}.{name}"):
            return asked(info.context, source, args)
        if special := VALUES.get(f"{type_}.{name}"):
            return special(info.context, source)
        return source.global_id if name == "id" else source[_column(type_, name)]
    if name in ("node", "nodes") and type_ == "Query":
        return _node(info.context, args["id"]) if name == "node" else [_node(info.context, one) for one in args["ids"]]
    return _related(source, info, args)


def _related(source: Row, info: GraphQLResolveInfo[Sight], args: dict[str, Any]) -> Any:
    sight: Sight = info.context
    name, type_ = f"{info.parent_type.name}.{info.field_name}", get_nullable_type(info.return_type)
    rows = [row for row in FIELDS[name](sight, source, args) if row is not None and sight.sees(row)]
    if is_list_type(type_):
        return sorted(rows, key=LISTS[name])[: LIMITS.get(name, 100)]
    if not str(type_).endswith("Connection"):
        assert len(rows) <= 1, f"{name} is not one"
        possible = [one.name for one in info.schema.get_possible_types(type_)] if is_abstract_type(type_) else [str(type_)]
        return rows[0] if rows and rows[0].type in possible else None
    order = args["orderBy"]
    key, descending = ORDERS[f"{type(order).__name__}.{order.name}"]
    kept = [row for row in rows if fits(sight.world, row, row.type, args.get("filter"), sight.viewer)]

    def full(row: Row) -> tuple[Any, ...]:
        found = key(row)
        return (*(found if isinstance(found, tuple) else (found,)), row["id"])

    return Page(sorted(kept, key=full, reverse=descending), full, descending, order.name, args)


def _of_page(page: Page, name: str) -> Any:
    match name:
        case "totalCount":
            return len(page.rows)
        case "totalCountCapped":
            return False
        case "nodes":
            return page.shown
        case "edges":
            return [Edge(row, page) for row in page.shown]
    return Ends(page)


def _of_ends(page: Page, name: str) -> Any:
    # A cursor that nothing selected depends on is not read.
    if name == "hasNextPage":
        return page.more_after
    if name == "hasPreviousPage":
        return page.more_before
    return page.cursor(page.shown[0 if name == "startCursor" else -1]) if page.shown else None


def _node(sight: Sight, id_: str) -> Row | None:
    prefix = prefix_of(id_)
    for type_ in TABLES:
        if prefix and m.TYPES[type_].prefix == prefix:
            row = sight.world.find(type_, number_of(id_, prefix))
            return row if row is not None and sight.sees(row) else None
    return None


def knows(type_: str, name: str) -> bool:
    """Whether the oracle can answer this field: relations and values with a rule, ids, and columns as they are."""
    mapped = m.TYPES.get(type_)
    if mapped is None or f"{type_}.{name}" in (*FIELDS, *VALUES, *ASKED) or name in ("id", "node", "nodes"):
        return True
    source = mapped.by_graphql_name(name)
    return name != "data" and isinstance(source, m.Column) and source.sql == f"{{row}}.{_column(type_, name)}"


def _column(type_: str, name: str) -> str:
    """The column that a plain field reads."""
    return next(one for one in m.TYPES[type_].fields if to_camel_case(one) == name)


def plain(value: Any) -> Any:
    """An answer with its cursors in the open, so that only what they say is compared."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, str) and value.startswith("WyJ"):
        return written([read(one) for one in json.loads(_decoded(value))])
    moment = datetime.fromisoformat(value) if isinstance(value, str) and _MOMENT.fullmatch(value) else value
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date | time) else value


def written(cursor: list[Any]) -> str:
    """A cursor's content as text."""
    name, *keys = cursor
    shown = [key.astimezone(UTC) if isinstance(key, datetime) else key for key in keys]
    return f"cursor {name} {shown}"


def read(value: Any) -> Any:
    """A key as it stands in a cursor, as a value that compares."""
    if isinstance(value, str) and len(value) >= 10 and value[4:5] == "-" and value[7:8] == "-":
        return datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    return value


def _decoded(cursor: str) -> bytes:
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
