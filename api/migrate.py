"""Bringing a database to the shape that this program expects: migrations/*.sql, forward only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from yoyo import read_migrations
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.migrations import Migration, MigrationList

from api.trouble import CannotRun

FOLDER = Path(__file__).resolve().parent.parent / "migrations"
SMALLEST_VERSION = 15
LOCK = 0x676F6E677A6869
"""Number of the advisory lock that only one migrating process holds: the letters of gongzhi."""


class _Backend(PostgresqlPsycopgBackend):  # type: ignore[misc]
    """Yoyo's reading and bookkeeping, on our connection and under our lock.

    Yoyo's own lock is a row, which a killed process leaves behind; and it marks a migration as applied in a transaction
    after the migration's, so a process killed in between would try it again. Both are different here.
    """

    def connect(self, dburi: str) -> psycopg.Connection[Any]:
        return psycopg.connect(dburi, autocommit=True, application_name="gongzhi migrate", options="-c lock_timeout=10s")

    def list_tables(self, **_: object) -> list[str]:
        tables = self.execute("select table_name from information_schema.tables where table_schema = current_schema()")
        return [row[0] for row in tables.fetchall()]

    @contextmanager
    def lock(self, timeout: float = 10) -> Iterator[None]:
        yield

    def apply_one(self, migration: Migration, force: bool = False, mark: bool = True) -> None:
        with self.transaction():
            migration.process_steps(self, "apply")
            self.execute(
                self.format_sql(self.mark_migration_sql),
                {"migration_hash": migration.hash, "migration_id": migration.id, "when": datetime.now(UTC).replace(tzinfo=None)},
            )


def migrate(url: str, say: Callable[[str], None] = lambda line: None) -> list[str]:
    """Apply what is pending, each migration in a transaction of its own, and return their names.

    Safe to run at once from several processes: one works, the others wait and then find nothing to do. Raises CannotRun:
    unreachable, too old a server, a database newer than this program, a migration that failed (which is then undone).
    """
    try:
        with _alone(url):
            return _apply(url, say)
    except psycopg.OperationalError as error:
        raise CannotRun(f"The database cannot be reached: {_first_line(error)}") from error


def pending(url: str) -> list[str]:
    """Names of the migrations that the database lacks; changes nothing. Raises CannotRun when it is newer than the program."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            applied = _applied(connection)
    except psycopg.OperationalError as error:
        raise CannotRun(f"The database cannot be reached: {_first_line(error)}") from error
    _refuse_newer(applied)
    return [migration.id for migration in _known() if migration.id not in applied]


def _apply(url: str, say: Callable[[str], None]) -> list[str]:
    with psycopg.connect(url) as connection:
        if connection.info.server_version < SMALLEST_VERSION * 10_000:
            raise CannotRun(
                f"PostgreSQL {SMALLEST_VERSION} or newer is needed; this is {connection.info.server_version // 10_000}."
            )
        applied = _applied(connection)
    _refuse_newer(applied)
    done = []
    with _Backend(url, "_yoyo_migration") as backend:
        for migration in backend.to_apply(_known()):
            try:
                backend.apply_one(migration)
            except psycopg.errors.LockNotAvailable as error:
                raise CannotRun(
                    f"{migration.id}: another session kept a table locked for 10 s. Nothing changed; try again."
                ) from error
            except psycopg.DatabaseError as error:
                raise CannotRun(
                    f"The migration {migration.id} failed and was undone: {error.diag.message_primary or error}"
                ) from error
            say(migration.id)
            done.append(migration.id)
    return done


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """Hold the advisory lock in a transaction of another connection: it is gone when we are, and a pooler passes it on."""
    with psycopg.connect(url, connect_timeout=10, application_name="gongzhi migrate (lock)") as connection:
        connection.execute("set local idle_in_transaction_session_timeout = 0")
        connection.execute("set local statement_timeout = 0")
        connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        yield


def _known() -> MigrationList:
    return read_migrations(str(FOLDER)).filter(_is_numbered)


def _is_numbered(migration: Migration) -> bool:
    return bool(migration.id[:4].isdigit())


def _applied(connection: psycopg.Connection[Any]) -> set[str]:
    known = connection.execute("select to_regclass('_yoyo_migration')").fetchone()
    if not known or known[0] is None:
        return set()
    return {row[0] for row in connection.execute("select migration_id from _yoyo_migration")}


def _refuse_newer(applied: set[str]) -> None:
    newer = sorted(applied - {migration.id for migration in _known()})
    if newer:
        raise CannotRun(
            f"The database is newer than this program: it has {', '.join(newer)}. Update the program; nothing was changed."
        )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
