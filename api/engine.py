"""The engine, opened on the configured database: for the web processes, the worker and the command line alike."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argon2 import PasswordHasher

from api.database import open_pool
from api.secret import purpose_key
from api.settings import Settings
from api.store import open_store
from schema import schema
from schema.engine.reader import Engine
from schema.engine.seal import Seal
from schema.engine.services import Services


@asynccontextmanager
async def open_engine(settings: Settings) -> AsyncIterator[Engine]:
    """An engine with its two pools; both are closed at the end. The settings name the database."""
    assert settings.database_url, "the embedded servers are resolved before"
    async with (
        await open_pool(settings.database_url, settings.pool) as pool,
        await open_pool(settings.database_url, settings.pool, public=True) as public,
    ):
        passwords = PasswordHasher(time_cost=settings.argon2_time, memory_cost=settings.argon2_memory, parallelism=4)
        seal = Seal(purpose_key(settings, "seal"))
        mailing = settings.smtp_url is not None
        yield Engine(
            schema,
            Services(pool, public, seal, passwords, open_store(settings), settings.public_url or settings.address, mailing),
        )
