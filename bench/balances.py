"""What the board of a whole district costs on the large lists, made of what is kept, and beside it read from the lists alone.

One request at a time, so that the wall time is the server's own: the page, its document, PostgreSQL.
"""

import asyncio
from collections.abc import Callable
from statistics import median

import psycopg

from api.engine import open_engine
from api.settings import Settings
from bench import cpu, data
from bench.contenders import product
from bench.desk import Cost, ask
from bench.matching_data import SIZES, prepare
from bench.measure import ratio
from bench.results import Results
from bench.viewer import new_credentials
from schema.balances.keeping import keep_sums
from schema.engine.ids import global_id

PAGES = {"balance": "/balance/{area}", "balance, outlook": "/balance/{area}/outlook", "balance, subdistrict": "/balance/{street}"}


def measure(settings: Settings, rounds: int, results: Results, say: Callable[[str], None]) -> None:
    """Page by page, both ways in turn."""
    size = SIZES[-1]
    url = prepare(settings.database_url or "", size, say)
    chosen = settings.model_copy(update={"database_url": url})
    asyncio.run(_keep(chosen))
    _, session = new_credentials(url)
    found = {name: (Cost(), Cost()) for name in PAGES}
    with psycopg.connect(url, autocommit=True) as connection, product(chosen, "") as server:
        places, backends = _places(connection), cpu.Backends(url, f"{data.DATABASE}_{size}")
        for _ in range(rounds):
            for name, (kept, read) in found.items():
                address = PAGES[name].format_map(places)
                ask(kept, server, session, address, backends)
                connection.execute("update balance_kept set day = day - 1")
                ask(read, server, session, address, backends, times=3)
                connection.execute("update balance_kept set day = day + 1")
    _tell(found, results, say)


async def _keep(settings: Settings) -> None:
    async with open_engine(settings.model_copy(update={"pool": 2})) as engine:
        await keep_sums(engine.services)


def _places(connection: psycopg.Connection) -> dict[str, str]:
    rows = connection.execute("select distinct on (level) level, id from area order by level, code").fetchall()
    areas = {level: global_id("area", number) for level, number in rows}
    return {"area": areas["DISTRICT"], "street": areas["SUBDISTRICT"]}


def _tell(found: dict[str, tuple[Cost, Cost]], results: Results, say: Callable[[str], None]) -> None:
    say("\nthe board of a district of a million offers and half a million demands: of what is kept, and read from the lists")
    for name, (kept, read) in found.items():
        say(
            f"  {name:<22} p50 {median(kept.wall):>6.1f} ms  p99 {kept.p99:>6.1f} ms  from the lists {median(read.wall):>7.1f} ms"
        )
    kept, read = found["balance"]
    results.note("balance.large_ms", median(kept.wall), "ms")
    results.note("balance.large_vs_lists", ratio([median(read.wall)], [median(kept.wall)]), "ratio")
    say("  aim ≤ 300 ms")
