"""What a Strawberry type says about its table: columns, relations, visibility.

A type is declared once, as a class with annotations; what a field reads is its default. SQL snippets name the row they are
about as ``{row}``, the row that owns a relation as ``{self}``, the viewer's values as ``{viewer.areas}`` and a field's
arguments as ``{arg.name}``. A docstring below a field is its description in the contract.
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import Any, TypeVar, dataclass_transform

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from schema.engine.access import NOBODY, READS
from schema.engine.directives import Requires

LIST_LIMIT = 100
"""How many elements a plain list holds at most (our default); what may be longer is a connection."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a mapped field: its Strawberry type, SQL type, and how the value becomes a parameter."""

    annotation: Any
    cast: str
    transform: Callable[[Any], Any] = lambda value: value
    default: Any = strawberry.UNSET
    description: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A value of the row: a column or an SQL expression."""

    sql: str
    public: str | None = None
    """What the public gets instead, where its role may not read what the expression needs."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that Python makes from named columns after the read: ``function(viewer, **columns)``."""

    function: Callable[..., Any]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ToOne:
    """The one row of the target type for which ``on`` holds, or null."""

    on: str
    rows: str | None = None
    """Where the rows come from, as SQL over ``{self}``; None: the target's table."""


@dataclass(frozen=True, slots=True)
class ToMany:
    """A short list of rows, ordered; never more than ``limit``."""

    on: str
    order: str
    limit: int = LIST_LIMIT
    rows: str | None = None
    """Where the rows come from, as SQL over ``{self}``; None: the target's table."""


@dataclass(frozen=True, slots=True)
class Pages:
    """A Relay connection over the rows for which ``on`` holds."""

    on: str
    order: type[Enum]
    filter: type | None = None


@dataclass(frozen=True, slots=True)
class Polymorphic:
    """The row that a pair (type name, number) refers to, of any type of the field's interface or union."""

    type_sql: str
    id_sql: str


@dataclass(frozen=True, slots=True)
class NodeLookup:
    """``node(id)`` or, when ``many``, ``nodes(ids)``: the type is in the id."""

    many: bool = False


Source = Column | Computed | ToOne | ToMany | Pages | Polymorphic | NodeLookup


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """A field's source and its own arguments (those of a connection come with it)."""

    source: Source
    arguments: Mapping[str, Argument] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypeMapping:
    """A type's table, who may see its rows, and its fields by Python name."""

    name: str
    table: str
    prefix: str | None
    visible: str
    public: str
    reads: str | None
    fields: Mapping[str, FieldMapping]
    result_key: str
    """The name under which an action's result and a payload carry a row of the type."""

    def by_graphql_name(self, name: str) -> Source | None:
        """The source of a field by its name in the contract."""
        return next((one.source for python_name, one in self.fields.items() if to_camel_case(python_name) == name), None)

    def predicate(self, public: bool) -> str:
        """The visibility predicate for the public or for somebody signed in."""
        return self.public if public else self.visible


TYPES: dict[str, TypeMapping] = {}
"""Every mapped type by its GraphQL name."""


def _mapped(source: Source, arguments: Mapping[str, Argument] | None = None) -> Any:
    """A Strawberry field that carries its mapping."""
    declared = strawberry.field(metadata={"mapping": FieldMapping(source, arguments or {})})
    declared.arguments = [_argument(name, one) for name, one in (arguments or {}).items()]
    if isinstance(source, Pages):
        declared.arguments += [_argument(name, one) for name, one in _page_arguments(source).items()]
    return declared


def arguments(**taken: Argument) -> Any:
    """A field of the subscription, which nothing reads by itself, with its arguments."""
    declared = strawberry.field()
    declared.arguments = [_argument(name, one) for name, one in taken.items()]
    return declared


def _argument(name: str, one: Argument) -> StrawberryArgument:
    annotation = StrawberryAnnotation(one.annotation)
    return StrawberryArgument(name, None, annotation, description=one.description, default=one.default)


def _page_arguments(source: Pages) -> dict[str, Argument]:
    """A connection's arguments; the compiler reads their values itself, so they have no SQL type."""
    first = next(iter(source.order))
    found = {
        "first": Argument(int | None, "", default=None, description="How many from the beginning; 20 unless given, 100 at most"),
        "after": Argument(str | None, "", default=None, description="Only what follows this cursor"),
        "last": Argument(int | None, "", default=None, description="How many from the end"),
        "before": Argument(str | None, "", default=None, description="Only what precedes this cursor"),
        "order_by": Argument(source.order, "", default=first, description="The order"),
    }
    if source.filter:
        found["filter"] = Argument(source.filter | None, "", default=None, description="Only what fits")
    return found


def column(sql: str, *, public: str | None = None, **arguments: Argument) -> Any:
    """A field read from an SQL expression over ``{row}``, for the public perhaps from another one."""
    return _mapped(Column(sql, public), arguments)


def computed(function: Callable[..., Any], **columns: str) -> Any:
    """A field that ``function(viewer, **columns)`` makes in Python from SQL expressions over ``{row}``."""
    return _mapped(Computed(function, columns))


def to_one(key: str | None = None, *, on: str | None = None, **arguments: Argument) -> Any:
    """A field holding one row of another type: by the SQL of its key, or by a condition over ``{row}`` and ``{self}``."""
    return _mapped(ToOne(on or f"{{row}}.id = {key}"), arguments)


def one_of(rows: str, /, **arguments: Argument) -> Any:
    """A field holding the one row of another type that SQL over ``{self}`` gives: a function's row, or one carried along."""
    return _mapped(ToOne("true", rows), arguments)


def to_many(on: str, order: str, limit: int = LIST_LIMIT, **arguments: Argument) -> Any:
    """A short ordered list of rows of another type."""
    return _mapped(ToMany(on, order, limit), arguments)


def many_of(rows: str, order: str, limit: int = LIST_LIMIT) -> Any:
    """A short ordered list of rows of another type that SQL over ``{self}`` gives, such as an array carried along."""
    return _mapped(ToMany("true", order, limit, rows), {})


def pages(on: str = "true", *, order: type[Enum], filter: type | None = None, **arguments: Argument) -> Any:
    """A Relay connection; ``order`` is an enum whose values are :class:`~schema.engine.ordering.Keys`."""
    return _mapped(Pages(on, order, filter), arguments)


def polymorphic(type_sql: str, id_sql: str) -> Any:
    """A field of an interface or union type, by the SQL of the type's name and the row's number."""
    return _mapped(Polymorphic(type_sql, id_sql))


def node_lookup(*, many: bool = False) -> Any:
    """The root fields ``node`` and ``nodes``."""
    annotation, name = (list[strawberry.ID], "ids") if many else (strawberry.ID, "id")
    return _mapped(NodeLookup(many), {name: Argument(annotation, "text", description="Global ids" if many else "A global id")})


_T = TypeVar("_T")


@dataclass_transform(
    kw_only_default=True, field_specifiers=(column, computed, to_one, one_of, to_many, many_of, pages, polymorphic)
)
def entity(
    table: str, *, prefix: str | None = None, visible: str = NOBODY, public: str = NOBODY, reads: str | None = None
) -> Callable[[type[_T]], type[_T]]:
    """Declare a Strawberry type over a table (or any FROM expression).

    ``prefix`` begins its global ids; ``visible`` and ``public`` are the predicates for people signed in and for the public;
    ``reads`` is the scope a token needs to select anything of the type.
    """

    def declare(cls: type[_T]) -> type[_T]:
        descriptions = field_docstrings(cls)
        declared = strawberry.type(cls, description=inspect.getdoc(cls), directives=[Requires(scope=reads)] if reads else [])
        fields = {}
        for one in declared.__strawberry_definition__.fields:  # type: ignore[attr-defined]
            _tell(one, descriptions)
            fields[one.python_name] = one.metadata.get("mapping") or _plain(one, prefix)
        key = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()
        READS[cls.__name__] = reads
        TYPES[cls.__name__] = TypeMapping(cls.__name__, table, prefix, visible, public, reads, fields, key)
        return declared

    return declare


def described(cls: type[_T]) -> type[_T]:
    """Take the docstrings below the fields of a Strawberry input or type as their descriptions."""
    descriptions = field_docstrings(cls)
    for one in cls.__strawberry_definition__.fields:  # type: ignore[attr-defined]
        _tell(one, descriptions)
    return cls


def deprecation(docstring: str | None) -> tuple[str | None, str | None]:
    """A docstring without its last line ``Deprecated: Use …. Goes on 2027-06-30.``, and what that line says."""
    text, _, reason = (docstring or "").partition("\nDeprecated: ")
    return text.rstrip() or None, " ".join(reason.split()) or None


def _tell(declared: StrawberryField, descriptions: Mapping[str, str]) -> None:
    """A field's docstring is its description in the contract, and says if it is deprecated."""
    if not declared.description:
        declared.description, declared.deprecation_reason = deprecation(descriptions.get(declared.python_name))


def _plain(declared: StrawberryField, prefix: str | None) -> FieldMapping:
    """A field without a source of its own reads the column of its name; ``id`` reads the global id."""
    if declared.python_name == "id" and prefix:
        return FieldMapping(Column(f"'{prefix}_' || {{row}}.id"))
    return FieldMapping(Column(f"{{row}}.{declared.python_name}"))


def field_docstrings(cls: type) -> dict[str, str]:
    """The string that stands below each annotated attribute of a class, own and inherited."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__[:-1]):
        try:
            body = ast.parse(textwrap.dedent(inspect.getsource(base))).body[0]
        except (OSError, TypeError, IndentationError):
            continue
        statements = body.body if isinstance(body, ast.ClassDef) else []
        for declaration, text in pairwise(statements):
            target = declaration.target if isinstance(declaration, ast.AnnAssign) else None
            if isinstance(target, ast.Name) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
                found[target.id] = inspect.cleandoc(str(text.value.value))
    return found
