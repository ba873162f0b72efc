"""Starting other programs, keeping them running, and stopping them together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from api.trouble import CannotRun

LONGEST_PAUSE = 10.0
"""Seconds between two attempts to start a part again, at most; the first comes after a fifth of a second (our default)."""

Say = Callable[[str], None]


def launch(
    program: Sequence[str | Path],
    *,
    death_signal: signal.Signals = signal.SIGTERM,
    account: tuple[int, int] | None = None,
    environment: Mapping[str, str] | None = None,
    log: Path | None = None,
    descriptors: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a program that ends (by ``death_signal``) when this process does, however that dies.

    It runs as ``account`` (user and group id; default ours) in a process group of its own, so that Ctrl-C at the terminal
    reaches only the supervisor. ``environment`` is added to ours; output is appended to ``log``, or shared with us.
    """
    user, group = account or (os.getuid(), os.getgid())
    become = [sys.executable, "-I", "-S", Path(__file__).with_name("child.py"), os.getpid(), death_signal, user, group]
    output = open(log, "ab") if log else None
    try:
        return subprocess.Popen(
            [str(part) if not isinstance(part, signal.Signals) else str(part.value) for part in (*become, *program)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **(environment or {})},
            cwd="/" if account else None,
            pass_fds=descriptors,
            process_group=0,
        )
    finally:
        if output:
            output.close()


class Part:
    """One supervised process: started, started again when it ends, stopped."""

    def __init__(self, name: str, start: Callable[[], subprocess.Popen[bytes]], stop: signal.Signals, grace: float) -> None:
        """``stop`` is the signal that ends it in an orderly way, within ``grace`` seconds."""
        self.name = name
        self.process: subprocess.Popen[bytes] | None = None
        self.failures = 0
        self._start, self._stop, self._grace = start, stop, grace
        self._started_at = self._due_at = 0.0

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it now."""
        self._started_at = time.monotonic()
        self._due_at = 0.0
        self.process = self._start()

    def tend(self, say: Say) -> None:
        """Notice that it ended, and start it again after a pause that grows with each quick failure."""
        now = time.monotonic()
        if self.process is None or self.process.poll() is None:
            return
        if self._due_at:
            if now >= self._due_at:
                self._start_again(say)
            return
        self.failures = 0 if now - self._started_at > LONGEST_PAUSE else self.failures + 1
        pause = min(0.2 * 2**self.failures, LONGEST_PAUSE)
        self._due_at = now + pause
        say(f"{self.name} ended ({how_it_ended(self.process.returncode)}); starting it again in {pause:.1f} s")

    def _start_again(self, say: Say) -> None:
        try:
            self.start()
        except (CannotRun, OSError) as error:
            self._due_at = time.monotonic() + LONGEST_PAUSE
            say(f"{self.name} cannot be started: {error}")

    def ask_to_stop(self) -> None:
        """Send the signal that ends it in an orderly way; do not wait."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self._stop)

    def wait_until_stopped(self) -> None:
        """Wait for the end that was asked for; force it when the grace is over."""
        if self.process is None:
            return
        try:
            self.process.wait(self._grace)
        except subprocess.TimeoutExpired:
            self.kill()
            self.process.wait()
        self.process = None

    def kill(self) -> None:
        """End it at once."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()


def stop_together(parts: Sequence[Part]) -> None:
    """Ask all to stop, then wait for each."""
    for part in parts:
        part.ask_to_stop()
    for part in parts:
        part.wait_until_stopped()


def how_it_ended(code: int) -> str:
    """``exit code 1`` or ``signal SIGKILL``."""
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def last_lines(file: Path, count: int = 12) -> str:
    """The end of a log, to be shown with a failure."""
    try:
        return "\n".join(file.read_text(errors="replace").splitlines()[-count:])
    except OSError:
        return ""
