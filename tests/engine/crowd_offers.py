"""Offers around the story in every state, with odd titles, windows and areas, on days long gone and days to come."""

import random
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from schema.engine.text import index_words, name_key
from tests.engine.crowd import MANY, odd_name

STATUSES = ["DRAFT", "SUBMITTED", "RETURNED", "WITHDRAWN", *["LISTED"] * 6]
QUANTITIES = [Decimal(one) for one in ("1", "0.01", "9999999999.99", "12.50", "100", "3.10")]
UNCONFIRMED = [0, 1, 179, 180, 181, 400]
"""Days since somebody confirmed an offer: around the day on which it lapses."""
LEFT = [-400, -1, 0, 1, 30, 900]
"""Days until an offer is over: around its last one."""


async def crowd_offers(connection: Any, seed: int = 3) -> None:
    """Add classes of both lists, and offers of units that are listed and of others."""
    chance = random.Random(seed)
    await connection.execute(
        "insert into category (list, code, name, unit, measure, place, retired) values"
        " ('RESOURCE', 'OLD_ONE', '旧类别', '件', 'TOTAL', 3, true), ('RESOURCE', 'OLDER', '旧类别', '件', 'TOTAL', 3, true),"
        " ('DEMAND', 'VENUE', '场地设施', '场', 'PER_WINDOW', 3, false), ('DEMAND', 'ODD', '🙂', '🙂', 'TOTAL', 3, false)"
    )
    day = await connection.fetchval("select current_date")
    areas = await connection.fetch("select id, path from area where path like '110105/11010500_/%' order by id limit 40")
    units = await connection.fetch("select id, status from organisation where kind <> 'COMMITTEE' order by id")
    categories = await connection.fetch("select id, unit, measure from category where list = 'RESOURCE' order by id")
    for _ in range(MANY):
        offer = await _offer(connection, chance, day, (chance.choice(units), chance.choice(areas), chance.choice(categories)))
        await _open(connection, chance, offer, day)
        served = chance.sample(areas, chance.choice([0, 0, 1, 3]))
        await connection.executemany("insert into resource_service_area values ($1, $2)", [(offer, one["id"]) for one in served])
        await connection.execute(
            "select event_append(null, 'job', 'resource.edited', 'Resource', $1, $2, $3, '{}')",
            *(offer, chance.choice(areas)["path"], [chance.choice(units)["id"]]),
        )
    await connection.execute("analyze")


async def _offer(connection: Any, chance: random.Random, day: date, of: tuple[Any, Any, Any]) -> int:
    unit, area, category = of
    title = odd_name(chance)
    contact = "(select min(id) from contact where organisation_id = $1 and $9 <> '')"
    found: int = await connection.fetchval(
        "insert into resource (organisation_id, category_id, area_id, area_path, measure, quantity, unit, status, description,"
        " reason, title, title_key, words, valid_until, confirmed_on, updated_at, contact_id)"
        f" values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, now() - $16 * interval '1 hour', {contact})"
        " returning id",
        *(unit["id"], category["id"], area["id"], area["path"], category["measure"], chance.choice(QUANTITIES)),
        *(category["unit"], chance.choice(STATUSES), chance.choice(["", odd_name(chance)])),
        chance.choice(["", odd_name(chance)]),
        *(title, name_key(title), index_words(title), day + timedelta(days=chance.choice(LEFT))),
        *(day - timedelta(days=chance.choice(UNCONFIRMED)), chance.randint(0, 5)),
    )
    return found


async def _open(connection: Any, chance: random.Random, offer: int, day: date) -> None:
    for _ in range(chance.choice([0, 1, 1, 4])):
        first, hour = day + timedelta(days=chance.randint(-40, 40)), chance.randint(0, 22)
        await connection.execute(
            "insert into resource_window (resource_id, first_day, last_day, weekdays, opens, closes)"
            " values ($1, $2, $3, $4, $5, $6)",
            *(offer, first, first + timedelta(days=chance.choice([0, 7, 200])), sorted(chance.sample(range(1, 8), 3))),
            *(time(hour), time(hour + 1, chance.choice([0, 30]))),
        )
