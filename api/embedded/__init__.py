"""PostgreSQL 18 and Valkey 9 from wheels, for a machine where nothing is configured.

One process at a time owns the servers of a data folder: whoever holds its lock starts, supervises and stops them. Other
commands on the same folder use them meanwhile, and take over when the owner is gone.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from api.embedded.postgres import Postgres
from api.embedded.valkey import Valkey
from api.processes import Part, last_lines, stop_together
from api.secret import secret_key
from api.settings import Settings
from api.trouble import CannotRun

LARGEST_LOG = 10_000_000
"""Bytes after which a server's log is put aside on the next start (one older log is kept)."""


class Embedded:
    """The servers that are not configured, of one data folder."""

    def __init__(self, settings: Settings, *, durable: bool = True) -> None:
        """Make the data folder if it is missing. Raises CannotRun when that cannot be done."""
        self._data = settings.data
        self._lock: IO[str] | None = None
        self.servers: list[Postgres | Valkey] = []
        self.parts: list[Part] = []
        self.settings = settings
        if settings.database_url and settings.redis_url:
            return
        make_folder(self._data)
        secret_key(settings)
        if not settings.database_url:
            postgres = Postgres.under(self._data, durable=durable)
            self.settings = self.settings.model_copy(update={"database_url": postgres.url()})
            self.servers.append(postgres)
        if not settings.redis_url:
            valkey = Valkey.under(self._data)
            self.settings = self.settings.model_copy(update={"redis_url": valkey.url()})
            self.servers.append(valkey)

    @property
    def remarks(self) -> list[str]:
        """What an operator should know about where things are."""
        link = self._data / "postgres"
        if any(isinstance(server, Postgres) for server in self.servers) and link.is_symlink():
            return [
                f"PostgreSQL's files are in {link.readlink()}: it does not run as root, and its user cannot enter {self._data}."
            ]
        return []

    def claim(self, note: str = "") -> bool:
        """Become the owner, if nobody is. ``note`` is shown to those who come later. True for the owner."""
        if self._lock is not None or not self.servers:
            return True
        lock = open(self._data / "lock", "a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        lock.truncate(0)
        lock.write(f"process {os.getpid()}{note}")
        lock.flush()
        self._lock = lock
        return True

    def owner(self) -> str:
        """What the owner wrote when it claimed the folder."""
        with suppress(OSError):
            return (self._data / "lock").read_text()
        return ""

    def start(self) -> None:
        """Start the servers; the owner calls this."""
        for server in self.servers:
            if server.log.exists() and server.log.stat().st_size > LARGEST_LOG:
                server.log.replace(server.log.with_suffix(".log.1"))
            part = server.part()
            self.parts.append(part)
            part.start()

    def wait(self, seconds: float = 60) -> None:
        """Wait until all of them answer. Raises CannotRun with the end of its log when one of ours stops instead."""
        end = time.monotonic() + seconds
        for index, server in enumerate(self.servers):
            while not server.answers():
                ended = bool(self.parts) and not self.parts[index].running
                if ended or time.monotonic() > end:
                    what = "does not start" if self.parts else "of another process does not answer"
                    raise CannotRun(f"The embedded {type(server).__name__} {what}. {server.log}:\n{last_lines(server.log)}")
                time.sleep(0.05)

    def stop(self) -> None:
        """Stop what was started, and let others claim the folder."""
        stop_together(self.parts)
        self.parts.clear()
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def make_folder(data: Path) -> None:
    """Make the data folder and its logs' folder. Raises CannotRun with what to do."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / "log").mkdir(mode=0o700, exist_ok=True)
        with open(data / "lock", "a"):
            pass
    except OSError as error:
        raise CannotRun(
            f"The data folder {data} cannot be used: {error.strerror} ({error.filename}). Set GONGZHI_DATA to a folder that you "
            "may write, and start as the same user each time."
        ) from error


@contextmanager
def running(settings: Settings) -> Iterator[Settings]:
    """The settings with the addresses of running servers: the configured ones, another process's, or ours meanwhile."""
    embedded = Embedded(settings)
    try:
        if embedded.claim():
            embedded.start()
        embedded.wait()
        yield embedded.settings
    finally:
        embedded.stop()


@contextmanager
def ephemeral(folder: Path) -> Iterator[Settings]:
    """Servers in an empty folder for tests: quick, and not durable. The settings name both."""
    embedded = Embedded(Settings(data=folder, database_url=None, redis_url=None), durable=False)
    try:
        if not embedded.claim():
            raise CannotRun(f"{folder} is in use by {embedded.owner()}.")
        embedded.start()
        embedded.wait()
        yield embedded.settings
    finally:
        embedded.stop()


__all__ = ["Embedded", "ephemeral", "make_folder", "running"]
