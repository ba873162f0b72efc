"""Who has which secret, remembered for a moment: a request must not cost a second statement.

A viewer is loaded in one statement and kept for at most ten seconds. It is forgotten at once when this process does anything that
may change viewers, and when the ledger tells that another has (``api.live`` calls ``clear``; if the ledger cannot be heard, too).
So what is taken away is gone at once here, as fast as PostgreSQL notifies elsewhere, and after ten seconds in any case.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from time import monotonic, time

import asyncpg

from api.visitor import Visitor
from schema.accounts.hashing import SECRET, TOKEN, secret_hash
from schema.accounts.identity import Known, of_session, of_token
from schema.accounts.rules import changes_viewers
from schema.engine.access import Viewer
from schema.engine.outages import LOST, Unavailable
from schema.engine.services import Services

SECONDS = 10.0
"""How long a viewer is kept (our default)."""
LARGEST = 10_000
"""How many viewers are kept (our default)."""

Load = Callable[[asyncpg.Pool, str], Awaitable[Known | None]]


@dataclass(slots=True)
class _Entry:
    viewer: Viewer
    until: float | None
    stale_at: float


class IdentityCache:
    """The viewers of one process, by the hashes of their secrets."""

    def __init__(self, services: Services, seconds: float = SECONDS) -> None:
        self._pool, self._seconds = services.pool, seconds
        self._entries: dict[bytes, _Entry] = {}
        self._generation = 0
        services.listeners.append(self.notice)

    def clear(self) -> None:
        """Forget everybody; whoever is being loaded at this moment is not kept either."""
        self._generation += 1
        self._entries.clear()

    def notice(self, verbs: Sequence[str]) -> None:
        """Forget everybody if an event with one of these verbs may have changed viewers."""
        if any(changes_viewers(verb) for verb in verbs):
            self.clear()

    async def of_session(self, secret: str, visitor: Visitor) -> Viewer | None:
        """Whoever has the session, None when there is none or it has ended. Raises Unavailable."""
        return await self._viewer(secret, visitor, of_session) if SECRET.fullmatch(secret) else None

    async def of_token(self, secret: str, visitor: Visitor) -> Viewer | None:
        """The app with the token, None when there is none or it has ended. Raises Unavailable."""
        return await self._viewer(secret, visitor, of_token) if TOKEN.fullmatch(secret) else None

    async def _viewer(self, secret: str, visitor: Visitor, load: Load) -> Viewer | None:
        key = secret_hash(secret)
        entry = self._entries.get(key)
        if entry is None or entry.stale_at <= monotonic():
            entry = await self._load(key, secret, load)
        if entry is None or (entry.until is not None and entry.until <= time()):
            return None
        if entry.viewer.address != visitor.address or entry.viewer.device != visitor.device:
            entry.viewer = replace(entry.viewer, address=visitor.address, device=visitor.device)
        return entry.viewer

    async def _load(self, key: bytes, secret: str, load: Load) -> _Entry | None:
        generation, stale_at = self._generation, monotonic() + self._seconds
        try:
            try:
                known = await load(self._pool, secret)
            except LOST:
                known = await load(self._pool, secret)
        except LOST as error:
            raise Unavailable from error
        if known is None:
            self._entries.pop(key, None)
            return None
        entry = _Entry(known.viewer, known.until, stale_at)
        if generation == self._generation:
            if len(self._entries) >= LARGEST:
                self._entries.clear()
            self._entries[key] = entry
        return entry
