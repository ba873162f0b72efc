"""Those who are measured: each a server process of its own, started the same way, on a port of its own."""

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from api.processes import Part, launch
from api.settings import Settings
from api.supervisor import web_parts
from bench.load import Request
from bench.payloads import Payload

POSTGRAPHILE = Path(__file__).with_name("postgraphile")
JSON = {"content-type": "application/json", "accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Contender:
    """A running server, and how it is asked."""

    name: str
    pid: int
    address: str
    ask: Callable[[str, Payload], Request]

    def request(self, payload: Payload) -> Request:
        """The request for a payload."""
        return self.ask(self.address, payload)

    def answer(self, payload: Payload) -> Any:
        """The answer to it, once. Raises AssertionError with what came when it is no success."""
        return json.loads(fetch(self.request(payload)))


def fetch(request: Request) -> bytes:
    """The body of one answer. Raises AssertionError with what came when it is no success."""
    sent = urllib.request.Request(request.url, request.body.encode() or None, dict(request.headers))
    try:
        with urllib.request.urlopen(sent, timeout=60) as response:
            body: bytes = response.read()
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{request.url}: {error.code} {error.read()[:500].decode(errors='replace')}") from None
    return body


@contextmanager
def product(settings: Settings, token: str) -> Iterator[Contender]:
    """The product as ``gongzhi serve`` runs it, asked with a token."""
    with _listening() as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        # What is measured is not how soon a client is told to come back later.
        [part] = web_parts(settings.model_copy(update={"points": 10**9}), listener, 1)
        headers = {**JSON, "authorization": f"Bearer {token}"}
        with _started(part, f"{address}/readyz") as pid:
            yield Contender("product", pid, address, lambda at, payload: Request(f"{at}/graphql", headers, _body(payload)))


@contextmanager
def ours(name: str, settings: Settings) -> Iterator[Contender]:
    """One of those in this folder: ``floor`` or ``strawberry``."""
    with _listening() as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        command = [sys.executable, "-m", "bench.serve", name, str(listener.fileno())]
        environment = {"GONGZHI_DATABASE_URL": settings.database_url or ""}
        part = Part(
            name,
            lambda: launch(command, environment=environment, descriptors=[listener.fileno()]),
            signal.SIGTERM,
            grace=5,
        )
        with _started(part, f"{address}/none") as pid:
            yield Contender(
                name,
                pid,
                address,
                lambda at, payload: Request(f"{at}/{payload.name if name == 'floor' else 'graphql'}", JSON, _body(payload)),
            )


@contextmanager
def postgraphile(settings: Settings, node: str) -> Iterator[Contender]:
    """PostGraphile on the same database."""
    with psycopg.connect(settings.database_url or "", autocommit=True) as connection:
        connection.execute((POSTGRAPHILE / "setup.sql").read_bytes())
    with _listening() as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        command = [node, str(POSTGRAPHILE / "server.mjs"), str(listener.fileno())]
        environment = {"DATABASE_URL": settings.database_url or "", "POOL": str(settings.pool), "NODE_ENV": "production"}
        environment |= {"GRAPHILE_ENV": "production"}
        part = Part(
            "PostGraphile",
            lambda: launch(
                command, environment=environment, descriptors=[listener.fileno()], log=settings.data / "log/postgraphile.log"
            ),
            signal.SIGTERM,
            grace=5,
        )

        def ask(at: str, payload: Payload) -> Request:
            return Request(f"{at}/graphql", JSON, json.dumps({"query": payload.foreign, "variables": payload.foreign_variables}))

        with _started(part, f"{address}/none") as pid:
            yield Contender("postgraphile", pid, address, ask)


def node_for_postgraphile(say: Callable[[str], None]) -> str | None:
    """The Node that runs it, after installing both if need be; None, and why, when that cannot be done here."""
    if not (POSTGRAPHILE / "node_modules/postgraphile").exists():
        npm = shutil.which("npm")
        if npm is None:
            say("PostGraphile is left out: there is no npm here")
            return None
        say("installing PostGraphile (npm, once)")
        options = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        done = subprocess.run(
            [npm, "install", *options], cwd=POSTGRAPHILE, capture_output=True, text=True, timeout=300, check=False
        )
        if done.returncode:
            say(f"PostGraphile is left out: npm cannot install it here ({done.stderr.strip().splitlines()[-1:]})")
            return None
    brought = next(iter(POSTGRAPHILE.glob("node_modules/node-linux-*/bin/node")), None)
    found = str(brought) if brought else shutil.which("node")
    if found is None:
        say("PostGraphile is left out: there is no Node here")
    return found


@contextmanager
def all_contenders(settings: Settings, token: str, say: Callable[[str], None]) -> Iterator[list[Contender]]:
    """All that can run here."""
    with ExitStack() as stack:
        found = [
            stack.enter_context(ours("floor", settings)),
            stack.enter_context(product(settings, token)),
            stack.enter_context(ours("strawberry", settings)),
        ]
        if node := node_for_postgraphile(say):
            found.append(stack.enter_context(postgraphile(settings, node)))
        yield found


def _body(payload: Payload) -> str:
    return json.dumps({"query": payload.document, "variables": payload.variables})


@contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        yield listener


@contextmanager
def _started(part: Part, probe: str) -> Iterator[int]:
    """The process's number once it answers anything at all at the address ``probe``."""
    part.start()
    try:
        assert part.process
        for _ in range(300):
            assert part.process.poll() is None, f"{part.name} does not start"
            try:
                urllib.request.urlopen(probe, timeout=5)
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
            else:
                break
        yield part.process.pid
    finally:
        part.ask_to_stop()
        part.wait_until_stopped()
