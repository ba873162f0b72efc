"""How lists of events are filtered and ordered."""

from enum import Enum

import strawberry

from schema.engine.access import within
from schema.engine.events import HORIZON
from schema.engine.filters import TextIs, TimeIs, compare, condition
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.ordering import Keys, by

_ORDERS = (
    "The orders of a list of events. RECENT: by time, the latest first. COMMITTED: as a change feed reads them, in the order of"
    " their transactions and never past one that still runs, so that nothing can appear later in front of a cursor."
)


@strawberry.enum(description=_ORDERS)
class EventOrder(Enum):
    """The orders of a list of events."""

    RECENT = by("{row}.at", "timestamptz", descending=True)
    COMMITTED = Keys(("{row}.xid",), ("xid8",), rows=f"{{row}}.xid < {HORIZON}")


@described
@strawberry.input(description="Which events; all conditions must hold.")
class EventFilter:
    """Which events; all conditions must hold."""

    verb: TextIs | None = compare("{row}.verb")
    """What happened, such as organisation.approved."""
    subject_type: TextIs | None = compare("{row}.subject_type")
    """The type of what it happened to, such as Resource."""
    at: TimeIs | None = compare("{row}.at", "timestamptz")
    """When."""
    within: strawberry.ID | None = condition(
        within("{row}.area_path", "(select path from area where id = {value})"), "bigint", lambda value: number_of(value, "area")
    )
    """The area of the day it happened, or one above it."""
    organisation: strawberry.ID | None = condition(
        "{row}.organisation_ids @> array[{value}]", "bigint", lambda value: number_of(value, "org")
    )
    """An organisation concerned."""
