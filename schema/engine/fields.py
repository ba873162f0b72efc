"""What each kind of field becomes in the statement: columns, relations, references of several types, look-ups by id."""

from collections.abc import Callable, Mapping

from graphql import FieldNode, GraphQLNamedType, GraphQLObjectType, get_named_type, is_abstract_type

from schema.engine import mapping as m
from schema.engine.compiler import Column, Compiler, Finish, ResponsePath
from schema.engine.connections import compile_pages
from schema.engine.ids import number_of
from schema.engine.selections import Selected
from schema.engine.values import PROBES, FromVariable, Items, Literal, Value


class FieldCompiler(Compiler):
    """The compiler with its dispatch over the kinds of source."""

    def columns(self, type_: GraphQLObjectType, selected: Selected, row: str, path: ResponsePath) -> list[Column]:
        """For each response key, the SQL of its value for ``row``."""
        return [(key, self._field(type_, nodes, row, (*path, key))) for key, nodes in selected.items()]

    def _field(self, type_: GraphQLObjectType, nodes: list[FieldNode], row: str, path: ResponsePath) -> str:
        name = nodes[0].name.value
        if name == "__typename":
            return f"'{type_.name}'::text"
        declared, mapping = self.mapping(type_, name)
        arguments = self.arguments(declared, nodes[0])
        target = get_named_type(declared.type)
        match mapping.source:
            case m.Column(sql, public):
                return self._column(public if public is not None and self.public else sql, target, row, mapping, arguments)
            case m.Computed() as source:
                return self._computed(source, row, path)
            case m.ToOne() as one:
                return self._to_one(one, target, nodes, row, mapping, arguments, path)
            case m.ToMany() as many:
                return self._to_many(many, target, nodes, row, mapping, arguments, path)
            case m.Pages() as pages:
                return compile_pages(self, pages, declared, nodes, row, mapping, arguments, path)
            case m.Polymorphic(type_sql, id_sql):
                return self._polymorphic(type_sql, id_sql, target, nodes, row, path)
            case m.NodeLookup(many=many):
                return self._lookup(target, nodes, next(iter(arguments.values())), many, path)

    def _column(
        self, sql: str, target: GraphQLNamedType, row: str, mapping: m.FieldMapping, arguments: Mapping[str, Value]
    ) -> str:
        expanded = self.expand(sql, row=row, mapping=mapping, arguments=arguments)
        return f"({expanded})::text" if target.name in ("Decimal", "BigInt") else expanded

    def _computed(self, source: m.Computed, row: str, path: ResponsePath) -> str:
        mark = len(self.finishes)
        self.finishes.append(Finish(path, source, mark))
        pairs = ", ".join(f"'{name}', {self.expand(sql, row=row)}" for name, sql in source.columns.items())
        return f"json_build_object('$computed', {mark}, {pairs})"

    def _to_one(
        self,
        one: m.ToOne,
        target: GraphQLNamedType,
        nodes: list[FieldNode],
        owner: str,
        mapping: m.FieldMapping,
        arguments: Mapping[str, Value],
        path: ResponsePath,
    ) -> str:
        mapped = self.target(target.name)
        if self.hidden(mapped):
            return "null::json"
        row = self.alias()
        on = self.expand(one.on, owner=owner, mapping=mapping, arguments=arguments)
        columns = self._object(target, nodes, row, path)
        source = self._rows(one.rows, mapped, row, owner, mapping, arguments)
        return self.json_object(columns, source, f"{self.conditions(mapped, row, on)} limit 1")

    def _to_many(
        self,
        many: m.ToMany,
        target: GraphQLNamedType,
        nodes: list[FieldNode],
        owner: str,
        mapping: m.FieldMapping,
        arguments: Mapping[str, Value],
        path: ResponsePath,
    ) -> str:
        mapped = self.target(target.name)
        if self.hidden(mapped):
            return "'[]'::json"
        row = self.alias()
        on = self.expand(many.on, owner=owner, mapping=mapping, arguments=arguments)
        columns = self._object(target, nodes, row, (*path, "*"))
        order = self.expand(many.order, row=row, owner=owner, mapping=mapping, arguments=arguments)
        rest = f"{self.conditions(mapped, row, on)} order by {order} limit {many.limit}"
        return self.json_list(columns, self._rows(many.rows, mapped, row, owner, mapping, arguments), rest)

    def _rows(
        self,
        rows: str | None,
        target: m.TypeMapping,
        row: str,
        owner: str,
        mapping: m.FieldMapping,
        arguments: Mapping[str, Value],
    ) -> str:
        """The FROM item of a relation: rows of its own, or the target's table."""
        if rows is None:
            return self.source(target, row)
        return f"{self.expand(rows, owner=owner, mapping=mapping, arguments=arguments)} {row}"

    def _object(self, target: GraphQLNamedType, nodes: list[FieldNode], row: str, path: ResponsePath) -> list[Column]:
        assert isinstance(target, GraphQLObjectType)
        return self.columns(target, self.collector.sub(target, nodes), row, path)

    def _concrete(self, target: GraphQLNamedType, nodes: list[FieldNode], row: str, path: ResponsePath) -> list[Column]:
        """The columns of an abstract type's concrete object, with the type's name where graphql-core will ask for it."""
        columns = self._object(target, nodes, row, path)
        return [*columns, ("$type", f"'{target.name}'::text")] if self.typed else columns

    def _possible(self, abstract: GraphQLNamedType) -> list[GraphQLObjectType]:
        assert is_abstract_type(abstract)
        return [one for one in self.schema.get_possible_types(abstract) if one.name in m.TYPES and m.TYPES[one.name].prefix]

    def _polymorphic(
        self, type_sql: str, id_sql: str, target: GraphQLNamedType, nodes: list[FieldNode], owner: str, path: ResponsePath
    ) -> str:
        cases = []
        for concrete in self._possible(target):
            mapped = self.target(concrete.name)
            if self.hidden(mapped):
                continue
            row = self.alias()
            columns = self._concrete(concrete, nodes, row, path)
            where = self.conditions(mapped, row, f"{row}.id = {self.expand(id_sql, row=owner)}")
            cases.append(f"when '{concrete.name}' then {self.json_object(columns, self.source(mapped, row), where)}")
        return f"case {self.expand(type_sql, row=owner)} {' '.join(cases)} end" if cases else "null::json"

    def _lookup(self, target: GraphQLNamedType, nodes: list[FieldNode], value: Value, many: bool, path: ResponsePath) -> str:
        """Each concrete type among the ids asked for has its own branch; an unknown or hidden id stays null in its place."""
        prefixes = self._prefixes(value)
        branches = []
        for concrete in self._possible(target):
            mapped = m.TYPES[concrete.name]
            if mapped.prefix not in prefixes or self.hidden(self.target(concrete.name)):
                continue
            row = self.alias()
            columns = self._concrete(concrete, nodes, row, (*path, "*") if many else path)
            wanted = self.parameters.value(value, "bigint[]", _numbers(str(mapped.prefix)))
            if not many:
                where = self.conditions(mapped, row, f"{row}.id = ({wanted})[1]")
                return self.json_object(columns, self.source(mapped, row), where)
            found = self.json_object(columns, self.source(mapped, row), self.conditions(mapped, row, f"{row}.id = w$.id"))
            asked = f"unnest({wanted}) with ordinality as w$(id, place)"
            branches.append(f"select w$.place, {found} as found from {asked} where w$.id is not null")
        if not many:
            return "null::json"
        places = f"generate_series(1, {self.parameters.value(value, 'integer', len)}) as s$(place)"
        listed = f"{places} left join ({' union all '.join(branches)}) b$ using (place)" if branches else places
        found = "b$.found" if branches else "null::json"
        return f"(select coalesce(json_agg({found} order by place), '[]'::json) from {listed})"

    def _prefixes(self, value: Value) -> tuple[str, ...]:
        if isinstance(value, FromVariable):
            return tuple(self.probe(value, "prefixes"))
        if isinstance(value, Items):
            return tuple(prefix for one in value.items for prefix in self._prefixes(one))
        return tuple(PROBES["prefixes"](value.value if isinstance(value, Literal) else None))


def _numbers(prefix: str) -> Callable[[object], list[int | None]]:
    def numbers(ids: object) -> list[int | None]:
        return [number_of(one, prefix) for one in (ids if isinstance(ids, list) else [ids])]

    return numbers
