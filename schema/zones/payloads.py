"""What mutations of zones give back."""

from schema.engine.access import EVERYONE
from schema.engine.mapping import entity, to_one
from schema.engine.payloads import Payload
from schema.zones.types import Zone, ZoneUnit


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ZonePayload(Payload):
    """The zone as it is now."""

    zone: Zone | None = to_one("{result.zone:bigint}")
    """The zone; after a conflict, its present state."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ZoneUnitPayload(Payload):
    """A unit in a zone, and the zone."""

    zone_unit: ZoneUnit | None = to_one("{result.zone_unit:bigint}")
    """The unit in the zone; after a conflict, its present state; null when it was removed."""
    zone: Zone | None = to_one("{result.zone:bigint}")
    """The zone with its counts as they are now."""
