"""Root fields about resources."""

import strawberry

from schema.engine.mapping import pages
from schema.engine.relay import Connection
from schema.engine.roots import by_id
from schema.resources.kinds import ResourceFilter, ResourceOrder
from schema.resources.types import Resource


@strawberry.type
class ResourceQueries:
    """Root fields about resources."""

    resource: Resource | None = by_id("resource")
    """An offer."""
    resources: Connection[Resource] = pages(order=ResourceOrder, filter=ResourceFilter)
    """The resource list."""
