"""What mutations of resources give back."""

from schema.engine.access import EVERYONE
from schema.engine.mapping import entity, to_one
from schema.engine.payloads import Payload
from schema.resources.types import Resource


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ResourcePayload(Payload):
    """The offer as it is now."""

    resource: Resource | None = to_one("{result.resource:bigint}")
    """The offer; after a conflict, its present state."""
