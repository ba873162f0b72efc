"""Windows as people write them into a cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.engine.days import today
from schema.engine.refusals import MESSAGES, Reason
from schema.resources.hours import Hour
from schema.resources.window_texts import windows_in, written
from schema.resources.windows import ResourceWindowInput, Window

FIRST, LAST = date(2026, 3, 1), date(2026, 6, 30)
WORKDAYS = [1, 2, 3, 4, 5]
DAYS = "，2026-03-01 至 2026-06-30"


def understood(text: str) -> list[ResourceWindowInput]:
    found = windows_in(text)
    assert not isinstance(found, Reason), found
    return found


@pytest.mark.parametrize(
    ("text", "weekdays", "opens", "closes"),
    [
        (f"每周一至周五 09:00-17:00{DAYS}", WORKDAYS, "09:00", "17:00"),
        (f"周一到周五9:00—17:00{DAYS}", WORKDAYS, "09:00", "17:00"),
        (f"工作日 9点至17点{DAYS}", WORKDAYS, "09:00", "17:00"),
        ("星期一至五 9：00～17：00（2026年3月1日—2026年6月30日）", WORKDAYS, "09:00", "17:00"),
        ("2026/3/1-2026/6/30，周末 上午9点-下午5点半", [6, 7], "09:00", "17:30"),
        ("20260301至20260630 每周二、周四 下午2点—4点", [2, 4], "14:00", "16:00"),
        ("每週六、週日 18:00-24:00 2026.3.1到2026.6.30", [6, 7], "18:00", "24:00"),
        ("礼拜天 08:30-11:30，2026-03-01 至 2026-06-30", [7], "08:30", "11:30"),
        ("每天 00:00-24:00，2026-03-01 至 2026-06-30", None, "00:00", "24:00"),
        ("9:00-17:00，2026-03-01 至 2026-06-30", None, "09:00", "17:00"),
    ],
)
def test_what_offices_write_on_their_doors_is_understood(text: str, weekdays: list[int] | None, opens: str, closes: str) -> None:
    (one,) = understood(text)
    assert (one.first_day, one.last_day, one.opens, one.closes) == (FIRST, LAST, opens, closes)
    assert (one.weekdays or list(range(1, 8))) == (weekdays or list(range(1, 8)))


def test_days_that_are_not_said_are_from_today_as_long_as_the_offer_stands() -> None:
    found = understood("每周三 14:00-16:00\n周五 9:00-11:00，2026-03-01 起；周六 9:00-11:00 至 2026-06-30")
    assert [(one.first_day, one.last_day) for one in found] == [(today(), None), (FIRST, None), (today(), LAST)]


@pytest.mark.parametrize(
    "text",
    [
        "随时",
        "周一",
        "9:00",
        "周一 9:00-25:00",
        "周一 9:61-10:00",
        "周一 9:00-17:00，2026-02-30 至 2026-06-30",
        "周八 9:00-17:00 电话预约",
    ],
)
def test_what_cannot_be_read_is_told_with_an_example(text: str) -> None:
    found = windows_in(text)
    assert isinstance(found, Reason)
    assert text in MESSAGES[found.code].format(**found.parameters)


def test_a_window_that_closes_before_it_opens_is_left_to_the_rules_of_windows() -> None:
    (one,) = understood("周一 17:00-9:00")
    assert (one.opens, one.closes) == ("17:00", "09:00")


hours = st.integers(0, 24 * 60 - 1).map(lambda minutes: f"{minutes // 60:02}:{minutes % 60:02}")


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(0, 1000),
    st.sets(st.integers(1, 7), min_size=1),
    hours,
    st.one_of(hours, st.just("24:00")),
)
def test_what_is_written_is_read_as_it_was(first: date, length: int, weekdays: set[int], opens: str, closes: str) -> None:
    last = date.fromordinal(first.toordinal() + length)
    one = Window(first, last, tuple(sorted(weekdays)), Hour(opens), Hour(closes))
    (read,) = understood(written(one))
    assert read.last_day
    assert Window(read.first_day, read.last_day, tuple(read.weekdays or range(1, 8)), read.opens, read.closes) == one
