"""When a resource is to be had: what people say about it, checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import strawberry

from schema.engine.form import Form
from schema.engine.mapping import described
from schema.resources.hours import Hour
from schema.resources.rules import WINDOWS

WEEK = 7


@described
@strawberry.input(description="When a resource is to be had: on some days of the week between two days, at the same hours.")
class ResourceWindowInput:
    """When a resource is to be had: on some days of the week between two days, at the same hours."""

    first_day: date
    """From this day on."""
    opens: Hour
    """From this hour."""
    closes: Hour
    """To this hour, on the same day; 24:00 is its end."""
    last_day: date | None = None
    """Up to and including this day; unless given, as long as the offer stands."""
    weekdays: list[int] | None = None
    """The days of the week, 1 (Monday) to 7; unless given, each."""


@dataclass(frozen=True, slots=True)
class Window:
    """A window as it is stored."""

    first_day: date
    last_day: date
    weekdays: tuple[int, ...]
    opens: Hour
    closes: Hour

    @classmethod
    def of(cls, row: Any) -> "Window":
        """The window in a row."""
        return cls(row["first_day"], row["last_day"], tuple(row["weekdays"]), row["opens"], row["closes"])

    def opens_on(self, day: date, hour: str) -> bool:
        """Whether it opens on a day at an hour."""
        return self.first_day <= day <= self.last_day and day.isoweekday() in self.weekdays and self.opens == hour

    def as_told(self) -> dict[str, Any]:
        """The window by the contract's names, as the ledger keeps it."""
        days = {"firstDay": self.first_day, "lastDay": self.last_day, "weekdays": list(self.weekdays)}
        return {**days, "opens": self.opens, "closes": self.closes}


def read_windows(form: Form, given: Sequence[ResourceWindowInput] | None, until: date) -> list[Window]:
    """The windows of an input without doubles, in order; what is wrong is noted at its field (``windows.0.closes``)."""
    if len(given or ()) > WINDOWS:
        form.wrong("TOO_MANY", "windows", limit=WINDOWS)
        return []
    found = {_read(form, one, until, f"windows.{place}") for place, one in enumerate(given or ())}
    return sorted(found, key=lambda one: (one.first_day, one.opens, one.closes, one.last_day, one.weekdays))


def _read(form: Form, given: ResourceWindowInput, until: date, path: str) -> Window:
    last = given.last_day or until
    weekdays = tuple(sorted(set(given.weekdays if given.weekdays is not None else range(1, WEEK + 1))))
    if last < given.first_day:
        form.wrong("WINDOW_DAYS", f"{path}.lastDay")
    elif last > until:
        form.wrong("WINDOW_UNTIL", f"{path}.lastDay")
    elif not weekdays or not set(weekdays) <= set(range(1, WEEK + 1)):
        form.wrong("WINDOW_WEEKDAYS", f"{path}.weekdays")
    elif not opens_at_all(given.first_day, last, weekdays):
        form.wrong("WINDOW_NEVER", f"{path}.weekdays")
    if given.closes <= given.opens:
        form.wrong("WINDOW_HOURS", f"{path}.closes")
    return Window(given.first_day, last, weekdays, given.opens, given.closes)


def opens_at_all(first: date, last: date, weekdays: Sequence[int]) -> bool:
    """Whether there is such a day of the week between the two days, both included."""
    span = min((last - first).days + 1, WEEK)
    return any((first + timedelta(days=day)).isoweekday() in weekdays for day in range(span))
