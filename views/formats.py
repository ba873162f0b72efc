"""Dates and times the way a Chinese office writes them, and the same for the other languages."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Asia/Shanghai")
"""The time zone of everything shown."""


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


def today() -> str:
    """Today's date in the office, as ISO."""
    return datetime.now(UTC).astimezone(OFFICE).date().isoformat()
