"""What holds for every request and every answer, errors and static files included: two layers of plain ASGI.

``Gate`` lets in only what is addressed to this product, and nothing that another site made a browser send. ``SecurityHeaders``
belongs around the whole application, outside of Starlette's own error handling, so that a 500 carries the headers too.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"

HEADERS = [
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", PERMISSIONS.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
"""On every answer. No script or style in a page is run, only files of our own."""
TLS_HEADERS = [*HEADERS, (b"strict-transport-security", b"max-age=31536000")]
NO_STORE = (b"cache-control", b"no-store")
NO_CACHE = (b"cache-control", b"no-cache")

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::[0-9]{1,5})?", re.ASCII)


class SecurityHeaders:
    """Adds the headers to every answer, and keeps what is personal out of every cache."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on, and its answer back with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        headers = TLS_HEADERS if scope.get("scheme") == "https" else HEADERS

        async def send_secured(message: "Message") -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", [])
                message["headers"] = [*own, *headers, *_caching(own, state.get("viewer"))]
            await send(message)

        await self.app(scope, receive, send_secured)


def _caching(own: Collection[tuple[bytes, bytes]], viewer: object) -> list[tuple[bytes, bytes]]:
    """What caches are told where the answer itself says nothing; ``viewer`` is None where nobody was asked who they are."""
    names = {name.lower() for name, _ in own}
    if b"cache-control" in names:
        return []
    personal = b"set-cookie" in names or getattr(viewer, "account", None) is not None
    return [NO_STORE if personal else NO_CACHE]


class Gate:
    """Refuses requests to a host that is not ours (400), and unsafe ones that come from another site (403).

    A browser says where a request comes from in ``Sec-Fetch-Site``, ``Origin`` or ``Referer``; other clients say nothing and
    have no cookies to abuse. A bearer token is not sent by a browser on its own, so that its requests may come from anywhere.
    """

    def __init__(self, app: "ASGIApp", hosts: Collection[str]) -> None:
        """Let in what is addressed to one of ``hosts``, names without port; ``*`` stands for any."""
        self.app, self.hosts = app, frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] in ("http", "websocket"):
            headers = dict(scope["headers"])
            host = headers.get(b"host", b"").lower()
            if not self._is_ours(host):
                await _refuse(scope, send, 400, "This host name is not served here.")
                return
            unsafe = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
            if unsafe and _is_from_elsewhere(headers, host):
                await _refuse(scope, send, 403, "The request came from another site.")
                return
        await self.app(scope, receive, send)

    def _is_ours(self, host: bytes) -> bool:
        name = _host_name(host)
        return name is not None and (name in self.hosts or "*" in self.hosts)


@lru_cache(maxsize=256)
def _host_name(host: bytes) -> str | None:
    """The name in a ``Host`` header, without brackets and port; None when it is not one."""
    found = HOST.fullmatch(host.decode("latin-1")[:300])
    return (found[1] or found[2]) if found else None


def _is_from_elsewhere(headers: dict[bytes, bytes], host: bytes) -> bool:
    if headers.get(b"authorization", b"")[:7].lower() == b"bearer ":
        return False
    if headers.get(b"sec-fetch-site", b"none") not in (b"same-origin", b"none"):
        return True
    source = headers.get(b"origin") or headers.get(b"referer")
    return source is not None and _authority(source) != host.decode("latin-1")


def _authority(url: bytes) -> str | None:
    """Host and port of an origin or address, None for ``null`` and nonsense."""
    try:
        parts = urlsplit(url.decode("latin-1"))
    except ValueError:
        return None
    return parts.netloc.lower() if parts.scheme in ("http", "https") else None


async def _refuse(scope: "Scope", send: "Send", status: int, sentence: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": sentence})
        return
    body = sentence.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
