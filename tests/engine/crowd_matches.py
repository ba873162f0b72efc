"""Promises and deliveries around the story: every state, holds that are over, parts delivered. By chance, always the same."""

import random
from datetime import UTC, datetime, time, timedelta
from typing import Any

from tests.engine.crowd import odd_name

STATES = ["PROPOSED", "COUNTERED", "AGREED", "DECLINED", "WITHDRAWN", "CANCELLED", "EXPIRED", "DONE"]
WORDS = ["停车", "义诊", "血压", "陪伴", "电脑", "消防"]
MANY = 60


async def crowd_matches(connection: Any, seed: int = 5) -> None:
    """Give offers and demands words in common, weights a second version, and add some sixty promises with deliveries."""
    chance = random.Random(seed)
    for table in ("resource", "demand"):
        for row in await connection.fetch(f"select id from {table} order by id"):
            terms = chance.sample(WORDS, chance.choice([0, 1, 2, 3]))
            await connection.execute(f"update {table} set terms = $2 where id = $1", row["id"], terms)
    # Where both are counted alike, offers can be added up.
    await connection.execute("update resource set unit = '个' where id % 3 = 0")
    await connection.execute(
        "insert into match_weights (category, distance, time, quantity, wording, freshness, delivery, account_id)"
        " select 25, 25, 10, 10, 20, 3, 7, min(id) from account"
    )
    demands = await connection.fetch("select id, quantity from demand order by id")
    offers = await connection.fetch("select id, organisation_id, measure from resource order by id")
    for _ in range(MANY):
        await _match(connection, chance, chance.choice(demands), chance.choice(offers))
    await _certain(connection)
    await connection.execute("analyze")


async def _certain(connection: Any) -> None:
    """A demand that is promised whole, and one that is in part: chance might leave them out."""
    await connection.execute(
        "insert into match (demand_id, resource_id, quantity, covers, status, note, reason, hold_until, score, weights)"
        " select d.id, r.id, 1, case when d.place = 1 then d.missing else d.missing / 2 end, 'AGREED', '', '', now(), 50.25, 1"
        " from (select x.id, x.quantity - demand_covered(x.id) as missing, row_number() over (order by x.id) as place"
        " from demand x"
        " where x.status = 'LISTED' and x.needed_by > current_date and x.quantity - demand_covered(x.id) > 1) d"
        " cross join (select min(id) as id from resource where measure = 'TOTAL') r where d.place <= 2"
        " on conflict do nothing"
    )


async def _match(connection: Any, chance: random.Random, demand: Any, offer: Any) -> None:
    status, now = chance.choice(STATES), datetime.now(UTC)
    until = now + timedelta(days=chance.choice([-3, 4]))
    day = (now + timedelta(days=chance.randint(-5, 30))).date() if offer["measure"] == "PER_WINDOW" else None
    settled = chance.choice([1, 2]) if status == "DONE" else None
    number = await connection.fetchval(
        "insert into match (demand_id, resource_id, quantity, covers, day, opens, status, note, reason, hold_until, settled,"
        " settled_covers, score, weights) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 50.25, 1)"
        " on conflict do nothing returning id",
        *(demand["id"], offer["id"], chance.choice([1, 2, 12]), chance.choice([demand["quantity"], 1, 3])),
        *(
            day,
            time(9) if day else None,
            status,
            odd_name(chance),
            odd_name(chance),
            until,
        ),
        *(settled, settled),
    )
    if number is None or status not in ("AGREED", "DONE"):
        return
    for _ in range(chance.choice([0, 1, 2])):
        rating = chance.choice([None, 1, 3, 5])
        state = "CONFIRMED" if rating else chance.choice(["REPORTED", "DISPUTED"])
        await connection.execute(
            "insert into delivery (match_id, provider_id, quantity, delivered_on, note, status, rating, words, answered_at)"
            " values ($1, $2, $3, current_date, $4, $5, $6, $7, now() - $8 * interval '1 hour')",
            *(number, offer["organisation_id"], chance.choice([1, 2]), odd_name(chance), state, rating, odd_name(chance)),
            chance.randint(1, 10_000),
        )
