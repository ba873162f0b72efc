"""Writing: a retry acts once, versions protect, constraints become refusals, nothing stays behind of what is refused."""

import asyncio
from typing import Any

import pytest

from schema.engine.access import PUBLIC, Viewer
from schema.engine.reader import Engine
from tests.story import Story, ask

RENAME = """
mutation ($input: AreaRenameInput!) {
  areaRename(input: $input) { area { id name version } refusals { code path message } clientMutationId }
}
"""
EDIT = """
mutation ($input: OrganisationEditInput!) {
  organisationEdit(input: $input) { organisation { id name address version } refusals { code path message } }
}
"""
COUNT = "select (select count(*) from event) as events, (select count(*) from answer) as answers"


async def rename(engine: Engine, viewer: Viewer, **given: Any) -> Any:
    return (await ask(engine, RENAME, {"input": given}, viewer))["areaRename"]


async def edit(engine: Engine, viewer: Viewer, **given: Any) -> Any:
    return (await ask(engine, EDIT, {"input": given}, viewer))["organisationEdit"]


async def counts(engine: Engine) -> tuple[int, int]:
    (row,) = await engine.services.pool.fetch(COUNT)
    return row["events"], row["answers"]


async def test_an_action_changes_the_row_appends_one_event_and_answers_with_what_is_now(engine: Engine, story: Story) -> None:
    grid = story.area("110105002025001")
    before, _ = await counts(engine)
    payload = await rename(engine, story.coordinator, id=grid, name="吉庆里东网格", clientMutationId="mine")
    assert payload == {
        "area": {"id": grid, "name": "吉庆里东网格", "version": 2},
        "refusals": [],
        "clientMutationId": "mine",
    }
    (event,) = await engine.services.pool.fetch("select * from event order by id desc limit 1")
    assert (await counts(engine))[0] == before + 1
    assert (event["verb"], event["subject_type"], event["account_id"]) == ("area.renamed", "Area", story.coordinator.account)


async def test_a_retry_with_its_key_acts_once_and_gets_the_same_answer(engine: Engine, story: Story) -> None:
    grid = story.area("110105002025001")
    given = {"id": grid, "name": "吉庆里东网格", "version": 1, "idempotencyKey": "k1"}
    first = await rename(engine, story.coordinator, **given)
    before = await counts(engine)
    assert await rename(engine, story.coordinator, **given) == first
    assert await counts(engine) == before


async def test_the_same_key_with_another_input_is_refused(engine: Engine, story: Story) -> None:
    grid = story.area("110105002025001")
    await rename(engine, story.coordinator, id=grid, name="甲网格", idempotencyKey="k1")
    payload = await rename(engine, story.coordinator, id=grid, name="乙网格", idempotencyKey="k1")
    assert [(one["code"], one["path"]) for one in payload["refusals"]] == [("KEY_REUSED", "idempotencyKey")]
    assert await engine.services.pool.fetchval("select name from area where code = '110105002025001'") == "甲网格"


async def test_two_people_may_choose_the_same_key(engine: Engine, story: Story) -> None:
    grid = story.area("110105002025001")
    await rename(engine, story.coordinator, id=grid, name="甲网格", idempotencyKey="k1")
    payload = await rename(engine, story.community_coordinator, id=grid, name="乙网格", idempotencyKey="k1")
    assert payload["refusals"] == [] and payload["area"]["name"] == "乙网格"


async def test_a_refused_action_may_be_tried_again_with_its_key(engine: Engine, story: Story) -> None:
    grid = story.area("110105002025001")
    refused = await rename(engine, story.coordinator, id=grid, name="甲网格", version=7, idempotencyKey="k1")
    assert refused["refusals"][0]["code"] == "CONFLICT"
    payload = await rename(engine, story.coordinator, id=grid, name="甲网格", version=1, idempotencyKey="k1")
    assert payload["refusals"] == [] and payload["area"]["version"] == 2


async def test_two_retries_at_once_act_once(engine: Engine, story: Story) -> None:
    unit = story.organisation("朝外示范科技有限公司")
    given = {"id": unit, "address": "吉庆里示范路 8 号", "idempotencyKey": "twice"}
    before, _ = await counts(engine)
    payloads = await asyncio.gather(*(edit(engine, story.manager, **given) for _ in range(4)))
    assert all(one == payloads[0] for one in payloads) and payloads[0]["refusals"] == []
    assert (await counts(engine))[0] == before + 1


async def test_a_stale_version_is_a_conflict_that_shows_the_present_state(engine: Engine, story: Story) -> None:
    unit = story.organisation("朝外示范科技有限公司")
    await edit(engine, story.coordinator, id=unit, version=1, address="甲路 1 号")
    payload = await edit(engine, story.manager, id=unit, version=1, address="乙路 2 号")
    assert [(one["code"], one["path"]) for one in payload["refusals"]] == [("CONFLICT", "version")]
    assert payload["organisation"]["address"] == "甲路 1 号" and payload["organisation"]["version"] == 2


@pytest.mark.parametrize(
    ("who", "code"),
    [("public", "SIGN_IN_FIRST"), ("stranger", "NOT_ALLOWED"), ("jianwai", "NOT_ALLOWED"), ("member", "NOT_ALLOWED")],
)
async def test_who_may_not_act_is_told_so_and_leaves_no_trace(engine: Engine, story: Story, who: str, code: str) -> None:
    before = await counts(engine)
    payload = await edit(
        engine, story.everyone[who], id=story.organisation("朝外示范科技有限公司"), address="别处", idempotencyKey="k"
    )
    assert [one["code"] for one in payload["refusals"]] == [code]
    assert await counts(engine) == before
    assert await engine.services.pool.fetchval("select count(*) from organisation where address = '别处'") == 0


async def test_what_one_may_not_see_is_not_found(engine: Engine, story: Story) -> None:
    pending = story.organisation("朝外示范健身有限公司")
    hidden = await edit(engine, story.coordinator_elsewhere, id=pending, address="别处")
    absent = await edit(engine, story.coordinator_elsewhere, id="org_999999", address="别处")
    assert hidden == absent
    assert [(one["code"], one["path"]) for one in hidden["refusals"]] == [("NOT_FOUND", "id")]


async def test_an_app_needs_the_scope_of_the_action(engine: Engine, story: Story) -> None:
    app = Viewer(account=3, person=3, areas=story.coordinator.areas, scopes=frozenset({"areas"}), via="api")
    payload = await rename(engine, app, id=story.area("110105002025001"), name="甲网格")
    assert payload["refusals"][0]["code"] == "SCOPE_MISSING"


async def test_a_violated_constraint_is_a_refusal_at_its_field(engine: Engine, story: Story) -> None:
    document = """
    mutation ($input: SeatAppointInput!) { seatAppoint(input: $input) { seat { id } refusals { code path } } }
    """
    committee = story.committee("朝外街道党建工作协调委员会")
    given = {"committee": committee, "role": "CHAIR", "person": story.person("高明月")}
    before = await counts(engine)
    payload = (await ask(engine, document, {"input": given}, story.coordinator))["seatAppoint"]
    assert payload == {"seat": None, "refusals": [{"code": "CHAIR_TAKEN", "path": "role"}]}
    assert await counts(engine) == before


async def test_two_who_take_one_place_at_once_do_not_both_get_it(engine: Engine, story: Story) -> None:
    document = "mutation ($input: SeatAppointInput!) { seatAppoint(input: $input) { refusals { code } } }"
    committee = story.committee("三丰里社区党建工作协调委员会")
    given = [{"committee": committee, "role": "CHAIR", "person": story.person(name)} for name in ("何所思", "高明月")]
    answers = await asyncio.gather(*(ask(engine, document, {"input": one}, story.coordinator) for one in given))
    codes = sorted(str([one["code"] for one in answer["seatAppoint"]["refusals"]]) for answer in answers)
    assert codes == ["['CHAIR_TAKEN']", "[]"]


async def test_several_actions_of_one_document_run_one_after_the_other(engine: Engine, story: Story) -> None:
    document = """
    mutation ($id: ID!) {
      first: areaRename(input: { id: $id, name: "甲网格", version: 1 }) { area { name version } refusals { code } }
      stale: areaRename(input: { id: $id, name: "乙网格", version: 1 }) { area { name } refusals { code } }
      second: areaRename(input: { id: $id, name: "丙网格", version: 2 }) { area { name version } refusals { code } }
    }
    """
    found = await ask(engine, document, {"id": story.area("110105002025001")}, story.coordinator)
    assert found["first"] == {"area": {"name": "甲网格", "version": 2}, "refusals": []}
    assert found["stale"] == {"area": {"name": "甲网格"}, "refusals": [{"code": "CONFLICT"}]}
    assert found["second"] == {"area": {"name": "丙网格", "version": 3}, "refusals": []}


async def test_a_payload_shows_only_what_its_viewer_may_see(engine: Engine, story: Story) -> None:
    document = """
    mutation ($input: OrganisationRegisterInput!) {
      organisationRegister(input: $input) { organisation { id name } refusals { code path } }
    }
    """
    given = {"name": "朝外示范花店（样例）", "kind": "ENTERPRISE", "area": story.area("110105002025")}
    given |= {"contactName": "花满溪", "contactPhone": "13900000099"}
    payload = (await ask(engine, document, {"input": given}, PUBLIC))["organisationRegister"]
    assert payload == {"organisation": None, "refusals": []}
    status = "select status from organisation where name = '朝外示范花店（样例）'"
    assert await engine.services.pool.fetchval(status) == "PENDING"


async def test_refusals_speak_the_language_of_the_viewer(engine: Engine, story: Story) -> None:
    payload = await edit(engine, PUBLIC, id=story.organisation("朝外示范小学"), address="别处")
    assert payload["refusals"][0]["message"] == "请先登录。"
