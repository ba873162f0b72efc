"""Those who follow the ledger: subscriptions of this process, woken by what is heard and told by the feed.

What is heard says only that there is something to read; what may be seen of it, and in which order, is the feed's affair. Nothing
is kept for anybody: whoever reads slowly reads later, and whoever is cut off has a cursor. A stream ends when its viewer is not
any more who he was.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import orjson
import structlog
from graphql import GraphQLError

from schema.engine.access import VIEWER_VALUES, Viewer
from schema.engine.allowance import Meter
from schema.engine.events import HORIZON
from schema.engine.outages import LOST
from schema.engine.reader import Engine
from schema.events.following import Following, Told

log = structlog.get_logger()

STREAMS, OF_BEARER = 2_000, 50
"""Streams of one process, and of one token or session in it (our defaults)."""
READERS = 4
"""Streams that read at a time, so that pages find connections too (our default)."""
BEAT_SECONDS = 25.0
"""A stream looks this often whether it has missed something and its viewer is still who he was (our default)."""
SESSION_SECONDS = 1_800.0
"""A stream of a person's session ends after this time, since it cannot tell whether anybody is there (our default)."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.01, 0.5
"""Between two looks at whether transactions that still ran are over."""

Again = Callable[[], Awaitable[Viewer | None]]
"""Finds out anew who somebody is; None: nobody any more."""
Page = tuple[list[Told], str, bool]
Concerns = Callable[[Viewer, Any], bool]


class Ended(Exception):
    """The stream is over, and why; ``unknown``: its token or session has ended, else the viewer has other roles now."""

    def __init__(self, *, unknown: bool) -> None:
        super().__init__(unknown)
        self.unknown = unknown


@dataclass(eq=False)
class Follower:
    """One open stream."""

    viewer: Viewer
    again: Again
    news: asyncio.Event = field(default_factory=asyncio.Event)
    doubtful: bool = False
    """Whether something may have changed what the viewer may do."""
    until: float = 0.0

    async def check(self) -> None:
        """Raise Ended when the viewer is not who he was."""
        if self.until and time.monotonic() > self.until:
            raise Ended(unknown=False)
        if self.doubtful:
            self.doubtful = False
            found = await self.again()
            if found is None or found.is_public:
                raise Ended(unknown=True)
            if found != self.viewer:
                raise Ended(unknown=False)


class Followers:
    """All streams of this process."""

    def __init__(self, engine: Engine, concerns: Concerns) -> None:
        self._engine, self._concerns = engine, concerns
        self._followers: set[Follower] = set()
        self._of_bearer: Counter[str] = Counter()
        self._reading = asyncio.Semaphore(READERS)
        self._shared: dict[object, asyncio.Task[Page]] = {}
        """Reads that have not begun, which others may join."""
        self._waiting: list[Any] = []
        self._watch: asyncio.Task[None] | None = None

    def hear(self, event: Any) -> None:
        """An event has been committed; it can be read once every transaction that was there before it is over."""
        if self._followers:
            self._waiting.append(event)
            if self._watch is None or self._watch.done():
                self._watch = asyncio.create_task(self._until_over())

    def doubt(self) -> None:
        """Viewers may have changed, or something was missed: everybody looks."""
        for one in self._followers:
            one.doubtful = True
            one.news.set()

    async def close(self) -> None:
        """End what runs by itself."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.wait({self._watch})

    async def _until_over(self) -> None:
        """Wake whom an event concerns as soon as the feed tells it."""
        pause = SHORTEST_PAUSE
        while self._waiting:
            with suppress(asyncpg.PostgresError, *LOST):
                horizon = await self._engine.services.pool.fetchval(f"select {HORIZON}")
                over = [one for one in self._waiting if one["xid"] < horizon]
                self._waiting = [one for one in self._waiting if one["xid"] >= horizon]
                self._wake(over)
            if self._waiting:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _wake(self, events: list[Any]) -> None:
        for follower in self._followers:
            if not follower.news.is_set() and any(self._concerns(follower.viewer, one) for one in events):
                follower.news.set()

    async def follow(
        self, what: Following, viewer: Viewer, again: Again, meter: Meter | None = None
    ) -> AsyncIterator[Told | None]:
        """What a stream tells until it ends, None for a sign of life. To begin is a request, and paid for as one.

        Raises Ended; GraphQLError where there are too many; Failed and Unavailable as reading does.
        """
        with self._place(viewer, again) as follower:
            cursor = await what.beginning(self._engine, viewer)
            while True:
                follower.news.clear()
                await follower.check()
                told, cursor, more = await self._read(what, viewer, cursor, meter)
                meter = None
                for one in told:
                    yield one
                if not more and not await _heard(follower):
                    follower.doubtful = viewer.session is None
                    yield None

    async def _read(self, what: Following, viewer: Viewer, cursor: str, meter: Meter | None) -> Page:
        """Read what comes next, once for all who ask for the same at the same time."""
        if meter is not None:
            async with self._reading:
                return await what.read(self._engine, viewer, cursor, meter)
        key = (what.text, orjson.dumps(what.variables), _sight(viewer), cursor)
        if key not in self._shared:
            self._shared[key] = asyncio.create_task(self._read_shared(key, what, viewer, cursor))
        return await asyncio.shield(self._shared[key])

    async def _read_shared(self, key: object, what: Following, viewer: Viewer, cursor: str) -> Page:
        async with self._reading:
            # Whoever comes from now on may have been told of something that this does not find any more.
            del self._shared[key]
            return await what.read(self._engine, viewer, cursor)

    @contextmanager
    def _place(self, viewer: Viewer, again: Again) -> Iterator[Follower]:
        if len(self._followers) >= STREAMS or self._of_bearer[viewer.bearer] >= OF_BEARER:
            raise GraphQLError("There are too many streams.", extensions={"code": "TOO_MANY_REQUESTS"})
        until = time.monotonic() + SESSION_SECONDS if viewer.session is not None else 0.0
        follower = Follower(viewer, again, until=until)
        self._followers.add(follower)
        self._of_bearer[viewer.bearer] += 1
        try:
            yield follower
        finally:
            self._followers.discard(follower)
            self._of_bearer[viewer.bearer] -= 1
            self._of_bearer += Counter()


def _sight(viewer: Viewer) -> tuple[object, ...]:
    """All that a statement may know of a viewer, and the scopes: those who are alike in it are told the same."""
    values = (getattr(viewer, name) for name in VIEWER_VALUES)
    return (viewer.scopes, *(tuple(value) if isinstance(value, list) else value for value in values))


async def _heard(follower: Follower) -> bool:
    """Wait for news; False when there were none for a while."""
    with suppress(TimeoutError):
        async with asyncio.timeout(BEAT_SECONDS):
            await follower.news.wait()
            return True
    return False
