"""Documents known by their hash, so that a client need not send them again: Apollo's automatic persisted queries.

Instead of the text a client sends ``extensions.persistedQuery.sha256Hash``, or ``documentId`` as ``sha256:…`` (GraphQL over HTTP,
persisted documents). Who is told that the document is not known sends both once. What is kept is what was found valid, in Valkey
for all processes and lately used ones here; losing it costs a request each.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import redis
import structlog
from redis.asyncio import Redis

log = structlog.get_logger()

DOCUMENTS, HERE = 2_000, 500
"""How many documents are kept for all, and in each process: those used lately (our defaults)."""
SECONDS = 30 * 24 * 3600
"""How long a document is kept that nobody asks for (our default)."""
PATIENCE = 0.5
"""Seconds that Valkey is waited for (our default)."""

_HASH = re.compile("[0-9a-f]{64}")
_TEXTS, _USED = "document:", "documents"
"""Keys in Valkey: each document by its hash, and when each was used."""


class NotKnown(Exception):
    """No document with this hash is kept: the client sends it."""


class Mistaken(ValueError):
    """What a client says of its document does not fit; the message is for the client."""


def hash_of(parameters: Mapping[str, Any]) -> str | None:
    """The hash by which a request names its document, None when it does not. Raises Mistaken."""
    extension = (parameters.get("extensions") or {}).get("persistedQuery")
    id_ = parameters.get("documentId")
    if extension is None and id_ is None:
        return None
    if extension is not None and (not isinstance(extension, dict) or extension.get("version") != 1):
        raise Mistaken("extensions.persistedQuery is {version: 1, sha256Hash: …}.")
    given = extension.get("sha256Hash") if extension is not None else str(id_).removeprefix("sha256:")
    if not isinstance(given, str) or not _HASH.fullmatch(given):
        raise Mistaken("A document is named by its SHA-256: 64 hexadecimal digits in small letters.")
    text = parameters.get("query")
    if isinstance(text, str) and sha256(text.encode()).hexdigest() != given:
        raise Mistaken("provided sha does not match query")
    return given


class Persisted:
    """The documents that are known by their hash."""

    def __init__(self, redis_url: str | None) -> None:
        """Kept in this Valkey, or by this process alone."""
        self._valkey = (
            Redis.from_url(redis_url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, decode_responses=True)
            if redis_url
            else None
        )
        self._here: OrderedDict[str, str] = OrderedDict()

    async def close(self) -> None:
        """Close the connection to Valkey."""
        if self._valkey is not None:
            await self._valkey.aclose()

    async def text(self, hash: str) -> str:
        """The document with this hash. Raises NotKnown."""
        found = self._here.get(hash) or await self._shared(hash)
        if found is None:
            raise NotKnown
        self._remember(hash, found)
        return found

    async def keep(self, hash: str, text: str) -> None:
        """Keep a document that was found valid; of too many those go that were not used for longest."""
        if hash in self._here:
            return
        self._remember(hash, text)
        if self._valkey is None:
            return
        try:
            async with self._valkey.pipeline(transaction=True) as steps:
                steps.set(_TEXTS + hash, text, ex=SECONDS)
                steps.zadd(_USED, {hash: time.time()})
                steps.zcard(_USED)
                kept = (await steps.execute())[-1]
            if kept > DOCUMENTS:
                gone = await self._valkey.zpopmin(_USED, kept - DOCUMENTS)
                await self._valkey.delete(*(_TEXTS + one for one, _ in gone))
        except redis.RedisError as error:
            log.warning("a document is kept by this process alone", error=repr(error))

    def _remember(self, hash: str, text: str) -> None:
        self._here[hash] = text
        self._here.move_to_end(hash)
        if len(self._here) > HERE:
            self._here.popitem(last=False)

    async def _shared(self, hash: str) -> str | None:
        if self._valkey is None:
            return None
        try:
            async with self._valkey.pipeline(transaction=True) as steps:
                steps.getex(_TEXTS + hash, ex=SECONDS)
                steps.zadd(_USED, {hash: time.time()}, xx=True)
                found, _ = await steps.execute()
        except redis.RedisError as error:
            log.warning("documents are known to each process alone", error=repr(error))
            return None
        return str(found) if found is not None else None
