"""Editing organisations: what is refused, and what two people at once may not break."""

import asyncio

import pytest

from api.sample.places import JIQINGLI, NANLANG, SANFENGLI, STREET
from schema.engine.reader import Engine
from tests.schema.acting import HOSTILE, STRANGE, act, done, events, number, viewer_of
from tests.schema.registry import OTHER, UNIT, contact_of, denied, new_unit, row
from tests.story import Story, ask


async def test_an_edit_changes_what_is_given_and_leaves_the_rest(engine: Engine, story: Story) -> None:
    before = await row(engine, story.organisation(UNIT))
    given = {
        "id": story.organisation(UNIT),
        "version": 1,
        "shortName": " 示范\u200b科技 ",
        "address": "",
        "description": "一\n\n二",
    }
    payload = await done(engine, story.manager, "organisationEdit", given, "organisation { shortName address name version }")
    assert payload["organisation"] == {"shortName": "示范科技", "address": "", "name": before["name"], "version": 2}
    (event, *_) = await events(engine, "organisation.edited")
    assert '"shortName": ["朝外科技", "示范科技"]' in event["data"]
    assert set(before["tags"]) == set((await row(engine, story.organisation(UNIT)))["tags"])


async def test_of_two_edits_of_one_version_at_once_one_is_a_conflict(engine: Engine, story: Story) -> None:
    unit = story.organisation(UNIT)
    inputs = [{"id": unit, "version": 1, "shortName": "甲"}, {"id": unit, "version": 1, "shortName": "乙"}]
    payloads = await asyncio.gather(*(act(engine, story.coordinator, "organisationEdit", one) for one in inputs))
    told = sorted(one["refusals"][0]["code"] if one["refusals"] else "" for one in payloads)
    assert told == ["", "CONFLICT"]


async def test_texts_are_kept_as_they_are_and_hostile_ones_refused(engine: Engine, story: Story) -> None:
    unit = story.organisation(UNIT)
    for text in STRANGE:
        await done(engine, story.manager, "organisationEdit", {"id": unit, "name": text, "description": text, "address": text})
        found = await row(engine, unit)
        assert (found["name"], found["description"], found["address"]) == (text, text, text)
    for text in HOSTILE:
        assert await denied(engine, story.manager, "organisationEdit", {"id": unit, "name": text}) == [
            ("ORGANISATION_NAME_LENGTH", "name")
        ]


async def test_everything_wrong_with_an_input_is_told_at_once(reading_engine: Engine, story: Story) -> None:
    given = {"id": story.organisation(UNIT), "name": "", "uscc": "123", "address": "长" * 201, "tags": ["长" * 21], "kind": None}
    told = await denied(reading_engine, story.coordinator, "organisationEdit", given)
    assert {path for _, path in told} == {"name", "uscc", "address", "tags", "kind"}


@pytest.mark.parametrize(
    ("uscc", "says"),
    [
        ("91110105MA0000007", "17"),
        ("91110105MA0000007O", "第 18 位不会是字母“O”，是否为“0”？"),
        ("91110105MA0000007X", "第 18 位"),
        ("X1110105MA0000007L", "第 1 位“X”"),
    ],
)
async def test_a_wrong_credit_code_is_refused_with_the_character_that_is_wrong(
    reading_engine: Engine, story: Story, uscc: str, says: str
) -> None:
    payload = await act(reading_engine, story.manager, "organisationEdit", {"id": story.organisation(UNIT), "uscc": uscc})
    (refusal,) = payload["refusals"]
    assert refusal["path"] == "uscc"
    assert says in refusal["message"]


async def test_a_credit_code_belongs_to_one_unit_of_the_registry(engine: Engine, story: Story) -> None:
    taken = (await row(engine, story.organisation(OTHER)))["uscc"]
    edit = {"id": story.organisation(UNIT), "uscc": taken}
    assert await denied(engine, story.coordinator, "organisationEdit", edit) == [("USCC_TAKEN", "uscc")]
    await done(engine, story.coordinator, "organisationClose", {"id": story.organisation(OTHER), "reason": "注销"})
    await done(engine, story.coordinator, "organisationEdit", edit)


async def test_a_name_stands_once_in_its_area_whatever_its_signs(engine: Engine, story: Story) -> None:
    twin = {"id": story.organisation(UNIT), "name": "吉庆里 社区居民委员会(样例)"}
    assert await denied(engine, story.coordinator, "organisationEdit", twin) == [("ORGANISATION_NAME_TAKEN", "name")]
    await done(engine, story.coordinator, "organisationEdit", twin | {"parent": story.organisation("朝外街道办事处")})


async def test_of_two_who_enter_the_same_unit_at_once_one_is_told_so(engine: Engine, story: Story) -> None:
    payloads = await asyncio.gather(
        *(act(engine, story.coordinator, "organisationRegister", new_unit(story), "organisation { id }") for _ in range(4))
    )
    told = sorted(one["refusals"][0]["code"] if one["refusals"] else "" for one in payloads)
    assert told == ["", *["ORGANISATION_NAME_TAKEN"] * 3]
    assert len(await events(engine, "organisation.registered")) == 1


async def test_nothing_stands_above_itself(engine: Engine, story: Story) -> None:
    top, middle, low = (
        story.organisation(name) for name in ("中共朝外街道工作委员会", "中共吉庆里社区委员会", "吉庆里第一网格党支部")
    )
    for parent in (top, middle, low):
        told = await denied(engine, story.coordinator, "organisationEdit", {"id": top, "parent": parent})
        assert told == [("ORGANISATION_OWN_PARENT", "parent")]
    payload = await done(
        engine, story.coordinator, "organisationEdit", {"id": low, "parent": None}, "organisation { parent { id } }"
    )
    assert payload["organisation"]["parent"] is None


async def test_two_edits_at_once_cannot_close_a_loop(engine: Engine, story: Story) -> None:
    one, other = story.organisation(UNIT), story.organisation(OTHER)
    inputs = ({"id": one, "parent": other}, {"id": other, "parent": one})
    payloads = await asyncio.gather(*(act(engine, story.coordinator, "organisationEdit", given) for given in inputs))
    told = sorted(payload["refusals"][0]["code"] if payload["refusals"] else "" for payload in payloads)
    assert told == ["", "ORGANISATION_OWN_PARENT"]


async def test_moving_a_unit_takes_its_path_along_and_needs_both_areas(engine: Engine, story: Story) -> None:
    unit = story.organisation(UNIT)
    move = {"id": unit, "area": story.area(SANFENGLI)}
    for who in ("manager", "community_coordinator"):
        assert await denied(engine, viewer_of(story, who), "organisationEdit", move) == [("NOT_ALLOWED", "area")]
    away = {"id": unit, "area": story.area(NANLANG)}
    assert await denied(engine, story.coordinator, "organisationEdit", away) == [("NOT_ALLOWED", "area")]
    await done(engine, story.coordinator, "organisationEdit", move)
    assert (await row(engine, unit))["area_path"] == f"110105/{STREET}/{SANFENGLI}/"
    await done(engine, story.district_coordinator, "organisationEdit", away)
    (event, *_) = await events(engine, "organisation.edited")
    assert event["area_path"] == f"110105/110105001/{NANLANG}/"


@pytest.mark.parametrize("area", ["area_999999999", "org_1", "", "null", "area_1 "])
async def test_an_area_that_does_not_exist_is_refused(reading_engine: Engine, story: Story, area: str) -> None:
    edit = {"id": story.organisation(UNIT), "area": area}
    assert await denied(reading_engine, story.coordinator, "organisationEdit", edit) == [("ORGANISATION_AREA_UNKNOWN", "area")]
    listed = {"id": story.organisation(UNIT), "serviceAreas": [story.area(STREET), area]}
    assert await denied(reading_engine, story.coordinator, "organisationEdit", listed) == [("REFERENCE_MISSING", "serviceAreas")]


async def test_service_areas_are_the_whole_list(engine: Engine, story: Story) -> None:
    unit = story.organisation(UNIT)
    for codes in ([JIQINGLI, SANFENGLI, JIQINGLI], [SANFENGLI], []):
        given = {"id": unit, "serviceAreas": [story.area(code) for code in codes]}
        payload = await done(engine, story.manager, "organisationEdit", given, "organisation { serviceAreas { code } }")
        assert [area["code"] for area in payload["organisation"]["serviceAreas"]] == sorted(set(codes))


async def test_committees_are_kept_elsewhere(reading_engine: Engine, story: Story) -> None:
    committee = story.organisation("朝外街道党建工作协调委员会")
    for mutation, given, path in (
        ("organisationClose", {"id": committee, "reason": "撤销"}, ""),
        ("organisationSuspend", {"id": committee, "reason": "撤销"}, ""),
        ("organisationEdit", {"id": committee, "kind": "OTHER"}, "kind"),
        ("organisationEdit", {"id": committee, "area": story.area(SANFENGLI)}, "area"),
        ("organisationEdit", {"id": story.organisation(UNIT), "kind": "COMMITTEE"}, "kind"),
        ("organisationMerge", {"id": committee, "into": story.organisation(UNIT)}, "id"),
        ("organisationMerge", {"id": story.organisation(UNIT), "into": committee}, "into"),
        ("organisationRegister", new_unit(story, kind="COMMITTEE"), "kind"),
    ):
        told = await denied(reading_engine, story.coordinator, mutation, given)
        assert told == [("ORGANISATION_IS_COMMITTEE", path)]


async def test_the_whole_registry_can_be_read_page_by_page(reading_engine: Engine, story: Story) -> None:
    page_text = "totalCount nodes { id } pageInfo { endCursor hasNextPage }"
    text = f"query($after: String) {{ organisations(first: 20, after: $after) {{ {page_text} }} }}"
    found: list[str] = []
    after, more = None, True
    while more:
        page = (await ask(reading_engine, text, {"after": after}, story.coordinator))["organisations"]
        found += [one["id"] for one in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert len(found) == len(set(found)) == page["totalCount"]


async def test_a_retried_mutation_acts_once(engine: Engine, story: Story) -> None:
    retry = new_unit(story, idempotencyKey="k-1")
    first, second = [
        await done(engine, story.coordinator, "organisationRegister", retry, "organisation { id }") for _ in range(2)
    ]
    assert first == second
    assert number(first["organisation"]["id"])


async def test_the_contact_of_an_edit_is_untouched(engine: Engine, story: Story) -> None:
    before = await row(engine, await contact_of(engine, story.organisation(UNIT)), "contact")
    await done(engine, story.manager, "organisationEdit", {"id": story.organisation(UNIT), "name": "朝外示范科技集团（样例）"})
    assert await row(engine, await contact_of(engine, story.organisation(UNIT)), "contact") == before
