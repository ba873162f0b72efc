"""Selection sets → one SQL statement whose single JSON value is the response.

This module has the means; what each kind of field becomes is in ``fields.py`` and ``connections.py``.
Every object becomes ``(select row_to_json(j) from (select … as "key", …) j)`` and every list a ``json_agg`` over such rows, so
keys come out in the order and under the names asked for. Internal aliases end in ``$``, which no GraphQL name can contain.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, GraphQLObjectType, GraphQLSchema, is_non_null_type
from strawberry import UNSET

from schema.engine import mapping as m
from schema.engine.parameters import Parameters, bad_input
from schema.engine.selections import Collector, Selected
from schema.engine.values import FromVariable, Literal, Probe, Value, read_value

_PLACEHOLDER = re.compile(r"\{(row|self|value|viewer|arg|result)(?:\.(\w+))?(?::([\w\[\]]+))?\}")
_IDENTIFIER_BYTES = 63

ResponsePath = tuple[str, ...]
"""Where a value stands in the response: keys, and ``*`` for each element of a list."""


Column = tuple[str, str]
"""A response key and the SQL of its value."""


@dataclass(frozen=True, slots=True)
class Finish:
    """A value that Python computes after the read: where it stands, and the field that knows how."""

    path: ResponsePath
    source: m.Computed
    mark: int


@dataclass
class Compiler(ABC):
    """Compiles one operation's selections; holds what the statement needs besides its text."""

    schema: GraphQLSchema
    collector: Collector
    variables: Mapping[str, Any]
    public: bool
    typed: bool = False
    """Whether objects of abstract types carry their type's name as ``$type``, which graphql-core needs to complete them."""
    parameters: Parameters = field(default_factory=Parameters)
    scopes: set[str] = field(default_factory=set)
    finishes: list[Finish] = field(default_factory=list)
    _aliases: int = 0

    @property
    def probes(self) -> dict[Probe, None]:
        """What was asked of variables so far."""
        return self.collector.probes

    def statement(self, type_: GraphQLObjectType, selected: Selected, source: str = "") -> str:
        """The whole statement for the fields of a root type (or of a mutation's payload, with its ``source``).

        Its value is the JSON as bytes: text would be decoded on its way here, only to be encoded again.
        """
        row = self.alias() if source else ""
        columns = self.columns(type_, selected, row, ())
        json = self.json_object(columns, f"{self.expand(source)} {row}" if source else "")
        statement = f"select convert_to({json}::text, 'UTF8')"
        # PostgreSQL wants the type of every parameter that is bound, and all are bound so that all are checked.
        unused = self.parameters.unused(statement)
        return f"{statement} from (select {', '.join(unused)}) unused$" if unused else statement

    def alias(self) -> str:
        """A fresh internal alias."""
        self._aliases += 1
        return f"t{self._aliases}$"

    @abstractmethod
    def columns(self, type_: GraphQLObjectType, selected: Selected, row: str, path: ResponsePath) -> list[Column]:
        """For each response key, the SQL of its value for ``row``."""

    def json_object(self, columns: list[Column], source: str = "", rest: str = "", *, common: str = "") -> str:
        """A scalar subselect giving one JSON object per row of ``source``; ``common`` is what WITH computes before."""
        first = f"with {common} " if common else ""
        return f"({first}select {self._row_json(columns, 'j$')} from ({self._select(columns, source)} {rest}) j$)"

    def json_list(self, columns: list[Column], source: str, rest: str) -> str:
        """A scalar subselect giving the JSON array of the rows of ``source``."""
        rows = f"{self._select(columns, source)} {rest}"
        return f"(select coalesce(json_agg({self._row_json(columns, 'j$')}), '[]'::json) from ({rows}) j$)"

    def _select(self, columns: list[Column], source: str) -> str:
        long = self._too_long(columns)
        names = [f"c{index}$" if long else f'"{key}"' for index, (key, _) in enumerate(columns)]
        listed = ", ".join(f"{sql} as {name}" for (_, sql), name in zip(columns, names, strict=True))
        return f"select {listed}{f' from {source}' if source else ''}"

    def _row_json(self, columns: list[Column], row: str) -> str:
        """One object of a row: by its column names, or key by key where a key is too long for an identifier."""
        if not self._too_long(columns):
            return f"row_to_json({row})"
        pairs = ", ".join(f"({index}, '{key}', to_json({row}.c{index}$))" for index, (key, _) in enumerate(columns))
        return f"(select json_object_agg(k$, v$ order by o$) from (values {pairs}) as kv$(o$, k$, v$))"

    def _too_long(self, columns: list[Column]) -> bool:
        return any(len(key) > _IDENTIFIER_BYTES for key, _ in columns)

    def mapping(self, type_: GraphQLObjectType, name: str) -> tuple[Any, m.FieldMapping]:
        """A field's declaration in the contract and its mapping."""
        declared = type_.fields[name]
        python_name = declared.extensions["strawberry-definition"].python_name
        return declared, m.TYPES[type_.name].fields[python_name]

    def arguments(self, declared: Any, node: FieldNode) -> dict[str, Value]:
        """The arguments given to a field, by Python name; a variable that is absent or null counts as not given."""
        found: dict[str, Value] = {}
        for one in node.arguments or ():
            argument = declared.args[one.name.value]
            value = read_value(one.value, argument.type)
            if isinstance(value, FromVariable) and not self.probe(value, "given"):
                if is_non_null_type(argument.type) and self.probe(value, "null"):
                    raise bad_input(f"The argument {one.name.value} must not be null.")
                continue
            if value != Literal(None):
                found[argument.extensions["strawberry-definition"].python_name] = value
        return found

    def probe(self, value: FromVariable, kind: str) -> Any:
        """Look at a variable in a way that shapes the statement."""
        probe = Probe(value.path, kind)
        self.probes[probe] = None
        return probe.answer(self.variables)

    def expand(
        self,
        sql: str,
        *,
        row: str = "",
        owner: str = "",
        mapping: m.FieldMapping | None = None,
        arguments: Mapping[str, Value] | None = None,
        value: str = "",
    ) -> str:
        """Replace a snippet's placeholders by aliases and bound parameters."""

        def replace(match: re.Match[str]) -> str:
            kind, name, cast = match.groups()
            if kind == "row":
                # A snippet for the target keeps {row} until the target's alias is known.
                return row or "{row}"
            if kind == "self":
                return owner
            if kind == "value":
                return value
            if kind == "viewer":
                return self.parameters.viewer(name)
            if kind == "result":
                return self.parameters.result(name, cast)
            return self._argument(name, mapping, arguments or {})

        return _PLACEHOLDER.sub(replace, sql)

    def _argument(self, name: str, mapping: m.FieldMapping | None, arguments: Mapping[str, Value]) -> str:
        assert mapping is not None
        declared = mapping.arguments[name]
        value = arguments.get(name, Literal(None if declared.default is UNSET else declared.default))
        return self.parameters.value(value, declared.cast, declared.transform)

    def target(self, name: str) -> m.TypeMapping:
        """A target type's mapping; selecting anything of it needs its scope."""
        found = m.TYPES[name]
        if found.reads:
            self.scopes.add(found.reads)
        return found

    def hidden(self, target: m.TypeMapping) -> bool:
        """The public can never see a row of the type, and its role could not even select from the table."""
        return self.public and target.public == "false"

    def source(self, target: m.TypeMapping, row: str) -> str:
        """The FROM item of a type under an alias."""
        return f"{self.expand(target.table)} {row}"

    def conditions(self, target: m.TypeMapping, row: str, on: str) -> str:
        """WHERE for the rows of a relation that the viewer may see."""
        visible = self.expand(target.predicate(self.public), row=row)
        wanted = [sql for sql in (on.replace("{row}", row), visible) if sql != "true"]
        return f"where {' and '.join(wanted)}" if wanted else ""
