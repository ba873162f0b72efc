"""Global ids: opaque to clients, a type's prefix and the row's number to us."""

import re

_FORM = re.compile(r"([a-z]+)_([1-9][0-9]{0,17})")


def global_id(prefix: str, number: int) -> str:
    """The id that clients see for row ``number`` of the type with ``prefix``."""
    return f"{prefix}_{number}"


def prefix_of(value: object) -> str | None:
    """The type prefix of a global id, or None when ``value`` is not one."""
    match = _FORM.fullmatch(value) if isinstance(value, str) else None
    return match[1] if match else None


def number_of(value: object, prefix: str) -> int | None:
    """The row number in a global id of that type; None for anything else, so that a wrong id finds nothing."""
    match = _FORM.fullmatch(value) if isinstance(value, str) else None
    return int(match[2]) if match and match[1] == prefix else None
