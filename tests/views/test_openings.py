"""When something is to be had, in words and as one value of a form."""

from datetime import date, datetime, time, timedelta

import pytest

from views.formats import OFFICE, format_age, format_days, format_number, format_weekdays, today
from views.resources import windows


@pytest.mark.parametrize(
    ("language", "days", "words"),
    [
        ("zh_Hans", [1, 3], "每周一、三"),
        ("zh_Hans", [1, 2, 3, 4, 5], "每周一至五"),
        ("zh_Hans", [6, 7], "每周六、日"),
        ("zh_Hant", [1, 3], "每週一、三"),
        ("zh_Hant", [1, 2, 3, 4, 5, 6, 7], "每天"),
        ("en", [1, 3], "Mon, Wed"),
        ("en", [1, 2, 3, 4, 5], "Mon–Fri"),
        ("en", [1, 2, 3, 4, 5, 6, 7], "Every day"),
    ],
)
def test_days_of_the_week_are_told_as_an_office_writes_them(language: str, days: list[int], words: str) -> None:
    assert format_weekdays(language, days) == words


@pytest.mark.parametrize(
    ("language", "first", "last", "words"),
    [
        ("zh_Hans", "2026-12-01", "2026-12-31", "2026年12月1日至12月31日"),
        ("zh_Hans", "2026-12-01", "2027-01-31", "2026年12月1日至2027年1月31日"),
        ("zh_Hans", "2026-12-01", "2026-12-01", "2026年12月1日"),
        ("en", "2026-11-01", "2026-12-31", "1 Nov – 31 Dec 2026"),
        ("en", "2026-12-01", "2027-01-31", "1 Dec 2026 – 31 Jan 2027"),
    ],
)
def test_the_year_is_said_only_once(language: str, first: str, last: str, words: str) -> None:
    assert format_days(language, first, last) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, ("3 天后", "in 3 days")),
        (-1, ("明天", "tomorrow")),
        (0, ("今天", "today")),
        (1, ("昨天", "yesterday")),
        (2, ("2 天前", "2 days ago")),
        (400, ("400 天前", "400 days ago")),
    ],
)
def test_how_far_a_moment_is_is_told_in_days_of_the_office(days: int, words: tuple[str, str]) -> None:
    noon = datetime.combine(date.fromisoformat(today()) - timedelta(days=days), time(12), OFFICE).isoformat()
    assert (format_age("zh_Hans", noon), format_age("en", noon)) == words


def test_numbers_have_their_thousands_set_apart() -> None:
    assert [format_number(one) for one in ("30000", "0.5", "1000.25")] == ["30,000", "0.5", "1,000.25"]


def test_windows_are_one_value_whatever_their_order_and_come_back_as_they_were() -> None:
    rows: list[windows.Row] = [
        {"firstDay": "2026-12-01", "lastDay": "2026-12-31", "weekdays": [1, 3], "opens": "09:00", "closes": "11:30"},
        {"firstDay": "2026-12-01", "lastDay": "", "weekdays": [], "opens": "14:00", "closes": "17:00"},
    ]

    text = windows.as_text(rows)

    assert windows.as_text(reversed(rows)) == text
    assert windows.as_text(windows.of_text(text)) == text
    assert windows.told("zh_Hans", text) == ("每天 14:00–17:00，2026年12月1日起；每周一、三 09:00–11:30，2026年12月1日至12月31日")
    assert windows.written(windows.put({"windows.7.opens": "01:00", "title": "x"}, text)).keys() == {0, 1}


def test_in_a_form_midnight_is_the_end_of_the_day() -> None:
    node = {"firstDay": "2026-12-01", "lastDay": "2026-12-31", "weekdays": [1], "opens": "00:00:00", "closes": "24:00:00"}
    row = windows.of_node(node)
    assert (row["opens"], row["closes"]) == ("00:00", "00:00")
    (sent,) = windows.as_input([row])
    assert (sent["opens"], sent["closes"]) == ("00:00", "24:00")
    assert windows.told("zh_Hans", windows.as_text([row])) == "每周一 00:00–24:00，2026年12月1日至12月31日"
    typed = {**row, "closes": "24:00"}
    assert windows.unreadable({0: typed}) == []
    assert windows.as_input([typed]) == [sent]


@pytest.mark.parametrize("text", ["", "x", "2026-12-01 2026-12-31", "a b c d e", "; ;; 1 2 3"])
def test_a_value_that_is_none_does_no_harm(text: str) -> None:
    assert isinstance(windows.told("en", text), str)
    assert windows.unreadable(windows.written(windows.put({}, text))) is not None
