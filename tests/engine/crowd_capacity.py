"""Waiting lists and corrections of single openings around the story; the rest of the book comes with offers and promises."""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.engine.crowd import odd_name


async def crowd_capacity(connection: Any, seed: int = 11) -> None:
    """Correct openings of some offers, of days gone and to come, up and down."""
    chance = random.Random(seed)
    day: date = await connection.fetchval("select current_date")
    offers = await connection.fetch("select id, unit from resource where measure = 'PER_WINDOW' order by id")
    for offer in chance.sample(offers, min(25, len(offers))):
        for _ in range(chance.choice([1, 2])):
            await connection.execute(
                "insert into capacity_entry (resource_id, at, account_id, kind, quantity, unit, day, opens, reason)"
                " values ($1, now() - $2 * interval '1 hour', (select min(id) from account), 'CORRECTION', $3, $4, $5, $6, $7)",
                *(offer["id"], chance.randint(0, 900), chance.choice([-1, 1, -12]), offer["unit"]),
                *(day + timedelta(days=chance.randint(-5, 30)), time(9), odd_name(chance)),
            )
    await connection.execute(
        "update match set transferred_from = id - 3 where id % 7 = 0 and exists (select from match m where m.id = match.id - 3)"
    )
    demands = await connection.fetch("select id from demand order by id")
    lines = chance.sample(await connection.fetch("select id, measure from resource order by id"), 12)
    for _ in range(60):
        await _wait(connection, chance, chance.choice(demands)["id"], chance.choice(lines), day)
    await connection.execute("analyze")


async def _wait(connection: Any, chance: random.Random, demand: int, offer: Any, day: date) -> None:
    status = chance.choice(["WAITING", "WAITING", "WAITING", "ASKED", "ASKED", "TAKEN", "PASSED", "LEFT", "EXPIRED", "ENDED"])
    at = (day + timedelta(days=chance.choice([3, 4])), time(9)) if offer["measure"] == "PER_WINDOW" else (None, None)
    until = datetime.now(UTC) + timedelta(days=chance.choice([-1, 2])) if status == "ASKED" else None
    await connection.execute(
        "insert into wait (demand_id, resource_id, quantity, covers, day, opens, status, hold_until, match_id, account_id)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, (select min(id) from account)) on conflict do nothing",
        *(demand, offer["id"], chance.choice([1, 12, 3.5]), chance.choice([1, 2]), *at, status, until),
        await connection.fetchval("select min(id) from match") if status == "TAKEN" else None,
    )
