"""Committees: who sets them up, what they are called, whose units they count."""

from typing import Any

import pytest

from api.sample.places import DISTRICT, FANGCAODI, JIQINGLI, STREET
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import HOSTILE, STRANGE, WRONG_IDS, act, done, events, number, refused, trace, viewer_of
from tests.story import Story, ask

STREETS, COMMUNITYS = "朝外街道党建工作协调委员会", "吉庆里社区党建工作协调委员会"


def attempts(story: Story) -> dict[str, dict[str, Any]]:
    """By mutation: something that the coordinator of the street may do."""
    return {
        "committeeCreate": {"area": story.area(FANGCAODI)},
        "committeeEdit": {"id": story.committee(COMMUNITYS), "name": "吉庆里社区共治委员会"},
    }


@pytest.mark.parametrize("mutation", ["committeeCreate", "committeeEdit"])
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
async def test_nobody_else_keeps_committees(reading_engine: Engine, story: Story, mutation: str, who: str, code: str) -> None:
    assert await refused(reading_engine, viewer_of(story, who), mutation, attempts(story)[mutation]) == [(code, "")]


@pytest.mark.parametrize("mutation", ["committeeCreate", "committeeEdit"])
@pytest.mark.parametrize("who", ["coordinator", "district_coordinator", "administrator"])
async def test_coordinators_at_or_above_and_administrators_keep_them(
    engine: Engine, story: Story, mutation: str, who: str
) -> None:
    before = await trace(engine)
    await done(engine, viewer_of(story, who), mutation, attempts(story)[mutation])
    after = await trace(engine)
    assert {name for name in after if after[name] != before[name]} == {"organisation", "committee", "event"}


async def test_a_coordinator_of_a_community_sets_up_none_above_it(reading_engine: Engine, story: Story) -> None:
    given = {"area": story.area(STREET), "field": "ECONOMY"}
    assert await refused(reading_engine, story.community_coordinator, "committeeCreate", given) == [("NOT_ALLOWED", "")]


async def test_a_new_committee_is_named_after_its_area_and_stands_below_the_upper_one(engine: Engine, story: Story) -> None:
    payload = await done(
        engine,
        story.coordinator,
        "committeeCreate",
        {"area": story.area(FANGCAODI)},
        "committee { name level field termFrom termTo parent { id } area { code }"
        " organisation { kind status area { code } parent { id } } }",
    )
    committee = payload["committee"]
    assert (committee["name"], committee["level"]) == ("芳草地社区党建工作协调委员会", "COMMUNITY")
    assert (committee["field"], committee["termFrom"], committee["termTo"]) == (None, str(today()), None)
    assert committee["parent"]["id"] == story.committee(STREETS)
    assert committee["organisation"] == {
        "kind": "COMMITTEE",
        "status": "ACTIVE",
        "area": {"code": FANGCAODI},
        "parent": {"id": story.organisation(STREETS)},
    }
    (event,) = await events(engine, "committee.created")
    assert event["area_path"] == f"{DISTRICT}/{STREET}/{FANGCAODI}/"
    assert number(story.organisation(STREETS)) in event["organisation_ids"]


async def test_a_special_committee_belongs_to_its_areas_committee(engine: Engine, story: Story) -> None:
    given = {"area": story.area(STREET), "field": "LIVELIHOOD"}
    select = "committee { id name field parent { id } organisation { parent { id } } }"
    committee = (await done(engine, story.coordinator, "committeeCreate", given, select))["committee"]
    assert committee["name"] == "朝外街道党建工作协调委员会社会民生专业委员会"
    assert committee["parent"]["id"] == story.committee(STREETS)
    assert committee["organisation"]["parent"]["id"] == story.organisation(STREETS)
    document = "query($id: ID!) { committee(id: $id) { specialCommittees { id } } }"
    below = await ask(engine, document, {"id": story.committee(STREETS)})
    assert {"id": committee["id"]} in below["committee"]["specialCommittees"]


@pytest.mark.parametrize(
    ("code", "changed", "refusal"),
    [
        (JIQINGLI, {}, ("COMMITTEE_EXISTS", "area")),
        (STREET, {"field": "SAFETY"}, ("COMMITTEE_EXISTS", "area")),
        (FANGCAODI, {"field": "SAFETY"}, ("SPECIAL_NEEDS_COMMITTEE", "field")),
        (f"{JIQINGLI}001", {}, ("COMMITTEE_LEVEL", "area")),
        (FANGCAODI, {"termFrom": "2026-01-01", "termTo": "2026-01-01"}, ("DATE_ORDER", "termTo")),
        (FANGCAODI, {"name": "长" * 10_000}, ("TOO_LONG", "name")),
        (FANGCAODI, {"name": "长"}, ("ORGANISATION_NAME_LENGTH", "name")),
    ],
)
async def test_committees_that_cannot_be(
    reading_engine: Engine, story: Story, code: str, changed: dict[str, Any], refusal: tuple[str, str]
) -> None:
    given = {"area": story.area(code), **changed}
    if "name" not in changed and refusal[0] == "COMMITTEE_EXISTS":
        given["name"] = "另一个名称的委员会"
    assert await refused(reading_engine, story.coordinator, "committeeCreate", given) == [refusal]


@pytest.mark.parametrize("id", WRONG_IDS)
async def test_ids_of_nothing_find_nothing(reading_engine: Engine, story: Story, id: str) -> None:
    assert await refused(reading_engine, story.coordinator, "committeeCreate", {"area": id}) == [("NOT_FOUND", "area")]
    assert await refused(reading_engine, story.coordinator, "committeeEdit", {"id": id}) == [("NOT_FOUND", "id")]


async def test_what_is_left_out_of_a_change_stays(engine: Engine, story: Story) -> None:
    select = "committee { id name termFrom termTo version organisation { name version } }"
    given = {"id": story.committee(COMMUNITYS), "termFrom": "2025-01-01", "termTo": "2028-01-01", "version": 1}
    first = (await done(engine, story.coordinator, "committeeEdit", given, select))["committee"]
    assert (first["name"], first["termTo"], first["organisation"]["version"]) == (
        "吉庆里社区党建工作协调委员会（样例）",
        "2028-01-01",
        1,
    )
    given = {"id": story.committee(COMMUNITYS), "name": "吉庆里共治会", "termTo": None, "version": 2}
    second = (await done(engine, story.coordinator, "committeeEdit", given, select))["committee"]
    assert (second["name"], second["termFrom"], second["termTo"]) == ("吉庆里共治会", "2025-01-01", None)
    assert second["organisation"] == {"name": "吉庆里共治会", "version": 2}
    payload = await act(engine, story.coordinator, "committeeEdit", {**given, "name": "迟到的修改"}, select)
    assert [one["code"] for one in payload["refusals"]] == ["CONFLICT"]
    assert payload["committee"]["name"] == "吉庆里共治会"


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_name_is_a_line_of_text(reading_engine: Engine, story: Story, name: str) -> None:
    code = "TOO_LONG" if len(name) > 120 else "REQUIRED"
    given = {"id": story.committee(COMMUNITYS), "name": name}
    assert await refused(reading_engine, story.coordinator, "committeeEdit", given) == [(code, "name")]


@pytest.mark.parametrize("name", STRANGE)
async def test_a_strange_name_is_kept_to_the_letter(engine: Engine, story: Story, name: str) -> None:
    given = {"id": story.committee(COMMUNITYS), "name": name}
    payload = await done(engine, story.coordinator, "committeeEdit", given, "committee { name }")
    assert payload["committee"]["name"] == name


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"termTo": "1900-01-01"}, ("DATE_ORDER", "termTo")),
        ({"termFrom": None}, ("REQUIRED", "termFrom")),
    ],
)
async def test_terms_that_cannot_be(
    reading_engine: Engine, story: Story, changed: dict[str, Any], refusal: tuple[str, str]
) -> None:
    given = {"id": story.committee(COMMUNITYS), **changed}
    assert await refused(reading_engine, story.coordinator, "committeeEdit", given) == [refusal]


async def test_member_units_are_counted_once_however_many_committees_they_are_in(engine: Engine, story: Story) -> None:
    document = "query($id: ID!) { committee(id: $id) { memberUnitCount memberUnitCountWithBelow } }"
    variables = {"id": story.committee(STREETS)}
    (before,) = (await ask(engine, document, variables)).values()
    # Seven of the street and its community's one that the street does not have, and the neighbour community's one.
    assert before == {"memberUnitCount": 7, "memberUnitCountWithBelow": 9}
    unit = story.organisation("朝外示范小学")
    given = {"committee": story.committee(COMMUNITYS), "role": "MEMBER_UNIT", "organisation": unit}
    await done(engine, story.coordinator, "seatAppoint", given)
    assert (await ask(engine, document, variables)) == {"committee": before}


async def test_the_public_reads_how_many_units_a_committee_has_but_no_seat(reading_engine: Engine, story: Story) -> None:
    document = "query($id: ID!) { committee(id: $id) { name memberUnitCountWithBelow chair { id } seats { totalCount } } }"
    found = (await ask(reading_engine, document, {"id": story.committee(STREETS)}))["committee"]
    assert (found["memberUnitCountWithBelow"], found["chair"], found["seats"]["totalCount"]) == (9, None, 0)
