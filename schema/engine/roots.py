"""Root fields that every concept has."""

from typing import Any

import strawberry

from schema.engine.ids import number_of
from schema.engine.mapping import Argument, to_one


def by_id(prefix: str) -> Any:
    """A root field finding one object by its global id; null when there is none or the viewer may not see it."""
    argument = Argument(strawberry.ID, "bigint", lambda value: number_of(value, prefix), description="The global id")
    return to_one(on="{row}.id = {arg.id}", id=argument)
