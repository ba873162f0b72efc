"""What a connection may be filtered by: comparison inputs and the conditions they become.

In a filter, a field that is absent or null sets no condition; all conditions given must hold.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

import strawberry

from schema.engine.access import within
from schema.engine.ids import number_of
from schema.engine.mapping import described

T = TypeVar("T")


@described
@strawberry.input(name="Is", description="Compares with one or several values of an enum.")
class EnumIs(Generic[T]):
    """Compares with one or several values of an enum."""

    eq: T | None = None
    """Equal to this."""
    in_: list[T] | None = strawberry.field(name="in", default=None)
    """Equal to one of these (at most 100)."""


@described
@strawberry.input(description="Compares with one or several texts, to the letter.")
class TextIs:
    """Compares with one or several texts, to the letter."""

    eq: str | None = None
    """Equal to this."""
    in_: list[str] | None = strawberry.field(name="in", default=None)
    """Equal to one of these (at most 100)."""


@described
@strawberry.input(description="Compares with one or several global ids.")
class IDIs:
    """Compares with one or several global ids."""

    eq: strawberry.ID | None = None
    """This object."""
    in_: list[strawberry.ID] | None = strawberry.field(name="in", default=None)
    """One of these objects (at most 100)."""


@described
@strawberry.input(description="Compares with an area, or with everything at and below one.")
class AreaIs:
    """Compares with an area, or with everything at and below one."""

    eq: strawberry.ID | None = None
    """Exactly this area."""
    in_: list[strawberry.ID] | None = strawberry.field(name="in", default=None)
    """One of these areas, without what lies below (at most 100)."""
    within: strawberry.ID | None = None
    """This area or one below it."""


@described
@strawberry.input(description="A range of days.")
class DateIs:
    """A range of days."""

    eq: date | None = None
    """On this day."""
    gte: date | None = None
    """On or after this day."""
    lt: date | None = None
    """Before this day."""


@described
@strawberry.input(description="A range of moments.")
class TimeIs:
    """A range of moments."""

    gte: datetime | None = None
    """At or after this moment."""
    lt: datetime | None = None
    """Before this moment."""


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Operator:
    """One comparison: SQL over ``{row}`` and the bound ``{value}``."""

    sql: str
    cast: str
    transform: Callable[[Any], Any] = _same
    public: str | None = None
    """What holds for the public instead, where its role may not read what the comparison needs."""


@dataclass(frozen=True, slots=True)
class Where:
    """What a filter's field compares: by operator name, or under None for a bare value."""

    operators: Mapping[str | None, Operator]


def _where(operators: Mapping[str | None, Operator]) -> Any:
    return strawberry.field(default=None, metadata={"where": Where(operators)})


def compare(sql: str, cast: str = "text") -> Any:
    """A field compared by eq, in and the range operators of its input type."""
    signs = {"eq": "=", "gte": ">=", "lt": "<"}
    operators: dict[str | None, Operator] = {name: Operator(f"{sql} {sign} {{value}}", cast) for name, sign in signs.items()}
    return _where(operators | {"in": Operator(f"{sql} = any({{value}})", f"{cast}[]")})


def compare_standing(standing: str, derived: Sequence[str], beforehand: str = "null") -> Any:
    """A status of which some values follow from a row that is stored as LISTED; ``standing``: the SQL of what shows.

    What is stored is compared too, although it follows: only that has an index. ``beforehand`` is the answer for the statuses
    asked for, the array ``{asked}``, where it costs less to find out than the status; else null. The planner takes a coalesce
    to hold for every other row, so that a list of the freshest is read in its order instead of sorted whole.
    """
    one, several = (f"coalesce({beforehand.replace('{asked}', asked)}, " for asked in ("array[{value}]", "{value}"))
    stored = f"(case when {{value}} in {tuple(derived)} then 'LISTED' else {{value}} end)"
    any_stored = f"any(array(select case when v$ in {tuple(derived)} then 'LISTED' else v$ end from unnest({{value}}) v$))"
    return _where(
        {
            "eq": Operator(f"{{row}}.status = {stored} and {one}{standing} = {{value}}, false)", "text"),
            "in": Operator(f"{{row}}.status = {any_stored} and {several}{standing} = any({{value}}), false)", "text[]"),
        }
    )


def compare_id(sql: str, prefix: str) -> Any:
    """A reference compared by global id; an id of another type matches nothing."""
    return _where(_id_operators(sql, prefix))


def compare_area(id_sql: str, path_sql: str) -> Any:
    """An area compared by id, or by lying at or below one."""
    ancestor = "(select path from area where id = {value})"
    below = Operator(within(path_sql, ancestor), "bigint", lambda value: number_of(value, "area"))
    return _where(_id_operators(id_sql, "area") | {"within": below})


def condition(sql: str, cast: str, transform: Callable[[Any], Any] = _same) -> Any:
    """A bare value that takes part in one condition over ``{row}`` and ``{value}``."""
    return _where({None: Operator(sql, cast, transform)})


def flag(sql: str, *, public: str | None = None) -> Any:
    """A boolean that must equal the condition ``sql``, for the public perhaps another one."""
    told = None if public is None else f"({public}) = {{value}}"
    return _where({None: Operator(f"({sql}) = {{value}}", "boolean", public=told)})


def _id_operators(sql: str, prefix: str) -> dict[str | None, Operator]:
    def numbers(values: list[object]) -> list[int]:
        return [number for value in values if (number := number_of(value, prefix))]

    return {
        "eq": Operator(f"{sql} = {{value}}", "bigint", lambda value: number_of(value, prefix)),
        "in": Operator(f"{sql} = any({{value}})", "bigint[]", numbers),
    }
