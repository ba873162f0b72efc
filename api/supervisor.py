"""The process tree of one machine: embedded servers if there are any, web processes, the worker."""

import errno
import http.client
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import redis

from api.embedded import Embedded
from api.processes import Part, Say, launch, stop_together
from api.settings import Settings
from api.trouble import CannotRun

TICK = 0.2
"""Seconds between two looks at the processes."""


def listen(settings: Settings) -> socket.socket:
    """The socket that all web processes share. Raises CannotRun."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host.strip("[]"), settings.port), family=family, backlog=2048)
    except OSError as error:
        raise CannotRun(_why_not_listening(settings, error)) from error


def _why_not_listening(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} is in use by another program. Stop that one, or take another port: "
            f"GONGZHI_PORT={settings.port + 1 if settings.port < 65535 else 8000} make run"
        )
    if error.errno == errno.EACCES:
        return f"Only root may listen on port {settings.port}. Take one above 1023: GONGZHI_PORT=8000 make run"
    return f"Cannot listen on {settings.host} (GONGZHI_HOST), port {settings.port}: {error.strerror or error}"


def web_parts(settings: Settings, listener: socket.socket, count: int, figures: Path | None = None) -> list[Part]:
    """``count`` web processes on one listening socket. Several add up their figures for Prometheus in the folder ``figures``."""
    names = ["the web server"] if count == 1 else [f"web process {number}" for number in range(1, count + 1)]
    command = [sys.executable, "-m", "api.web", str(listener.fileno())]
    shared = {"PROMETHEUS_MULTIPROC_DIR": str(figures)} if figures and count > 1 else {}
    return [_program(name, command, settings, [listener.fileno()], shared) for name in names]


def worker_part(settings: Settings) -> Part:
    """The worker: jobs and the clock."""
    return _program("the worker", [sys.executable, "-m", "arq", "api.worker.WorkerSettings"], settings)


def _program(
    name: str, command: Sequence[str], settings: Settings, descriptors: Sequence[int] = (), more: Mapping[str, str] | None = None
) -> Part:
    environment = {
        "GONGZHI_DATABASE_URL": settings.database_url or "",
        "GONGZHI_REDIS_URL": settings.redis_url or "",
        "GONGZHI_DATA": str(settings.data),
        "GONGZHI_HOST": settings.host,
        "GONGZHI_PORT": str(settings.port),
        "GONGZHI_SAMPLE": str(int(settings.sample)),
        "GONGZHI_POINTS": str(settings.points),
        **(more or {}),
    }
    return Part(name, lambda: launch(command, environment=environment, descriptors=descriptors), signal.SIGTERM, grace=15)


class Supervisor:
    """Starts programs above the servers they need, keeps all of them running, stops them in the opposite order."""

    def __init__(self, embedded: Embedded, say: Say) -> None:
        """The embedded servers, claimed or not; ``say`` tells the operator what happens."""
        self._embedded = embedded
        self._say = say
        self.programs: list[Part] = []

    def start_servers(self) -> None:
        """Start the embedded servers if they are ours, and wait for them; look for the configured ones. Raises CannotRun."""
        if self._embedded.claim():
            self._embedded.start()
        self._embedded.wait()
        try:
            with redis.Redis.from_url(
                self._embedded.settings.redis_url or "", socket_connect_timeout=5, socket_timeout=5
            ) as queue:
                queue.ping()
        except redis.RedisError as error:
            raise CannotRun(f"Valkey or Redis cannot be reached (GONGZHI_REDIS_URL): {error}") from error

    def start(self, programs: list[Part]) -> None:
        """Start programs."""
        self.programs += programs
        for part in programs:
            part.start()

    def wait_until_ready(self, settings: Settings, seconds: float = 180) -> None:
        """Tend until the web server says that it is ready. Raises CannotRun when it keeps ending instead."""
        end = time.monotonic() + seconds
        while not _ready(settings):
            self.tend()
            if time.monotonic() > end or any(part.failures >= 3 for part in self.programs):
                raise CannotRun(
                    "The web server or the worker does not start; the reason is above. `gongzhi doctor` may know more."
                )
            time.sleep(TICK)

    def keep(self) -> None:
        """Tend for ever (a signal ends it)."""
        while True:
            self.tend()
            time.sleep(TICK)

    def tend(self) -> None:
        """Start again whatever ended; take over the servers when their owner is gone."""
        if not self._embedded.parts and self._embedded.servers and self._embedded.claim():
            self._say("the process that ran PostgreSQL and Valkey is gone; starting them here")
            self._embedded.start()
        for part in (*self._embedded.parts, *self.programs):
            part.tend(self._say)

    def stop(self) -> None:
        """Stop programs, then servers. A further signal kills instead of waiting."""

        def impatient(number: int, frame: FrameType | None) -> None:
            for part in (*self.programs, *self._embedded.parts):
                part.kill()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, impatient)
        stop_together(self.programs)
        self._embedded.stop()


@contextmanager
def supervised(embedded: Embedded, say: Say) -> Iterator[Supervisor]:
    """A supervisor; SIGINT, SIGTERM and SIGHUP end the block quietly, and everything is stopped at its end."""
    supervisor = Supervisor(embedded, say)

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        yield supervisor
    except KeyboardInterrupt:
        say("stopping")
    finally:
        supervisor.stop()


def _ready(settings: Settings) -> bool:
    """Whether a web process answers and reaches what it needs."""
    address = settings.address.removeprefix("http://").rsplit(":", 1)[0].strip("[]")
    connection = http.client.HTTPConnection(address, settings.port, timeout=2)
    try:
        allowed = next((name for name in settings.hosts if name != "*" and ":" not in name), "localhost")
        connection.request("GET", "/readyz", headers={"Host": allowed})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
