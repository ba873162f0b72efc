"""What narrows a list of candidates, as an address says it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from schema.engine.days import today

_DIGITS = 5


def narrowed(query: Mapping[str, str]) -> dict[str, Any]:
    """The variables by which candidates are narrowed: class, nearness, kind, text, time, quantity, freshness."""
    found: dict[str, Any] = {name: query[name] for name in ("fit", "near", "kind", "said") if query.get(name)}
    found |= {name: True for name in ("timely", "whole") if query.get(name) == "true"}
    since = days_ago(query.get("fresh"))
    return found | ({"since": since.isoformat()} if since else {})


def days_ago(days: str | None) -> date | None:
    """The day so many days ago; none where the address says no number of days."""
    return today() - timedelta(days=int(days)) if days and days.isascii() and days.isdigit() and len(days) < _DIGITS else None
