"""What imports cost: names that are all alike against names that are not, and demands against units, row for row.

The first says what the search for duplicates costs at most. All go through the product's own mutations, preview and run, each
into an empty registry, where nothing hides the difference.
"""

import asyncio
import base64
import random
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice, product
from statistics import median
from typing import Any

import psycopg

from api.database import with_database
from api.engine import open_engine
from api.migrate import migrate
from api.sample.load import DIVISIONS
from api.settings import Settings
from bench.data import DATABASE
from bench.measure import ratio
from bench.results import Results
from schema.engine.access import Viewer
from schema.engine.reader import Engine

ROWS = 1_500
EMPTY, FILLED = f"{DATABASE}_empty", f"{DATABASE}_filled"
CHARACTERS = "和嘉明瑞清安元朗润同云杉知行川青星河望岳景澜泽浩宁祥禾丰盈锦书岭松竹梅兰枫棠荷桐"
"""Forty, of which two make a name: it is one slip away from 78 others, and forty share a key, nearly as many as may."""
OPERATOR = Viewer(account=0, administrator=True, via="cli")

DISTRICT = "mutation($input: AreaImportInput!) { done: areaImport(input: $input) { refusals { message } area { id } } }"
PREVIEW = (
    "mutation($input: ListImportPreviewInput!) { done: listImportPreview(input: $input) {"
    " listImport { id version counts { create } } refusals { message } } }"
)
RUN = (
    "mutation($input: ListImportRunInput!) { done: listImportRun(input: $input) { listImport { status } refusals { message } } }"
)


def near_identical() -> list[str]:
    """Names that differ at two places only."""
    return [f"样例晨光{one}顺{other}德商贸有限公司" for one, other in islice(product(CHARACTERS, repeat=2), ROWS)]


def distinct() -> list[str]:
    """Names of random characters, as long as the others."""
    chance = random.Random(ROWS)
    return [f"样例{''.join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(6))}商贸有限公司" for _ in range(ROWS)]


def demands() -> list[str]:
    """Rows of the demand list, as many, each with its words."""
    chance = random.Random(ROWS)
    words = ("错时停车", "路灯维修", "老年助餐", "儿童看护", "义诊", "法律咨询", "垃圾分类", "加装电梯")
    return [f"{chance.choice(words)}第{number}处,停车出行,20个,居民反映多次，希望单位支持" for number in range(ROWS)]


def measure(settings: Settings, rounds: int, results: Results, say: Callable[[str], None]) -> None:
    """Both in turn, and the ratio of the time they take."""
    url = settings.database_url or ""
    empty = _fresh(url, EMPTY, "template0")
    migrate(empty)
    asyncio.run(_act(settings, empty, DISTRICT, {"text": DIVISIONS.read_text(encoding="utf-8")}))
    head = "单位名称,单位类型"
    tables: dict[str, tuple[str, list[str]]] = {
        "near-identical": ("ORGANISATIONS", [head, *(f"{name},企业" for name in near_identical())]),
        "distinct": ("ORGANISATIONS", [head, *(f"{name},企业" for name in distinct())]),
        "demands": ("DEMANDS", ["标题,类别,数量,情况说明", *demands()]),
    }
    found: dict[str, list[float]] = {name: [] for name in tables}
    for _ in range(rounds):
        for name, (into, lines) in tables.items():
            found[name].append(asyncio.run(_import(settings, _fresh(url, FILLED, EMPTY), into, lines)))
    for name in (FILLED, EMPTY):
        _drop(url, name)
    value = ratio(found["near-identical"], found["distinct"])
    results.note("imports.near_identical_vs_distinct", value, "ratio")
    beside = ratio(found["demands"], found["distinct"])
    results.note("imports.demands_vs_units", beside, "ratio")
    say(f"\nan import of {ROWS:,} rows, preview and run")
    for name, seconds in found.items():
        say(f"  {name:<20} {median(seconds):.1f} s")
    say(f"  near-identical / distinct names of units {value:.2f} (aim ≤ 4)")
    say(f"  demands / units of distinct names {beside:.2f} (aim ≤ 1.5)")


async def _import(settings: Settings, url: str, into: str, lines: list[str]) -> float:
    """Seconds that an import takes. Raises AssertionError unless it takes all rows."""
    async with open_engine(_on(settings, url)) as engine:
        area = await engine.services.pool.fetchrow("select id, path from area where level = 'SUBDISTRICT' order by code limit 1")
        content = base64.b64encode("\n".join(lines).encode()).decode()
        given = {"fileName": "rows.csv", "list": into, "content": content, "area": f"area_{area['id']}"}
        viewer = replace(OPERATOR, areas=(area["path"],))
        started = time.perf_counter()
        seen = (await _done(engine, PREVIEW, given, viewer))["listImport"]
        assert seen["counts"]["create"] == len(lines) - 1, seen
        await _done(engine, RUN, {"id": seen["id"], "version": seen["version"]}, viewer)
        return time.perf_counter() - started


async def _act(settings: Settings, url: str, document: str, given: dict[str, Any]) -> None:
    async with open_engine(_on(settings, url)) as engine:
        await _done(engine, document, given)


async def _done(engine: Engine, document: str, given: dict[str, Any], viewer: Viewer = OPERATOR) -> dict[str, Any]:
    done: dict[str, Any] = (await engine.ask(document, {"input": given}, viewer))["done"]
    assert not done["refusals"], done["refusals"]
    return done


def _on(settings: Settings, url: str) -> Settings:
    return settings.model_copy(update={"database_url": url, "pool": 2})


def _fresh(url: str, name: str, template: str) -> str:
    _drop(url, name)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"create database {name} template {template} encoding 'UTF8'")
    return with_database(url, name)


def _drop(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")
