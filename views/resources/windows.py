"""The rows of a form in which people write when a resource is to be had.

A row's fields are named ``windows.0.opens`` and so on. As one value, to compare what several people wrote, windows are a text:
``2026-12-01 2026-12-31 1,3 09:00 11:30``, one after another with a semicolon, a dash where nothing is said.

A browser's field for an hour ends at 23:59. So 00:00 stands in it for the end of the day, which is 24:00 everywhere else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import time
from typing import Any

from schema.engine.language import N_
from schema.engine.refusals import Reason, messages
from views.formats import WEEK, format_days, format_weekdays, today
from views.forms import PRESENT, is_date
from views.page import Outcome

messages({"TIME_FORMAT": N_("请填写时间，如 09:00。")})

PREFIX = "windows"
TEXTS = ("firstDay", "lastDay", "opens", "closes")
MOST = 20
"""Rows of a form; the contract takes as many."""
SPARE = 3
"""Empty rows of a form, one after another on demand (our default)."""

_PLACE = re.compile(rf"{PREFIX}\.(\d{{1,2}})\.(\w+)(?:\{PRESENT})?")
_NOTHING = "-"
_BEGINNING, _END = "00:00", "24:00"

Row = Mapping[str, Any]


def written(form: Mapping[str, Any]) -> dict[int, Row]:
    """By their places the rows in which something is written, without those taken away."""
    return {place: row for place, row in _filled_in(form).items() if not form.get(f"{PREFIX}.{place}.drop")}


def _filled_in(form: Mapping[str, Any]) -> dict[int, Row]:
    """All but those that are as an empty row starts, with today as the first day."""
    places = sorted({int(found[1]) for name in form if (found := _PLACE.fullmatch(name))})
    rows = {place: _row(form, place) for place in places}
    return {place: row for place, row in rows.items() if any(row[name] for name in row if name != "firstDay")}


def _row(form: Mapping[str, Any], place: int) -> Row:
    days = form.get(f"{PREFIX}.{place}.weekdays", [])
    texts = {name: str(form.get(f"{PREFIX}.{place}.{name}", "")).strip() for name in TEXTS}
    return texts | {"weekdays": [int(day) for day in days if day in _DAYS]}


_DAYS = {str(day) for day in range(1, WEEK + 1)}


def as_input(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows as the contract takes them: from today unless a day is given, each day unless some are ticked."""
    return [
        {name: row[name] or None for name in TEXTS}
        | {"firstDay": row["firstDay"] or today(), "weekdays": row["weekdays"] or None, "closes": _closing(row)}
        for row in rows
    ]


def _closing(row: Row) -> str:
    """The hour at which it closes, as it is said."""
    return _END if row["closes"] == _BEGINNING else str(row["closes"])


def unreadable(rows: Mapping[int, Row]) -> list[Reason]:
    """What in these rows cannot even be sent."""
    return [reason for place, row in rows.items() for reason in _wrong(row, f"{PREFIX}.{place}")]


def _wrong(row: Row, path: str) -> Iterator[Reason]:
    for name in ("opens", "closes"):
        if row[name] != _END and not _is_time(row[name]):
            yield Reason("TIME_FORMAT" if row[name] else "REQUIRED", f"{path}.{name}")
    for name in ("firstDay", "lastDay"):
        if row[name] and not is_date(row[name]):
            yield Reason("DATE_FORMAT", f"{path}.{name}")


def _is_time(text: str) -> bool:
    try:
        return time.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def at_rows(outcome: Outcome, rows: Mapping[int, Row]) -> Outcome:
    """The outcome with its refusals at the rows that people see: the contract counts only those that were sent."""
    places = list(rows)
    if unreadable(rows):
        # Nothing was sent.
        return outcome

    def moved(path: str) -> str:
        found = _PLACE.fullmatch(path)
        return f"{PREFIX}.{places[int(found[1])]}.{found[2]}" if found else path

    outcome.payload["refusals"] = [{**one, "path": moved(one["path"])} for one in outcome.refusals]
    return outcome


def shown(form: Mapping[str, Any], windows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows of the form with their places: those that were typed or else the windows as they are, and some empty ones."""
    typed = any(_PLACE.fullmatch(name) for name in form)
    rows = _filled_in(form) if typed else dict(enumerate(of_node(one) for one in windows))
    free = [place for place in range(MOST) if place not in rows][: SPARE if rows else SPARE + 1]
    empty = {"firstDay": today(), "lastDay": "", "weekdays": [], "opens": "", "closes": ""}
    return [{"place": place, "kept": True} | dict(row) for place, row in rows.items()] + [
        {"place": place, "kept": False} | empty for place in free
    ]


def of_node(window: Row) -> Row:
    """A window of the contract as a row has it: hours to the minute."""
    closes = window["closes"][:5]
    return {**window, "opens": window["opens"][:5], "closes": _BEGINNING if closes == _END else closes}


def as_text(rows: Iterable[Row]) -> str:
    """Windows as one value."""
    return "; ".join(
        sorted(
            " ".join(
                [
                    row["firstDay"] or today(),
                    row["lastDay"] or _NOTHING,
                    ",".join(str(day) for day in row["weekdays"] or range(1, WEEK + 1)),
                    row["opens"] or _NOTHING,
                    row["closes"] or _NOTHING,
                ]
            )
            for row in rows
        )
    )


def of_text(text: str) -> list[Row]:
    """The windows in a text; what is none is passed over."""
    parts = [one.split() for one in text.split(";")]
    return [
        dict(zip(TEXTS, ("" if one == _NOTHING else one for one in (first, last, opens, closes)), strict=True))
        | {"weekdays": [int(day) for day in days.split(",") if day in _DAYS]}
        for first, last, days, opens, closes in (part for part in parts if len(part) == 5)
    ]


def put(form: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The form with the windows of a text in its rows."""
    kept = {name: value for name, value in form.items() if not _PLACE.fullmatch(name)}
    rows = {f"{PREFIX}.{place}.{name}": row[name] for place, row in enumerate(of_text(text)) for name in (*TEXTS, "weekdays")}
    days = {name: [str(day) for day in value] for name, value in rows.items() if name.endswith(".weekdays")}
    return kept | rows | days


def told(language: str, text: str) -> str:
    """The windows of a text in words."""
    return "；".join(_told(language, row) for row in of_text(text))


def _told(language: str, row: Row) -> str:
    hours = f"{row['opens']}–{_closing(row)}"
    days = [row[name] for name in ("firstDay", "lastDay") if is_date(row[name])]
    span = [format_days(language, days[0], days[-1])] if days else []
    if len(days) == 1:
        span = [f"from {span[0]}" if language == "en" else f"{span[0]}起"]
    return (", " if language == "en" else "，").join([f"{format_weekdays(language, row['weekdays'])} {hours}", *span])
