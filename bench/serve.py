"""Serves a contender as the product is served: one process, uvicorn with uvloop and httptools, a socket made by the parent.

``python -m bench.serve floor|strawberry DESCRIPTOR``; the database is named by GONGZHI_DATABASE_URL.
"""

import socket
import sys

import uvicorn

from api.settings import settings
from bench import floor, strawberry_app

APPLICATIONS = {"floor": floor.application, "strawberry": strawberry_app.application}


def main(name: str, descriptor: int) -> None:
    """Serve until a signal ends it."""
    chosen = settings()
    app = APPLICATIONS[name](chosen.database_url or "", chosen.pool)
    config = uvicorn.Config(
        app, loop="uvloop", http="httptools", lifespan="on", server_header=False, access_log=False, log_level="warning"
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
