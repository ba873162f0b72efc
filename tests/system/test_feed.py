"""A consumer killed a hundred times while others write, reading or following, misses no change and knows each by its id."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from api.embedded.postgres import Postgres
from schema.accounts.rules import SCOPES
from tests.system.consumer import noted
from tests.system.tree import PATIENCE, Tree, eventually

KILLS = 100
CONSUMER = Path(__file__).with_name("consumer.py")
APPEND = "select event_append(null, 'job', 'area.renamed', 'Area', 1, '', '{}', '{}')"
ORDERED = "select 'event_' || id from event order by event.xid, event.id"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")


async def test_a_consumer_killed_a_hundred_times_is_told_every_change(start: Callable[..., Tree], data: Path) -> None:
    tree = start("demo", GONGZHI_ARGON2_TIME="1", GONGZHI_ARGON2_MEMORY="64")
    await asyncio.to_thread(eventually, tree.answers, tree)
    url, notes = Postgres.under(data).url(), data.parent / "notes"
    notes.touch()
    token = await asyncio.to_thread(make_token, start)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        writers = [group.create_task(write(url, number, stop)) for number in range(4)]
        for number in range(KILLS):
            await killed_at_any_moment(tree.port, token, notes, ("read", "follow")[number % 2])
        stop.set()
    written = sum([await writer for writer in writers])
    done = await asyncio.to_thread(subprocess.run, program(tree.port, token, notes, "finish"), timeout=PATIENCE, check=False)
    assert done.returncode == 0, tree.said()

    told = list(dict.fromkeys(noted(str(notes), "event")))
    with psycopg.connect(url) as connection:
        kept = [row[0] for row in connection.execute(ORDERED)]
    assert written > KILLS, "hardly anything was written, so nothing was proved"
    assert told == kept
    assert tree.stop() == 0, tree.said()


def program(port: int, token: str, notes: Path, way: str) -> list[str]:
    return [sys.executable, "-I", "-S", str(CONSUMER), str(port), token, str(notes), way]


async def killed_at_any_moment(port: int, token: str, notes: Path, way: str) -> None:
    process = await asyncio.create_subprocess_exec(*program(port, token, notes, way))
    await asyncio.sleep(random.uniform(0.05, 0.3))
    assert process.returncode is None, "it ended by itself"
    process.kill()
    await process.wait()


async def write(url: str, seed: int, stop: asyncio.Event) -> int:
    """Transactions of any length, of which one in four is taken back; returns how many events stayed."""
    chance, written = random.Random(seed), 0
    async with await psycopg.AsyncConnection.connect(url) as connection:
        while not stop.is_set():
            count = chance.randint(1, 3)
            for _ in range(count):
                await connection.execute(APPEND)
                await asyncio.sleep(chance.choice([0, 0.005, 0.01, 0.1]))
            if chance.random() < 0.25:
                await connection.rollback()
            else:
                await connection.commit()
                written += count
    return written


def make_token(start: Callable[..., Tree]) -> str:
    """A token of the administrator, who may see every event."""
    command = start("token", "create", "--account", "admin", *(part for scope in SCOPES for part in ("--scope", scope)))
    assert command.process.wait(PATIENCE) == 0, command.said()
    return command.said().split()[-1]
