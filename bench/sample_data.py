"""The sample as a database for benches: the story alone, and with a whole district around it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import psycopg

import api.sample
from api.database import with_database
from api.engine import open_engine
from api.migrate import migrate
from api.sample import load
from api.sample.district import SIZES, fill
from api.settings import Settings
from bench import data
from schema.balances.keeping import keep_sums
from schema.engine.days import today

SOURCES = sorted(Path(api.sample.__file__).parent.rglob("*.py"))


def prepare(settings: Settings, size: str, say: Callable[[str], None]) -> str:
    """The address of the database with a size of the sample; it is made if it is missing, of another day, or out of date."""
    url = settings.database_url or ""
    name = f"{data.DATABASE}_{size}"
    found, wanted = with_database(url, name), f"{data.mark(*SOURCES)} {today()}"
    with psycopg.connect(url, autocommit=True) as admin:
        if data.known(admin, name) == wanted:
            return found
        say(f"making the database {name} (once a day)")
        admin.execute(f"drop database if exists {name} with (force)")
        admin.execute(f"create database {name} template template0 encoding 'UTF8'")
        migrate(found)
        asyncio.run(_load(settings.model_copy(update={"database_url": found, "pool": 2}), size, say))
        with psycopg.connect(found, autocommit=True) as connection:
            connection.execute("vacuum analyze")
        admin.execute(f"comment on database {name} is '{wanted}'")
    return found


async def _load(settings: Settings, size: str, say: Callable[[str], None]) -> None:
    async with open_engine(settings) as engine:
        await load(engine)
        if wanted := SIZES[size]:
            await fill(engine, wanted, lambda line: say(f"  {line}"))
        await keep_sums(engine.services)
