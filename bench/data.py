"""The data that is measured on: Chaoyang's real areas, extended to 5,000 grids, with 20,000 made-up organisations.

It lies in a database of its own beside the product's, ``gongzhi_bench``, made once and kept until this file or a migration
changes. The same rows come out on every machine.
"""

import csv
import hashlib
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from api.database import with_database
from api.migrate import FOLDER, migrate
from api.sample.load import DIVISIONS
from schema.areas.divisions import LEVELS
from schema.engine.text import index_words, name_key

DATABASE = "gongzhi_bench"
GRIDS, ORGANISATIONS, PEOPLE = 5_000, 20_000, 10_000
DISTRICT = "110105/"
"""Path of the district that the account coordinates."""
LOGIN = "bench.coordinator"
"""The account that asks: coordinator of the whole district."""
START = datetime(2024, 1, 8, 9, tzinfo=UTC)
DAYS = 640

KINDS = {
    "ENTERPRISE": (
        60,
        ["科技有限公司", "商贸有限公司", "餐饮管理有限公司", "文化传媒有限公司", "建筑工程有限公司", "咨询有限公司"],
    ),
    "SOCIAL_ORGANIZATION": (12, ["志愿服务队", "公益发展中心", "邻里互助协会"]),
    "PARTY_ORGANIZATION": (12, ["联合党支部", "商圈党支部"]),
    "PUBLIC_INSTITUTION": (6, ["小学", "社区卫生服务站", "文化服务中心"]),
    "SELF_GOVERNING_BODY": (4, ["居民议事会", "业主委员会"]),
    "PROPERTY_COMPANY": (3, ["物业服务有限公司", "物业管理有限公司"]),
    "DEPARTMENT": (3, ["服务所", "管理站"]),
}
"""By kind: its share in percent, and how names end."""
BRANDS = "晨光清源同心和顺明德嘉禾瑞景安澜云杉知行百川长青元和朗润星河望岳"
"""Made-up words, two characters each."""
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
TAGS = ["两新组织", "红色物业", "党群服务", "为老服务", "场地开放", "智慧社区"]
VERBS = ["organisation.registered", "organisation.approved", "organisation.edited", "contact.confirmed"]


def prepare(url: str, say: Callable[[str], None]) -> str:
    """The address of the filled database on the server of ``url``; it is made if it is missing or out of date."""
    wanted = mark()
    found = with_database(url, DATABASE)
    with psycopg.connect(url, autocommit=True) as admin:
        if known(admin, DATABASE) == wanted:
            return found
        say(f"making the database {DATABASE}: {GRIDS:,} grids, {ORGANISATIONS:,} organisations (once, about half a minute)")
        admin.execute(f"drop database if exists {DATABASE} with (force)")
        admin.execute(f"create database {DATABASE} template template0 encoding 'UTF8'")
        migrate(found)
        with psycopg.connect(found) as connection:
            _Filling(connection).run()
        with psycopg.connect(found, autocommit=True) as connection:
            connection.execute("vacuum analyze")
        admin.execute(f"comment on database {DATABASE} is '{wanted}'")
    return found


def known(admin: psycopg.Connection[Any], name: str) -> str | None:
    """What the rows of a database follow from, as was noted when it was made; None when there is none."""
    row = admin.execute("select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [name]).fetchone()
    return row[0] if row else None


def mark(*more: Path) -> str:
    """What the rows follow from, ``more`` included: a change in any of it makes the database anew."""
    files = [Path(__file__), DIVISIONS, *more, *sorted(FOLDER.glob("[0-9]*.sql"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


@dataclass
class _Filling:
    connection: psycopg.Connection[Any]
    chance: random.Random = field(default_factory=lambda: random.Random(110105))
    areas: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By code: number and path."""
    names: dict[str, str] = field(default_factory=dict)
    """By code: the short name."""

    def run(self) -> None:
        self._areas()
        self._people()
        self._organisations()
        self._committees()
        self._memberships()
        self._events()
        self._account()
        for table in ("area", "person", "organisation", "committee", "membership", "account"):
            self.connection.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))")

    def _copy(self, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with self.connection.cursor().copy(f"copy {table} ({columns}) from stdin") as copy:
            for row in rows:
                copy.write_row(row)

    def _day(self, offset: int) -> date:
        return (START + timedelta(days=offset)).date()

    def _areas(self) -> None:
        rows: list[tuple[Any, ...]] = []
        with DIVISIONS.open(encoding="utf-8") as file:
            listed = sorted(csv.DictReader(file), key=lambda row: (LEVELS[row["level"]][1], row["code"]))
        for row in listed:
            level, digits = LEVELS[row["level"]]
            rows.append(self._area(row["code"][:digits], level, row["kind"], row["name"], row["short_name"]))
        communities = [row["code"] for row in listed if row["level"] == "community"]
        for number in range(GRIDS):
            community = communities[number % len(communities)]
            place = number // len(communities) + 1
            rows.append(
                self._area(f"{community}{place:03}", "GRID", "", f"{self.names[community]}第{place}网格", f"第{place}网格")
            )
        self._copy("area", "id, code, level, kind, name, short_name, name_key, words, path, parent_id", rows)
        self.connection.execute(
            "insert into area_parentage (area_id, parent_id, path, valid_from) select id, parent_id, path, valid_from from area"
        )

    def _area(self, code: str, level: str, kind: str, name: str, short: str) -> tuple[Any, ...]:
        above = next((code[:length] for length in (12, 9, 6) if len(code) > length), None)
        parent, path = self.areas[above] if above else (None, "")
        self.areas[code] = (len(self.areas) + 1, f"{path}{code}/")
        self.names[code] = short
        number, own = self.areas[code]
        return number, code, level, kind, name, short, name_key(name), index_words(name, short, code), own, parent

    def _people(self) -> None:
        rows = []
        for number in range(1, PEOPLE + 1):
            name = f"{self.chance.choice(SURNAMES)}样例{number}"
            rows.append((number, name, name_key(name, person=True), index_words(name), "主任", f"139****{number % 10_000:04}"))
        self._copy("person", "id, name, name_key, words, title, phone_mask", rows)

    def _organisations(self) -> None:
        places = [code for code in self.areas if len(code) >= 12]
        kinds, shares = list(KINDS), [share for share, _ in KINDS.values()]
        rows = []
        for number in range(1, ORGANISATIONS + 1):
            kind = self.chance.choices(kinds, shares)[0]
            rows.append(self._organisation(number, kind, self.chance.choice(places)))
        self._copy(
            "organisation",
            "id, kind, name, short_name, name_key, words, uscc, area_id, area_path, address, description, tags, status,"
            " contact_confirmed_on, created_at, updated_at",
            rows,
        )
        self._contacts()
        self._visits()

    def _organisation(self, number: int, kind: str, code: str) -> tuple[Any, ...]:
        area, path = self.areas[code]
        community = self.names[code[:12]]
        start = self.chance.randrange(0, len(BRANDS), 2)
        brand = BRANDS[start : start + 2]
        name = f"{community}样例{brand}{number}{self.chance.choice(KINDS[kind][1])}"
        uscc = f"91110105MA{number:08}" if kind in ("ENTERPRISE", "PROPERTY_COMPANY") else None
        status = self.chance.choices(["ACTIVE", "PENDING", "SUSPENDED", "CLOSED"], [94, 2, 2, 2])[0]
        created = START + timedelta(days=self.chance.randrange(DAYS // 2), minutes=number % 480)
        changed = created + timedelta(days=self.chance.randrange(DAYS // 2), seconds=number)
        confirmed = changed.date() if self.chance.random() < 0.8 else None
        tags = sorted(self.chance.sample(TAGS, self.chance.choice([0, 0, 1, 2])))
        words = index_words(name, f"{community}{brand}", uscc or "")
        return (
            *(number, kind, name, f"{community}{brand}", name_key(name), words, uscc, area, path),
            *(
                f"{community}样例路 {number % 200 + 1} 号",
                "为社区提供服务。" * (number % 4),
                tags,
                status,
                confirmed,
                created,
                changed,
            ),
        )

    def _contacts(self) -> None:
        self._copy(
            "contact",
            "organisation_id, name_sealed, name_mask, phone_sealed, phone_mask, duty, liaison, confirmed_on",
            (
                (
                    number,
                    b"\x01",
                    f"{self.chance.choice(SURNAMES)}**",
                    b"\x01",
                    f"139****{number % 10_000:04}",
                    duty,
                    liaison,
                    self._day(number % DAYS),
                )
                for number in range(1, ORGANISATIONS + 1)
                for duty, liaison in (("党建联络员", True), ("办公室", False), ("值班", False))[: (number + number // 100) % 4]
            ),
        )

    def _visits(self) -> None:
        self._copy(
            "visit",
            "team_id, organisation_id, visited_on, note",
            (
                (number % 100 + 1, number, self._day((number * 7 + turn * 31) % DAYS), "了解需求，约定下次走访时间。")
                for number in range(101, ORGANISATIONS + 1)
                for turn in range(number % 3 + (12 if number % 100 == 0 else 0))
            ),
        )

    def _committees(self) -> None:
        committees: list[tuple[Any, ...]] = []
        seats: list[tuple[Any, ...]] = []
        organisation = ORGANISATIONS
        for code, (area, path) in list(self.areas.items()):
            if len(code) > 12:
                continue
            organisation += 1
            name = f"{self.names[code]}样例党建工作协调委员会"
            self.connection.execute(
                "insert into organisation (id, kind, name, name_key, words, area_id, area_path, status) overriding system value"
                " values (%s, 'COMMITTEE', %s, %s, %s, %s, %s, 'ACTIVE')",
                [organisation, name, name_key(name), index_words(name), area, path],
            )
            committees.append((len(committees) + 1, organisation, area, path, self._day(0)))
            for place, role in enumerate(("CHAIR", "VICE_CHAIR", "SECRETARY_GENERAL", "MEMBER", "MEMBER")):
                seats.append(
                    (len(committees), role, (organisation * 5 + place) % PEOPLE + 1, None, "", "统筹协调", self._day(place))
                )
        self._copy("committee", "id, organisation_id, area_id, area_path, term_from", committees)
        units = list(range(1, ORGANISATIONS + 1, 2))
        seats += [
            (unit % len(committees) + 1, "MEMBER_UNIT", None, unit, "", "共建共享", self._day(unit % DAYS)) for unit in units
        ]
        seats += [
            (turn + unit % 40 + 1, "LIAISON", unit % PEOPLE + 1, unit, "党建办", "联络", self._day((unit + turn) % DAYS))
            for unit in units
            for turn in range(unit % 3 + (10 if unit % 100 == 1 else 0))
        ]
        self._copy("seat", "committee_id, role, person_id, organisation_id, outside_post, duties, valid_from", seats)

    def _memberships(self) -> None:
        roles = ("MANAGER", "HANDLER", "MEMBER")
        rows = [
            (number % PEOPLE + 1, number, roles[place], self._day(number % DAYS))
            for number, place in ((number, 0) for number in range(1, ORGANISATIONS + 1))
        ]
        rows += [
            ((number * 13 + place) % PEOPLE + 1, number, roles[place % 2 + 1], self._day(number % DAYS))
            for number in range(100, ORGANISATIONS + 1, 100)
            for place in range(1, 10)
        ]
        self._copy("membership", "person_id, organisation_id, role, valid_from", rows)

    def _events(self) -> None:
        paths = self.connection.execute(
            "select id, area_path, created_at from organisation where id <= %s order by id", [ORGANISATIONS]
        ).fetchall()
        self._copy(
            "event",
            "at, account_id, via, verb, subject_type, subject_id, area_path, organisation_ids, data",
            (
                (
                    created + timedelta(days=31 * turn, seconds=turn),
                    1,
                    "page",
                    verb,
                    "Organisation",
                    number,
                    path,
                    [number],
                    json.dumps({}),
                )
                for number, path, created in paths
                for turn, verb in enumerate(VERBS)
            ),
        )

    def _account(self) -> None:
        """A coordinator of the district: a member of its committee in that role."""
        committee = ORGANISATIONS + 1
        person = PEOPLE + 1
        self.connection.execute(
            "insert into person (id, name, name_key) overriding system value values (%s, '样例协调员', 'yang4')", [person]
        )
        self.connection.execute(
            "insert into membership (person_id, organisation_id, role, valid_from) values (%s, %s, 'COORDINATOR', %s)",
            [person, committee, self._day(0)],
        )
        self.connection.execute(
            "insert into account (person_id, login, password_hash, must_change_password) values (%s, %s, '-', false)",
            [person, LOGIN],
        )
