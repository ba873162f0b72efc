"""Comments around the story: on every kind of item, some taken back, some mentioning people. Drawn by chance, always the same."""

import random
from typing import Any

from tests.engine.crowd import a_moment, odd_name

MANY = 80
_COMMENT = """
insert into comment (resource_id, demand_id, match_id, project_id, account_id, person_id, organisation_id, text, status, reason,
    created_at, edited_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
returning id
"""


async def crowd_comments(connection: Any, seed: int = 11) -> None:
    """Add some eighty comments with mentions, and letters."""
    chance = random.Random(seed)
    await _letters(connection, chance)
    items = [
        (column, row["id"]) for column in ("resource", "demand", "match", "project") for row in await _some(connection, column)
    ]
    accounts = await connection.fetch("select id, person_id from account order by id")
    units = [row["id"] for row in await connection.fetch("select id from organisation order by id limit 40")]
    for _ in range(MANY):
        column, number = chance.choice(items)
        named = [number if one == column else None for one in ("resource", "demand", "match", "project")]
        account = chance.choice(accounts)
        status = chance.choice(["STANDING", "STANDING", "STANDING", "WITHDRAWN", "REMOVED"])
        comment = await connection.fetchval(
            _COMMENT,
            *(*named, account["id"], account["person_id"], chance.choice([None, *units])),
            *(odd_name(chance) if status == "STANDING" else "", status, odd_name(chance) if status == "REMOVED" else ""),
            *(a_moment(chance), chance.choice([None, a_moment(chance)])),
        )
        for one in chance.sample(accounts, chance.choice([0, 1, 2])) if status == "STANDING" else []:
            await connection.execute(
                "insert into mention (comment_id, person_id, name, answered_at) values ($1, $2, $3, $4)",
                *(comment, one["person_id"], odd_name(chance)[:40], chance.choice([None, a_moment(chance)])),
            )
    await _tell(connection, chance, [account["id"] for account in accounts])
    await connection.execute("analyze")


async def _tell(connection: Any, chance: random.Random, accounts: list[int]) -> None:
    """Let everybody watch something, and be told of some events."""
    kinds = ["MENTIONED", "PROPOSED", "DELIVERED", "RETURNED", "COMMENTED", "MOVED"]
    events = await connection.fetch("select id, at, subject_type, subject_id from event order by id limit 200")
    for _ in range(MANY):
        await connection.execute(
            "insert into watch (account_id, item_type, item_id, created_at, stopped_at) values ($1, $2, $3, $4, $5)"
            " on conflict do nothing",
            *(chance.choice(accounts), chance.choice(["Resource", "Demand", "Match", "Project"]), chance.randint(1, 12)),
            *(a_moment(chance), chance.choice([None, None, a_moment(chance)])),
        )
        event = chance.choice(events)
        await connection.execute(
            "insert into notification (account_id, kind, event_id, event_at, subject_type, subject_id, read_at)"
            " values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            *(chance.choice(accounts), chance.choice(kinds), *event, chance.choice([None, a_moment(chance)])),
        )


async def _some(connection: Any, table: str) -> Any:
    return await connection.fetch(f"select id from {table} order by id limit 12")


async def _letters(connection: Any, chance: random.Random) -> None:
    """Letters that were sent, and that were given up lately or long ago."""
    for number in range(40):
        ended = chance.choice(["given_up_at", "given_up_at", "sent_at"])
        await connection.execute(
            f"insert into letter (key, kind, language, error, {ended})"
            " values ($1, $2, 'zh_Hans', $3, now() - $4 * interval '1 day')",
            *(f"crowd/{number}", chance.choice(["digest", "freshness", "email"])),
            *(chance.choice(["SMTPRecipientsRefused 550", "TimeoutError"]), chance.choice([1, 8, 29, 31, 90])),
        )
