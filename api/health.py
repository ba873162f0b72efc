"""Whether the process lives, whether it can serve, and its figures."""

import os
from ipaddress import ip_address

import asyncpg
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from schema.engine.outages import LOST


async def healthz(request: Request) -> Response:
    """The process answers: restart it when this does not."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """The process can serve: the database answers. Send it no requests while this is 503."""
    try:
        await request.app.state.engine.services.pool.fetchval("select 1", timeout=2)
    except (asyncpg.PostgresError, *LOST):
        return JSONResponse({"database": "unreachable"}, 503)
    return JSONResponse({"database": "ok"})


async def metrics(request: Request) -> Response:
    """Figures for Prometheus, to addresses of this machine and of private networks only; they name no person."""
    client = request.client.host if request.client else ""
    if not _is_near(client):
        return PlainTextResponse("", 404)
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _is_near(address: str) -> bool:
    try:
        return ip_address(address).is_private
    except ValueError:
        # A unix socket has no address.
        return address == ""
