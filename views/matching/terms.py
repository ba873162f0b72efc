"""What a form of a promise starts from, and what it says: a quantity, what that covers, an opening."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from schema.engine.amounts import plainly
from views.formats import today
from views.forms import is_date

OPENINGS = 20
"""How many openings are offered to choose from (our default: some weeks of most venues)."""

Record = Mapping[str, Any]


def suggested(resource: Record, demand: Record, free: str) -> dict[str, Any]:
    """The quantity and what it covers, as much as is free and missing, and the next openings up to the demand's last day.

    Where the two are counted in different units only people can say how much of one meets the other: ``quantity`` is empty, and
    ``covers`` is what is missing.
    """
    by_opening = resource["measure"] == "PER_WINDOW"
    missing = max(Decimal(0), Decimal(demand["missing"]))
    most = min(Decimal(free), Decimal(resource["quantity"])) if by_opening else Decimal(free)
    same = resource["unit"] == demand["unit"]
    return {
        "quantity": _proposed(min(most, missing)) if same else "",
        "covers": "" if same else _proposed(missing),
        "same": same,
        "openings": next_openings(resource["windows"], demand["neededBy"]) if by_opening else [],
    }


def _proposed(amount: Decimal) -> str:
    return plainly(amount) if amount > 0 else ""


def next_openings(windows: list[Record], until: str) -> list[dict[str, str]]:
    """The next openings from today to a day, each once: its ``day``, ``weekday``, hours, and the ``value`` to send."""
    first, last = date.fromisoformat(today()), date.fromisoformat(until)
    found = [one for window in windows for one in islice(_openings(window, first, last), OPENINGS)]
    found.sort(key=lambda one: one["value"])
    return list({one["value"]: one for one in found}.values())[:OPENINGS]


def _openings(window: Record, first: date, last: date) -> Iterator[dict[str, str]]:
    day = max(first, date.fromisoformat(window["firstDay"]))
    end = min(last, date.fromisoformat(window["lastDay"]))
    opens, closes = window["opens"][:5], window["closes"][:5]
    while day <= end:
        if day.isoweekday() in window["weekdays"]:
            written = {"value": f"{day} {opens}", "day": day.isoformat(), "weekday": str(day.isoweekday())}
            yield written | {"opens": opens, "closes": closes}
        day += timedelta(days=1)


def opening_of(form: Mapping[str, Any]) -> dict[str, str | None]:
    """The opening that was chosen, as the input has it; none where none was, or what was sent is not one."""
    day, _, opens = str(form.get("opening", "")).partition(" ")
    if not is_date(day) or not _is_hour(opens):
        return {"day": None, "opens": None}
    return {"day": day, "opens": opens}


def _is_hour(text: str) -> bool:
    try:
        return time.fromisoformat(text).isoformat("minutes") == text
    except ValueError:
        return False
