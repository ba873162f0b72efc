"""Dates and times the way a Chinese office writes them, and the same for the other languages."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from schema.projects.rules import is_half_year

OFFICE = ZoneInfo("Asia/Shanghai")
"""The time zone of everything shown."""

WEEK, DAY = 7, len("2026-03-05")
_EVERY_DAY = {"zh_Hans": "每天", "zh_Hant": "每天", "en": "Every day"}
_WEEK = {"zh_Hans": "每周", "zh_Hant": "每週", "en": ""}
_WEEKDAYS = {"zh": tuple("一二三四五六日"), "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


@lru_cache(4096)
def format_date(language: str, value: str | None) -> str:
    """A day: 2026年3月5日, in English 5 Mar 2026; a dash for none."""
    if not value:
        return "—"
    day = date.fromisoformat(value[:10])
    return f"{day.year}年{day.month}月{day.day}日" if language != "en" else f"{day.day} {day:%b %Y}"


def format_datetime(language: str, value: str | None) -> str:
    """A moment to the minute: 2026年3月5日 14:05; a dash for none."""
    if not value:
        return "—"
    moment = datetime.fromisoformat(value).astimezone(OFFICE)
    return f"{format_date(language, moment.date().isoformat())} {moment:%H:%M}"


def format_days(language: str, first: str, last: str) -> str:
    """From a day to another: 2026年12月1日至12月31日, the year only once; a single day as it is."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if begin == end:
        return format_date(language, first)
    if language == "en":
        since = f"{begin.day} {begin:%b}" + ("" if begin.year == end.year else f" {begin.year}")
        return f"{since} – {format_date(language, last)}"
    until = f"{end.month}月{end.day}日" if begin.year == end.year else format_date(language, last)
    return f"{format_date(language, first)}至{until}"


def format_weekdays(language: str, days: Sequence[int]) -> str:
    """The days of a week, 1 for Monday: 每周一、三, three and more in a row 每周一至五, all of them 每天."""
    if len(days) == WEEK:
        return _EVERY_DAY[language]
    names = _WEEKDAYS["en" if language == "en" else "zh"]
    to, comma = ("–", ", ") if language == "en" else ("至", "、")
    in_a_row = len(days) > 2 and days[-1] - days[0] == len(days) - 1
    told = [names[day - 1] for day in days]
    return _WEEK[language] + (f"{told[0]}{to}{told[-1]}" if in_a_row else comma.join(told))


def format_age(language: str, value: str) -> str:
    """How far a moment or a day is, in days of the office: 今天, 昨天, 3 天前, 明天, 3 天后; in English 3 days ago, in 3 days."""
    day = date.fromisoformat(value) if len(value) == DAY else datetime.fromisoformat(value).astimezone(OFFICE).date()
    days = (date.fromisoformat(today()) - day).days
    english = language == "en"
    if -1 <= days <= 1:
        return (("today", "yesterday", "tomorrow") if english else ("今天", "昨天", "明天"))[days]
    if days < 0:
        after = "後" if language == "zh_Hant" else "后"
        return f"in {-days} days" if english else f"{-days} 天{after}"
    return f"{days} days ago" if english else f"{days} 天前"


def format_half_year(language: str, value: str) -> str:
    """A half-year: 2026年上半年, in English first half of 2026; what is none, as it stands in an address, stays."""
    if not is_half_year(value):
        return value
    year, half = value.split("-H")
    if language == "en":
        return f"{'first' if half == '1' else 'second'} half of {year}"
    return f"{year}年{'上' if half == '1' else '下'}半年"


def format_period(language: str, value: str) -> str:
    """A half-year or a month: 2026年11月, in English Nov 2026; what is none, as it stands in an address, stays."""
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", value):
        return format_half_year(language, value)
    first = date(int(value[:4]), int(value[5:]), 1)
    return f"{first:%b %Y}" if language == "en" else f"{first.year}年{first.month}月"


def format_number(value: str) -> str:
    """A decimal number with its thousands set apart: 30,000."""
    return f"{Decimal(value):,f}"


def format_bytes(value: int) -> str:
    """A length of a file as people tell it: 820 KB, 3.4 MB."""
    return f"{value / 2**20:.1f} MB" if value >= 2**20 else f"{max(1, round(value / 2**10))} KB"


def today() -> str:
    """Today's date in the office, as ISO."""
    return datetime.now(UTC).astimezone(OFFICE).date().isoformat()
