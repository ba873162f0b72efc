"""Demands and claims around the story: every state and level, days long gone and far away. Drawn by chance, always the same."""

import random
from datetime import timedelta
from typing import Any

from schema.engine.text import index_words, name_key
from tests.engine.crowd import a_moment, odd_name

STATES = ["DRAFT", "SUBMITTED", "RETURNED", "LISTED", "LISTED", "LISTED", "DECLINED", "WITHDRAWN"]
MANY = 60
_DEMAND = """
insert into demand (organisation_id, account_id, category_id, need_id, area_id, area_path, place, title, title_key, words,
    quantity, unit, needed_by, beneficiaries, origin, axis, urgency, anonymous, level, status, reason, listed_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '个', $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
returning id
"""


async def crowd_demands(connection: Any, seed: int = 3) -> None:
    """Add some sixty demands, some of them merged, and claims."""
    chance = random.Random(seed)
    areas = await connection.fetch("select id, path from area where path like '110105/110105001/%' or id % 40 = 0")
    units, accounts, people = [
        [None, *(row["id"] for row in await connection.fetch(f"select id from {table} order by id limit 60"))]
        for table in ("organisation", "account", "person")
    ]
    classes = {
        of: [row["id"] for row in await connection.fetch("select id from category where list = $1 order by id", of)]
        for of in ("DEMAND", "NEED")
    }
    made = []
    for _ in range(MANY):
        area, title = chance.choice(areas), chance.choice(["停车位", "停车位共享", odd_name(chance)])
        listed, needed = a_moment(chance), a_moment(chance).date() + timedelta(days=chance.randint(-90, 400))
        made.append(
            await connection.fetchval(
                _DEMAND,
                *(chance.choice(units), chance.choice(accounts), chance.choice(classes["DEMAND"][:4])),
                *(chance.choice([None, *classes["NEED"]]), area["id"], area["path"], odd_name(chance), title, name_key(title)),
                *(index_words(title), chance.choice(["1", "20", "12.5"]), needed),
                *(chance.choice([None, 1, 300]), chance.choice(["TALK", "GRID", "UNIT"]), chance.choice(["STATE", "RESIDENT"])),
                *(chance.choice(["NORMAL", "URGENT"]), chance.random() < 0.3, chance.choice(["BASIC", "KEY"])),
                *(chance.choice(STATES), odd_name(chance), listed, a_moment(chance)),
            )
        )
    for number in made[:6]:
        merged = "update demand set status = 'MERGED', merged_into_id = $2 where id = $1"
        await connection.execute(merged, number, chance.choice(made[6:]))
    for number in chance.sample(made, 30):
        party = [chance.choice(people[1:]), None] if chance.random() < 0.5 else [None, chance.choice(units[1:])]
        await connection.execute(
            "insert into claim (demand_id, person_id, organisation_id, note, ended_at) values ($1, $2, $3, $4, $5)",
            *(number, *party, odd_name(chance), chance.choice([None, None, a_moment(chance)])),
        )
    await connection.execute("analyze")
