"""A command of ``gongzhi`` as a process tree on a data folder of its own, looked at from outside."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PATIENCE = 60
"""Seconds after which a test gives up waiting; it passes as soon as what it waits for has happened."""


class Tree:
    """A command of ``gongzhi`` with a data folder, and the processes below it."""

    def __init__(self, data: Path, *command: str, port: int = 0, **environment: str) -> None:
        self.port = port
        self.output = data.parent / f"{command[0]}.txt"
        ours = {name: value for name, value in os.environ.items() if not name.startswith("GONGZHI_")}
        with open(self.output, "ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "api.cli", *command],
                env={**ours, "GONGZHI_DATA": str(data), "GONGZHI_PORT": str(port), **environment},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text()

    def parts(self) -> dict[str, int]:
        """Process numbers by the program that is run."""
        names = {"/postgres": "PostgreSQL", "valkey-server": "Valkey", "api.web": "web", "arq": "worker"}
        found = {}
        with suppress(OSError):
            for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
                command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                found.update({name: int(pid) for word, name in names.items() if word in command and "child.py" not in command})
        return found

    def answers(self) -> bool:
        with suppress(OSError):
            return bool(urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status == 200)
        return False

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


def eventually(happened: Callable[[], object], tree: Tree) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, tree.said()
        time.sleep(0.1)


def alive(pid: int) -> bool:
    """Whether the process lives; one that waits for a parent to notice its end does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
