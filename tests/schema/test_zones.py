"""Business districts and parks, and how their units are covered."""

import asyncio
from typing import Any

import pytest

from api.sample.places import DISTRICT, NANLANG, STREET
from schema.engine.reader import Engine
from tests.schema.acting import HOSTILE, STRANGE, WRONG_IDS, act, done, events, number, refused, trace, viewer_of
from tests.story import Story, ask

ZONE, PARTY = "朝外示范商圈", "中共朝外示范商圈委员会"
HOTEL, SCHOOL = "吉庆里示范酒店管理有限公司", "朝外示范小学"
COUNTS = "zone { unitCount coveredCount coveragePercent }"


def attempts(story: Story) -> dict[str, dict[str, Any]]:
    """By mutation: something that the coordinator of the street may do."""
    zone = story.zone(ZONE)
    return {
        "zoneCreate": {"area": story.area(STREET), "kind": "INDUSTRIAL_PARK", "name": "朝外示范园区"},
        "zoneEdit": {"id": zone, "name": "朝外新商圈"},
        "zoneUnitSet": {"zone": zone, "organisation": story.organisation(HOTEL), "coverage": "BY_AREA"},
        "zoneUnitRemove": {"zone": zone, "organisation": story.organisation(HOTEL)},
    }


CHANGED = {"zoneCreate": "zone", "zoneEdit": "zone", "zoneUnitSet": "zone_unit", "zoneUnitRemove": "zone_unit"}


@pytest.mark.parametrize("mutation", CHANGED)
@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", "SIGN_IN_FIRST"),
        ("stranger", "NOT_ALLOWED"),
        ("member", "NOT_ALLOWED"),
        ("manager", "NOT_ALLOWED"),
        ("community_coordinator", "NOT_ALLOWED"),
        ("coordinator_elsewhere", "NOT_ALLOWED"),
    ],
)
async def test_nobody_else_keeps_zones(reading_engine: Engine, story: Story, mutation: str, who: str, code: str) -> None:
    assert await refused(reading_engine, viewer_of(story, who), mutation, attempts(story)[mutation]) == [(code, "")]


@pytest.mark.parametrize("mutation", CHANGED)
@pytest.mark.parametrize("who", ["coordinator", "district_coordinator", "administrator"])
async def test_coordinators_at_or_above_and_administrators_keep_them(
    engine: Engine, story: Story, mutation: str, who: str
) -> None:
    before = await trace(engine)
    await done(engine, viewer_of(story, who), mutation, attempts(story)[mutation])
    after = await trace(engine)
    assert {name for name in after if after[name] != before[name]} == {CHANGED[mutation], "event"}


async def test_a_new_zone_has_a_place_and_a_party_committee(engine: Engine, story: Story) -> None:
    given = attempts(story)["zoneCreate"] | {"partyOrganisation": story.organisation(PARTY)}
    select = "zone { name kind area { code } partyOrganisation { id } coveragePercent version }"
    payload = await done(engine, story.coordinator, "zoneCreate", given, select)
    assert payload["zone"] == {
        "name": "朝外示范园区",
        "kind": "INDUSTRIAL_PARK",
        "area": {"code": STREET},
        "partyOrganisation": {"id": story.organisation(PARTY)},
        "coveragePercent": None,
        "version": 1,
    }
    (event,) = await events(engine, "zone.created")
    assert event["area_path"] == f"{DISTRICT}/{STREET}/"
    assert event["organisation_ids"] == [number(story.organisation(PARTY))]


@pytest.mark.parametrize("mutation", ["zoneCreate", "zoneEdit"])
@pytest.mark.parametrize("name", [*HOSTILE, "长"])
async def test_a_name_is_a_line_of_text(reading_engine: Engine, story: Story, mutation: str, name: str) -> None:
    code = "ZONE_NAME_LENGTH" if name == "长" else "TOO_LONG" if len(name) > 80 else "REQUIRED"
    given = attempts(story)[mutation] | {"name": name}
    assert await refused(reading_engine, story.coordinator, mutation, given) == [(code, "name")]


@pytest.mark.parametrize("name", STRANGE)
async def test_a_strange_name_is_kept_to_the_letter(engine: Engine, story: Story, name: str) -> None:
    payload = await done(engine, story.coordinator, "zoneEdit", {"id": story.zone(ZONE), "name": name}, "zone { name }")
    assert payload["zone"]["name"] == name


@pytest.mark.parametrize("mutation", ["zoneCreate", "zoneEdit"])
async def test_its_party_committee_is_a_party_organisation(reading_engine: Engine, story: Story, mutation: str) -> None:
    for party, code in ((story.organisation(SCHOOL), "ZONE_PARTY"), ("area_1", "NOT_FOUND")):
        given = attempts(story)[mutation] | {"partyOrganisation": party}
        assert await refused(reading_engine, story.coordinator, mutation, given) == [(code, "partyOrganisation")]


@pytest.mark.parametrize("id", WRONG_IDS)
async def test_ids_of_nothing_find_nothing(reading_engine: Engine, story: Story, id: str) -> None:
    for mutation, name in (("zoneCreate", "area"), ("zoneEdit", "id"), ("zoneUnitSet", "zone"), ("zoneUnitRemove", "zone")):
        given = attempts(story)[mutation] | {name: id}
        assert await refused(reading_engine, story.coordinator, mutation, given) == [("NOT_FOUND", name)]


async def test_what_is_left_out_of_a_change_of_a_zone_stays(engine: Engine, story: Story) -> None:
    select = "zone { name kind area { code } partyOrganisation { id } version }"
    given = {"id": story.zone(ZONE), "kind": "INDUSTRIAL_PARK", "partyOrganisation": None, "version": 1}
    payload = await done(engine, story.coordinator, "zoneEdit", given, select)
    assert payload["zone"] == {
        "name": "朝外示范商圈（样例）",
        "kind": "INDUSTRIAL_PARK",
        "area": {"code": STREET},
        "partyOrganisation": None,
        "version": 2,
    }
    late = await act(engine, story.coordinator, "zoneEdit", {**given, "name": "迟到的修改"}, select)
    assert [one["code"] for one in late["refusals"]] == ["CONFLICT"] and late["zone"]["version"] == 2


async def test_a_zone_moves_only_where_its_keeper_coordinates(engine: Engine, story: Story) -> None:
    given = {"id": story.zone(ZONE), "area": story.area(NANLANG)}
    assert await refused(engine, story.coordinator, "zoneEdit", given) == [("NOT_ALLOWED", "")]
    payload = await done(engine, story.district_coordinator, "zoneEdit", given, "zone { area { code } }")
    assert payload["zone"]["area"]["code"] == NANLANG


async def test_coverage_counts_each_unit_once(engine: Engine, story: Story) -> None:
    given = attempts(story)["zoneUnitSet"]
    payload = await done(engine, story.coordinator, "zoneUnitSet", {**given, "coverage": None}, COUNTS)
    assert payload["zone"] == {"unitCount": 4, "coveredCount": 3, "coveragePercent": 75}
    for coverage in ("SEPARATE", "JOINT"):
        payload = await done(engine, story.coordinator, "zoneUnitSet", {**given, "coverage": coverage}, COUNTS)
        assert payload["zone"] == {"unitCount": 4, "coveredCount": 4, "coveragePercent": 100}
    school = {"zone": story.zone(ZONE), "organisation": story.organisation(SCHOOL)}
    payload = await done(engine, story.coordinator, "zoneUnitSet", school, f"zoneUnit {{ coverage version }} {COUNTS}")
    assert payload["zone"] == {"unitCount": 5, "coveredCount": 4, "coveragePercent": 80}
    assert payload["zoneUnit"] == {"coverage": None, "version": 1}
    payload = await done(engine, story.coordinator, "zoneUnitRemove", school, f"zoneUnit {{ coverage }} {COUNTS}")
    assert payload["zone"] == {"unitCount": 4, "coveredCount": 4, "coveragePercent": 100}
    assert payload["zoneUnit"] is None


async def test_the_public_reads_the_coverage(reading_engine: Engine, story: Story) -> None:
    document = "query($id: ID!) { zone(id: $id) { unitCount coveragePercent units { totalCount } } }"
    found = (await ask(reading_engine, document, {"id": story.zone(ZONE)}))["zone"]
    assert (found["unitCount"], found["coveragePercent"], found["units"]["totalCount"]) == (4, 75, 0)


async def test_one_unit_added_twice_at_the_same_moment_is_in_the_zone_once(engine: Engine, story: Story) -> None:
    given = {"zone": story.zone(ZONE), "organisation": story.organisation(SCHOOL)}
    ways = ("JOINT", "ATTACHED", "SEPARATE")
    await asyncio.gather(*(done(engine, story.coordinator, "zoneUnitSet", {**given, "coverage": way}) for way in ways))
    versions = await engine.services.pool.fetch(
        "select version from zone_unit where organisation_id = $1", number(given["organisation"])
    )
    assert [row["version"] for row in versions] == [3]


async def test_a_unit_changed_meanwhile_is_a_conflict(engine: Engine, story: Story) -> None:
    given = attempts(story)["zoneUnitSet"] | {"version": 1}
    await done(engine, story.coordinator, "zoneUnitSet", given)
    for mutation in ("zoneUnitSet", "zoneUnitRemove"):
        stale = attempts(story)[mutation] | {"version": 1}
        payload = await act(engine, story.coordinator, mutation, stale, "zoneUnit { version coverage }")
        assert [one["code"] for one in payload["refusals"]] == ["CONFLICT"]
        assert payload["zoneUnit"] == {"version": 2, "coverage": "BY_AREA"}


@pytest.mark.parametrize(
    ("mutation", "organisation", "code"),
    [
        ("zoneUnitSet", "朝外银发志愿服务队", "ZONE_UNIT"),
        ("zoneUnitSet", "朝外街道党建工作协调委员会", "ZONE_UNIT"),
        ("zoneUnitRemove", SCHOOL, "ZONE_UNIT_MISSING"),
    ],
)
async def test_units_that_cannot_be(reading_engine: Engine, story: Story, mutation: str, organisation: str, code: str) -> None:
    given = attempts(story)[mutation] | {"organisation": story.organisation(organisation)}
    assert await refused(reading_engine, story.coordinator, mutation, given) == [(code, "organisation")]
    wrong = {**given, "organisation": "area_1"}
    missing = "NOT_FOUND" if mutation == "zoneUnitSet" else "ZONE_UNIT_MISSING"
    assert await refused(reading_engine, story.coordinator, mutation, wrong) == [(missing, "organisation")]


async def test_the_ledger_tells_the_unit_how_it_is_covered(engine: Engine, story: Story) -> None:
    await done(engine, story.coordinator, "zoneUnitSet", attempts(story)["zoneUnitSet"])
    await done(engine, story.coordinator, "zoneUnitRemove", attempts(story)["zoneUnitRemove"])
    for verb in ("zone.unit_set", "zone.unit_removed"):
        (event,) = await events(engine, verb)
        assert event["organisation_ids"] == [number(story.organisation(HOTEL))]
        assert event["subject_id"] == number(story.zone(ZONE))
