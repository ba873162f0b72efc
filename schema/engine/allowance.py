"""What a client may still ask for, as a request knows it: the engine weighs an operation, whoever serves it keeps the budget."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Allowance:
    """A client's budget after one request was weighed against it."""

    limit: int
    """Points in a window of time."""
    cost: int
    """Points of this request."""
    remaining: int
    """Points that are left in this window."""
    resets: int
    """When the next window begins, in seconds since 1970."""
    granted: bool
    """Whether there was enough for this request; if not, nothing was taken."""

    @property
    def resets_at(self) -> datetime:
        """When the next window begins."""
        return datetime.fromtimestamp(self.resets, UTC)


Meter = Callable[[int], Awaitable[Allowance]]
"""Takes the points of an operation from the client's budget, before it runs."""
