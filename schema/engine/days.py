"""Days as the offices count them, wherever the servers stand."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The day it is in the offices; ``current_date`` in the database's sessions says the same."""
    return datetime.now(OFFICE).date()
