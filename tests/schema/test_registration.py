"""A unit registers itself and waits; a coordinator enters one at once; approval decides which entry is the true one."""

import asyncio
from typing import Any

import pytest

from api.sample.places import JIQINGLI, NANLANG, SANFENGLI
from schema.engine.access import PUBLIC, Viewer
from schema.engine.reader import Engine
from schema.organisations import registration
from tests.schema.acting import HOSTILE, STRANGE, act, done, events, viewer_of
from tests.schema.registry import OTHER, SUSPENDED, UNIT, denied, new_unit, row
from tests.story import Story, ask

STATE = (
    "query($receipt: String!) { organisationRegistration(receipt: $receipt) { name status returnReason organisation { id } } }"
)
CODE = "91110105MA0000007L"


async def register(engine: Engine, viewer: Viewer, story: Story, **more: Any) -> Any:
    return await done(engine, viewer, "organisationRegister", new_unit(story, **more), "receipt organisation { id status }")


async def state(engine: Engine, receipt: str, viewer: Viewer = PUBLIC) -> Any:
    return (await ask(engine, STATE, {"receipt": receipt}, viewer))["organisationRegistration"]


async def newest(engine: Engine) -> Any:
    return await engine.services.pool.fetchrow("select * from organisation order by id desc limit 1")


@pytest.mark.parametrize("who", ["public", "stranger", "member", "manager", "coordinator_elsewhere", "administrator"])
async def test_whoever_does_not_coordinate_the_area_registers_and_waits(engine: Engine, story: Story, who: str) -> None:
    viewer = viewer_of(story, who)
    payload = await register(engine, viewer, story)
    made = await newest(engine)
    assert made["status"] == "PENDING"
    assert (payload["organisation"] is None) == (who != "administrator")
    assert await state(engine, payload["receipt"]) == {
        "name": made["name"],
        "status": "PENDING",
        "returnReason": "",
        "organisation": None,
    }
    (event, *_) = await events(engine, "organisation.registered")
    assert (event["account_id"], event["subject_id"], event["area_path"]) == (viewer.account, made["id"], made["area_path"])


@pytest.mark.parametrize("who", ["community_coordinator", "coordinator", "district_coordinator"])
async def test_a_coordinators_own_entry_is_in_the_registry_at_once(engine: Engine, story: Story, who: str) -> None:
    payload = await register(engine, viewer_of(story, who), story, contactName=None, contactPhone=None, tags=["先锋"])
    assert payload["organisation"]["status"] == "ACTIVE"
    assert payload["receipt"] is None


async def test_a_registration_is_seen_by_its_areas_committee_until_it_is_approved(engine: Engine, story: Story) -> None:
    payload = await register(engine, PUBLIC, story)
    unit = f"org_{(await newest(engine))['id']}"
    text = "query($id: ID!) { organisation(id: $id) { id contacts { nameMask phoneMask liaison } } }"
    for viewer in (PUBLIC, story.stranger, story.coordinator_elsewhere):
        assert (await ask(engine, text, {"id": unit}, viewer))["organisation"] is None
    seen = (await ask(engine, text, {"id": unit}, story.community_coordinator))["organisation"]
    assert seen["contacts"] == [{"nameMask": "秋**", "phoneMask": "137****1234", "liaison": True}]
    await done(engine, story.community_coordinator, "organisationApprove", {"id": unit})
    assert (await ask(engine, text, {"id": unit}, PUBLIC))["organisation"] == {"id": unit, "contacts": []}
    assert (await state(engine, payload["receipt"]))["organisation"] == {"id": unit}


async def test_a_receipt_tells_its_holder_why_a_registration_was_returned(engine: Engine, story: Story) -> None:
    receipt = (await register(engine, PUBLIC, story))["receipt"]
    unit = f"org_{(await newest(engine))['id']}"
    await done(engine, story.coordinator, "organisationReturn", {"id": unit, "reason": "请填写全称"})
    typed = receipt.lower().replace("-", " ")
    assert (await state(engine, typed))["returnReason"] == "请填写全称"


async def test_a_receipt_reveals_nothing_and_is_not_stored(engine: Engine, story: Story) -> None:
    receipts = [(await register(engine, PUBLIC, story, name=f"吉庆里示范烘焙坊{place}店"))["receipt"] for place in "甲乙丙"]
    assert len({receipt[:4] for receipt in receipts}) == 3
    for receipt in receipts:
        assert receipt not in str(await engine.services.pool.fetch("select * from organisation"))
    for wrong in ("", "org_1", receipts[0][:-1], "' or true --", "长" * 5000):
        assert await state(engine, wrong) is None


async def test_a_receipt_leads_on_when_the_registration_was_merged(engine: Engine, story: Story) -> None:
    receipt = (await register(engine, PUBLIC, story))["receipt"]
    merge = {"id": f"org_{(await newest(engine))['id']}", "into": story.organisation(UNIT)}
    await done(engine, story.coordinator, "organisationMerge", merge)
    assert (await state(engine, receipt))["organisation"] == {"id": story.organisation(UNIT)}


async def test_what_the_public_must_fill_in_and_may_not(reading_engine: Engine, story: Story) -> None:
    for change, expected in (
        ({"contactName": None}, ("REQUIRED", "contactName")),
        ({"contactPhone": ""}, ("REQUIRED", "contactPhone")),
        ({"contactPhone": "1370000123"}, ("PHONE_MOBILE", "contactPhone")),
        ({"contactName": "长" * 41}, ("TOO_LONG", "contactName")),
        ({"tags": ["先锋"]}, ("NOT_ALLOWED", "tags")),
        ({"kind": "COMMITTEE"}, ("ORGANISATION_IS_COMMITTEE", "kind")),
        ({"area": "area_999999"}, ("ORGANISATION_AREA_UNKNOWN", "area")),
        ({"parent": story.organisation(SUSPENDED)}, ("NOT_FOUND", "parent")),
        ({"uscc": "91110105MA0000007K"}, ("USCC_CHECK", "uscc")),
        ({"serviceAreas": ["area_999999"]}, ("REFERENCE_MISSING", "serviceAreas")),
        ({"description": "长" * 2001}, ("TOO_LONG", "description")),
    ):
        told = await denied(reading_engine, PUBLIC, "organisationRegister", new_unit(story, **change))
        assert [(code.replace("USCC_BODY", "USCC_CHECK"), path) for code, path in told] == [expected]


async def test_hostile_names_are_refused_and_strange_ones_kept(engine: Engine, story: Story) -> None:
    for text in HOSTILE:
        told = await denied(engine, PUBLIC, "organisationRegister", new_unit(story, name=text))
        assert told == [("ORGANISATION_NAME_LENGTH", "name")]
    for text in STRANGE:
        await register(engine, PUBLIC, story, name=text, address=text, description=text, shortName=text)
        made = await newest(engine)
        assert {made["name"], made["address"], made["description"], made["short_name"]} == {text}


async def test_a_unit_that_everybody_sees_in_the_registry_need_not_register(reading_engine: Engine, story: Story) -> None:
    listed = await row(reading_engine, story.organisation(OTHER))
    same_code = new_unit(story, uscc=listed["uscc"])
    assert await denied(reading_engine, PUBLIC, "organisationRegister", same_code) == [("USCC_TAKEN", "uscc")]
    same_name = new_unit(story, name=listed["name"], area=story.area(SANFENGLI))
    assert await denied(reading_engine, PUBLIC, "organisationRegister", same_name) == [("ORGANISATION_NAME_TAKEN", "name")]


async def test_nobody_learns_of_a_unit_that_is_not_listed_by_registering_its_name(engine: Engine, story: Story) -> None:
    hidden = await row(engine, story.organisation(SUSPENDED))
    assert hidden["uscc"]
    await register(engine, PUBLIC, story, name=hidden["name"], uscc=hidden["uscc"])


async def test_a_false_registration_does_not_keep_the_true_unit_out(engine: Engine, story: Story) -> None:
    await register(engine, PUBLIC, story, name="冒名者", uscc=CODE)
    false = f"org_{(await newest(engine))['id']}"
    await register(engine, story.coordinator, story, name="朝外示范真店", uscc=CODE)
    assert await denied(engine, story.coordinator, "organisationApprove", {"id": false}) == [("USCC_TAKEN", "uscc")]


async def test_of_two_approvals_of_one_name_at_once_one_is_refused(engine: Engine, story: Story) -> None:
    waiting = []
    for _ in range(2):
        await register(engine, PUBLIC, story)
        waiting.append(f"org_{(await newest(engine))['id']}")
    payloads = await asyncio.gather(*(act(engine, story.coordinator, "organisationApprove", {"id": one}) for one in waiting))
    told = sorted(one["refusals"][0]["code"] if one["refusals"] else "" for one in payloads)
    assert told == ["", "ORGANISATION_NAME_TAKEN"]


async def test_one_area_cannot_be_flooded(engine: Engine, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration, "PENDING_PER_DAY", 3)
    waiting = await engine.services.pool.fetchval(
        "select count(*) from organisation where status = 'PENDING' and area_id = (select id from area where code = $1)", JIQINGLI
    )
    for place in range(3 - waiting):
        await register(engine, PUBLIC, story, name=f"示范小店{place}")
    told = await denied(engine, PUBLIC, "organisationRegister", new_unit(story))
    assert told == [("REGISTRATIONS_TOO_MANY", "area")]
    await register(engine, PUBLIC, story, area=story.area(NANLANG))
    await register(engine, story.coordinator, story)
    await engine.services.pool.execute("update organisation set created_at = created_at - interval '1 day'")
    await register(engine, PUBLIC, story, name="示范次日小店")


async def test_a_registration_sent_twice_with_its_key_is_one(engine: Engine, story: Story) -> None:
    first, second = [await register(engine, PUBLIC, story, idempotencyKey="form-1") for _ in range(2)]
    assert first == second
    assert await engine.services.pool.fetchval("select count(*) from organisation where name = $1", new_unit(story)["name"]) == 1
