"""PostgreSQL and Valkey for tests: those of ``GONGZHI_DATABASE_URL`` and ``GONGZHI_REDIS_URL``, or embedded and temporary ones.

A test gets a database of its own, cloned from a migrated template. Listed as a plugin in conftest.py.
"""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from api.database import with_database
from api.embedded import ephemeral
from api.migrate import migrate
from api.settings import Settings


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that others may enter: for root, PostgreSQL runs as another user, and pytest's folders are closed."""
    with tempfile.TemporaryDirectory(prefix="gongzhi-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def servers() -> Iterator[Settings]:
    """Settings that name a PostgreSQL and a Valkey, with cheap password hashing and a data folder of their own."""
    with open_folder() as folder:
        yield from _servers(folder)


def _servers(folder: Path) -> Iterator[Settings]:
    given = Settings(
        data=folder, secret_key=SecretStr("for tests only, never for anything else"), argon2_time=1, argon2_memory=64
    )
    with ExitStack() as stack:
        if not (given.database_url and given.redis_url):
            embedded = stack.enter_context(ephemeral(folder))
            given = given.model_copy(
                update={
                    "database_url": given.database_url or embedded.database_url,
                    "redis_url": given.redis_url or embedded.redis_url,
                }
            )
        yield given


@pytest.fixture(scope="session")
def new_database(servers: Settings) -> Iterator[Callable[[str], str]]:
    """Makes a database (from the template database named, if any) and returns its address; all are dropped at the end."""
    url = servers.database_url or ""
    made: list[str] = []
    with psycopg.connect(url, autocommit=True) as admin:

        def make(template: str = "template0") -> str:
            name = f"gongzhi_test_{secrets.token_hex(6)}"
            admin.execute(f"create database {name} template {template} encoding 'UTF8'")
            made.append(name)
            return with_database(url, name)

        yield make
        for name in made:
            admin.execute(f"drop database if exists {name} with (force)")


@pytest.fixture(scope="session")
def template(new_database: Callable[[str], str]) -> str:
    """Name of a migrated database without rows, to clone from."""
    url = new_database("template0")
    migrate(url)
    return url.rsplit("/", 1)[1].split("?")[0]


@pytest.fixture
def empty_database(new_database: Callable[[str], str]) -> str:
    """Address of a database in which nothing was ever created."""
    return new_database("template0")


@pytest.fixture
def database(new_database: Callable[[str], str], template: str) -> str:
    """Address of a migrated database without rows, for one test."""
    return new_database(template)
