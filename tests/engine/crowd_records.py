"""Records around the story: entries of all ages, contested and decided on."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.engine.crowd import odd_name

STATES = ["COUNTS", "COUNTS", "COUNTS", "CONTESTED", "UPHELD", "STRUCK"]
AGES = [0, 1, 59, 61, 400, 729, 732, 900]
"""Days, around the ends of what can be contested and of what counts."""


async def crowd_records(connection: Any, seed: int = 13) -> None:
    """Age the entries that the promises have left, let some be contested and decided on."""
    chance = random.Random(seed)
    await connection.execute("update match set broken = true where status = 'CANCELLED' and id % 3 > 0")
    late = "update match set created_at = now() - interval '20 days', hold_until = now() - interval '2 days'"
    await connection.execute(f"{late} where status = 'PROPOSED' and id % 2 = 0 and hold_until > now()")
    for row in await connection.fetch("select id, happened_at from record_entry order by id"):
        await _entry(connection, chance, row)
    await connection.execute("analyze")


async def _entry(connection: Any, chance: random.Random, row: Any) -> None:
    now, status = datetime.now(UTC), chance.choice(STATES)
    happened = row["happened_at"] if row["happened_at"] > now else now - timedelta(days=chance.choice(AGES), hours=1)
    contested = None if status == "COUNTS" else happened + timedelta(hours=1)
    decided = contested if status in ("UPHELD", "STRUCK") else None
    await connection.execute(
        "update record_entry set happened_at = $2, status = $3, reason = $4, contested_at = $5, decision = $6, decided_at = $7"
        " where id = $1",
        *(row["id"], happened, status, odd_name(chance) if contested else "", contested),
        *(odd_name(chance) if decided else "", decided),
    )
