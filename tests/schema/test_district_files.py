"""The published files of three districts, imported as they are: streets only, area offices, and one with towns and villages."""

import csv
import io
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from api.engine import open_engine
from api.settings import Settings
from schema.areas.divisions import LEVELS
from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.schema.acting import done
from tests.story import ask

FOLDER = Path("api/sample")
ADMINISTRATOR = Viewer(account=0, administrator=True, via="cli")
"""Who brings in a district: the command line, before there is any account."""
COUNTS = "area { id code name } createdCount renamedCount unchangedCount"
SIZES = {
    "110101": ("东城区", Counter(district=1, street=17, community=169)),
    "110105": ("朝阳区", Counter(district=1, street=43, community=768)),
    "371002": ("环翠区", Counter(district=1, street=9, community=218)),
}
TREE = """query($id: ID!, $after: String) { area(id: $id) {
    code name shortName kind level communityCount ancestors { code }
    children(first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id code } }
} }"""


def published(code: str) -> str:
    return (FOLDER / f"divisions_{code}.csv").read_text(encoding="utf-8")


def rows_of(code: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(published(code))))


def trimmed(row: dict[str, str]) -> str:
    return row["code"][: LEVELS[row["level"]][1]]


def expected(code: str) -> dict[str, tuple[str, str, str, str, tuple[str, ...]]]:
    """By code: name, short name, kind, level, and the codes above, read from the file by nothing but the length of codes."""
    found = {}
    for row in rows_of(code):
        own = trimmed(row)
        above = tuple(own[:length] for length in (6, 9) if len(own) > length)
        found[own] = (row["name"], row["short_name"], row["kind"], LEVELS[row["level"]][0], above)
    return found


@pytest.fixture
async def engine(servers: Settings, database: str) -> AsyncIterator[Engine]:
    """An engine over a database without any area."""
    async with open_engine(servers.model_copy(update={"database_url": database, "pool": 2})) as opened:
        yield opened


async def walk(engine: Engine, id: str) -> dict[str, Any]:
    """The areas from one downwards, by code, as pages and apps walk the tree: children of each, page after page."""
    found: dict[str, Any] = {}
    waiting: list[tuple[str, str | None]] = [(id, None)]
    while waiting:
        here, after = waiting.pop()
        area = (await ask(engine, TREE, {"id": here, "after": after}, ADMINISTRATOR))["area"]
        found[area["code"]] = area
        waiting += [(child["id"], None) for child in area["children"]["nodes"]]
        if area["children"]["pageInfo"]["hasNextPage"]:
            waiting.append((here, area["children"]["pageInfo"]["endCursor"]))
    return found


@pytest.mark.parametrize("code", SIZES)
def test_the_file_holds_what_was_published(code: str) -> None:
    assert Counter(row["level"] for row in rows_of(code)) == SIZES[code][1]


@pytest.mark.parametrize("code", SIZES)
async def test_a_district_comes_in_with_every_area_in_its_place(engine: Engine, code: str) -> None:
    name, sizes = SIZES[code]
    payload = await done(engine, ADMINISTRATOR, "areaImport", {"text": published(code)}, COUNTS)
    assert (payload["area"]["code"], payload["area"]["name"]) == (code, name)
    assert (payload["createdCount"], payload["renamedCount"], payload["unchangedCount"]) == (sizes.total(), 0, 0)
    tree = await walk(engine, payload["area"]["id"])
    told = {
        own: (
            *(area["name"], area["shortName"], area["kind"], area["level"]),
            tuple(above["code"] for above in area["ancestors"]),
        )
        for own, area in tree.items()
    }
    assert told == expected(code)
    assert (tree[code]["communityCount"], tree[code]["children"]["totalCount"]) == (sizes["community"], sizes["street"])


async def test_three_districts_stand_beside_each_other_and_come_in_again_unchanged(engine: Engine) -> None:
    for again in (False, True):
        for code, (_, sizes) in SIZES.items():
            payload = await done(engine, ADMINISTRATOR, "areaImport", {"text": published(code)}, COUNTS)
            told = (payload["createdCount"], payload["renamedCount"], payload["unchangedCount"])
            assert told == ((0, 0, sizes.total()) if again else (sizes.total(), 0, 0))
    found = await engine.services.pool.fetch("select path, level, parent_id is null as root, version from area")
    assert len(found) == 187 + 812 + 228
    assert {row["path"] for row in found if row["root"]} == {f"{code}/" for code in SIZES}
    assert {row["version"] for row in found} == {1}
    assert await engine.services.pool.fetchval("select count(*) from area_parentage where valid_to is null") == len(found)
    assert await engine.services.pool.fetchval("select count(*) from event where verb = 'area.imported'") == 6
