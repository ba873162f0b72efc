"""The tree of areas: who may change it, and what a move takes along."""

from datetime import timedelta
from typing import Any

import pytest

from api.sample.places import DISTRICT, JIQINGLI, SANFENGLI, STREET
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import HOSTILE, STRANGE, WRONG_IDS, act, done, events, number, refused, trace, viewer_of
from tests.story import Story, ask

GRID, ESTATE = f"{JIQINGLI}001", f"{JIQINGLI}X01"


def attempts(story: Story) -> dict[str, dict[str, Any]]:
    """By mutation: something that the coordinator of the street may do."""
    return {
        "areaCreate": {"parent": story.area(JIQINGLI), "level": "GRID", "code": f"{JIQINGLI}009", "name": "吉庆里第九网格"},
        "areaRename": {"id": story.area(GRID), "name": "吉庆里东网格"},
        "areaMove": {"id": story.area(GRID), "parent": story.area(SANFENGLI), "from": str(today())},
        "areaClassify": {"id": story.area(ESTATE), "classCode": "AFFORDABLE"},
        "areaOverlapSet": {"id": story.area(ESTATE), "grids": [story.area(GRID)]},
    }


MUTATIONS = ("areaCreate", "areaRename", "areaMove", "areaClassify", "areaOverlapSet")


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", "SIGN_IN_FIRST"),
        ("stranger", "NOT_ALLOWED"),
        ("member", "NOT_ALLOWED"),
        ("manager", "NOT_ALLOWED"),
        ("coordinator_elsewhere", "NOT_ALLOWED"),
    ],
)
async def test_nobody_else_changes_the_tree(reading_engine: Engine, story: Story, mutation: str, who: str, code: str) -> None:
    assert await refused(reading_engine, viewer_of(story, who), mutation, attempts(story)[mutation]) == [(code, "")]


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("who", ["coordinator", "district_coordinator", "administrator"])
async def test_coordinators_at_or_above_and_administrators_change_it(
    engine: Engine, story: Story, mutation: str, who: str
) -> None:
    before, given = await trace(engine), attempts(story)[mutation]
    version = await version_of(engine, given["id"]) if "id" in given else 0
    payload = await done(engine, viewer_of(story, who), mutation, given, "area { id version }")
    after = await trace(engine)
    assert payload["area"]["version"] == version + 1
    assert {name for name in after if after[name] != before[name]} >= {"area", "event"}


async def version_of(engine: Engine, id: str) -> int:
    found: int = await engine.services.pool.fetchval("select version from area where id = $1", number(id))
    return found


async def test_a_new_building_stands_where_its_grid_stands(engine: Engine, story: Story) -> None:
    payload = await done(
        engine,
        story.community_coordinator,
        "areaCreate",
        {"parent": story.area(GRID), "level": "BUILDING", "code": f"{GRID}a09".lower(), "name": "  9 号楼 "},
        "area { code name shortName path parent { code } ancestors { code } parentages { validFrom validTo } }",
    )
    area = payload["area"]
    assert (area["code"], area["name"], area["shortName"]) == (f"{GRID}A09", "9 号楼", "9 号楼")
    assert area["path"] == f"{DISTRICT}/{STREET}/{JIQINGLI}/{GRID}/{GRID}A09/"
    assert [one["code"] for one in area["ancestors"]] == [DISTRICT, STREET, JIQINGLI, GRID]
    assert area["parentages"] == [{"validFrom": str(today()), "validTo": None}]
    (event,) = await events(engine, "area.created")
    assert event["area_path"] == area["path"]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"level": "BUILDING"}, ("AREA_LEVEL_WRONG", "level")),
        ({"level": "SUBDISTRICT"}, ("AREA_LEVEL_WRONG", "level")),
        ({"code": GRID}, ("AREA_CODE_TAKEN", "code")),
        ({"code": f"{JIQINGLI}01"}, ("AREA_CODE_FORM", "code")),
        ({"code": f"{SANFENGLI}009"}, ("AREA_CODE_FORM", "code")),
        ({"code": f"{JIQINGLI}0/9"}, ("AREA_CODE_FORM", "code")),
        ({"code": f"{JIQINGLI}00九"}, ("AREA_CODE_FORM", "code")),
        ({"code": ""}, ("AREA_CODE_FORM", "code")),
        ({"validFrom": str(today() + timedelta(days=1))}, ("AREA_FROM_LATER", "validFrom")),
        ({"validFrom": "1900-01-01"}, ("AREA_FROM_EARLIER", "validFrom")),
        ({"classCode": "OLD"}, ("AREA_NOT_ESTATE", "classCode")),
        ({"level": "ESTATE", "classCode": "PALACE"}, ("AREA_CLASS_UNKNOWN", "classCode")),
        ({"shortName": "长" * 81}, ("TOO_LONG", "shortName")),
    ],
)
async def test_a_new_area_has_to_fit_below_its_parent(
    reading_engine: Engine, story: Story, changed: dict[str, Any], refusal: tuple[str, str]
) -> None:
    given = attempts(story)["areaCreate"] | changed
    assert await refused(reading_engine, story.coordinator, "areaCreate", given) == [refusal]


@pytest.mark.parametrize("mutation", ["areaCreate", "areaRename"])
@pytest.mark.parametrize("name", HOSTILE)
async def test_a_name_is_a_line_of_text(reading_engine: Engine, story: Story, mutation: str, name: str) -> None:
    code = "TOO_LONG" if len(name) > 80 else "REQUIRED"
    given = attempts(story)[mutation] | {"name": name}
    assert await refused(reading_engine, story.coordinator, mutation, given) == [(code, "name")]


@pytest.mark.parametrize("name", STRANGE)
async def test_a_strange_name_is_kept_to_the_letter(engine: Engine, story: Story, name: str) -> None:
    given = attempts(story)["areaRename"] | {"name": name}
    payload = await done(engine, story.coordinator, "areaRename", given, "area { name shortName }")
    assert payload["area"] == {"name": name, "shortName": "吉庆里第一网格"}


@pytest.mark.parametrize("id", WRONG_IDS)
async def test_ids_of_nothing_find_nothing(reading_engine: Engine, story: Story, id: str) -> None:
    for mutation, name in (("areaCreate", "parent"), ("areaRename", "id"), ("areaMove", "id"), ("areaMove", "parent")):
        given = attempts(story)[mutation] | {name: id}
        assert await refused(reading_engine, story.coordinator, mutation, given) == [("NOT_FOUND", name)]


async def test_a_renamed_area_is_found_by_its_new_name_and_initials(engine: Engine, story: Story) -> None:
    given = {"id": story.area(GRID), "version": 1, "name": "玉兰网格", "shortName": None}
    await done(engine, story.coordinator, "areaRename", given)
    document = "query($q: String!) { areas(filter: {search: $q}) { nodes { id shortName } } }"
    for query in ("玉兰", "ylwg", GRID):
        found = (await ask(engine, document, {"q": query}))["areas"]["nodes"]
        assert {"id": story.area(GRID), "shortName": "玉兰网格"} in found
    (event,) = await events(engine, "area.renamed")
    assert event["data"] == '{"after": "玉兰网格", "before": "吉庆里第一网格"}'


@pytest.mark.parametrize("mutation", ["areaRename", "areaMove", "areaClassify", "areaOverlapSet"])
async def test_a_change_of_something_changed_meanwhile_is_a_conflict(engine: Engine, story: Story, mutation: str) -> None:
    given = attempts(story)[mutation]
    given["version"] = await version_of(engine, given["id"])
    await done(engine, story.coordinator, "areaRename", {"id": given["id"], "name": "更名在先"})
    payload = await act(engine, story.coordinator, mutation, given, "area { name version }")
    assert [one["code"] for one in payload["refusals"]] == ["CONFLICT"]
    assert payload["area"] == {"name": "更名在先", "version": given["version"] + 1}


async def test_a_retry_with_the_same_key_creates_one_area(engine: Engine, story: Story) -> None:
    given = attempts(story)["areaCreate"] | {"idempotencyKey": "k1"}
    first = await done(engine, story.coordinator, "areaCreate", given, "area { id }")
    assert await done(engine, story.coordinator, "areaCreate", given, "area { id }") == first
    assert len(await events(engine, "area.created")) == 1


async def test_estates_have_a_class_and_grids_have_none(engine: Engine, story: Story) -> None:
    estate = story.area(ESTATE)
    select = "area { areaClass { code participants process } }"
    payload = await done(engine, story.coordinator, "areaClassify", {"id": estate, "classCode": "COMMERCIAL"}, select)
    assert len(payload["area"]["areaClass"]["participants"]) == 5
    assert payload["area"]["areaClass"]["process"] == "“五方共治”"
    payload = await done(engine, story.coordinator, "areaClassify", {"id": estate, "classCode": None}, select)
    assert payload["area"]["areaClass"] is None
    given = {"id": story.area(GRID), "classCode": "OLD"}
    assert await refused(engine, story.coordinator, "areaClassify", given) == [("AREA_NOT_ESTATE", "id")]
    for code in ("PALACE", "长" * 10_000):
        refusals = await refused(engine, story.coordinator, "areaClassify", {"id": estate, "classCode": code})
        assert [path for _, path in refusals] == ["classCode"]


async def test_the_classes_that_every_district_begins_with(reading_engine: Engine) -> None:
    found = (await ask(reading_engine, "{ areaClasses { code name process } }"))["areaClasses"]
    assert {one["name"]: one["process"] for one in found} == {
        "老旧小区": "“准物业”管理",
        "商品房小区": "“五方共治”",
        "保障房小区": "“三社联动”",
    }


async def test_an_estate_overlaps_the_grids_of_the_list_and_no_others(engine: Engine, story: Story) -> None:
    grids = [story.area(f"{JIQINGLI}002"), story.area(f"{SANFENGLI}001")]
    given = {"id": story.area(ESTATE), "grids": [*grids, grids[0]]}
    payload = await done(engine, story.coordinator, "areaOverlapSet", given, "area { overlaps { id } }")
    assert [one["id"] for one in payload["area"]["overlaps"]] == grids
    seen = await ask(engine, "query($id: ID!) { area(id: $id) { overlaps { id } } }", {"id": grids[1]})
    assert {"id": story.area(ESTATE)} in seen["area"]["overlaps"]
    payload = await done(engine, story.coordinator, "areaOverlapSet", {**given, "grids": []}, "area { overlaps { id } }")
    assert payload["area"]["overlaps"] == []


async def test_what_an_estate_cannot_overlap(reading_engine: Engine, story: Story) -> None:
    given = {"id": story.area(ESTATE), "grids": [story.area(GRID), story.area(JIQINGLI), "area_0", "org_1"]}
    refusals = await refused(reading_engine, story.coordinator, "areaOverlapSet", given)
    assert refusals == [("AREA_OVERLAP_GRID", f"grids.{place}") for place in (1, 2, 3)]
    many = {"id": story.area(ESTATE), "grids": [story.area(GRID)] * 101}
    assert await refused(reading_engine, story.coordinator, "areaOverlapSet", many) == [("AREA_OVERLAP_MANY", "grids")]
    grid = {"id": story.area(GRID), "grids": []}
    assert await refused(reading_engine, story.coordinator, "areaOverlapSet", grid) == [("AREA_NOT_ESTATE", "id")]


async def test_grids_without_a_party_organisation_are_a_number_that_everybody_may_know(engine: Engine, story: Story) -> None:
    document = """query($code: String!) { areaByCode(code: $code) {
        gridCount gridsWithoutPartyOrganisation liaisonTeams { id } } }"""
    before = (await ask(engine, document, {"code": SANFENGLI}))["areaByCode"]
    await engine.services.pool.execute(
        "insert into organisation (kind, name, area_id, area_path, status)"
        " select 'PARTY_ORGANIZATION', '一号楼党支部（样例）', id, path, 'ACTIVE' from area where code = $1",
        f"{SANFENGLI}001001",
    )
    after = (await ask(engine, document, {"code": SANFENGLI}))["areaByCode"]
    assert after["gridCount"] == before["gridCount"]
    assert after["gridsWithoutPartyOrganisation"] == before["gridsWithoutPartyOrganisation"] - 1
