"""Measures every request for ``/metrics``: how many, how long, with what status, by kind of address."""

from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING

from prometheus_client import Counter, Histogram

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS = Counter("gongzhi_http_requests_total", "Requests answered", ["kind", "status"])
SECONDS = Histogram(
    "gongzhi_http_seconds", "Time to answer", ["kind"], buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
)
_EVENTS = b"text/event-stream; charset=utf-8"
"""An answer that goes on is not measured by how long it takes."""
_KINDS = {"/graphql": "graphql", "/live": "live", "/healthz": "health", "/readyz": "health", "/metrics": "health"}


class Observed:
    """Counts and times; a request's address itself is not kept."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on and note how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        kind = _KINDS.get(path) or ("static" if path.startswith("/static/") else "page")
        status, began = 500, perf_counter()

        async def noting(message: "Message") -> None:
            nonlocal status, kind
            if message["type"] == "http.response.start":
                status = message["status"]
                if (b"content-type", _EVENTS) in message["headers"]:
                    kind = "live"
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            _requests(kind, status).inc()
            if kind != "live":
                _seconds(kind).observe(perf_counter() - began)


@cache
def _requests(kind: str, status: int) -> Counter:
    """The counter with these labels; to look it up costs more than to count."""
    return REQUESTS.labels(kind, status)


@cache
def _seconds(kind: str) -> Histogram:
    return SECONDS.labels(kind)
