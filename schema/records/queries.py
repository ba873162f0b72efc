"""Root fields about records."""

import strawberry

from schema.engine.roots import by_id
from schema.records.types import RecordEntry


@strawberry.type
class RecordQueries:
    """Root fields about records."""

    record_entry: RecordEntry | None = by_id("record")
    """An entry of a unit's record."""
