"""Which classes of the two lists go together: what the board takes for the other side of a need."""

from typing import Any

from schema.engine.filters import condition
from schema.engine.ids import number_of

FIT = 60
"""How well a class of offers has to serve a class of demands to count as its other side, in percent (our default)."""


def fit(need: str, supply: str) -> str:
    """SQL: a class of offers serves a class of demands well enough."""
    pair = f"select from category_affinity f$ where f$.demand_category_id = {need} and f$.resource_category_id = {supply}"
    return f"(select count(*) from ({pair} and f$.percent >= {FIT}) f$) > 0"


def fitting(need: str, supply: str) -> Any:
    """A filter by a class of the other list, ``{value}``, with which a class goes together."""
    return condition(fit(need, supply), "bigint", lambda value: number_of(value, "category"))
