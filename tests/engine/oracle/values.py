"""Values that are more than a column as it is, in plain Python from what their descriptions promise."""

import base64
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from schema.engine.mapping import TYPES
from tests.engine.oracle.filters import claimed, demanded, standing, unclaimed
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row


def _plainly(amount: Decimal) -> str:
    """A number without zeros that say nothing."""
    return f"{amount:f}".rstrip("0").rstrip(".")


def _subject_id(sight: Sight, row: Row) -> str | None:
    mapped = TYPES.get(row["subject_type"])
    return f"{mapped.prefix}_{row['subject_id']}" if mapped else None


def _horizon(sight: Sight, row: Row) -> str | None:
    """The last place in commit order; the public is told none."""
    xid, number = max((one["xid"], one["id"]) for one in sight.world.rows["Event"])
    written = base64.urlsafe_b64encode(f'["COMMITTED", "{xid}", {number}]'.encode()).decode()
    return None if sight.viewer.is_public else written.rstrip("=")


VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    "Resource.quantity": lambda sight, row: _plainly(row["quantity"]),
    "Resource.status": lambda sight, row: standing(sight.world, row),
    "Demand.quantity": lambda sight, row: _plainly(row["quantity"]),
    "Demand.status": lambda sight, row: demanded(sight.world, row),
    "Demand.reason": lambda sight, row: row["reason"] if sight.files(row) else "",
    "Demand.claimed": lambda sight, row: claimed(sight.world, row),
    "Demand.unclaimed": lambda sight, row: unclaimed(sight.world, row),
    "Resource.reason": lambda sight, row: row["reason"] if sight.is_insider(row) else "",
    "Event.subjectId": _subject_id,
    "Query.eventHorizon": _horizon,
}
"""By ``Type.field``."""
