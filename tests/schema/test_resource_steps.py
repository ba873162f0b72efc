"""The steps of the resource list: who may take them and when, and that nobody else leaves a trace."""

import random
from typing import Any

import pytest

from schema.engine.reader import Engine
from schema.resources.rules import RESOURCE_STEPS
from tests.schema.acting import HOSTILE, STRANGE, act, done, events, number, trace, viewer_of
from tests.schema.offers import STATES, new_offer, offer_row, offered, seen, told
from tests.schema.registry import UNIT, denied
from tests.story import Story

OUTSIDERS = ("public", "stranger", "handler", "coordinator_elsewhere")
"""Nobody, somebody of another unit, somebody who acts for another unit, the committee of another street."""
INSIDERS = ("member", "administrator")
"""They see every offer of the unit, and may change none."""
PARTIES = ("manager", "community_coordinator", "coordinator", "district_coordinator")

MODEL: dict[tuple[str, str], tuple[str | None, str | None]] = {
    ("DRAFT", "submit"): ("SUBMITTED", "LISTED"),
    ("DRAFT", "edit"): ("DRAFT", "DRAFT"),
    ("DRAFT", "withdraw"): ("WITHDRAWN", "WITHDRAWN"),
    ("SUBMITTED", "list"): (None, "LISTED"),
    ("SUBMITTED", "return"): (None, "RETURNED"),
    ("SUBMITTED", "edit"): ("SUBMITTED", "SUBMITTED"),
    ("SUBMITTED", "withdraw"): ("WITHDRAWN", "WITHDRAWN"),
    ("RETURNED", "submit"): ("SUBMITTED", "LISTED"),
    ("RETURNED", "edit"): ("RETURNED", "RETURNED"),
    ("RETURNED", "withdraw"): ("WITHDRAWN", "WITHDRAWN"),
    ("LISTED", "edit"): ("LISTED", "LISTED"),
    ("LISTED", "confirm"): ("LISTED", "LISTED"),
    ("LISTED", "withdraw"): ("WITHDRAWN", "WITHDRAWN"),
    ("WITHDRAWN", "reopen"): ("DRAFT", "DRAFT"),
}
"""By state and step: the state after the unit's manager took it, and after the committee did; None: not theirs to take."""
SIDES = ("manager", "coordinator")
STEPS = tuple(step for step in RESOURCE_STEPS.steps if step not in ("attach", "link", "correct"))
"""What is done to the offer itself; what hangs on it is tested with attachments, links with links, corrections with the book."""


def name_of(step: str) -> str:
    return f"resource{step.capitalize()}"


def step_input(step: str, id_: str) -> dict[str, Any]:
    """What a step takes; an edit changes something."""
    more = {"return": {"reason": "请补充"}, "withdraw": {"reason": "不再提供"}, "edit": {"conditions": "需提前三天预约"}}
    return {"id": id_, **more.get(step, {})}


@pytest.mark.parametrize("who", [*OUTSIDERS, *INSIDERS])
async def test_nobody_else_offers_for_a_unit(reading_engine: Engine, story: Story, who: str) -> None:
    given = await new_offer(reading_engine, story)
    code, path = ("SIGN_IN_FIRST", "") if who == "public" else ("NOT_ALLOWED", "organisation")
    assert await denied(reading_engine, viewer_of(story, who), "resourceRegister", given) == [(code, path)]


@pytest.mark.parametrize("who", PARTIES)
async def test_its_manager_and_the_committees_around_it_offer_for_a_unit(engine: Engine, story: Story, who: str) -> None:
    before = await trace(engine)
    payload = await done(
        engine, viewer_of(story, who), "resourceRegister", await new_offer(engine, story), "resource { id status }"
    )
    assert payload["resource"]["status"] == ("SUBMITTED" if who == "manager" else "LISTED")
    after = await trace(engine)
    assert {name for name in after if after[name] != before[name]} == {"resource", "capacity_entry", "event"}
    (event,) = await events(engine, "resource.registered")
    assert (event["subject_type"], event["subject_id"]) == ("Resource", number(payload["resource"]["id"]))
    assert (event["account_id"], event["organisation_ids"]) == (viewer_of(story, who).account, [number(story.organisation(UNIT))])
    assert event["area_path"] == (await offer_row(engine, payload["resource"]["id"]))["area_path"]


@pytest.mark.parametrize("state", STATES)
async def test_nobody_else_takes_a_step(engine: Engine, story: Story, state: str) -> None:
    id_ = await offered(engine, story, state)
    for step in STEPS:
        for who in (*OUTSIDERS, *INSIDERS):
            found = await denied(engine, viewer_of(story, who), name_of(step), step_input(step, id_))
            hidden = who in OUTSIDERS and state != "LISTED"
            code = "SIGN_IN_FIRST" if who == "public" else "NOT_FOUND" if hidden else "NOT_ALLOWED"
            assert found == [(code, "id" if code == "NOT_FOUND" else "")], (step, who)


@pytest.mark.parametrize("who", SIDES)
@pytest.mark.parametrize("state", STATES)
async def test_every_step_leads_where_it_should_from_every_state(engine: Engine, story: Story, state: str, who: str) -> None:
    viewer = viewer_of(story, who)
    for step in STEPS:
        id_ = await offered(engine, story, state, title=f"{state} {step}")
        target = MODEL.get((state, step), (None, None))[SIDES.index(who)]
        steps = (await seen(engine, viewer, id_, "viewerSteps"))["viewerSteps"]
        assert (step in steps) is bool(target)
        if target is None:
            allowed = any(MODEL.get((one, step), (None, None))[SIDES.index(who)] for one in STATES)
            code = "STEP_NOT_POSSIBLE" if allowed else "NOT_ALLOWED"
            assert await denied(engine, viewer, name_of(step), step_input(step, id_)) == [(code, "")]
            continue
        before = await offer_row(engine, id_)
        payload = await done(engine, viewer, name_of(step), step_input(step, id_), "resource { status version }")
        assert payload["resource"] == {"status": target, "version": before["version"] + 1}
        (latest,) = await engine.services.pool.fetch("select * from event order by id desc limit 1")
        assert (latest["subject_id"], latest["account_id"]) == (number(id_), viewer.account)
        assert (latest["area_path"], latest["organisation_ids"]) == (before["area_path"], [before["organisation_id"]])


def test_the_workflow_knows_the_states_and_steps_of_the_model() -> None:
    for step in STEPS:
        assert set(RESOURCE_STEPS.steps[step].sources) == {state for state, name in MODEL if name == step}


async def test_a_long_walk_through_the_workflow_never_leaves_the_model(engine: Engine, story: Story) -> None:
    chance = random.Random(5)
    id_ = await offered(engine, story, "DRAFT")
    state, version = "DRAFT", 1
    for _ in range(150):
        step, who = chance.choice(STEPS), chance.choice(SIDES)
        target = MODEL.get((state, step), (None, None))[SIDES.index(who)]
        refusals = await told(engine, viewer_of(story, who), name_of(step), step_input(step, id_) | {"version": version})
        assert bool(refusals) is (target is None), (state, step, who)
        state, version = target or state, version + bool(target)
        found = await offer_row(engine, id_)
        assert (found["status"], found["version"]) == (state, version)
    verbs = "select count(*) from event where subject_type = 'Resource' and subject_id = $1"
    assert await engine.services.pool.fetchval(verbs, number(id_)) == version


@pytest.mark.parametrize("step", STEPS)
async def test_a_stale_version_is_a_conflict_with_the_present_state(engine: Engine, story: Story, step: str) -> None:
    (state, *_) = RESOURCE_STEPS.steps[step].sources
    id_ = await offered(engine, story, state)
    given = step_input(step, id_) | {"version": 77}
    assert await denied(engine, story.coordinator, name_of(step), given) == [("CONFLICT", "version")]
    payload = await act(engine, story.coordinator, name_of(step), given, "resource { id status }")
    assert payload["resource"] == {"id": id_, "status": state}


@pytest.mark.parametrize("step", ["return", "withdraw"])
async def test_a_reason_must_be_given_and_is_bounded(engine: Engine, story: Story, step: str) -> None:
    id_ = await offered(engine, story, "SUBMITTED")
    for text in HOSTILE:
        code = "TOO_LONG" if len(text) > 500 else "REASON_REQUIRED"
        given = {"id": id_, "reason": text}
        assert await denied(engine, story.coordinator, name_of(step), given) == [(code, "reason")]
    await done(engine, story.coordinator, name_of(step), {"id": id_, "reason": STRANGE[0]})
    assert (await offer_row(engine, id_))["reason"] == STRANGE[0]


async def test_the_reason_of_a_return_is_gone_when_it_is_handed_in_again(engine: Engine, story: Story) -> None:
    id_ = await offered(engine, story, "RETURNED")
    for viewer in (story.manager, story.member, story.coordinator, story.administrator):
        assert (await seen(engine, viewer, id_, "reason"))["reason"] == "请写明可容纳人数"
    await done(engine, story.manager, "resourceSubmit", {"id": id_})
    assert (await offer_row(engine, id_))["reason"] == ""


async def test_what_a_unit_drafts_is_nobodys_to_list_before_it_is_handed_in(engine: Engine, story: Story) -> None:
    id_ = await offered(engine, story, "DRAFT")
    assert await denied(engine, story.coordinator, "resourceList", {"id": id_}) == [("STEP_NOT_POSSIBLE", "")]
    await done(engine, story.manager, "resourceSubmit", {"id": id_})
    await done(engine, story.coordinator, "resourceList", {"id": id_})
    assert [one["subject_id"] for one in await events(engine, "resource.submitted")] == [number(id_)]
    assert [one["subject_id"] for one in await events(engine, "resource.listed")] == [number(id_)]
