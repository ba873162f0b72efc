"""How much a client may ask of ``/graphql`` within a minute, in points, over all web processes together.

A process borrows from the count that all share in Valkey, a portion at a time, and lends to its own requests; so most requests
cost a comparison and no message. What is borrowed and not used is lost with the minute: a client that is spread over many
processes may be refused a few portions early, and never gets more than its budget. While Valkey cannot be reached each process
counts by itself, since a limit that stops everybody would be worse than one that is too generous for a while.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import redis
import structlog
from redis.asyncio import Redis

from schema.engine.access import Viewer
from schema.engine.allowance import Allowance

log = structlog.get_logger()

SECONDS = 60
"""How long a budget lasts; the windows are the minutes of the clock, the same for all processes (our default)."""
PUBLIC_SHARE = 5
"""An address without a session or token has a fifth of a budget (our default)."""
PORTIONS = 50
"""A process borrows a fiftieth of a budget at a time (our default)."""
PATIENCE = 0.5
"""Seconds that Valkey is waited for (our default)."""


@dataclass(slots=True)
class _Purse:
    """What this process has of a client's budget in one window."""

    left: int = 0
    """Borrowed, and not spent yet."""
    shared: int = 0
    """What nobody has borrowed, as last heard."""
    asked: bool = False
    """Whether the shared count has been asked."""


class Budgets:
    """The budgets of all clients of one process, minute by minute."""

    def __init__(self, points: int, redis_url: str | None = None, clock: Callable[[], float] = time.time) -> None:
        """``points`` a minute for each session or token, 0 for no limit. Without a Valkey the process counts by itself."""
        self.points, self.clock = points, clock
        self._valkey = (
            Redis.from_url(redis_url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) if redis_url and points else None
        )
        self._window = 0
        self._purses: dict[str, _Purse] = {}

    async def close(self) -> None:
        """Close the connection to Valkey."""
        if self._valkey is not None:
            await self._valkey.aclose()

    def of(self, viewer: Viewer) -> "Metered | None":
        """The budget of one request's client; None when none is kept."""
        return Metered(self, viewer) if self.points else None

    async def take(self, viewer: Viewer, points: int) -> Allowance:
        """Take the points of one request from the client's budget, if there is enough of it: else nothing is taken."""
        window = int(self.clock()) // SECONDS
        if window != self._window:
            self._window = window
            self._purses.clear()
        limit = self.points // PUBLIC_SHARE if viewer.is_public else self.points
        name = viewer.bearer
        purse = self._purses.setdefault(name, _Purse())
        if purse.left < points and (purse.shared > 0 or not purse.asked):
            await self._borrow(purse, f"budget:{window}:{name}", limit, points - purse.left)
        granted = points <= purse.left
        if granted:
            purse.left -= points
        return Allowance(limit, points, purse.left + purse.shared, (window + 1) * SECONDS, granted)

    async def _borrow(self, purse: _Purse, key: str, limit: int, wanted: int) -> None:
        portion = max(wanted, limit // PORTIONS)
        borrowed = await self._borrowed(key, portion, purse, limit)
        before = borrowed - portion
        purse.asked = True
        purse.left += max(0, min(portion, limit - before))
        purse.shared = max(0, limit - borrowed)

    async def _borrowed(self, key: str, portion: int, purse: _Purse, limit: int) -> int:
        """What all processes have borrowed of a budget, with this portion."""
        if self._valkey is not None:
            try:
                async with self._valkey.pipeline(transaction=True) as both:
                    both.incrby(key, portion)
                    both.expire(key, 2 * SECONDS)
                    total, _ = await both.execute()
                    return int(total)
            except redis.RedisError as error:
                log.warning("budgets are counted by each process alone", error=repr(error))
        return (limit - purse.shared if purse.asked else 0) + portion


class Metered:
    """One request and its client's budget."""

    def __init__(self, budgets: Budgets, viewer: Viewer) -> None:
        self._budgets, self._viewer = budgets, viewer
        self.allowance: Allowance | None = None
        """What came of weighing the request; None while it has not been, as when it cannot be read."""

    async def take(self, points: int) -> Allowance:
        """Take the points of the request from the budget."""
        self.allowance = await self._budgets.take(self._viewer, points)
        return self.allowance

    @property
    def refused(self) -> bool:
        """Whether the budget was not enough."""
        return self.allowance is not None and not self.allowance.granted

    def headers(self) -> list[tuple[bytes, bytes]]:
        """What an answer says of the budget (RateLimit header fields, draft-ietf-httpapi-ratelimit-headers-10)."""
        if self.allowance is None:
            return []
        told, rest = self.allowance, max(1, self.allowance.resets - int(self._budgets.clock()))
        found = [
            (b"ratelimit-policy", b'"points";q=%d;w=%d' % (told.limit, SECONDS)),
            (b"ratelimit", b'"points";r=%d;t=%d' % (told.remaining, rest)),
        ]
        return found if told.granted else [*found, (b"retry-after", b"%d" % rest)]
