"""Addresses: a list's with something changed, and where to go on to."""

from collections.abc import Mapping
from urllib.parse import urlencode

from schema.notifications.places import HOME


def with_query(path: str, query: Mapping[str, str], **changes: str | None) -> str:
    """Return ``path`` with ``query`` as changed; a change to None and every empty value are left out.

    >>> with_query("/organisations", {"search": "学校", "after": "x"}, after=None, order="NAME")
    '/organisations?search=%E5%AD%A6%E6%A0%A1&order=NAME'
    """
    kept = {name: value for name, value in {**query, **changes}.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def local_path(value: str | None) -> str:
    """Where to go after signing in: a path on this host with its query, or the start page when ``value`` is anything else."""
    if not value or len(value) > 2_000 or not value.startswith("/") or value.startswith("//"):
        return HOME
    if "\\" in value or any(character <= " " or character == "\x7f" for character in value):
        return HOME
    return value
