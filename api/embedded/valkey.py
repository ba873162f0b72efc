"""The embedded Valkey 9: queue and short-lived counters, in memory only.

It keeps nothing on disk on purpose: what was queued is found again in PostgreSQL by the worker's sweep, and a file that
a crash can damage would only be one more reason not to start.
"""

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import redis

from api.embedded.account import Account
from api.embedded.folders import make_socket_folder, socket_folder, valkey_program
from api.processes import Part, launch

SOCKET = "valkey.sock"


@dataclass(frozen=True, slots=True)
class Valkey:
    """One server, run by our own user."""

    home: Path
    log: Path

    @classmethod
    def under(cls, data: Path) -> "Valkey":
        """The server of a data folder."""
        return cls(data / "valkey", data / "log/valkey.log")

    @property
    def socket(self) -> Path:
        """Its unix socket."""
        return socket_folder(self.home, SOCKET) / SOCKET

    def url(self) -> str:
        """Its address."""
        return f"unix://{self.socket}"

    def part(self) -> Part:
        """The server as a supervised process."""
        return Part("Valkey", self._start, signal.SIGTERM, grace=5)

    def answers(self) -> bool:
        """Whether it takes commands."""
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5) as client:
                return bool(client.ping())
        except (redis.RedisError, OSError):
            return False

    def _start(self) -> subprocess.Popen[bytes]:
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_socket_folder(self.socket.parent, Account(os.getuid(), os.getgid()))
        return launch(
            [
                *(valkey_program(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"),
                *("--dir", self.home, "--save", "", "--appendonly", "no", "--loglevel", "warning"),
            ],
            # Nothing to save, and on Linux none can then be left over when the supervisor is killed.
            death_signal=signal.SIGKILL,
            log=self.log,
        )
