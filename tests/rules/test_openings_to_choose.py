"""Which openings a form of a promise offers, and what it starts from."""

from datetime import date, timedelta
from typing import Any

import pytest

from views.formats import today
from views.matching.terms import OPENINGS, next_openings, opening_of, suggested

NOW = date.fromisoformat(today())


def window(**more: Any) -> dict[str, Any]:
    first, last = (NOW + timedelta(days=days) for days in (-30, 300))
    given = {"firstDay": first.isoformat(), "lastDay": last.isoformat(), "weekdays": [1, 2, 3, 4, 5, 6, 7]}
    return given | {"opens": "09:00", "closes": "24:00"} | more


def day(days: int) -> str:
    return (NOW + timedelta(days=days)).isoformat()


def test_openings_begin_today_and_end_with_the_demand() -> None:
    assert [one["day"] for one in next_openings([window()], day(3))] == [day(0), day(1), day(2), day(3)]
    assert next_openings([window(firstDay=day(4))], day(3)) == next_openings([window()], day(-1)) == []


def test_of_two_windows_the_earlier_openings_come_first_and_none_twice() -> None:
    found = next_openings([window(opens="14:00:00"), window(), window(firstDay=day(1))], day(1))
    assert [one["value"] for one in found] == [f"{day(d)} {opens}" for d in (0, 1) for opens in ("09:00", "14:00")]


def test_only_so_many_are_offered_on_the_days_of_the_week_that_are_open() -> None:
    found = next_openings([window(weekdays=[NOW.isoweekday()])], day(300))
    assert [one["day"] for one in found] == [day(7 * week) for week in range(OPENINGS)]


@pytest.mark.parametrize(
    "text", ["", "明天", "2026-11-30", "2026-13-30 09:00", "2026-11-30 25:00", "2026-11-30 9", "2026-11-30 09:00:01"]
)
def test_what_is_no_opening_is_none(text: str) -> None:
    assert opening_of({"opening": text}) == {"day": None, "opens": None}


def test_an_opening_is_a_day_and_an_hour() -> None:
    assert opening_of({"opening": "2026-11-30 09:00"}) == {"day": "2026-11-30", "opens": "09:00"}


def starts(resource: dict[str, Any], demand: dict[str, Any], free: str) -> tuple[str, str]:
    given = {"measure": "TOTAL", "quantity": "40", "unit": "人时", "windows": []} | resource
    found = suggested(given, {"unit": "人时", "missing": "12.5", "neededBy": day(9)} | demand, free)
    return found["quantity"], found["covers"]


def test_a_form_starts_from_what_is_free_and_missing() -> None:
    assert starts({}, {}, "30") == ("12.5", "")
    assert starts({}, {"missing": "400"}, "30") == ("30", "")
    assert starts({"measure": "PER_WINDOW", "quantity": "2"}, {}, "60") == ("2", "")
    assert starts({"unit": "份"}, {}, "30") == ("", "12.5")
    assert starts({}, {"missing": "0"}, "30") == starts({}, {}, "0") == ("", "")
