"""The lists that matching is measured on, in three sizes, each in a database beside that of the other benches.

The last one is the large sample: a million resources and half a million demands, made by PostgreSQL alone.
"""

from collections.abc import Callable
from pathlib import Path

import psycopg

from api.database import with_database
from bench import data

SIZES = (20_000, 200_000, 1_000_000)
STATEMENTS = Path(__file__).with_name("matching.sql")


def prepare(url: str, size: int, say: Callable[[str], None]) -> str:
    """The address of the database with so many offers; it is made if it is missing or out of date."""
    found = data.prepare(url, say)
    name = f"{data.DATABASE}_{size}"
    mark = data.mark(STATEMENTS)
    with psycopg.connect(url, autocommit=True) as admin:
        if data.known(admin, name) == mark:
            return with_database(found, name)
        say(f"making the database {name}: {size:,} offers, {size // 2:,} demands (once, up to some minutes)")
        admin.execute(f"drop database if exists {name} with (force)")
        admin.execute(f"create database {name} template {data.DATABASE} encoding 'UTF8'")
        with psycopg.connect(with_database(found, name), autocommit=True) as connection:
            connection.execute("set statement_timeout = 0")
            for statement in STATEMENTS.read_text(encoding="utf-8").split(";\n"):
                connection.execute(statement, {"resources": size, "demands": size // 2})
            connection.execute("vacuum analyze")
        admin.execute(f"comment on database {name} is '{mark}'")
    return with_database(found, name)
