"""What mutations of committees and seats give back."""

from schema.committees.types import Committee, Seat
from schema.engine.access import EVERYONE
from schema.engine.mapping import entity, to_one
from schema.engine.payloads import Payload


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class CommitteePayload(Payload):
    """The committee as it is now."""

    committee: Committee | None = to_one("{result.committee:bigint}")
    """The committee; after a conflict, its present state."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class SeatPayload(Payload):
    """The seat as it is now."""

    seat: Seat | None = to_one("{result.seat:bigint}")
    """The seat; after a conflict, its present state."""
    committee: Committee | None = to_one("{result.committee:bigint}")
    """Its committee."""
