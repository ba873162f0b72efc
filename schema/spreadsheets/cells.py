"""What people write into cells: days, amounts with their units, lists, chosen words."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from schema.engine.text import plain

NOTHING = frozenset({"无", "暂无", "-", "—", "/", "——"})
"""What a cell says in which there is nothing to say."""
_FAULTS = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|GETTING_DATA|SPILL!|CALC!)", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(约|共|计)?\s*(?P<number>[-+]?[\d,，]*\.?\d+(?:e[-+]?\d+)?)\s*(?P<unit>[^\d\s.,，:：/~～—–-].*)?", re.IGNORECASE
)


def is_fault(text: str) -> bool:
    """Whether a cell holds the error of a formula in place of a value.

    >>> is_fault("#REF!"), is_fault("#1 楼")
    (True, False)
    """
    return _FAULTS.fullmatch(text) is not None


def squeezed(name: str) -> str:
    """A name as it is compared: without spaces and signs, whatever the width or case of its letters."""
    return re.sub(r"[\W_]", "", plain(name))


def as_date(text: str) -> date | None:
    """A date as tables have it: 2024-3-1, 2024/03/01, 2024.3.1, 2024年3月1日, 20240301, or Excel's day number 45352."""
    if (
        found := re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?: \d{1,2}:\d{2}(?::\d{2})?)?", text)
    ) or (found := re.fullmatch(r"((?:19|20)\d{2})(\d{2})(\d{2})", text)):
        parts = found.groups()
    elif re.fullmatch(r"[2-6]\d{4}", text):
        return date(1899, 12, 30) + timedelta(int(text))
    else:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def as_amount(text: str) -> tuple[Decimal, str] | None:
    """A number and the unit that stands behind it, "" for none.

    >>> as_amount("1,200.50"), as_amount("约 20 人"), as_amount("二十")
    ((Decimal('1200.50'), ''), (Decimal('20'), '人'), None)
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return Decimal(re.sub("[,，]", "", found["number"])), " ".join((found["unit"] or "").split())
    except InvalidOperation:
        return None


def split(text: str) -> list[str]:
    """The parts of a list in a cell, without empty ones."""
    return [part for part in re.split(r"[、,，;；/|\s]+", text) if part]
