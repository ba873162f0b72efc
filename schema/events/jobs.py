"""What the clock does for the ledger."""

from datetime import UTC, datetime, timedelta
from typing import Any

AHEAD = timedelta(days=183)
"""How long before its first day a year's partition is made (our default)."""


async def open_years(connection: Any, now: datetime | None = None) -> int:
    """Make the partitions of the ledger that will be needed soon; returns how many. May run again."""
    opened: int = await connection.fetchval("select event_open_years($1)", (now or datetime.now(UTC)) + AHEAD)
    return opened
