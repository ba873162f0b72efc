"""Attachments around the story: on items of every kind in every state, some of them removed. Drawn by chance, always the same."""

import random
from typing import Any

from tests.engine.crowd import a_moment, odd_name

MANY = 120
_ITEMS = {
    "resource_id": "resource",
    "demand_id": "demand",
    "project_id": "project",
    "note_id": "project_note",
    "delivery_id": "delivery",
    "comment_id": "comment",
}


async def crowd_attachments(connection: Any, seed: int = 8) -> None:
    """Add some hundred attachments, and uploads of some accounts in every state."""
    chance = random.Random(seed)
    people = [row["id"] for row in await connection.fetch("select id from person order by id limit 40")]
    accounts = [row["id"] for row in await connection.fetch("select id from account order by id")]
    for column, table in _ITEMS.items():
        items = [row["id"] for row in await connection.fetch(f"select id from {table} order by id")]
        for _ in range(MANY // len(_ITEMS)):
            await _attachment(connection, chance, column, chance.choice(items), chance.choice([None, *people]))
    for _ in range(30):
        await _upload(connection, chance, chance.choice(accounts))
    await connection.execute("analyze")


async def _stored(connection: Any, chance: random.Random) -> bytes:
    digest = chance.randbytes(32)
    await connection.execute("insert into stored_file (digest, size) values ($1, 7)", digest)
    return digest


async def _attachment(connection: Any, chance: random.Random, column: str, item: int, person: int | None) -> None:
    image = chance.random() < 0.7
    await connection.execute(
        f"insert into attachment ({column}, kind, media_type, file_name, caption, size, width, height, content, thumbnail,"
        " person_id, created_at, removed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        *(item, "IMAGE" if image else "DOCUMENT", "image/jpeg" if image else "application/pdf", odd_name(chance)),
        *(chance.choice(["", odd_name(chance)]), chance.randint(1, 9_999_999), 640 if image else None, 480 if image else None),
        *(await _stored(connection, chance), await _stored(connection, chance) if image else None, person),
        *(a_moment(chance), chance.choice([None, None, None, a_moment(chance)])),
    )


async def _upload(connection: Any, chance: random.Random, account: int) -> None:
    status = chance.choice(["OPEN", "RECEIVED", "ATTACHED"])
    come = status != "OPEN"
    await connection.execute(
        "insert into upload (account_id, file_name, status, kind, media_type, size, content, expires_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 minute')",
        *(
            account,
            odd_name(chance),
            status,
            "DOCUMENT" if come else None,
            "application/pdf" if come else None,
            7 if come else None,
        ),
        *(await _stored(connection, chance) if come else None, chance.choice([-90, 900])),
    )
