"""What relations and values of attachments hold, in plain Python."""

from collections.abc import Callable
from typing import Any

from tests.engine.oracle.relations import FIELDS, LIMITS, Candidates, by_id, field, owns, refers
from tests.engine.oracle.sight import ITEMS, Sight
from tests.engine.oracle.world import Row

FIELDS["Query.attachment"] = by_id("Attachment", "attachment")
FIELDS["Query.upload"] = by_id("Upload", "upload")
refers("Attachment.by", "Person", "person_id")
for _type, _column in ITEMS.items():
    owns(f"{_type}.attachments", "Attachment", _column, lambda row: (row["id"],))
    LIMITS[f"{_type}.attachments"] = 12


@field("Attachment.item")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return [sight.world.find(type_, row[column]) for type_, column in ITEMS.items() if row[column] is not None]


@field("Viewer.uploads", lambda row: (row["id"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Upload", lambda one: one["account_id"] == row["account_id"] and one["status"] == "RECEIVED")


def _state(sight: Sight, row: Row) -> str:
    over = row["status"] != "ATTACHED" and row["expires_at"] <= sight.world.now
    return "EXPIRED" if over else str(row["status"])


VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    "Attachment.sha256": lambda sight, row: row["content"].hex(),
    "Attachment.thumbnailSha256": lambda sight, row: row["thumbnail"].hex() if row["thumbnail"] else None,
    "Attachment.address": lambda sight, row: f"/files/{row.global_id}/full",
    "Attachment.thumbnailAddress": lambda sight, row: f"/files/{row.global_id}/thumbnail" if row["kind"] == "IMAGE" else None,
    "Upload.status": _state,
}
"""By ``Type.field``."""
