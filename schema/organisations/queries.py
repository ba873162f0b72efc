"""Root fields about organisations."""

import strawberry

from schema.engine.ids import number_of
from schema.engine.mapping import Argument, pages, to_one
from schema.engine.relay import Connection
from schema.organisations.kinds import OrganisationFilter, OrganisationOrder
from schema.organisations.types import Organisation


@strawberry.type
class OrganisationQueries:
    """Root fields about organisations."""

    organisation: Organisation | None = to_one(
        on="{row}.id = (select coalesce(m$.merged_into_id, m$.id) from organisation m$ where m$.id = {arg.id})",
        id=Argument(strawberry.ID, "bigint", lambda value: number_of(value, "org"), description="The global id"),
    )
    """An organisation; for one that was merged, the one that it was merged into (``node`` finds the merged entry itself)."""
    organisations: Connection[Organisation] = pages(order=OrganisationOrder, filter=OrganisationFilter)
    """Organisations."""
