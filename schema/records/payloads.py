"""What mutations of records give back."""

from schema.engine.access import EVERYONE
from schema.engine.mapping import entity, to_one
from schema.engine.payloads import Payload
from schema.records.types import RecordEntry


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class RecordEntryPayload(Payload):
    """The entry as it is now."""

    record_entry: RecordEntry | None = to_one("{result.record_entry:bigint}")
    """The entry; after a conflict, its present state."""
