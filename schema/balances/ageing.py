"""How long something has been on its list, in four steps."""

from enum import Enum

import strawberry


@strawberry.enum(description="How many days something has been on its list.")
class Age(Enum):
    """How many days something has been on its list; the steps are our default: a fortnight, a month, a quarter, longer."""

    UP_TO_14 = strawberry.enum_value("UP_TO_14", description="14 天以内")
    UP_TO_30 = strawberry.enum_value("UP_TO_30", description="15–30 天")
    UP_TO_90 = strawberry.enum_value("UP_TO_90", description="31–90 天")
    OVER_90 = strawberry.enum_value("OVER_90", description="90 天以上")


_DAYS = "(current_date - {row}.listed_at::date)"
AGE = (
    f"(case when {_DAYS} <= 14 then 'UP_TO_14' when {_DAYS} <= 30 then 'UP_TO_30' when {_DAYS} <= 90 then 'UP_TO_90'"
    f" when {_DAYS} > 90 then 'OVER_90' end)"
)
"""SQL: how long it has been on its list, counted in days from that day to today; null before."""
