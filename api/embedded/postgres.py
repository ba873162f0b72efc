"""The embedded PostgreSQL 18: made on the first start, started as a child, cleaned up after a crash."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from api.embedded.account import Account, server_account
from api.embedded.folders import make_socket_folder, postgres_home, postgres_programs, socket_folder
from api.processes import Part, launch
from api.trouble import CannotRun

SOCKET = ".s.PGSQL.5432"
_THROWN_AWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
VERSION = "18"


@dataclass(frozen=True, slots=True)
class Postgres:
    """One cluster. ``durable``: every commit is on disk before it is answered (off only for throw-away tests)."""

    home: Path
    account: Account
    log: Path
    durable: bool = True

    @classmethod
    def under(cls, data: Path, *, durable: bool = True) -> "Postgres":
        """The cluster of a data folder; the folder is made if missing. Raises CannotRun."""
        account = server_account()
        return cls(postgres_home(data, account), account, data / "log/postgres.log", durable)

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.home / "cluster"

    def url(self, database: str = "gongzhi") -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={quote(str(socket_folder(self.home, SOCKET)), safe='')}"

    def part(self) -> Part:
        """The server as a supervised process. It stops by SIGINT: sessions are ended, nothing is lost."""
        return Part("PostgreSQL", self._start, signal.SIGINT, grace=30)

    def answers(self) -> bool:
        """Whether it takes connections; makes the database ``gongzhi`` when it does not exist."""
        try:
            with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=5) as connection:
                if connection.execute("select 1 from pg_database where datname = 'gongzhi'").fetchone() is None:
                    connection.execute("create database gongzhi")
        except (psycopg.OperationalError, psycopg.errors.UniqueViolation, psycopg.errors.DuplicateDatabase):
            return False
        return True

    def _start(self) -> subprocess.Popen[bytes]:
        programs = postgres_programs(self.account)
        self._initialise(programs)
        self._end_leftover()
        sockets = socket_folder(self.home, SOCKET)
        make_socket_folder(sockets, self.account)
        options = {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": sockets,
            # The socket's permissions are the password: only our own user (and root) gets in.
            "unix_socket_permissions": "0700",
            # Each web process may open two pools (GONGZHI_POOL); an idle connection costs little.
            "max_connections": "400",
            "logging_collector": "off",
            "log_timezone": "Asia/Shanghai",
            "log_checkpoints": "off",
            **({"shared_buffers": f"{_buffers()}MB"} if self.durable else _THROWN_AWAY),
        }
        return launch(
            [programs / "postgres", "-D", self.cluster, *(f"--{name}={value}" for name, value in options.items())],
            death_signal=signal.SIGINT,
            account=self.account.ids,
            environment={"LC_ALL": "C"},
            log=self.log,
        )

    def _initialise(self, programs: Path) -> None:
        """Make the cluster beside its place and move it there, so that a start that is killed leaves no half of one."""
        if (self.cluster / "PG_VERSION").exists():
            found = (self.cluster / "PG_VERSION").read_text().strip()
            if found != VERSION:
                raise CannotRun(f"{self.cluster} was made by PostgreSQL {found}, this program brings {VERSION}: dump and reload.")
            return
        draft = self.home / "cluster.new"
        shutil.rmtree(draft, ignore_errors=True)
        durability = () if self.durable else ("--no-sync",)
        made = self.account.run(
            *(programs / "initdb", "-D", draft, "--username=postgres", "--auth=trust", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", *durability),
        )
        if made.returncode:
            raise CannotRun(f"PostgreSQL's data folder {draft} cannot be made:\n{made.stderr.strip() or made.stdout.strip()}")
        draft.rename(self.cluster)

    def _end_leftover(self) -> None:
        """After a crash: wait for a server that is still stopping, end one that is not, remove a lock file without a server.

        Only the holder of the data folder's lock gets here, so a server found running belongs to nobody.
        """
        file = self.cluster / "postmaster.pid"
        for ending in (None, signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            try:
                pid = int(file.read_text().splitlines()[0])
            except (OSError, ValueError, IndexError):
                return
            if not _is_server(pid, self.cluster):
                file.unlink(missing_ok=True)
                return
            if ending:
                with suppress(ProcessLookupError):
                    os.kill(pid, ending)
            end = time.monotonic() + 8
            while _is_server(pid, self.cluster) and time.monotonic() < end:
                time.sleep(0.05)


def _buffers() -> int:
    """MB that PostgreSQL keeps pages in: an eighth of the memory, its own 128 at least and 4,096 at most (our default).

    The lists of a large district are some gigabytes; a page that has to be fetched from the system costs several times as much.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return min(4096, max(128, memory // 8))


def _is_server(pid: int, cluster: Path) -> bool:
    """Whether the process lives and is the server of this cluster, not another that got its number after a restart."""
    try:
        os.kill(pid, 0)
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return os.fsencode(cluster) in command
