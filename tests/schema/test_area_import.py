"""Importing the divisions of a district."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from api.sample.places import DISTRICT, JIQINGLI, STREET_ELSEWHERE
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import act, done, events, number, refused, trace, viewer_of
from tests.story import Story

CHAOYANG = Path("api/sample/divisions_110105.csv").read_text(encoding="utf-8")
"""812 divisions as they are published."""
COUNTS = "area { code name } createdCount renamedCount unchangedCount"
HEADER = "code,level,name,short_name,parent_code,kind\n"


def file(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


ELSEWHERE = file(
    "999001000000,district,示范区,示范区,999000000000,district",
    "999001001000,street,甲街道,甲街道,999001000000,subdistrict",
    "999001001001,community,乙社区居委会,乙社区,999001001000,residents_committee",
    "999001001002,community,丙村委会,丙,999001001000,villagers_committee",
)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", "SIGN_IN_FIRST"),
        ("stranger", "NOT_ALLOWED"),
        ("member", "NOT_ALLOWED"),
        ("coordinator", "NOT_ALLOWED"),
        ("district_coordinator", "NOT_ALLOWED"),
    ],
)
async def test_only_administrators_import(reading_engine: Engine, story: Story, who: str, code: str) -> None:
    assert await refused(reading_engine, viewer_of(story, who), "areaImport", {"text": ELSEWHERE}) == [(code, "")]


async def test_a_district_comes_in_as_published(engine: Engine, story: Story) -> None:
    payload = await done(engine, story.administrator, "areaImport", {"text": ELSEWHERE}, COUNTS)
    assert payload["area"] == {"code": "999001", "name": "示范区"}
    assert (payload["createdCount"], payload["renamedCount"], payload["unchangedCount"]) == (4, 0, 0)
    rows = await engine.services.pool.fetch(
        "select a.code, level, a.path, kind, short_name, p.path as place, p.valid_to from area a"
        " join area_parentage p on p.area_id = a.id where a.code like '999%' order by a.code"
    )
    assert [(row["code"], row["level"], row["path"]) for row in rows] == [
        ("999001", "DISTRICT", "999001/"),
        ("999001001", "SUBDISTRICT", "999001/999001001/"),
        ("999001001001", "COMMUNITY", "999001/999001001/999001001001/"),
        ("999001001002", "COMMUNITY", "999001/999001001/999001001002/"),
    ]
    assert all(row["place"] == row["path"] and row["valid_to"] is None for row in rows)
    assert (rows[3]["kind"], rows[3]["short_name"]) == ("villagers_committee", "丙")
    (event,) = await events(engine, "area.imported")
    assert event["area_path"] == "999001/" and '"count": 4' in event["data"]


async def test_the_whole_file_of_chaoyang_comes_in_at_once(engine: Engine, story: Story) -> None:
    pool = engine.services.pool
    await pool.execute("truncate area cascade")
    payload = await done(engine, story.administrator, "areaImport", {"text": "\ufeff" + CHAOYANG.replace("\n", "\r\n")}, COUNTS)
    assert payload["createdCount"] == 812
    levels = await pool.fetch("select level, count(*) as n from area group by level order by level")
    assert {row["level"]: row["n"] for row in levels} == {"COMMUNITY": 768, "DISTRICT": 1, "SUBDISTRICT": 43}
    assert await pool.fetchval("select count(*) from area_parentage") == 812


async def test_importing_again_changes_nothing(engine: Engine, story: Story) -> None:
    before = await trace(engine)
    payload = await done(engine, story.administrator, "areaImport", {"text": CHAOYANG}, COUNTS)
    assert (payload["createdCount"], payload["renamedCount"], payload["unchangedCount"]) == (0, 0, 812)
    after = await trace(engine)
    assert {name for name in after if after[name] != before[name]} == {"event"}


async def test_what_has_another_name_is_renamed_and_stays_where_it_was_moved(engine: Engine, story: Story) -> None:
    moved = {"id": story.area(JIQINGLI), "parent": story.area(STREET_ELSEWHERE), "from": str(today())}
    await done(engine, story.district_coordinator, "areaMove", moved)
    rows = list(csv.DictReader(io.StringIO(CHAOYANG)))
    row = next(row for row in rows if row["code"] == JIQINGLI)
    text = file(",".join({**row, "name": "玉兰社区居委会", "short_name": "玉兰社区"}.values()))
    payload = await done(engine, story.administrator, "areaImport", {"text": text}, COUNTS)
    assert (payload["createdCount"], payload["renamedCount"]) == (0, 1)
    (area,) = await engine.services.pool.fetch("select * from area where id = $1", number(story.area(JIQINGLI)))
    assert (area["name"], area["short_name"], area["version"]) == ("玉兰社区居委会", "玉兰社区", 3)
    assert area["path"] == f"{DISTRICT}/{STREET_ELSEWHERE}/{JIQINGLI}/"
    assert "玉兰" in area["words"]


async def test_a_file_may_add_to_a_district_that_is_there(engine: Engine, story: Story) -> None:
    text = file("110105002099,community,新社区居委会,新社区,110105002000,residents_committee")
    payload = await done(engine, story.administrator, "areaImport", {"text": text}, COUNTS)
    assert (payload["area"]["code"], payload["createdCount"]) == (DISTRICT, 1)


STREETS = ("999001000000,district,示范区,示范区,999000000000,district", "999001001000,street,甲,甲,999001000000,subdistrict")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("99900100100,community,乙,乙,999001001000,x", "代码应为"),
        ("999001001000,community,乙,乙,999001001000,x", "代码应为"),
        ("999001001001,street,乙,乙,999001000000,x", "代码应为"),
        ("1.1E+11,community,乙,乙,999001001000,x", "代码应为"),
        ("９９９001001001,community,乙,乙,999001001000,x", "代码应为"),
        ("999001001001,village,乙,乙,999001001000,x", "层级应为"),
        ("999001001001,community,,乙,999001001000,x", "名称应为"),
        (f"999001001001,community,{'长' * 81},乙,999001001000,x", "名称应为"),
        (f"999001001001,community,乙,{'长' * 10_000},999001001000,x", "名称应为"),
        (f"999001001001,community,乙,乙,999001001000,{'x' * 41}", "类别不超过"),
        ("999001001001,community,乙,乙,999001002000,x", "上级代码与"),
        ("999001001001,community,乙,乙,,x", "上级代码与"),
        ("999001002001,community,乙,乙,999001002000,x", "没有它的上级"),
        ("999001001000,street,乙,乙,999001000000,x", "重复"),
    ],
)
async def test_a_wrong_row_is_told_with_its_number(reading_engine: Engine, story: Story, row: str, problem: str) -> None:
    before = await trace(reading_engine)
    payload = await act(reading_engine, story.administrator, "areaImport", {"text": file(*STREETS, row)})
    (refusal,) = payload["refusals"]
    assert (refusal["code"], refusal["path"]) == ("AREA_IMPORT_ROW", "text")
    assert refusal["message"].startswith("第 4 行：") and problem in refusal["message"]
    assert await trace(reading_engine) == before


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "AREA_IMPORT_FILE"),
        ("code,name\n1,2\n", "AREA_IMPORT_FILE"),
        ("PK\x03\x04\x00\x00", "AREA_IMPORT_FILE"),
        (HEADER, "AREA_IMPORT_ROWS"),
        (HEADER + ",,,,,\n\n", "AREA_IMPORT_ROWS"),
        (HEADER + "x,y,z,,,\n" * 5_001, "AREA_IMPORT_ROWS"),
        (HEADER + f'"{"长" * 140_000}"\n', "AREA_IMPORT_FILE"),
        (file(STREETS[0], "999002000000,district,另一区,另一区,999000000000,district"), "AREA_IMPORT_DISTRICTS"),
    ],
)
async def test_a_file_that_is_none(reading_engine: Engine, story: Story, text: str, code: str) -> None:
    assert await refused(reading_engine, story.administrator, "areaImport", {"text": text}) == [(code, "text")]


async def test_a_code_of_another_level_is_refused(engine: Engine, story: Story) -> None:
    await engine.services.pool.execute("update area set level = 'GRID' where code = $1", JIQINGLI)
    assert await refused(engine, story.administrator, "areaImport", {"text": CHAOYANG}) == [("AREA_IMPORT_ROW", "text")]


async def test_at_most_fifty_wrong_rows_are_told(reading_engine: Engine, story: Story) -> None:
    rows: list[Any] = ["x,community,乙,乙,999001001000,x"] * 80
    assert len(await refused(reading_engine, story.administrator, "areaImport", {"text": file(*rows)})) == 50
