"""What mutations of areas give back."""

from schema.areas.types import Area
from schema.engine.access import EVERYONE
from schema.engine.mapping import column, entity, to_one
from schema.engine.payloads import Payload


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class AreaPayload(Payload):
    """The area as it is now."""

    area: Area | None = to_one("{result.area:bigint}")
    """The area; after a conflict, its present state."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class AreaImportPayload(Payload):
    """What an import of divisions changed."""

    area: Area | None = to_one("{result.area:bigint}")
    """The district of the file."""
    created_count: int | None = column("{result.created:integer}")
    """How many areas are new."""
    renamed_count: int | None = column("{result.renamed:integer}")
    """How many have another name or kind than before."""
    unchanged_count: int | None = column("{result.unchanged:integer}")
    """How many were already as the file says."""
