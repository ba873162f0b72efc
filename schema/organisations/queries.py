"""Root fields about organisations."""

import strawberry

from schema.engine.mapping import pages
from schema.engine.relay import Connection
from schema.engine.roots import by_id
from schema.organisations.kinds import OrganisationFilter, OrganisationOrder
from schema.organisations.types import Organisation


@strawberry.type
class OrganisationQueries:
    """Root fields about organisations."""

    organisation: Organisation | None = by_id("org")
    """An organisation."""
    organisations: Connection[Organisation] = pages(order=OrganisationOrder, filter=OrganisationFilter)
    """Organisations."""
