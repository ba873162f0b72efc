"""Answers packed as the client accepts it: Zstandard, Brotli or gzip.

Not for somebody's session: another site can make a browser send a query of its choosing with the cookie, and learn from the
length of a packed answer what else is in it (BREACH). Not for what goes on: each event would wait for the next.
"""

from typing import TYPE_CHECKING

from starlette_compress import CompressMiddleware, add_compress_type

from api.graphql_stream import EVENTS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

SMALLEST = 1_000
"""Bytes of an answer that is packed (our default): a smaller one fits into a packet as it is."""

add_compress_type("application/graphql-response+json")


class Packed:
    """Packs what an endpoint answers to apps and to the public."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app
        self._packing = CompressMiddleware(app, minimum_size=SMALLEST, zstd_level=3)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer one request."""
        asked = dict(scope["headers"])
        may = b"accept-encoding" in asked and scope["state"]["viewer"].session is None and EVENTS not in asked.get(b"accept", b"")
        await (self._packing if may else self._app)(scope, receive, send)
