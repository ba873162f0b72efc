"""What tests of identity share: mutations by name, signing in, and everything that the database holds as text."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest

from api.sample import PASSWORD
from schema.engine.access import PUBLIC, Viewer
from schema.engine.reader import Engine
from tests.schema import acting

NEW_PASSWORD = "Quite-Another-7"


async def act(engine: Engine, mutation: str, viewer: Viewer, fields: str = "", **given: Any) -> Any:
    """The payload of one mutation, refusals among it."""
    return await acting.act(engine, viewer, mutation, given, fields)


async def codes(engine: Engine, mutation: str, viewer: Viewer, **given: Any) -> list[str]:
    """The codes of the refusals of one mutation."""
    return [one["code"] for one in (await act(engine, mutation, viewer, **given))["refusals"]]


async def sign_in(engine: Engine, login: str, password: str = PASSWORD, viewer: Viewer = PUBLIC) -> Any:
    """The payload of signing in."""
    return await act(engine, "signIn", viewer, "secret mustChangePassword", login=login, password=password)


async def session_of(engine: Engine, login: str, password: str = PASSWORD, viewer: Viewer = PUBLIC) -> str:
    """The secret of a new session."""
    payload = await sign_in(engine, login, password, viewer)
    assert payload["refusals"] == []
    return str(payload["secret"])


async def everything_stored(engine: Engine) -> str:
    """All rows of all tables as text, bytes as hexadecimal and as what they spell."""
    pool = engine.services.pool
    names = await pool.fetch("select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace")
    rows = [str(row[0]) for name in names for row in await pool.fetch(f'select t::text from "{name[0]}" t')]
    spelled = [bytes.fromhex(part[1:]).decode("latin-1") for row in rows for part in row.split("\\") if _is_hex(part)]
    return "\n".join(rows + spelled)


def _is_hex(part: str) -> bool:
    return part.startswith("x") and len(part) % 2 == 1 and all(one in "0123456789abcdef" for one in part[1:])


@contextmanager
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The texts of all statements that are sent meanwhile."""
    found: list[str] = []
    send = vars(asyncpg.Connection)["_execute"]

    async def noting(connection: Any, query: str, *rest: Any, **options: Any) -> Any:
        found.append(query)
        return await send(connection, query, *rest, **options)

    with monkeypatch.context() as patched:
        patched.setattr(asyncpg.Connection, "_execute", noting)
        yield found
