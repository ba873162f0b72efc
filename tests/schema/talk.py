"""How tests of comments act: something said about an item, and what each party reads of it."""

from typing import Any

from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.schema.acting import done
from tests.story import ask

COMMENTS = (
    "query($id: ID!) { node(id: $id) { ... on Item { viewerTakesPart comments(first: 100) { nodes {"
    " id text status reason authorName organisation { name } mentions { name answeredAt person { id } } version viewerSteps"
    " } } } } }"
)


async def said(engine: Engine, viewer: Viewer, item: str, text: str = "已经联系物业，周五给答复。", **more: Any) -> str:
    """The id of a comment on an item."""
    payload = await done(engine, viewer, "commentAdd", {"item": item, "text": text, **more}, "comment { id }")
    found: str = payload["comment"]["id"]
    return found


async def read(engine: Engine, viewer: Viewer, item: str) -> list[dict[str, Any]]:
    """The comments that a viewer gets of an item; none where the item is not there for them."""
    found = (await ask(engine, COMMENTS, {"id": item}, viewer))["node"]
    return list(found["comments"]["nodes"]) if found else []


async def texts(engine: Engine, viewer: Viewer, item: str) -> list[str]:
    """What they say."""
    return [one["text"] for one in await read(engine, viewer, item)]
