"""CPU time of processes, from /proc."""

import os
from pathlib import Path

import psycopg

_TICK = 1 / os.sysconf("SC_CLK_TCK")


def seconds(pid: int) -> float:
    """User and system time of a process with all its threads, in seconds; 0 for one that has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) * _TICK


class Backends:
    """PostgreSQL's processes that serve one database, where the server runs on this machine."""

    def __init__(self, url: str, database: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._database = database
        self.local = _is_postgres(self._connection.info.backend_pid)

    def seconds(self) -> dict[int, float]:
        """CPU seconds by process; empty when the server is elsewhere."""
        if not self.local:
            return {}
        rows = self._connection.execute(
            "select pid from pg_stat_activity where datname = %s and backend_type = 'client backend'", [self._database]
        )
        return {pid: seconds(pid) for (pid,) in rows}


def since(before: dict[int, float], after: dict[int, float]) -> float:
    """What was used between two looks."""
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())


def _is_postgres(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().startswith("postgres")
    except OSError:
        return False
