"""How tests see what people are told."""

from typing import Any

from schema.engine.access import Viewer
from schema.engine.reader import Engine
from schema.notifications.telling import tell_on
from tests.story import ask

_TOLD = (
    "query($unread: Boolean) { viewer { unreadCount notifications(first: 100, filter: {unread: $unread}) { nodes {"
    " id kind summary readAt eventAt actor { name } subject { id } comment { id text } viewerSteps } } } }"
)


async def told_all(engine: Engine) -> int:
    """Let the reader of the ledger do what it has to do; how many events it saw."""
    return await tell_on(engine.services.pool)


async def told(engine: Engine, viewer: Viewer, *, unread: bool | None = None) -> list[dict[str, Any]]:
    """What somebody was told, the latest first."""
    found = await ask(engine, _TOLD, {"unread": unread}, viewer)
    return list(found["viewer"]["notifications"]["nodes"])


async def unread(engine: Engine, viewer: Viewer) -> int:
    """How many of them are unread."""
    count: int = (await ask(engine, _TOLD, None, viewer))["viewer"]["unreadCount"]
    return count
