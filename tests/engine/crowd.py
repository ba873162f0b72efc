"""More rows around the story, of every type, with values that are easily handled wrongly. Drawn by chance, the same each time."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg

from schema.engine.text import index_words, name_key

NAMES = [
    '引号"与\\反斜杠',
    "it's",
    "换\n行\t与制表",
    "🙂 表情",
    "<b>&amp;</b>",
    "Ünïcödé",
    "％ _ 通配",
    "{row} $1 {viewer.areas}",
    "null",
    "朝外",
]
STATUSES = ["PENDING", "RETURNED", "ACTIVE", "ACTIVE", "ACTIVE", "SUSPENDED", "CLOSED"]
KINDS = ["DEPARTMENT", "PARTY_ORGANIZATION", "SOCIAL_ORGANIZATION", "ENTERPRISE", "PROPERTY_COMPANY", "OTHER"]
ROLES = ["VICE_CHAIR", "SECRETARY_GENERAL", "MEMBER", "PART_TIME_MEMBER", "LIAISON"]
MANY = 60


async def crowd(connection: Any, seed: int = 2) -> None:
    """Add some sixty rows of each type."""
    chance = random.Random(seed)
    await connection.execute("set constraints all immediate")
    areas = await connection.fetch(
        "select id, path from area where path like '110105/110105001/%' or path like '110105/110105002/%'"
    )
    people = [await _person(connection, chance) for _ in range(MANY)]
    units = [await _organisation(connection, chance, chance.choice(areas)) for _ in range(MANY)]
    people += [row["id"] for row in await connection.fetch("select id from person")]
    units += [row["id"] for row in await connection.fetch("select id from organisation where kind <> 'COMMITTEE'")]
    committees = [row["id"] for row in await connection.fetch("select id from committee")]
    zones = [row["id"] for row in await connection.fetch("select id from zone")]
    accounts = [row["id"] for row in await connection.fetch("select id from account")]
    for _ in range(MANY):
        unit, person, account = chance.choice(units), chance.choice(people), chance.choice(accounts)
        start, end = a_period(chance)
        await _try(
            connection,
            "insert into membership (person_id, organisation_id, role, valid_from, valid_to) values ($1, $2, $3, $4, $5)",
            *(person, unit, chance.choice(["MANAGER", "HANDLER", "MEMBER"]), start, end),
        )
        await _try(
            connection,
            "insert into seat (committee_id, role, person_id, organisation_id, outside_post, valid_from, valid_to)"
            " values ($1, $2, $3, $4, $5, $6, $7)",
            *(chance.choice(committees), chance.choice(ROLES), person, chance.choice([None, unit]), odd_name(chance), start, end),
        )
        await _try(
            connection,
            "insert into contact (organisation_id, name_sealed, name_mask, phone_sealed, phone_mask, confirmed_on)"
            " values ($1, '', $2, '', '138****0000', $3)",
            *(unit, odd_name(chance), start),
        )
        await _try(
            connection,
            "insert into visit (team_id, organisation_id, visited_on, note) values ($1, $2, $3, $4)",
            *(chance.choice(units), unit, start, odd_name(chance)),
        )
        await _try(
            connection,
            "insert into zone_unit (zone_id, organisation_id, coverage) values ($1, $2, $3)",
            *(chance.choice(zones), unit, chance.choice([None, "JOINT", "BY_AREA"])),
        )
        await _try(
            connection,
            "insert into session (account_id, secret_hash, expires_at, ended_at, device) values ($1, $2, $3, $4, $5)",
            *(account, chance.randbytes(8), a_moment(chance), chance.choice([None, None, a_moment(chance)]), odd_name(chance)),
        )
        await _try(
            connection,
            "insert into token (account_id, name, secret_hash, scopes, ended_at) values ($1, $2, $3, $4, $5)",
            *(account, odd_name(chance), chance.randbytes(8), chance.sample(["areas", "people", "events"], 2)),
            chance.choice([None, None, a_moment(chance)]),
        )
        await _event(connection, chance, chance.choice(areas), unit, chance.choice([None, account]))
    await connection.execute("analyze")


async def _person(connection: Any, chance: random.Random) -> int:
    name = odd_name(chance)
    found: int = await connection.fetchval(
        "insert into person (name, name_key, words, title) values ($1, $2, $3, $4) returning id",
        *(name, name_key(name, person=True), index_words(name), chance.choice(["", odd_name(chance)])),
    )
    return found


async def _organisation(connection: Any, chance: random.Random, area: Any) -> int:
    name, status = odd_name(chance), chance.choice(STATUSES)
    found: int = await connection.fetchval(
        "insert into organisation (kind, name, name_key, words, area_id, area_path, description, tags, status, return_reason,"
        " contact_confirmed_on, updated_at, parent_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
        " (select max(id) from organisation where random() < 0.5)) returning id",
        *(chance.choice(KINDS), name, name_key(name), index_words(name), area["id"], area["path"], odd_name(chance)),
        *(chance.sample(NAMES, chance.randint(0, 3)), status, odd_name(chance), chance.choice([None, a_period(chance)[0]])),
        a_moment(chance),
    )
    return found


async def _event(connection: Any, chance: random.Random, area: Any, unit: int, account: int | None) -> None:
    subject = chance.choice(["Organisation", "Area", "Person", "Committee", "Seat", "Account", "Contact", "Nothing"])
    await connection.execute(
        "insert into event (at, account_id, via, verb, subject_type, subject_id, area_path, organisation_ids, data)"
        " values ($1, $2, 'job', $3, $4, $5, $6, $7, $8)",
        *(a_moment(chance), account, chance.choice(["organisation.edited", "area.renamed", "organisation.closed"]), subject),
        *(chance.randint(1, 60), chance.choice([area["path"], ""]), chance.choice([[], [unit]])),
        json.dumps({"reason": f'因\n"{chance.randint(1, 9)}"', "before": None, "n": [1, 2.5, {"b": 1, "a": 2}]}),
    )


async def _try(connection: Any, sql: str, *values: object) -> None:
    """Insert a row, unless chance has made one that the constraints refuse."""
    try:
        async with connection.transaction():
            await connection.execute(sql, *values)
    except asyncpg.IntegrityConstraintViolationError:
        return


def odd_name(chance: random.Random) -> str:
    """A name that is easily handled wrongly."""
    return f"{chance.choice(NAMES)}{chance.randint(1, 99)}"


def a_period(chance: random.Random) -> tuple[date, date | None]:
    """A first day, and often the day after the last."""
    start = date(2026, 11, 1) - timedelta(days=chance.randint(0, 900))
    return start, chance.choice([None, None, start + timedelta(days=chance.randint(1, 900))])


def a_moment(chance: random.Random) -> datetime:
    """Some moment of a few months."""
    return datetime(2026, 11, 1, tzinfo=UTC) + timedelta(
        minutes=chance.randint(-90_000, 90_000), microseconds=chance.choice([0, 5, 120])
    )
