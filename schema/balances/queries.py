"""Root fields about balances."""

import strawberry

from schema.balances.types import Balance
from schema.engine.ids import number_of
from schema.engine.mapping import Argument, to_one


@strawberry.type
class BalanceQueries:
    """Root fields about balances."""

    balance: Balance | None = to_one(
        on="{row}.area_id = {arg.area} and {row}.period = {arg.period} and {row}.chosen = coalesce({arg.category}, 0)",
        area=Argument(strawberry.ID, "bigint", lambda value: number_of(value, "area"), description="The area"),
        period=Argument(str, "text", description="A half-year or a month, 2000-H1 to 2099-12"),
        category=Argument(
            strawberry.ID | None,
            "bigint",
            lambda value: number_of(value, "category") or -1,
            default=None,
            description="A class of demands or offers: only that, and what fits it of the other side",
        ),
    )
    """Need and supply of an area; null unless the viewer coordinates there, belongs to a unit there, or administers."""
