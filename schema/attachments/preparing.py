"""A file as it came in becomes what is kept of it; in threads of its own, few at a time, as it takes time and memory."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from schema.attachments.documents import document_type
from schema.attachments.images import NotAnImage, TooManyPixels, begins_like_an_image, remade
from schema.attachments.limits import BYTES, MEGABYTES, PIXELS
from schema.engine.refusals import refuse

_AT_ONCE = 2
"""Files that one process works on at once (our default: an image of 50 million pixels takes 200 MB meanwhile)."""
_THREADS = ThreadPoolExecutor(_AT_ONCE, "images")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is kept of a file."""

    kind: str
    media_type: str
    content: bytes
    thumbnail: bytes | None = None
    width: int | None = None
    height: int | None = None


async def prepare(data: bytes) -> Prepared:
    """Read a file of at most 10 MB. Raises a refusal for what is empty, too long, broken, or of a kind that is not taken."""
    if not data:
        raise refuse("FILE_EMPTY", "content")
    if len(data) > BYTES:
        raise refuse("FILE_TOO_LARGE", "content", limit=MEGABYTES)
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _prepared, data)


def _prepared(data: bytes) -> Prepared:
    if begins_like_an_image(data):
        try:
            picture = remade(data)
        except TooManyPixels as error:
            raise refuse("IMAGE_TOO_LARGE", "content", limit=PIXELS // 10_000) from error
        except NotAnImage as error:
            raise refuse("IMAGE_BROKEN", "content") from error
        return Prepared("IMAGE", picture.media_type, picture.content, picture.thumbnail, picture.width, picture.height)
    media_type = document_type(data)
    if media_type is None:
        raise refuse("FILE_KIND", "content")
    return Prepared("DOCUMENT", media_type, data)
