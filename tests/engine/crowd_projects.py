"""Projects around the story: every state, parts of every kind, days long gone. Drawn by chance, always the same."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from schema.engine.text import index_words, name_key
from tests.engine.crowd import a_moment, odd_name

STATES = ["PROPOSED", "PUBLISHED", "CLAIMED", "SIGNED", "IN_PROGRESS", "DELIVERED", "EVALUATED", "WRITTEN_OFF", "TERMINATED"]
KINDS = ["COMMUNITY", "SOCIAL_ORGANISATION", "SOCIAL_WORKER", "VOLUNTEER", "CHARITY"]
MANY = 60
_PROJECT = """
insert into project (account_id, origin, area_id, area_path, title, title_key, words, description, half_year, lead_id,
    required_kinds, award, status, reason, published_at, signed_on, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
returning id
"""


async def crowd_projects(connection: Any, seed: int = 7) -> None:
    """Add some sixty projects with partners, criteria, stages, notes, spending, ratings and links."""
    chance = random.Random(seed)
    found = {}
    for table in ("organisation", "account", "person", "demand", "match"):
        found[table] = [row["id"] for row in await connection.fetch(f"select id from {table} order by id limit 60")]
    found["brand"] = [row["id"] for row in await connection.fetch("select id from category where list = 'BRAND' order by id")]
    areas = await connection.fetch("select id, path from area where path like '110105/110105001/%' or id % 40 = 0 order by id")
    made = [await _project(connection, chance, chance.choice(areas), found) for _ in range(MANY)]
    for number in made:
        await _parts(connection, chance, number, found)
        await _links(connection, chance, number, found)
    for older, newer in zip(made[:5], made[5:10], strict=True):
        await connection.execute("update project set carried_from_id = $2 where id = $1", newer, older)
        await connection.execute("update project set status = 'CARRIED_OVER', published_at = now() where id = $1", older)
    await connection.execute("analyze")


async def _project(connection: Any, chance: random.Random, area: Any, found: dict[str, list[int]]) -> Any:
    status, title = chance.choice(STATES), chance.choice(["微花园", "朝外微花园", odd_name(chance)])
    published = None if status == "PROPOSED" else a_moment(chance)
    return await connection.fetchval(
        _PROJECT,
        *(chance.choice([None, *found["account"]]), chance.choice(["MATCHES", "RESIDENTS", "COMMITTEE"])),
        *(area["id"], area["path"], title, name_key(title), index_words(title), odd_name(chance)),
        *(chance.choice(["2025-H2", "2026-H1", "2026-H2"]), chance.choice(found["organisation"])),
        *(chance.sample(KINDS, chance.choice([0, 2, 3])), chance.choice([None, 0, "12.5", 1000]), status, odd_name(chance)),
        *(published, chance.choice([None, a_moment(chance).date()]), a_moment(chance)),
    )


async def _parts(connection: Any, chance: random.Random, number: int, found: dict[str, list[int]]) -> None:
    today = datetime.now(UTC).date()
    for unit in chance.sample(found["organisation"], 3):
        await connection.execute(
            "insert into project_partner (project_id, organisation_id, kind, part, status, reason)"
            " values ($1, $2, $3, $4, $5, $6)",
            *(number, unit, chance.choice([*KINDS, "OTHER"]), odd_name(chance)),
            *(chance.choice(["INVITED", "CLAIMED", "AGREED", "AGREED", "DECLINED", "LEFT"]), odd_name(chance)),
        )
    for place in range(1, chance.choice([1, 2, 4])):
        await connection.execute(
            "insert into project_criterion (project_id, place, text, met, note) values ($1, $2, $3, $4, $5)",
            *(number, place, odd_name(chance), chance.choice([None, True, False]), odd_name(chance)),
        )
        first = today + timedelta(days=chance.randint(-90, 90))
        last = first + timedelta(days=chance.choice([0, 30]))
        await connection.execute(
            "insert into project_stage (project_id, name, starts_on, ends_on, done_on) values ($1, $2, $3, $4, $5)",
            *(number, odd_name(chance), first, last, chance.choice([None, today])),
        )
        await connection.execute(
            "insert into project_note (project_id, person_id, noted_on, text) values ($1, $2, $3, $4)",
            *(number, chance.choice([None, *found["person"]]), first, odd_name(chance)),
        )
        await connection.execute(
            "insert into project_spending (project_id, amount, spent_on, purpose, voided_at) values ($1, $2, $3, $4, $5)",
            *(number, chance.choice(["1", "0.05", "12.5"]), first, odd_name(chance), chance.choice([None, a_moment(chance)])),
        )


async def _links(connection: Any, chance: random.Random, number: int, found: dict[str, list[int]]) -> None:
    demands = chance.sample(found["demand"], chance.choice([0, 1, 2]))
    for one in demands:
        await connection.execute("insert into project_demand (project_id, demand_id) values ($1, $2)", number, one)
    rated: list[int | None] = [*demands] or [None]
    for demand in rated if chance.random() < 0.5 else []:
        await connection.execute(
            "insert into project_rating (project_id, demand_id, account_id, rating, words) values ($1, $2, $3, $4, $5)",
            *(number, demand, chance.choice(found["account"]), chance.randint(1, 5), odd_name(chance)),
        )
    linked = "insert into project_match (project_id, match_id) values ($1, $2) on conflict do nothing"
    await connection.execute(linked, number, chance.choice(found["match"]))
    if chance.random() < 0.4:
        brand = "insert into project_brand (project_id, category_id) values ($1, $2)"
        await connection.execute(brand, number, chance.choice(found["brand"]))
