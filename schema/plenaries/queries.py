"""Root fields about plenaries."""

import strawberry

from schema.engine.ids import number_of
from schema.engine.mapping import Argument, to_one
from schema.plenaries.types import Plenary


@strawberry.type
class PlenaryQueries:
    """Root fields about plenaries."""

    plenary: Plenary | None = to_one(
        on="{row}.area_id = {arg.area} and {row}.half_year = {arg.half_year}",
        area=Argument(strawberry.ID, "bigint", lambda value: number_of(value, "area"), description="The area"),
        half_year=Argument(str, "text", description="The half-year, 2000-H1 to 2099-H2"),
    )
    """The papers of a plenary; null unless the viewer is of the area's committee or one above, or administers."""
