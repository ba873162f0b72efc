"""kill -9 in the middle of a load of writes: nothing acknowledged is lost, nothing happens twice, nothing is left half done."""

import asyncio
import hashlib
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.rows import dict_row

from api.embedded.postgres import Postgres
from tests.system.tree import PATIENCE, Tree
from tests.system.writers import Place, Writer, Written, all_written, counted

VICTIMS = ("web", "worker", "PostgreSQL", "a backend of PostgreSQL", "Valkey")
BETWEEN = 30
"""Writes that are acknowledged before the next kill, and again before it counts as survived."""
AGAIN = 100
"""Acknowledged writes that are sent once more in the end."""
SCOPES = ("organisations", "organisations:write", "contacts")
PLACES = """
select (select id from organisation where short_name = '朝外科技') as unit,
    (select array_agg(id) from organisation where short_name in ('朝外餐饮', '朝外书店')) as tagged,
    (select array_agg(id) from area where parent_id = (select id from area where code = '110105002')) as areas
"""
EVENTS = """
select e.verb, e.subject_id, e.data, o.name, c.duty
from event e
left join organisation o on o.id = e.subject_id
left join contact c on 'contact_' || c.id = e.data->>'contact'
where e.via = 'api' and e.subject_type = 'Organisation'
order by e.id
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")


class Database:
    """What the product's PostgreSQL holds, past the product."""

    def __init__(self, data: Path) -> None:
        self._url = Postgres.under(data).url()

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        with psycopg.connect(self._url) as connection:
            return connection.cursor(row_factory=dict_row).execute(sql.encode(), values).fetchall()


async def test_killing_any_part_during_a_load_of_writes_loses_and_halves_nothing(start: Callable[..., Tree], data: Path) -> None:
    tree = start("demo", GONGZHI_ARGON2_TIME="1", GONGZHI_ARGON2_MEMORY="64")
    await recovered(tree)
    database = Database(data)
    versions = {row["id"]: row["version"] for row in database.rows("select id, version from organisation")}
    async with writing(tree, start, database) as writers:
        for victim in VICTIMS:
            await progress(writers)
            kill(tree, victim)
            await recovered(tree)
        await progress(writers)
    written = all_written(writers)
    assert sum(writer.interrupted for writer in writers) > 0, "nobody was interrupted, so nothing was proved"
    check(database, written, versions)
    async with client_of(tree) as client:
        await send_again(client, writers)
    check(database, written, versions)
    assert tree.stop() == 0, tree.said()


@asynccontextmanager
async def writing(tree: Tree, start: Callable[..., Tree], database: Database) -> AsyncIterator[list[Writer]]:
    """Writers of two accounts at work; when the block ends, each finishes what it has begun."""
    [row] = database.rows(PLACES)
    tagged, areas = [f"org_{one}" for one in row["tagged"]], [f"area_{one}" for one in row["areas"]]
    place = Place(f"org_{row['unit']}", tagged, areas)
    tokens = [await asyncio.to_thread(make_token, start, login) for login in ("chaowai", "manager")]
    stop = asyncio.Event()
    async with client_of(tree) as client:
        coordinators = [Writer(client, tokens[0], place, "description", tags=True) for _ in range(2)]
        managers = [Writer(client, tokens[1], place, "address", tags=False) for _ in range(2)]
        writers = coordinators + managers
        async with asyncio.TaskGroup() as group:
            for writer in writers:
                group.create_task(writer.write(stop))
            yield writers
            stop.set()


def client_of(tree: Tree) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{tree.port}", timeout=PATIENCE)


def make_token(start: Callable[..., Tree], login: str) -> str:
    """A token as an operator makes it, beside the running product."""
    command = start("token", "create", "--account", login, *(part for scope in SCOPES for part in ("--scope", scope)))
    assert command.process.wait(PATIENCE) == 0, command.said()
    return command.said().split()[-1]


async def progress(writers: list[Writer]) -> None:
    """Wait until some more writes have been acknowledged."""
    enough = len(all_written(writers)) + BETWEEN
    for _ in range(PATIENCE * 20):
        if len(all_written(writers)) >= enough:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("nothing is written any more")


async def recovered(tree: Tree) -> None:
    """Wait until all parts run and the product is ready."""
    for _ in range(PATIENCE * 2):
        if len(tree.parts()) == 4 and await asyncio.to_thread(tree.answers):
            return
        await asyncio.sleep(0.2)
    raise AssertionError("it does not come back")


def kill(tree: Tree, victim: str) -> None:
    parts = tree.parts()
    os.kill(parts[victim] if victim in parts else backend_of(parts["PostgreSQL"]), signal.SIGKILL)


def backend_of(postmaster: int) -> int:
    """A process of PostgreSQL that serves a connection of the product."""
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    served = [int(pid) for pid in children if b" gongzhi [local]" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return random.choice(served)


async def send_again(client: httpx.AsyncClient, writers: list[Writer]) -> None:
    """Send acknowledged writes once more: each gets the answer that it got."""
    for writer in writers:
        writer.client = client
        for one in random.sample(writer.written, min(AGAIN // len(writers), len(writer.written))):
            payload = await writer.send(one.mutation, one.input)
            # An edit's answer shows the unit as it is now.
            if one.mutation != "organisationEdit":
                assert payload == one.payload
            assert payload["refusals"] == []


def check(database: Database, written: list[Written], versions: dict[int, int]) -> None:
    """Events, rows and answers are those of the acknowledged writes, each exactly once."""
    events = database.rows(EVENTS)
    assert Counter(mark_of(event) for event in events) == Counter(
        {one.mark: 2 if one.mutation == "organisationTag" else 1 for one in written}
    )
    answers = database.rows("select key from answer where key ~ '^[0-9a-f]{16}$'")
    assert Counter(row["key"] for row in answers) == Counter(one.mark for one in written)
    assert database.rows("select key from answer where octet_length(result) = 0") == []
    check_units(database, events, versions)
    check_registrations(database, [one for one in written if one.mutation == "organisationRegister"])
    duties = Counter(row["duty"] for row in database.rows("select duty from contact where duty ~ '^[0-9a-f]{16}$'"))
    assert duties == Counter(one.mark for one in written if one.mutation in ("organisationRegister", "contactAdd"))


def mark_of(event: dict[str, Any]) -> str:
    """The mark that a write left in its event, or in the rows that its event is about."""
    match event["verb"]:
        case "organisation.edited":
            [(_, after)] = event["data"]["changes"].values()
            found = after.split()[-1]
        case "organisation.registered":
            found = event["name"].removesuffix("店")
        case "contact.added":
            found = event["duty"]
        case verb:
            assert verb == "organisation.tagged"
            [found] = event["data"]["add"]
    return str(found)


def check_units(database: Database, events: list[dict[str, Any]], versions: dict[int, int]) -> None:
    """Every unit has a version more for each of its changes, and each edit began from what the one before had left."""
    changes: dict[int, list[dict[str, Any]]] = {}
    for event in events:
        if event["verb"] in ("organisation.edited", "organisation.tagged"):
            changes.setdefault(event["subject_id"], []).append(event)
    for number, changed in changes.items():
        [unit] = database.rows("select * from organisation where id = %s", number)
        assert unit["version"] == versions[number] + len(changed)
        for name in ("description", "address"):
            steps = [event["data"]["changes"][name] for event in changed if name in event["data"].get("changes", {})]
            assert [before for before, _ in steps[1:]] == [after for _, after in steps[:-1]]
            assert counted(unit[name]) == len(steps)
            assert not steps or unit[name] == steps[-1][1]


def check_registrations(database: Database, written: list[Written]) -> None:
    """A unit for each registration, with its one contact, and for one that waits the receipt that was told."""
    units = database.rows(
        "select o.*, array(select duty from contact where organisation_id = o.id) as duties from organisation o"
        " where name ~ '^[0-9a-f]{16}店$'"
    )
    assert Counter(unit["name"] for unit in units) == Counter(f"{one.mark}店" for one in written)
    receipts = {f"{one.mark}店": one.payload["receipt"] for one in written}
    for unit in units:
        receipt = receipts[unit["name"]]
        assert unit["status"] == ("PENDING" if receipt else "ACTIVE")
        assert unit["receipt_hash"] == (hashlib.sha256(receipt.replace("-", "").encode()).digest() if receipt else None)
        assert unit["duties"] == [unit["name"].removesuffix("店")]
