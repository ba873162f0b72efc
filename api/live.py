"""Live pages: the ledger's news, over server-sent events, to those whom they concern.

A message says only what changed (type, id, verb; of a comment, on what item). The page then asks again for the part that it
shows, so that what may be seen is decided where it always is. A stream that cannot follow is closed: the browser opens another
and refreshes.
"""

import asyncio
import re
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

import asyncpg
import orjson
import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from api.followers import Followers
from api.identity_cache import IdentityCache
from schema.accounts.rules import changes_viewers
from schema.engine.access import Viewer
from schema.engine.events import CHANNEL, PASSING
from schema.engine.ids import global_id
from schema.engine.mapping import TYPES
from schema.engine.outages import LOST

log = structlog.get_logger()

BEAT_SECONDS = 25
"""A line of silence this often keeps proxies from closing the stream (our default)."""
QUEUE = 100
STREAMS = 2_000
"""Messages that may wait for one stream, and streams of one process (our defaults)."""
RETRY_SECONDS = 1.0
TOGETHER = 200
"""Events that are looked up at a time (our default)."""
RECENT = 500
"""Messages that are kept for streams whose pages were made a moment before they opened (our default)."""
REACH = ("membership.", "committee.", "area.moved")
"""Events that may change what anybody may see: every stream begins anew."""

EVERYTHING = b'data: {"type":"Everything"}\n\n'
"""What a page is told that may have missed more than is known."""

_NUMBER = re.compile("[0-9]{1,18}")
_EVENT = (
    "select id, verb, xid, subject_type, subject_id, area_path, organisation_ids, account_id, filer_id, data ->> 'item' as item"
    " from event where id = any($1::bigint[])"
)


@dataclass(eq=False)
class Stream:
    """One open stream and whose it is."""

    viewer: Viewer
    messages: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(QUEUE))

    def push(self, message: bytes | None) -> None:
        """Hand on a message, or None to end; a stream that is full ends."""
        try:
            self.messages.put_nowait(message)
        except asyncio.QueueFull:
            with suppress(asyncio.QueueEmpty):
                self.messages.get_nowait()
            self.messages.put_nowait(None)


class Live:
    """Listens to the ledger for as long as the application lives."""

    def __init__(self, database_url: str, identities: IdentityCache, followers: Followers) -> None:
        """Listen on this database, and let the cache of viewers and those who follow the ledger know what concerns them."""
        self._database_url, self._identities, self._followers = database_url, identities, followers
        self.streams: set[Stream] = set()
        self.heard = 0
        """The number of the latest event heard. A page tells it when its stream opens: what came between is not lost."""
        self._recent: deque[tuple[int, Any, bytes]] = deque([(0, None, b"")], maxlen=RECENT)
        self._passed: deque[tuple[float, dict[str, Any], bytes]] = deque(maxlen=RECENT)

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        # Before Python 3.12, wait_for may swallow a cancellation that comes together with its result: ask until it is done.
        while not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=0.2)
        self._close_all()
        await self._followers.close()

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except (asyncpg.PostgresError, *LOST) as error:
                log.warning("the ledger cannot be heard; trying again", error=str(error))
            # What was said meanwhile is lost: everybody looks again.
            self._begin_anew()
            await asyncio.sleep(RETRY_SECONDS)

    async def _listen_once(self) -> None:
        gone = asyncio.Event()
        heard: asyncio.Queue[int] = asyncio.Queue()
        connection = await asyncpg.connect(self._database_url, timeout=10)
        try:
            connection.add_termination_listener(lambda _: gone.set())
            await connection.add_listener(CHANNEL, lambda *message: heard.put_nowait(int(message[3])))
            await connection.add_listener(PASSING, lambda *message: self._pass_on(orjson.loads(message[3])))
            # Before anybody listened, viewers may have changed and streams have missed something.
            self._begin_anew()
            while not gone.is_set():
                with suppress(TimeoutError):
                    # Not wait_for: before Python 3.12 it may swallow a cancellation, and then this would never end.
                    async with asyncio.timeout(BEAT_SECONDS):
                        numbers = [await heard.get()]
                    # What came meanwhile is looked up together: one by one it would be told later and later.
                    numbers += [heard.get_nowait() for _ in range(min(heard.qsize(), TOGETHER))]
                    rows = {row["id"]: row for row in await connection.fetch(_EVENT, numbers)}
                    for number in numbers:
                        self._tell(number, rows.get(number))
                await connection.fetchval("select 1") if heard.empty() else None
        finally:
            with suppress(Exception):
                await connection.close(timeout=1)

    def _tell(self, number: int, row: Any) -> None:
        if row is None:
            return
        self._identities.notice([row["verb"]])
        self._followers.hear(row)
        if changes_viewers(row["verb"]):
            self._followers.doubt()
        self._close(row)
        prefix = TYPES[row["subject_type"]].prefix
        told = {"type": row["subject_type"], "id": global_id(str(prefix), row["subject_id"]), "verb": row["verb"]}
        if row["item"]:
            told["item"] = row["item"]
        message = b"data: " + orjson.dumps(told) + b"\n\n"
        self._recent.append((number, row, message))
        self.heard = number
        for stream in self.streams:
            if concerns(stream.viewer, row):
                stream.push(message)

    def _pass_on(self, news: dict[str, Any]) -> None:
        """Tell of what is no event and passes by: how far a job is, that somebody has been told something."""
        told = {"type": news["type"], "id": global_id(str(TYPES[news["type"]].prefix), news["number"]), "verb": ""}
        message = b"data: " + orjson.dumps(told) + b"\n\n"
        self._passed.append((time.monotonic(), news, message))
        for stream in self.streams:
            if _is_for(stream.viewer, news):
                stream.push(message)

    def _catch_up(self, stream: Stream, heard: int, age: float) -> None:
        """Tell a stream what came after its page was made.

        What passed by within its age, and the events after the one last heard then, in the order in which they were heard.
        """
        made = time.monotonic() - age
        for passed, news, message in self._passed:
            if passed >= made and _is_for(stream.viewer, news):
                stream.push(message)
        if heard == self.heard:
            return
        numbers = [number for number, _, _ in self._recent]
        if heard not in numbers:
            stream.push(EVERYTHING)
            return
        for _, row, message in list(self._recent)[numbers.index(heard) + 1 :]:
            if concerns(stream.viewer, row):
                stream.push(message)

    def _close(self, row: Any) -> None:
        """End the streams of those whom an event about identity concerns; their browsers open others, as whom they are then."""
        for stream in self.streams:
            own = {"Account": stream.viewer.account, "Session": stream.viewer.session}.get(row["subject_type"])
            if row["verb"].startswith(REACH) or (own == row["subject_id"] and own is not None and changes_viewers(row["verb"])):
                stream.push(None)

    def _begin_anew(self) -> None:
        self._identities.clear()
        self._followers.doubt()
        self._close_all()

    def _close_all(self) -> None:
        for stream in self.streams:
            stream.push(None)

    async def follow(self, stream: Stream, heard: int | None = None, age: float = 0.0) -> AsyncIterator[bytes]:
        """The bytes of one stream until it ends, beginning with what came after ``heard`` and within ``age``, in seconds."""
        self.streams.add(stream)
        if heard is not None:
            self._catch_up(stream, heard, age)
        try:
            yield b"retry: 2000\n\n"
            while True:
                try:
                    async with asyncio.timeout(BEAT_SECONDS):
                        message = await stream.messages.get()
                except TimeoutError:
                    message = b":\n\n"
                if message is None:
                    return
                yield message
        finally:
            self.streams.discard(stream)


def concerns(viewer: Viewer, event: Any) -> bool:
    """Whether a viewer may know of an event: the Python twin of the predicate on the type Event, which a test compares."""
    if viewer.types is not None and event["subject_type"] not in viewer.types:
        return False
    return (
        viewer.administrator
        or (viewer.account is not None and viewer.account in (event["account_id"], event["filer_id"]))
        or any(one in viewer.organisations for one in event["organisation_ids"])
        or viewer.coordinates(event["area_path"])
    )


def _is_for(viewer: Viewer, news: dict[str, Any]) -> bool:
    """Whether what passes by concerns a viewer: what an account is told is nobody else's."""
    if "account" in news:
        return bool(news["account"] == viewer.account)
    return viewer.administrator or viewer.coordinates(news["area_path"])


async def live(request: Request) -> Response:
    """The stream of one page."""
    found: Live = request.app.state.live
    if request.state.viewer.is_public or len(found.streams) >= STREAMS:
        return PlainTextResponse("", 204)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    heard, age = (_number(request.query_params.get(name, "")) for name in ("heard", "age"))
    bytes_ = found.follow(Stream(request.state.viewer), heard, (age or 0) / 1000)
    return StreamingResponse(bytes_, media_type="text/event-stream", headers=headers)


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None
