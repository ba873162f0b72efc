"""Hours of the day as people, PostgreSQL and the contract write them: to the minute, and 24:00 is the end of the day.

Python's own type ends at 23:59, so an hour is a text such as ``09:00``; texts of this form compare as the hours do.
"""

from datetime import time
from typing import NewType

import strawberry
from strawberry.exceptions import StrawberryInputCoercionError

Hour = NewType("Hour", str)
MIDNIGHT = Hour("24:00")
"""The end of a day; its beginning is 00:00."""


def read_hour(value: object) -> Hour:
    """The hour that was meant, without seconds and zone: hours are those of the place. Raises StrawberryInputCoercionError."""
    if value in (MIDNIGHT, f"{MIDNIGHT}:00"):
        return MIDNIGHT
    try:
        return Hour(time.fromisoformat(value if isinstance(value, str) else "").replace(tzinfo=None).isoformat("minutes"))
    except ValueError as error:
        raise StrawberryInputCoercionError(f'Value cannot represent a Time: "{value}".') from error


HOUR = strawberry.scalar(
    name="Time",
    description="An hour of the day on the place's clock, such as 09:00; 24:00 is the end of the day.",
    parse_value=read_hour,
)
