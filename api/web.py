"""One web process: uvicorn on a socket that its supervisor listens on (``python -m api.web DESCRIPTOR``)."""

import socket
import sys

import uvicorn

from api.settings import settings

GRACE = 8
"""Seconds that open requests are given when the process is asked to stop (our default)."""

CONNECTIONS = 5_000
"""Connections of one process, streams of live pages among them; more get 503 (our default)."""


def main(descriptor: int) -> None:
    """Serve until a signal ends it; several processes may share the socket."""
    config = uvicorn.Config(
        "api.app:create",
        factory=True,
        loop="uvloop",
        http="httptools",
        lifespan="on",
        server_header=False,
        proxy_headers=bool(settings().proxies),
        forwarded_allow_ips=settings().proxies or None,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE,
        limit_concurrency=CONNECTIONS,
        ws_max_size=64 * 1024,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main(int(sys.argv[1]))
