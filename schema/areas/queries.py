"""Root fields about areas."""

import strawberry

from schema.areas.types import Area, AreaClass, AreaFilter, AreaOrder
from schema.engine.mapping import Argument, pages, to_many, to_one
from schema.engine.relay import Connection
from schema.engine.roots import by_id


@strawberry.type
class AreaQueries:
    """Root fields about areas."""

    area: Area | None = by_id("area")
    """An area."""
    area_by_code: Area | None = to_one(on="{row}.code = {arg.code}", code=Argument(str, "text", description="The area's code"))
    """An area by its statistical division code."""
    areas: Connection[Area] = pages(order=AreaOrder, filter=AreaFilter)
    """Areas."""
    area_classes: list[AreaClass] = to_many("true", "{row}.code")
    """The classes of residential estates."""
