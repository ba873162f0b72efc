"""Records around the story: entries of all ages, contested and decided on; and what was chosen of what was suggested."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.engine.crowd import odd_name

STATES = ["COUNTS", "COUNTS", "COUNTS", "CONTESTED", "UPHELD", "STRUCK"]
AGES = [0, 1, 59, 61, 400, 729, 732, 900]
"""Days, around the ends of what can be contested and of what counts."""


async def crowd_records(connection: Any, seed: int = 13) -> None:
    """Age the entries that the promises have left, let some be contested and decided on, and give each promise a choice."""
    chance = random.Random(seed)
    await connection.execute("update match set broken = true where status = 'CANCELLED' and id % 3 > 0")
    late = "update match set created_at = now() - interval '20 days', hold_until = now() - interval '2 days'"
    await connection.execute(f"{late} where status = 'PROPOSED' and id % 2 = 0 and hold_until > now()")
    for row in await connection.fetch("select id, happened_at from record_entry order by id"):
        await _entry(connection, chance, row)
    for row in await connection.fetch("select m.id, d.area_path, d.category_id from match m join demand d on d.id = m.demand_id"):
        await _choice(connection, chance, row)
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


async def _choice(connection: Any, chance: random.Random, row: Any) -> None:
    among = chance.choice([0, 1, 4, 20, 20])
    place = chance.choice([None, 1, 1, 2, 3, 5, 6, 20])
    place = place if place is None or place <= among else None
    parts, first = ([chance.choice([0, 30, 45, 60, 100]) for _ in range(7)] for _ in range(2))
    await connection.execute(
        "insert into match_choice (match_id, area_path, category_id, chosen_at, weights, place, among, parts, first_parts)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (match_id) do nothing",
        *(row["id"], row["area_path"], row["category_id"], datetime.now(UTC) - timedelta(days=chance.choice([1, 200, 400]))),
        *(chance.choice([1, 2]), place, among, parts, first if among else None),
    )
