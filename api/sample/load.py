"""Loading the sample district."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from api.sample.committees import COMMITTEES, ZONES, Committee
from api.sample.people import CAST
from api.sample.personas import PASSWORD, PERSONAS, Persona
from api.sample.places import MOVED_GRID, MOVED_TO, PLACES, Place
from api.sample.units import TEAMS, UNITS, VISITS, Unit, credit_code
from schema.engine.reader import Engine
from schema.engine.services import Services
from schema.engine.text import index_words, name_key
from schema.organisations.pairs import suggest_missing
from schema.people.masks import mask_name, mask_phone

DIVISIONS = Path(__file__).with_name("divisions_110105.csv")
LEVELS = {"district": ("DISTRICT", 6), "street": ("SUBDISTRICT", 9), "community": ("COMMUNITY", 12)}
"""By the file's level: ours, and how many digits of the code it has."""


async def load(engine: Engine) -> list[Persona]:
    """Fill an empty database with the sample district, at once or not at all; leaves one that has areas as it is."""
    async with engine.services.pool.acquire() as connection, connection.transaction():
        await connection.execute("lock table area in exclusive mode")
        if not await connection.fetchval("select exists (select from area)"):
            await _Loading(connection, engine.services, await connection.fetchval("select current_date")).run()
    return list(PERSONAS)


def full(name: str) -> str:
    """A made-up organisation's name in the registry."""
    return f"{name}（样例）"


@dataclass
class _Loading:
    connection: PoolConnectionProxy[asyncpg.Record]
    services: Services
    today: date
    areas: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By code: number and path."""
    organisations: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)

    async def run(self) -> None:
        await self._areas()
        await self._places()
        await self._people()
        await self._accounts()
        for number, unit in enumerate(UNITS, 1):
            await self._organisation(unit, number)
        for unit in UNITS:
            await self._contacts(unit)
        for committee in COMMITTEES:
            await self._committee(committee)
        await self._memberships()
        await self._teams()
        await self._zones()
        await self._history()
        await suggest_missing(self.connection)
        await self.connection.execute("analyze")

    def day(self, ago: int | None) -> date | None:
        return None if ago is None else self.today - timedelta(days=ago)

    async def _areas(self) -> None:
        await self._many(
            "insert into area (code, level, kind, name, short_name, name_key, words, path, parent_id)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, (select id from area where code = $9))",
            list(_divisions()),
        )

    async def _places(self) -> None:
        for place in PLACES:
            await self._place(place)
        await self._many(
            "insert into area_parentage (area_id, parent_id, path, valid_from)"
            " select id, parent_id, path, valid_from from area where code <> $1",
            [(MOVED_GRID,)],
        )
        moved_on = self.today.replace(month=1, day=1)
        await self.connection.execute(
            "with before as ("
            "  insert into area_parentage (area_id, parent_id, path, valid_from, valid_to)"
            "  select id, parent_id, path, valid_from, $2 from area where code = $1"
            "), target as (select id, path from area where code = $3),"
            " after as ("
            "  insert into area_parentage (area_id, parent_id, path, valid_from)"
            "  select area.id, target.id, target.path || area.code || '/', $2 from area, target where area.code = $1"
            ")"
            " update area set parent_id = target.id, path = target.path || area.code || '/', version = 2"
            " from target where area.code = $1",
            *(MOVED_GRID, moved_on, MOVED_TO),
        )
        rows = await self.connection.fetch("select code, id, path from area")
        self.areas = {row["code"]: (row["id"], row["path"]) for row in rows}
        await self._many(
            "insert into area_overlap (estate_id, grid_id) values ($1, $2)",
            [(self.areas[place.code][0], self.areas[grid][0]) for place in PLACES for grid in place.overlaps],
        )

    async def _place(self, place: Place) -> None:
        await self.connection.execute(
            "insert into area (code, level, name, short_name, name_key, words, class_code, parent_id, path)"
            " select $1, $2, $3, $3, $4, $5, $6, id, path || $1 || '/' from area where code = $7",
            *(place.code, place.level, place.name, name_key(place.name), index_words(place.name, place.code)),
            *(place.area_class, place.parent),
        )

    async def _people(self) -> None:
        for one in CAST:
            self.people[one.name] = await self.connection.fetchval(
                "insert into person (name, name_key, words, title, phone_sealed, phone_mask) values ($1, $2, $3, $4, $5, $6)"
                " returning id",
                *(one.name, name_key(one.name, person=True), index_words(one.name), one.title),
                *((self.services.seal.close(one.phone, "phone"), mask_phone(one.phone)) if one.phone else (None, "")),
            )

    async def _accounts(self) -> None:
        for one in PERSONAS:
            self.accounts[one.name] = await self.connection.fetchval(
                "insert into account (person_id, login, password_hash, must_change_password, administrator)"
                " values ($1, $2, $3, false, $4) returning id",
                *(self.people[one.name], one.login, self.services.passwords.hash(PASSWORD), one.administrator),
            )

    async def _organisation(self, unit: Unit, number: int) -> None:
        area, path = self.areas[unit.area]
        code = credit_code(unit.code, number) if unit.code else None
        confirmed = self.day(unit.confirmed) if unit.contacts else None
        self.organisations[unit.name] = await self.connection.fetchval(
            "insert into organisation (kind, name, short_name, name_key, words, uscc, area_id, area_path, address, description,"
            " parent_id, tags, status, return_reason, contact_confirmed_on, merged_into_id)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) returning id",
            *(unit.kind, full(unit.name), unit.short, name_key(unit.name), index_words(full(unit.name), unit.short, code or "")),
            *(code, area, path, unit.address, unit.description, self.organisations.get(unit.parent), list(unit.tags)),
            *(unit.status, unit.reason, confirmed, self.organisations.get(unit.into)),
        )
        await self._many(
            "insert into organisation_service_area values ($1, $2)",
            [(self.organisations[unit.name], self.areas[code][0]) for code in unit.serves],
        )

    async def _contacts(self, unit: Unit) -> None:
        for position, (name, phone, duty) in enumerate(unit.contacts):
            await self.connection.execute(
                "insert into contact (organisation_id, name_sealed, name_mask, phone_sealed, phone_mask, duty, liaison, confirmed_on)"
                " values ($1, $2, $3, $4, $5, $6, $7, $8)",
                *(self.organisations[unit.name], self.services.seal.close(name, "contact"), mask_name(name)),
                *(self.services.seal.close(phone, "contact"), mask_phone(phone), duty, position == 0),
                self.day(unit.confirmed) or self.today,
            )

    async def _committee(self, committee: Committee) -> None:
        await self._organisation(Unit(committee.name, "COMMITTEE", committee.area), 0)
        area, path = self.areas[committee.area]
        number = await self.connection.fetchval(
            "insert into committee (organisation_id, area_id, area_path, field, term_from, term_to)"
            " values ($1, $2, $3, $4, $5, $6) returning id",
            *(self.organisations[committee.name], area, path, committee.field, *map(self.day, committee.term)),
        )
        await self._many(
            "insert into seat (committee_id, role, person_id, organisation_id, outside_post, duties, valid_from, valid_to)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                (
                    *(number, one.role, self.people.get(one.person), self.organisations.get(one.organisation)),
                    *(one.outside_post, one.duties, self.day(one.since), self.day(one.until)),
                )
                for one in committee.seats
            ],
        )

    async def _memberships(self) -> None:
        await self._many(
            "insert into membership (person_id, organisation_id, role, valid_from, valid_to) values ($1, $2, $3, $4, $5)",
            [
                (self.people[one.name], self.organisations[m.organisation], m.role, self.day(m.since), self.day(m.until))
                for one in CAST
                for m in one.memberships
            ],
        )

    async def _teams(self) -> None:
        await self._many(
            "insert into liaison_area values ($1, $2)",
            [(self.organisations[team], self.areas[code][0]) for team, codes in TEAMS.items() for code in codes],
        )
        await self._many(
            "insert into visit (team_id, organisation_id, visited_on, note) values ($1, $2, $3, $4)",
            [(self.organisations[team], self.organisations[unit], self.day(ago), note) for team, unit, ago, note in VISITS],
        )

    async def _zones(self) -> None:
        for zone in ZONES:
            area, path = self.areas[zone.area]
            number = await self.connection.fetchval(
                "insert into zone (kind, name, name_key, area_id, area_path, party_organisation_id)"
                " values ($1, $2, $3, $4, $5, $6) returning id",
                *(zone.kind, full(zone.name), name_key(zone.name), area, path, self.organisations.get(zone.party)),
            )
            await self._many(
                "insert into zone_unit (zone_id, organisation_id, coverage) values ($1, $2, $3)",
                [(number, self.organisations[name], coverage) for name, coverage in zone.units],
            )

    async def _history(self) -> None:
        """What the ledger holds of how the registry came about."""
        for unit in UNITS:
            actor = "许清和" if unit.area.startswith("110105001") else "林望舒"
            await self._event("周怀瑾" if len(unit.area) == 6 else actor, "organisation.registered", unit)
            if unit.status == "ACTIVE":
                await self._event(actor, "organisation.approved", unit)
            elif unit.status == "RETURNED":
                await self._event(actor, "organisation.returned", unit, {"reason": unit.reason})

    async def _event(self, actor: str, verb: str, unit: Unit, data: dict[str, Any] | None = None) -> None:
        number, path = self.organisations[unit.name], self.areas[unit.area][1]
        await self.connection.execute(
            "select event_append($1, 'job', $2, 'Organisation', $3, $4, $5, $6)",
            *(self.accounts[actor], verb, number, path, [number], json.dumps(data or {})),
        )

    async def _many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        await self.connection.executemany(sql, list(rows))


def _divisions() -> Iterator[tuple[Any, ...]]:
    """The rows of the divisions' file, parents first, with our codes and paths."""
    with DIVISIONS.open(encoding="utf-8") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: (LEVELS[row["level"]][1], row["code"])):
            level, digits = LEVELS[row["level"]]
            code = row["code"][:digits]
            lengths = [length for _, length in LEVELS.values() if length <= digits]
            path = "".join(f"{code[:length]}/" for length in lengths)
            parent = code[: lengths[-2]] if len(lengths) > 1 else None
            words = index_words(row["name"], row["short_name"], code)
            yield code, level, row["kind"], row["name"], row["short_name"], name_key(row["name"]), words, path, parent
