"""Values that are more than a column as it is, in plain Python from what their descriptions promise."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.engine.oracle.filters import claimed, demanded, standing, unclaimed
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row


def _plainly(amount: Decimal) -> str:
    """A number without zeros that say nothing."""
    return f"{amount:f}".rstrip("0").rstrip(".")


VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    "Resource.quantity": lambda sight, row: _plainly(row["quantity"]),
    "Resource.status": lambda sight, row: standing(sight.world, row),
    "Demand.quantity": lambda sight, row: _plainly(row["quantity"]),
    "Demand.status": lambda sight, row: demanded(sight.world, row),
    "Demand.reason": lambda sight, row: row["reason"] if sight.files(row) else "",
    "Demand.claimed": lambda sight, row: claimed(sight.world, row),
    "Demand.unclaimed": lambda sight, row: unclaimed(sight.world, row),
    "Resource.reason": lambda sight, row: row["reason"] if sight.is_insider(row) else "",
}
"""By ``Type.field``."""
