"""The object store: bytes under the digest of their content, in a folder or in S3."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from obstore.exceptions import BaseError
from obstore.store import ObjectStore

_PIECE = 256 * 1024
"""Bytes that are read at once."""


class Store:
    """Content by its SHA-256. What is there never changes; storing the same again changes nothing."""

    def __init__(self, objects: ObjectStore, folder: Path | None = None) -> None:
        """Store in ``objects``; ``folder`` is where they lie, if that is on a disk of ours."""
        self._objects, self._folder = objects, folder

    async def put(self, digest: bytes, content: bytes) -> None:
        """Store; afterwards it survives a crash. Raises ConnectionError while the store is away, as all of these do."""
        with _reaching():
            await self._objects.put_async(_key(digest), content)
        if self._folder is not None:
            await asyncio.to_thread(_sync, self._folder / _key(digest))

    async def get(self, digest: bytes) -> AsyncIterator[bytes]:
        """The content in pieces. Raises FileNotFoundError."""
        with _reaching():
            found = await self._objects.get_async(_key(digest))
        return _pieces(found.stream(min_chunk_size=_PIECE))

    async def erase(self, digest: bytes) -> None:
        """Erase; what is not there is erased already."""
        with suppress(FileNotFoundError), _reaching():
            await self._objects.delete_async(_key(digest))


async def _pieces(stream: AsyncIterator[object]) -> AsyncIterator[bytes]:
    async for piece in stream:
        yield bytes(piece)  # type: ignore[call-overload]


@contextmanager
def _reaching() -> Iterator[None]:
    """What the library raises for a store that does not answer becomes what passes, as with the database."""
    try:
        yield
    except BaseError as error:
        raise ConnectionError(str(error).partition("\n")[0]) from error


def _key(digest: bytes) -> str:
    """In 256 folders, since some file systems are slow with many files in one."""
    return f"{digest[:1].hex()}/{digest.hex()}"


def _sync(path: Path) -> None:
    """Have the disk write a file and its place in the folder down."""
    for one in (path, path.parent):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
