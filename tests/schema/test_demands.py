"""Demands: who files, who sees, who decides, and what a hostile input changes: nothing."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from api.sample.places import JIQINGLI, NANLANG, SANFENGLI
from schema.demands.rules import DEMAND_STEPS, SUBMISSIONS_PER_DAY
from schema.engine.access import PUBLIC
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import HOSTILE, STRANGE, WRONG_IDS, act, done, events, number, viewer_of
from tests.schema.needs import NUMBERS, category, filed, listed, new_demand, put
from tests.schema.registry import UNIT, denied, row
from tests.story import Story, ask

SEEN = "query($id: ID!) { demand(id: $id) { title status reason anonymous organisation { id } timeline { totalCount } } }"
FILED = "query($receipt: String!) { demandFiled(receipt: $receipt) { title status reason demand { id } } }"


async def seen(engine: Engine, demand: str, viewer: Any) -> Any:
    return (await ask(engine, SEEN, {"id": demand}, viewer))["demand"]


async def test_a_unit_files_and_what_is_left_out_follows_from_the_class(engine: Engine, story: Story) -> None:
    demand = await filed(engine, story)
    made = await row(engine, demand, "demand")
    assert (made["status"], made["unit"], made["axis"], made["urgency"]) == ("SUBMITTED", "个", "RESIDENT", "NORMAL")
    assert made["needed_by"] == today() + timedelta(days=182)
    (event, *_) = await events(engine, "demand.filed")
    assert (event["subject_id"], event["area_path"]) == (made["id"], made["area_path"])
    assert event["organisation_ids"] == [number(story.organisation(UNIT))]


async def test_whoever_has_no_account_keeps_a_receipt_and_sees_what_became_of_it(engine: Engine, story: Story) -> None:
    given = await new_demand(engine, story, organisation=None)
    payload = await done(engine, PUBLIC, "demandFile", given, "receipt demand { id }")
    assert payload["demand"] is None
    demand = f"demand_{await engine.services.pool.fetchval('select max(id) from demand')}"
    await done(engine, story.coordinator, "demandReturn", {"id": demand, "reason": "请写明地点"})

    found = (await ask(engine, FILED, {"receipt": payload["receipt"].lower()}, PUBLIC))["demandFiled"]
    assert found == {"title": "错时开放停车位", "status": "RETURNED", "reason": "请写明地点", "demand": None}
    assert (await ask(engine, FILED, {"receipt": "2222-2222-2222"}, PUBLIC))["demandFiled"] is None
    assert await seen(engine, demand, PUBLIC) is None
    assert await seen(engine, demand, story.stranger) is None


async def test_an_area_is_not_flooded_by_people_without_an_account(engine: Engine, story: Story) -> None:
    given = await new_demand(engine, story, organisation=None)
    await done(engine, PUBLIC, "demandFile", given)
    columns = "category_id, area_id, area_path, title, title_key, words, quantity, unit, needed_by, origin, axis, status"
    latest = "(select * from demand order by id desc limit 1) d"
    copied = f"insert into demand ({columns}) select {columns} from generate_series(2, $1), {latest}"
    await engine.services.pool.execute(copied, SUBMISSIONS_PER_DAY)
    assert await denied(engine, PUBLIC, "demandFile", given) == [("DEMANDS_TOO_MANY", "area")]
    await done(engine, PUBLIC, "demandFile", given | {"area": story.area(SANFENGLI)})
    await done(engine, story.stranger, "demandFile", given)


@pytest.mark.parametrize("who", ["stranger", "member", "coordinator_elsewhere"])
async def test_only_its_own_people_file_for_an_organisation(reading_engine: Engine, story: Story, who: str) -> None:
    given = await new_demand(reading_engine, story)
    assert await denied(reading_engine, viewer_of(story, who), "demandFile", given) == [("NOT_ALLOWED", "organisation")]


async def test_on_the_list_members_see_it_and_the_public_does_not(engine: Engine, story: Story) -> None:
    demand = await filed(engine, story)
    assert await seen(engine, demand, story.stranger) is None
    assert (await seen(engine, demand, story.member))["status"] == "SUBMITTED"
    await done(engine, story.coordinator, "demandList", {"id": demand, "level": "KEY"})
    assert (await seen(engine, demand, story.stranger))["status"] == "LISTED"
    assert await seen(engine, demand, PUBLIC) is None


async def test_who_files_anonymously_is_known_to_the_committee_alone(engine: Engine, story: Story) -> None:
    demand = await listed(engine, story, anonymous=True)
    unit = {"id": story.organisation(UNIT)}
    by_unit = "query($unit: ID!) { demands(filter: {organisation: {eq: $unit}}) { totalCount nodes { id } } }"
    stranger = await seen(engine, demand, story.stranger)
    assert (stranger["organisation"], stranger["timeline"]["totalCount"]) == (None, 0)
    assert (await ask(engine, by_unit, {"unit": unit["id"]}, story.stranger))["demands"] == {"totalCount": 0, "nodes": []}
    assert (await seen(engine, demand, story.coordinator))["organisation"] == unit
    assert (await seen(engine, demand, story.manager))["organisation"] == unit


INPUTS: dict[str, dict[str, Any]] = {
    "submit": {},
    "list": {"level": "KEY"},
    "return": {"reason": "请补充"},
    "decline": {"reason": "不属于本区域事项"},
    "edit": {"title": "错时共享停车位"},
    "withdraw": {"reason": "已自行解决"},
}
STATES = {
    "DRAFT": {"status": "DRAFT"},
    "SUBMITTED": {"status": "SUBMITTED"},
    "RETURNED": {"status": "RETURNED"},
    "LISTED": {"status": "LISTED", "level": "KEY"},
    "DECLINED": {"status": "DECLINED"},
    "WITHDRAWN": {"status": "WITHDRAWN"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", INPUTS)
async def test_a_step_starts_from_its_states_only(engine: Engine, story: Story, step: str, state: str) -> None:
    demand = await listed(engine, story)
    await put(engine, demand, **STATES[state])
    mutation, given = f"demand{step.capitalize()}", {"id": demand, **INPUTS[step]}
    if state in DEMAND_STEPS.steps[step].sources:
        await done(engine, story.coordinator, mutation, given)
        assert (await row(engine, demand, "demand"))["status"] == (DEMAND_STEPS.steps[step].target or state)
    else:
        assert await denied(engine, story.coordinator, mutation, given) == [("STEP_NOT_POSSIBLE", "")]


@pytest.mark.parametrize("step", INPUTS)
async def test_a_step_is_taken_by_its_parties_only(engine: Engine, story: Story, step: str) -> None:
    state = {"submit": "DRAFT"}.get(step, "SUBMITTED")
    mutation = f"demand{step.capitalize()}"
    demand = await filed(engine, story)
    await put(engine, demand, status=state)
    given = {"id": demand, **INPUTS[step]}
    for who in ("stranger", "coordinator_elsewhere", "public"):
        code = "SIGN_IN_FIRST" if who == "public" else "NOT_FOUND"
        assert [one for one, _ in await denied(engine, viewer_of(story, who), mutation, given)] == [code]
    assert await denied(engine, story.member, mutation, given) == [("NOT_ALLOWED", "")]
    if step in ("list", "return", "decline"):
        assert await denied(engine, story.manager, mutation, given) == [("NOT_ALLOWED", "")]
    else:
        await done(engine, story.manager, mutation, given)


async def test_the_filer_without_a_unit_takes_it_back(engine: Engine, story: Story) -> None:
    demand = await filed(engine, story, story.stranger, organisation=None)
    await done(engine, story.stranger, "demandWithdraw", {"id": demand, "reason": "不需要了"})
    assert (await row(engine, demand, "demand"))["status"] == "WITHDRAWN"


async def test_an_edit_of_an_old_version_is_a_conflict_that_shows_the_present_state(engine: Engine, story: Story) -> None:
    demand = await filed(engine, story)
    await done(engine, story.coordinator, "demandEdit", {"id": demand, "version": 1, "title": "共享停车位"})
    edit = {"id": demand, "version": 1, "title": "停车位"}
    payload = await act(engine, story.manager, "demandEdit", edit, "demand { title version }")
    assert [one["code"] for one in payload["refusals"]] == ["CONFLICT"]
    assert payload["demand"] == {"title": "共享停车位", "version": 2}


async def test_the_ledger_says_what_an_edit_changed(engine: Engine, story: Story) -> None:
    demand = await filed(engine, story)
    edit = {"id": demand, "quantity": "12.5", "place": "南门东侧", "need": await category(engine, "SERVICE", "NEED")}
    await done(engine, story.manager, "demandEdit", edit)
    (event, *_) = await events(engine, "demand.edited")
    assert '"quantity": ["20", "12.5"]' in event["data"]
    assert '"place": ["", "南门东侧"]' in event["data"]


async def test_what_has_passed_its_day_shows_as_expired(engine: Engine, story: Story) -> None:
    demand = await listed(engine, story)
    await put(engine, demand, needed_by=today() - timedelta(days=1))
    assert (await seen(engine, demand, story.stranger))["status"] == "EXPIRED"
    found = await ask(engine, "{ demands(filter: {status: {eq: EXPIRED}}) { nodes { id } } }", None, story.stranger)
    assert found["demands"]["nodes"][0] == {"id": demand}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        *[({"title": text}, ("LENGTH", "title")) for text in (*HOSTILE, "停")],
        *[({"quantity": text}, ("QUANTITY", "quantity")) for text in NUMBERS],
        *[({"beneficiaries": count}, ("DEMAND_BENEFICIARIES", "beneficiaries")) for count in (0, -1, 2_000_000_000)],
        *[({"area": id_}, ("ORGANISATION_AREA_UNKNOWN", "area")) for id_ in WRONG_IDS],
        ({"category": "category_999999"}, ("CATEGORY_UNKNOWN", "category")),
        ({"need": "category_1"}, ("DEMAND_NEED", "need")),
        ({"organisation": "org_999999"}, ("NOT_FOUND", "organisation")),
        ({"neededBy": "1999-01-01"}, ("DAY_PAST", "neededBy")),
        ({"neededBy": "2999-01-01"}, ("DAY_FAR", "neededBy")),
        ({"description": "长" * 2001}, ("TOO_LONG", "description")),
        ({"description": "x" * 60_000}, ("TOO_LONG", "description")),
        ({"place": "长" * 101}, ("TOO_LONG", "place")),
        ({"title": "请联系 137 0000 1234"}, ("DEMAND_PERSONAL", "title")),
        ({"description": "身份证 11010519491231002X"}, ("DEMAND_PERSONAL", "description")),
    ],
)
async def test_bad_input_is_refused_at_its_field(
    reading_engine: Engine, story: Story, given: dict[str, Any], expected: tuple[str, str]
) -> None:
    whole = await new_demand(reading_engine, story) | given
    assert expected in await denied(reading_engine, story.manager, "demandFile", whole)


async def test_a_class_of_another_list_or_a_retired_one_is_refused(engine: Engine, story: Story) -> None:
    venue = await new_demand(engine, story, category=await category(engine, "VENUE", "RESOURCE"))
    assert await denied(engine, story.manager, "demandFile", venue) == [("CATEGORY_UNKNOWN", "category")]
    parking = await new_demand(engine, story)
    kept = await filed(engine, story)
    await done(engine, story.administrator, "categoryRetire", {"id": parking["category"]})
    assert await denied(engine, story.manager, "demandFile", parking) == [("CATEGORY_RETIRED", "category")]
    await done(engine, story.manager, "demandEdit", {"id": kept, "category": parking["category"], "title": "停车位共享"})


@pytest.mark.parametrize("text", STRANGE)
async def test_strange_texts_are_kept_as_they_are(engine: Engine, story: Story, text: str) -> None:
    demand = await filed(engine, story, title=text, description=text, place=text)
    made = await row(engine, demand, "demand")
    assert (made["title"], made["description"], made["place"]) == (text, text, text)


async def test_what_is_listed_does_not_come_onto_anothers_list_unseen(engine: Engine, story: Story) -> None:
    demand = await listed(engine, story)
    moved = {"id": demand, "area": story.area(NANLANG)}
    assert await denied(engine, story.coordinator, "demandEdit", moved) == [("NOT_ALLOWED", "area")]
    await done(engine, story.district_coordinator, "demandEdit", moved)


async def test_like_demands_of_the_neighbourhood_are_suggested(engine: Engine, story: Story) -> None:
    demand = await filed(engine, story)
    like = await filed(engine, story, title="错时开放停车位 20 个", area=story.area(SANFENGLI))
    care = await category(engine, "CARE")
    others: list[dict[str, Any]] = [{"title": "社区合唱团排练"}, {"area": story.area(NANLANG)}, {"category": care}]
    for other in others:
        await filed(engine, story, **other)
    text = "query($id: ID!) { demand(id: $id) { similar { id } } }"
    assert (await ask(engine, text, {"id": demand}, story.coordinator))["demand"]["similar"] == [{"id": like}]
    assert (await ask(engine, text, {"id": demand}, story.member))["demand"]["similar"] == [{"id": like}]


async def test_a_merged_demand_stands_under_the_other_with_its_claims(engine: Engine, story: Story) -> None:
    one, two, three = [await listed(engine, story, title=title) for title in ("停车位共享", "停车位开放", "停车位")]
    unit = story.organisation(UNIT)
    await done(engine, story.manager, "demandClaim", {"id": two, "organisation": unit})
    await done(engine, story.coordinator, "demandMerge", {"id": three, "into": two})
    await done(engine, story.coordinator, "demandMerge", {"id": two, "into": one})
    text = "query($id: ID!) { demand(id: $id) { absorbed { id mergedInto { id } } claims { organisation { id } } } }"
    found = (await ask(engine, text, {"id": one}, story.coordinator))["demand"]
    assert found["absorbed"] == [{"id": id_, "mergedInto": {"id": one}} for id_ in (two, three)]
    assert found["claims"] == [{"organisation": {"id": unit}}]
    assert [event["subject_id"] for event in await events(engine, "demand.absorbed")] == [number(one), number(two)]


async def test_merging_asks_for_a_listed_demand_of_the_own_area(engine: Engine, story: Story) -> None:
    demand, waiting = await listed(engine, story), await filed(engine, story)
    elsewhere = await filed(engine, story, area=story.area(NANLANG))
    await done(engine, story.district_coordinator, "demandList", {"id": elsewhere, "level": "KEY"})
    for into, code in (
        (demand, "DEMAND_DUPLICATE_SELF"),
        (waiting, "DEMAND_DUPLICATE_STATE"),
        (elsewhere, "DEMAND_DUPLICATE_AREA"),
        ("demand_999999", "NOT_FOUND"),
    ):
        given = {"id": demand, "into": into}
        assert await denied(engine, story.coordinator, "demandMerge", given) == [(code, "into")]


async def test_merging_units_and_moving_areas_takes_demands_along(engine: Engine, story: Story) -> None:
    double, grid = story.organisation("朝外示范科技公司"), f"{JIQINGLI}001"
    demand = await filed(engine, story, story.coordinator, organisation=double, area=story.area(grid))
    await done(engine, story.coordinator, "organisationMerge", {"id": double, "into": story.organisation(UNIT)})
    assert (await row(engine, demand, "demand"))["organisation_id"] == number(story.organisation(UNIT))
    move = {"id": story.area(grid), "parent": story.area(SANFENGLI), "from": str(today())}
    await done(engine, story.district_coordinator, "areaMove", move)
    assert (await row(engine, demand, "demand"))["area_path"].endswith(f"/{SANFENGLI}/{grid}/")


async def test_a_token_needs_the_scope(engine: Engine, story: Story) -> None:
    demand = await listed(engine, story)

    without = dataclasses.replace(story.coordinator, scopes=frozenset({"organisations"}))
    reading = dataclasses.replace(story.coordinator, scopes=frozenset({"demands"}))
    given = {"id": demand, "reason": "x"}
    assert await denied(engine, reading, "demandDecline", given) == [("SCOPE_MISSING", "")]
    answer = await engine.execute(SEEN, {"id": demand}, None, without)
    assert b'"errors"' in answer.body
