"""Accepting a draft: lines become proposals by the desk's own rules, and what no longer holds is refused line by line."""

from typing import Any

import pytest

from schema.engine.reader import Engine
from schema.plans.jobs import advance
from schema.plans.rules import FEW
from tests.schema.acting import WRONG_IDS, done, events, refused
from tests.schema.drafts import alone, asked, drafted, needs_of, status_of
from tests.schema.promises import pair, proposed, shown
from tests.story import Story


async def two_lines(engine: Engine, story: Story) -> tuple[str, dict[str, str], dict[str, str]]:
    """A draft with a line for each of two demands, each of which has an offer of its own."""
    one = await alone(engine, story)
    other = await pair(engine, story)
    return await drafted(engine, story), one, other


async def lines_of(engine: Engine, story: Story, plan: str) -> list[dict[str, Any]]:
    """All lines of a draft."""
    return [line for need in (await needs_of(engine, story, plan)).values() for line in need["lines"]]


async def line_with(engine: Engine, story: Story, plan: str, resource: str) -> dict[str, Any]:
    """The line of an offer, whichever demand it is for."""
    return next(line for line in await lines_of(engine, story, plan) if line["resource"]["id"] == resource)


async def test_all_lines_become_proposals_and_the_plan_is_done_with(engine: Engine, story: Story) -> None:
    plan, _, _ = await two_lines(engine, story)
    before = await lines_of(engine, story, plan)
    await done(engine, story.coordinator, "planAccept", {"id": plan})
    lines = await lines_of(engine, story, plan)
    assert len(lines) == len(before) == 2
    assert {line["status"] for line in lines} == {"PROPOSED"}
    for line in lines:
        match = await shown(engine, story.manager, line["match"]["id"], "status quantity covers viewerSteps")
        assert match == {
            "status": "PROPOSED",
            "quantity": line["quantity"],
            "covers": line["covers"],
            "viewerSteps": ["accept", "counter", "decline"],
        }
    assert await status_of(engine, plan) == "ACCEPTED"
    assert len(await events(engine, "match.proposed")) == 2
    assert await refused(engine, story.coordinator, "planAccept", {"id": plan}) == [("STEP_NOT_POSSIBLE", "")]


async def test_chosen_lines_are_proposed_and_the_others_wait(engine: Engine, story: Story) -> None:
    plan, _, _ = await two_lines(engine, story)
    first, second = await lines_of(engine, story, plan)
    await done(engine, story.coordinator, "planAccept", {"id": plan, "lines": [first["id"], first["id"]]})
    stand = {line["id"]: line["status"] for line in await lines_of(engine, story, plan)}
    assert stand == {first["id"]: "PROPOSED", second["id"]: "OPEN"}
    assert await status_of(engine, plan) == "DRAFT"
    given = {"id": plan, "lines": [first["id"], second["id"]]}
    assert await refused(engine, story.coordinator, "planAccept", given) == [("PLAN_LINES", "lines")]


@pytest.mark.parametrize("line", [*WRONG_IDS, "planline_0", "planline_999999"])
async def test_a_line_that_is_none_of_the_plan_is_refused(engine: Engine, story: Story, line: str) -> None:
    plan, _, _ = await two_lines(engine, story)
    assert await refused(engine, story.coordinator, "planAccept", {"id": plan, "lines": [line]}) == [("PLAN_LINES", "lines")]


async def test_lines_of_another_plan_and_none_at_all_are_refused(engine: Engine, story: Story) -> None:
    plan, _, _ = await two_lines(engine, story)
    other = await drafted(engine, story)
    lines = [line["id"] for line in await lines_of(engine, story, other)]
    assert await refused(engine, story.coordinator, "planAccept", {"id": plan, "lines": lines}) == [("PLAN_LINES", "lines")]
    assert await refused(engine, story.coordinator, "planAccept", {"id": plan, "lines": []}) == [("PLAN_NOTHING", "lines")]


async def test_what_was_withdrawn_or_taken_meanwhile_is_refused_by_itself(engine: Engine, story: Story) -> None:
    plan, one, other = await two_lines(engine, story)
    third = await pair(engine, story)
    await proposed(engine, story, {"demand": third["demand"], "resource": other["resource"]}, quantity="5")
    await done(engine, story.manager, "resourceWithdraw", {"id": one["resource"], "reason": "本季度装修"})
    await done(engine, story.coordinator, "planAccept", {"id": plan})
    taken = await line_with(engine, story, plan, other["resource"])
    assert (taken["status"], taken["refusals"]) == ("REFUSED", ["资源余量不足，目前只有 7人时。"])
    gone = [line for line in await lines_of(engine, story, plan) if line["id"] != taken["id"]]
    assert [(line["status"], line["refusals"]) for line in gone] == [
        ("REFUSED", ["这项资源目前不能用于该需求：未在资源清单中。"])
    ]
    assert await status_of(engine, plan) == "DRAFT"
    seen = await shown(engine, story.coordinator, plan, "openLines refusedLines proposedLines")
    assert seen == {"openLines": 2, "refusedLines": 2, "proposedLines": 0}


async def test_the_rest_goes_through_where_one_line_is_refused(engine: Engine, story: Story) -> None:
    plan, one, other = await two_lines(engine, story)
    third = await pair(engine, story)
    await proposed(engine, story, {"demand": third["demand"], "resource": one["resource"]}, quantity="1")
    await done(engine, story.coordinator, "planAccept", {"id": plan})
    assert (await line_with(engine, story, plan, one["resource"]))["status"] == "REFUSED"
    assert (await line_with(engine, story, plan, other["resource"]))["status"] == "PROPOSED"


async def test_an_answer_is_given_once_for_a_key(engine: Engine, story: Story) -> None:
    plan, _, _ = await two_lines(engine, story)
    given = {"id": plan, "idempotencyKey": "accept-once"}
    for _ in range(2):
        await done(engine, story.coordinator, "planAccept", given)
    assert len(await events(engine, "match.proposed")) == 2


async def test_many_lines_are_proposed_by_the_worker_as_whoever_accepted_them(engine: Engine, story: Story) -> None:
    await alone(engine, story)
    for _ in range(FEW):
        await pair(engine, story)
    plan = await drafted(engine, story)
    await done(engine, story.coordinator, "planAccept", {"id": plan})
    seen = await shown(engine, story.coordinator, plan, "status chosenLines viewerSteps")
    assert seen == {"status": "ACCEPTING", "chosenLines": FEW + 1, "viewerSteps": []}
    assert await advance(engine.services)
    assert await status_of(engine, plan) == "ACCEPTED"
    told = await events(engine, "match.proposed")
    assert len(told) == FEW + 1
    assert {event["account_id"] for event in told} == {story.coordinator.account}
    assert not await advance(engine.services)


async def test_whoever_is_no_coordinator_any_more_proposes_nothing(engine: Engine, story: Story) -> None:
    await alone(engine, story)
    for _ in range(FEW):
        await pair(engine, story)
    plan = await drafted(engine, story)
    await done(engine, story.coordinator, "planAccept", {"id": plan})
    await engine.services.pool.execute("delete from membership where person_id = $1", story.coordinator.person)
    assert await advance(engine.services)
    seen = await shown(engine, story.district_coordinator, plan, "status lines(first: 40) { nodes { status refusals } }")
    assert {(line["status"], *line["refusals"]) for line in seen["lines"]["nodes"]} == {
        ("REFUSED", "您无权进行此操作，须由需求所在区域的协调委员会工作人员办理。")
    }
    assert await events(engine, "match.proposed") == []


async def test_a_plan_that_waits_is_not_accepted(engine: Engine, story: Story) -> None:
    plan = await asked(engine, story)
    assert await refused(engine, story.coordinator, "planAccept", {"id": plan}) == [("STEP_NOT_POSSIBLE", "")]
