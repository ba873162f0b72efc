"""Plans around the story: every state, lines of every kind, needs with and without them. Drawn by chance, always the same."""

import json
import random
from datetime import UTC, datetime, time, timedelta
from typing import Any

from tests.engine.crowd import a_moment, odd_name

STATUSES = ["QUEUED", "READING", "SOLVING", "DRAFT", "DRAFT", "DRAFT", "ACCEPTING", "ACCEPTED", "CANCELLED", "FAILED"]
SHORTFALLS = ["NO_OFFER", "UNITS_DIFFER", "EXHAUSTED", "LIMIT", "FORBIDDEN"]
MANY = 20
_PLAN = """
insert into plan (area_id, area_path, first_day, last_day, status, account_id, weights, run, solved_run, progress, seconds,
    failure, cut, demands, served, greedy_served, units, nearness, bound, gap, solved_at, updated_at)
values ($1, $2, $3, $3, $4, $5, $6, $7, $7, $8, 1.50, $9, $10, 3, $11, $11, $12, 87.65, 1234.5000, 0.000100, $13, $14)
on conflict do nothing returning id
"""


async def crowd_plans(connection: Any, seed: int = 13) -> None:
    """Add a second version of the weights, and some twenty plans with needs, lines, rules and communities."""
    chance = random.Random(seed)
    await connection.execute(
        "insert into plan_weights (urgent, soon, normal, waiting, fairness, fit, nearness, line, per_unit, partners, account_id)"
        " select 300, 200, 100, 5, 80, 10, 20, 1, 9, 3, min(id) from account"
    )
    areas = await connection.fetch("select id, path from area where path like '110105/%' order by path limit 60")
    accounts = [row["id"] for row in await connection.fetch("select id from account order by id")]
    demands = await connection.fetch("select id from demand order by id limit 80")
    offers = await connection.fetch("select id, measure from resource order by id limit 60")
    matches = [row["id"] for row in await connection.fetch("select id from match order by id")]
    for _ in range(MANY):
        number = await _plan(connection, chance, chance.choice(areas), accounts)
        if number is None:
            continue
        for demand in chance.sample(demands, 6):
            await _need(connection, chance, number, demand["id"], chance.choice(areas)["id"])
            for offer in chance.sample(offers, chance.choice([0, 1, 3])):
                await _line(connection, chance, number, demand["id"], offer, accounts, matches)
                await _alternative(connection, chance, number, demand["id"], offer["id"], demands)
        for area in chance.sample(areas, 3):
            await connection.execute(
                "insert into plan_community (plan_id, area_id, demands, served, greedy) values ($1, $2, 4, $3, 12.50)",
                *(number, area["id"], chance.choice([0, "33.33", 100])),
            )


async def _plan(connection: Any, chance: random.Random, area: Any, accounts: list[int]) -> Any:
    status = chance.choice(STATUSES)
    solved = chance.choice([None, "98.70", 100])
    return await connection.fetchval(
        _PLAN,
        *(area["id"], area["path"], a_moment(chance).date(), status, chance.choice(accounts), chance.choice([1, 2])),
        *(chance.choice([1, 2, 3]), chance.choice([0, 40, 100]), chance.choice([None, "INFEASIBLE", "BROKEN"])),
        *(chance.random() < 0.2, solved, None if solved is None else chance.randint(0, 9), a_moment(chance), a_moment(chance)),
    )


async def _need(connection: Any, chance: random.Random, plan: int, demand: int, area: int) -> None:
    planned = chance.choice([0, "2.5", 10])
    reason = None if planned == 10 else chance.choice(SHORTFALLS)
    await connection.execute(
        "insert into plan_need (plan_id, demand_id, area_id, place, missing, planned, reason)"
        " values ($1, $2, $3, $4, 10, $5, $6)",
        *(plan, demand, area, chance.randint(0, 5), planned, reason),
    )


async def _alternative(connection: Any, chance: random.Random, plan: int, demand: int, offer: int, demands: list[Any]) -> None:
    losses = [{"demand": chance.choice(demands)["id"], "before": chance.choice([0, 1250]), "after": 300} for _ in range(3)]
    tried = chance.choice([None, "2.5"])
    await connection.execute(
        "insert into plan_alternative (plan_id, run, demand_id, resource_id, place, score, covers, left_over, obstacle, rival_id,"
        " ahead, tried, points, clash, losses) values ($1, 1, $2, $3, $4, 55.50, $5, 3, $6, $7, $8, $9, $10, $11, $12)",
        *(plan, demand, offer, chance.randint(0, 3), chance.choice([0, 4]), chance.choice(["CHOSEN", "TAKEN", "LINES", "OPEN"])),
        *(chance.choice([None, chance.choice(demands)["id"]]), chance.sample(["WEIGHT", "SCORE", "FAIRNESS"], 2), tried),
        *(None if tried is None else "-12.3400", chance.choice([None, "LOT"]), json.dumps(losses if tried else [])),
    )


async def _line(
    connection: Any, chance: random.Random, plan: int, demand: int, offer: Any, accounts: list[int], matches: list[int]
) -> None:
    status = chance.choice(["OPEN", "OPEN", "CHOSEN", "PROPOSED", "REFUSED", "DROPPED"])
    day = (datetime.now(UTC) + timedelta(days=chance.randint(0, 30))).date() if offer["measure"] == "PER_WINDOW" else None
    at = (plan, demand, offer["id"], day, time(9) if day else None)
    told = [{"code": "TOO_LONG", "path": odd_name(chance), "parameters": {"limit": 3}}]
    await connection.execute(
        "insert into plan_line (plan_id, demand_id, resource_id, day, opens, quantity, covers, learnt, before, score, run,"
        " status, account_id, refusals, match_id) values ($1, $2, $3, $4, $5, 4, $6, $7, $8, 61.25, $9, $10, $11, $12, $13)",
        *at,
        *(chance.choice([4, "1.5"]), chance.choice([None, 7]), chance.choice([None, 4, 1]), chance.choice([1, 2])),
        *(status, chance.choice(accounts), json.dumps(told) if status == "REFUSED" else None),
        chance.choice(matches) if status == "PROPOSED" else None,
    )
    if chance.random() < 0.4:
        pinned = chance.random() < 0.5
        await connection.execute(
            "insert into plan_rule (plan_id, kind, demand_id, resource_id, day, opens, covers, clash, most, account_id)"
            " values ($1, $4, $2, $3, $5, $6, $7, $8, $9, $10)",
            *at[:3],
            *("PIN" if pinned else "FORBID", *(at[3:] if pinned else (None, None)), 3 if pinned else None),
            *(chance.choice([None, "LOT"]) if pinned else None, chance.choice([None, "2.50"]), chance.choice(accounts)),
        )
