"""The years of the made-up district, in days since their beginning; with a part, the hour within office hours."""

from datetime import date, datetime, time, timedelta

from schema.engine.days import OFFICE

DAYS = 880.0
"""Now: the fifth half-year has begun, and yesterday is the last day on which something happened."""
_OPENS, _HOURS = 9, 8.5


class Clock:
    """Days and moments by the number of days since the beginning; below 0, before it."""

    def __init__(self, today: date) -> None:
        self.beginning = today - timedelta(days=int(DAYS))

    def day(self, when: float) -> date:
        """The day."""
        return self.beginning + timedelta(days=int(when // 1))

    def moment(self, when: float) -> datetime:
        """The moment: the part of a day passes between nine and half past five."""
        hours = _OPENS + (when % 1) * _HOURS
        return datetime.combine(self.day(when), time(), OFFICE) + timedelta(hours=hours)

    def since(self, day: date) -> int:
        """The number of a day."""
        return (day - self.beginning).days
