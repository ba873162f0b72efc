"""Every form of the pages, filled in once so that it works, and what is to come of it.

Addresses and values name the story's people and things in braces, such as ``{org:朝外示范小学}``; ``names.py`` says how.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Deed:
    """One form."""

    route: str
    """Where it is posted, as the site map has it."""
    login: str
    at: str
    """The page with the form."""
    typed: Mapping[str, Any]
    verb: str
    """Of the event that it appends."""
    sends: int
    """Statements of the request: the action's and the one that reads the payload."""
    to: str = ""
    """Where the form is sent; empty: to the page's own address."""
    lands: str = ""
    """Where one is afterwards; empty: where ``at`` is; ``*``: at a new record."""
    shows: tuple[str, ...] = ()
    """What is to be read there."""
    status: int = 303
