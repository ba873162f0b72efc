"""Windows of an offer: what people say, checked, against days counted one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strawberry.exceptions import StrawberryInputCoercionError

from schema.engine.form import Form
from schema.resources.hours import MIDNIGHT, Hour, read_hour
from schema.resources.rules import WINDOWS
from schema.resources.windows import ResourceWindowInput, Window, opens_at_all, read_windows

MONDAY = date(2026, 11, 2)
UNTIL = date(2027, 10, 31)
NINE, NOON = Hour("09:00"), Hour("12:00")
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
HOURS = st.one_of(st.times().map(lambda one: read_hour(one.isoformat())), st.just(MIDNIGHT))
WEEKDAYS = st.one_of(st.none(), st.lists(st.integers(0, 8), max_size=9))
INPUTS = st.builds(
    ResourceWindowInput, first_day=DAYS, opens=HOURS, closes=HOURS, last_day=st.one_of(st.none(), DAYS), weekdays=WEEKDAYS
)


def window(first: date = MONDAY, last: date | None = None, weekdays: list[int] | None = None) -> ResourceWindowInput:
    return ResourceWindowInput(first_day=first, opens=NINE, closes=NOON, last_day=last, weekdays=weekdays)


def read(*given: ResourceWindowInput, until: date = UNTIL) -> tuple[list[Window], list[tuple[str, str]]]:
    """The windows, and what is wrong with them."""
    form = Form()
    found = read_windows(form, given, until)
    return found, [(one.code, one.path) for one in form.reasons]


def minutes(hour: Hour) -> int:
    """Since the beginning of the day."""
    hours, past = hour.split(":")
    return int(hours) * 60 + int(past)


def days_of(first: date, last: date, weekdays: set[int]) -> list[date]:
    """Every day on which it opens, counted one by one."""
    every = [first + timedelta(days=one) for one in range((last - first).days + 1)]
    return [one for one in every if one.isoweekday() in weekdays]


@given(first=DAYS, length=st.integers(0, 20), weekdays=st.sets(st.integers(1, 7)))
def test_it_opens_when_one_of_its_days_is_such_a_weekday(first: date, length: int, weekdays: set[int]) -> None:
    last = first + timedelta(days=length)
    assert opens_at_all(first, last, sorted(weekdays)) is bool(days_of(first, last, weekdays))


@pytest.mark.parametrize(("first", "last"), [(date.min, date.min), (date.max, date.max), (date.min, date.max)])
def test_the_first_and_the_last_day_of_all_are_days_too(first: date, last: date) -> None:
    assert opens_at_all(first, last, [first.isoweekday()])


@given(st.lists(INPUTS, max_size=WINDOWS))
def test_a_window_is_taken_when_it_opens_and_ends_while_the_offer_stands(given: list[ResourceWindowInput]) -> None:
    _, wrong = read(*given)
    right = True
    for place, one in enumerate(given):
        last = one.last_day or UNTIL
        weekdays = set(range(1, 8)) if one.weekdays is None else set(one.weekdays)
        hours = minutes(one.opens) < minutes(one.closes)
        good = weekdays <= set(range(1, 8)) and last <= UNTIL and bool(days_of(one.first_day, last, weekdays)) and hours
        assert any(path.startswith(f"windows.{place}.") for _, path in wrong) is not good
        right = right and good
    assert right is not bool(wrong)


@given(st.lists(INPUTS, max_size=WINDOWS))
def test_windows_come_in_order_without_doubles_whatever_the_order_said(given: list[ResourceWindowInput]) -> None:
    found, _ = read(*given)
    assert len(set(found)) == len(found)
    assert [(one.first_day, one.opens) for one in found] == sorted((one.first_day, one.opens) for one in found)
    assert all(list(one.weekdays) == sorted(set(one.weekdays)) for one in found)
    assert read(*reversed(given))[0] == found


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        (window(last=MONDAY - timedelta(days=1)), "WINDOW_DAYS", "lastDay"),
        (window(first=UNTIL + timedelta(days=1)), "WINDOW_DAYS", "lastDay"),
        (window(last=UNTIL + timedelta(days=1)), "WINDOW_UNTIL", "lastDay"),
        (window(weekdays=[]), "WINDOW_WEEKDAYS", "weekdays"),
        (window(weekdays=[0]), "WINDOW_WEEKDAYS", "weekdays"),
        (window(weekdays=[1, 8]), "WINDOW_WEEKDAYS", "weekdays"),
        (window(weekdays=[-1, 2**31 - 1]), "WINDOW_WEEKDAYS", "weekdays"),
        (window(last=MONDAY, weekdays=[2]), "WINDOW_NEVER", "weekdays"),
        (window(last=MONDAY + timedelta(days=5), weekdays=[7]), "WINDOW_NEVER", "weekdays"),
    ],
)
def test_what_is_wrong_with_a_window_is_told_at_its_field(given: ResourceWindowInput, code: str, path: str) -> None:
    assert read(window(), given)[1] == [(code, f"windows.1.{path}")]


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (NOON, NINE),
        (NINE, NINE),
        (read_hour("23:59"), read_hour("00:00")),
        (read_hour("09:00:10"), read_hour("09:00:50")),
        (NINE, read_hour("09:00:00.000001")),
        (NOON, read_hour("09:00-08:00")),
        (MIDNIGHT, MIDNIGHT),
        (MIDNIGHT, read_hour("00:00")),
    ],
)
def test_it_closes_at_least_a_minute_after_it_opens(opens: Hour, closes: Hour) -> None:
    given = ResourceWindowInput(first_day=MONDAY, opens=opens, closes=closes)
    assert read(given)[1] == [("WINDOW_HOURS", "windows.0.closes")]


def test_hours_are_those_of_the_place_to_the_minute() -> None:
    assert [read_hour(one) for one in ("09:00:59+08:00", "12:30:01", "09:00", "00:00")] == [NINE, "12:30", NINE, "00:00"]


def test_a_day_ends_at_24_and_not_at_0() -> None:
    assert read_hour("24:00") == read_hour("24:00:00") == MIDNIGHT
    for opens in (Hour("00:00"), NINE, Hour("23:59")):
        (found,), wrong = read(ResourceWindowInput(first_day=MONDAY, opens=opens, closes=MIDNIGHT))
        assert (found.closes, wrong) == ("24:00", [])


@pytest.mark.parametrize("value", ["24:01", "24:00:01", "25:00", "24", "9 点", "", 9, 12, None, True, [], "２４：００"])
def test_what_is_no_hour_is_not_read(value: object) -> None:
    with pytest.raises(StrawberryInputCoercionError):
        read_hour(value)


def test_what_is_left_out_is_as_wide_as_it_can_be() -> None:
    (found,), wrong = read(window())
    assert (found.last_day, found.weekdays, wrong) == (UNTIL, (1, 2, 3, 4, 5, 6, 7), [])


def test_there_are_so_many_windows_and_no_more() -> None:
    many = [window(first=MONDAY + timedelta(days=one)) for one in range(WINDOWS + 1)]
    assert read(*many[:WINDOWS])[1] == []
    assert read(*many) == ([], [("TOO_MANY", "windows")])
    assert read() == ([], [])
    assert read_windows(Form(), None, UNTIL) == []


def test_the_ledger_keeps_a_window_by_the_names_of_the_contract() -> None:
    (found,), _ = read(window(last=MONDAY, weekdays=[1]))
    told = {"firstDay": MONDAY, "lastDay": MONDAY, "weekdays": [1], "opens": "09:00", "closes": "12:00"}
    assert found.as_told() == told
