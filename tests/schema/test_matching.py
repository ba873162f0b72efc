"""Promising: who may propose and answer, what is held and for how long, and that nothing is promised twice."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import orjson
import pytest

from schema.engine.reader import Engine
from tests.schema import needs
from tests.schema.acting import HOSTILE, act, done, events, number, refused
from tests.schema.needs import NUMBERS
from tests.schema.offers import day, next_monday
from tests.schema.promises import agreed, pair, proposed, put, shown
from tests.story import Story, ask

STEPS = "status viewerSteps quantity covers note reason demand { promised missing status } resource { free status }"


async def test_a_proposal_is_held_and_accepted(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await proposed(engine, story, both, note="  每周三\n上午 ")
    seen = await shown(engine, story.manager, match, STEPS)
    assert seen == {
        "status": "PROPOSED",
        "viewerSteps": ["accept", "counter", "decline"],
        "quantity": "10",
        "covers": "10",
        "note": "每周三\n上午",
        "reason": "",
        "demand": {"promised": "0", "missing": "30", "status": "LISTED"},
        "resource": {"free": "2", "status": "LISTED"},
    }
    await done(engine, story.manager, "matchAccept", {"id": match})
    seen = await shown(engine, story.coordinator, match, STEPS)
    assert (seen["status"], seen["viewerSteps"]) == ("AGREED", ["cancel", "transfer", "report", "finish"])
    assert seen["demand"] == {"promised": "10", "missing": "30", "status": "PARTLY_MATCHED"}
    (event, *_) = await events(engine, "match.accepted")
    told = orjson.loads(event["data"])
    assert (told["quantity"], told["covers"], told["demand"], told["resource"]) == ("10", "10", both["demand"], both["resource"])


async def test_only_the_committee_of_the_demand_proposes_and_only_the_unit_answers(engine: Engine, story: Story) -> None:
    given = {**await pair(engine, story), "quantity": "1"}
    for who, code in (("stranger", "NOT_ALLOWED"), ("member", "NOT_ALLOWED"), ("coordinator_elsewhere", "NOT_ALLOWED")):
        assert await refused(engine, getattr(story, who), "matchPropose", given) == [(code, "")]
    assert await refused(engine, story.public, "matchPropose", given) == [("SIGN_IN_FIRST", "")]
    match = await proposed(engine, story, given)
    for who, code in (("stranger", "NOT_FOUND"), ("coordinator_elsewhere", "NOT_FOUND"), ("coordinator", "NOT_ALLOWED")):
        (found,) = await refused(engine, getattr(story, who), "matchAccept", {"id": match})
        assert found[0] == code
    assert await shown(engine, story.stranger, match, "id") is None


async def test_a_unit_answers_with_another_quantity_and_the_committee_agrees(engine: Engine, story: Story) -> None:
    match = await proposed(engine, story)
    await done(engine, story.manager, "matchCounter", {"id": match, "quantity": "12", "note": "可以多派两人"})
    seen = await shown(engine, story.coordinator, match, STEPS)
    assert (seen["status"], seen["quantity"], seen["resource"]["free"]) == ("COUNTERED", "12", "0")
    assert seen["resource"]["status"] == "EXHAUSTED"
    assert seen["viewerSteps"] == ["agree", "withdraw"]
    over = {"id": match, "quantity": "13"}
    assert await refused(engine, story.manager, "matchCounter", over) == [("STEP_NOT_POSSIBLE", "")]
    await done(engine, story.coordinator, "matchAgree", {"id": match})
    assert (await shown(engine, story.manager, match, "status"))["status"] == "AGREED"


async def test_a_counter_that_is_too_much_is_refused_and_the_proposal_stands(engine: Engine, story: Story) -> None:
    match = await proposed(engine, story)
    payload = await act(engine, story.manager, "matchCounter", {"id": match, "quantity": "13"})
    assert [(one["code"], one["message"]) for one in payload["refusals"]] == [
        ("MATCH_CAPACITY", "资源余量不足，目前只有 12人时。")
    ]
    assert (await shown(engine, story.manager, match, "status quantity")) == {"status": "PROPOSED", "quantity": "10"}


@pytest.mark.parametrize(
    ("who", "mutation", "start", "status"),
    [
        ("manager", "matchDecline", proposed, "DECLINED"),
        ("coordinator", "matchWithdraw", proposed, "WITHDRAWN"),
        ("manager", "matchCancel", agreed, "CANCELLED"),
        ("coordinator", "matchCancel", agreed, "CANCELLED"),
    ],
)
async def test_what_is_not_done_gives_its_reason_and_is_free_again(
    engine: Engine, story: Story, who: str, mutation: str, start: Any, status: str
) -> None:
    match = await start(engine, story)
    viewer = getattr(story, who)
    for reason in HOSTILE[:2]:
        assert await refused(engine, viewer, mutation, {"id": match, "reason": reason}) == [("REASON_REQUIRED", "reason")]
    await done(engine, viewer, mutation, {"id": match, "reason": "人手不足"})
    seen = await shown(engine, story.manager, match, STEPS)
    assert (seen["status"], seen["reason"], seen["resource"]["free"], seen["viewerSteps"]) == (status, "人手不足", "12", [])


async def test_a_hold_that_is_over_frees_its_quantity_and_can_no_longer_be_accepted(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await proposed(engine, story, both)
    await put(engine, match, hold_until=datetime.now(UTC) - timedelta(seconds=1))
    seen = await shown(engine, story.manager, match, STEPS)
    assert (seen["status"], seen["viewerSteps"], seen["resource"]["free"]) == ("EXPIRED", [], "12")
    assert await refused(engine, story.manager, "matchAccept", {"id": match}) == [("STEP_NOT_POSSIBLE", "")]
    again = await proposed(engine, story, both)
    assert again != match
    assert await refused(engine, story.coordinator, "matchPropose", {**both, "quantity": "1"}) == [
        ("MATCH_OPEN_ALREADY", "resource")
    ]


async def test_of_fifty_who_want_the_last_unit_one_gets_it_and_the_others_are_told_what_is_left(
    engine: Engine, story: Story
) -> None:
    both = await pair(engine, story)
    wanted = [both["demand"], *[(await pair(engine, story))["demand"] for _ in range(4)]]
    await agreed(engine, story, both, quantity="11")

    async def propose(demand: str) -> list[str]:
        given = {"demand": demand, "resource": both["resource"], "quantity": "1"}
        payload = await act(engine, story.coordinator, "matchPropose", given)
        return [one["code"] + one["message"] for one in payload["refusals"]]

    found = await asyncio.gather(*(propose(wanted[one % 4 + 1]) for one in range(50)))
    assert sum(refusals == [] for refusals in found) == 1
    lost = {one for refusals in found for one in refusals}
    assert lost <= {"MATCH_CAPACITY资源余量不足，目前只有 0人时。", "MATCH_OPEN_ALREADY这项资源与该需求已有进行中的对接。"}
    assert any(one.startswith("MATCH_CAPACITY") for one in lost)
    used = "select sum(quantity) from match where resource_id = $1 and status in ('PROPOSED', 'AGREED')"
    assert await engine.services.pool.fetchval(used, number(both["resource"])) == 12


async def test_no_more_is_promised_than_is_missing(engine: Engine, story: Story) -> None:
    both = await pair(engine, story, quantity="100")
    payload = await act(engine, story.coordinator, "matchPropose", {**both, "quantity": "41"})
    assert [(one["path"], one["message"]) for one in payload["refusals"]] == [("quantity", "需求只差 40人时。")]
    await agreed(engine, story, both, quantity="40")
    assert (await shown(engine, story.member, both["demand"], "status missing")) == {"status": "MATCHED", "missing": "0"}


async def test_where_units_differ_somebody_says_how_much_of_the_demand_is_met(engine: Engine, story: Story) -> None:
    both = await pair(engine, story, unit="场")
    given = {**both, "quantity": "2"}
    assert await refused(engine, story.coordinator, "matchPropose", given) == [("MATCH_COVERS", "covers")]
    match = await proposed(engine, story, given, quantity="2", covers="40")
    seen = await shown(engine, story.manager, match, "quantity covers demand { missing } resource { free }")
    assert seen == {"quantity": "2", "covers": "40", "demand": {"missing": "0"}, "resource": {"free": "10"}}


@pytest.mark.parametrize("quantity", NUMBERS)
async def test_a_quantity_that_is_none_is_refused(engine: Engine, story: Story, quantity: str) -> None:
    given = {**await pair(engine, story), "quantity": quantity}
    assert await refused(engine, story.coordinator, "matchPropose", given) == [("QUANTITY", "quantity")]


async def test_an_offer_by_openings_is_promised_one_opening_at_a_time(engine: Engine, story: Story) -> None:
    monday = next_monday()
    window = {"firstDay": day(), "weekdays": [1], "opens": "09:00", "closes": "11:00"}
    more = {"measure": "PER_WINDOW", "windows": [window], "quantity": "1", "unit": "场"}
    both = await pair(engine, story, code="VENUE", **more)
    given = {**both, "quantity": "1", "covers": "5"}
    assert await refused(engine, story.coordinator, "matchPropose", given) == [("MATCH_OPENING", "day")]
    for wrong in ({"day": str(monday + timedelta(days=1)), "opens": "09:00"}, {"day": str(monday), "opens": "10:00"}):
        assert await refused(engine, story.coordinator, "matchPropose", given | wrong) == [("MATCH_OPENING", "day")]
    at = {"day": str(monday), "opens": "09:00"}
    match = await proposed(engine, story, given, **at, covers="5")
    other = {"demand": (await pair(engine, story))["demand"], "resource": both["resource"], "quantity": "1", "covers": "5"}
    assert await refused(engine, story.coordinator, "matchPropose", other | at) == [("MATCH_CAPACITY", "quantity")]
    later = {"day": str(monday + timedelta(days=7)), "opens": "09:00"}
    await proposed(engine, story, other, **later, covers="5")
    await done(engine, story.manager, "matchAccept", {"id": match})
    assert (await shown(engine, story.manager, match, "day opens")) == at | {"opens": "09:00:00"}
    (told,) = await refused(
        engine, story.manager, "resourceEdit", {"id": both["resource"], "windows": [{**window, "weekdays": [2]}]}
    )
    assert told == ("RESOURCE_OPENING_PROMISED", "windows")


async def test_an_offer_cannot_shrink_below_what_is_promised(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    await agreed(engine, story, both)
    payload = await act(engine, story.manager, "resourceEdit", {"id": both["resource"], "quantity": "9"})
    assert [(one["path"], one["message"]) for one in payload["refusals"]] == [
        ("quantity", "已承诺 10人时，数量不能低于承诺数；如需减少，请先取消有关对接。")
    ]
    for change, code in (({"unit": "场"}, "RESOURCE_MEASURE_PROMISED"), ({"measure": "PER_WINDOW"}, "RESOURCE_WINDOW_NEEDED")):
        (told,) = await refused(engine, story.manager, "resourceEdit", {"id": both["resource"], **change})
        assert told[0] == code
    await done(engine, story.manager, "resourceEdit", {"id": both["resource"], "quantity": "10"})
    assert (await shown(engine, story.manager, both["resource"], "free"))["free"] == "0"


async def test_a_demand_cannot_shrink_or_go_while_promises_stand(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await agreed(engine, story, both)
    demand = {"id": both["demand"]}
    assert await refused(engine, story.member, "demandEdit", {**demand, "quantity": "9"}) == [("DEMAND_PROMISED", "quantity")]
    assert await refused(engine, story.member, "demandEdit", {**demand, "unit": "场"}) == [("DEMAND_UNIT_PROMISED", "unit")]
    why = {"reason": "情况有变"}
    assert await refused(engine, story.member, "demandWithdraw", demand | why) == [("DEMAND_STILL_PROMISED", "")]
    assert await refused(engine, story.coordinator, "demandDecline", demand | why) == [("DEMAND_STILL_PROMISED", "")]
    await done(engine, story.manager, "matchCancel", {"id": match, **why})
    await done(engine, story.member, "demandWithdraw", demand | why)


async def test_a_unit_offers_something_of_its_own_for_a_demand(engine: Engine, story: Story) -> None:
    given = {**await pair(engine, story), "quantity": "5"}
    (told,) = await refused(engine, story.coordinator, "matchOffer", given)
    assert told[0] == "NOT_ALLOWED"
    payload = await done(engine, story.manager, "matchOffer", given, "match { id status viewerSteps }")
    assert (payload["match"]["status"], payload["match"]["viewerSteps"]) == ("COUNTERED", [])
    await done(engine, story.coordinator, "matchAgree", {"id": payload["match"]["id"]})


async def test_what_is_being_matched_is_not_called_unclaimed(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    await needs.put(engine, both["demand"], listed_at=datetime.now(UTC) - timedelta(days=20))
    assert (await shown(engine, story.coordinator, both["demand"], "unclaimed"))["unclaimed"] is True
    match = await proposed(engine, story, both)
    assert (await shown(engine, story.coordinator, both["demand"], "unclaimed"))["unclaimed"] is False
    await done(engine, story.coordinator, "matchWithdraw", {"id": match, "reason": "另有安排"})
    assert (await shown(engine, story.coordinator, both["demand"], "unclaimed"))["unclaimed"] is True


async def test_the_ledger_alone_gives_the_present_balances(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    first = await agreed(engine, story, both, quantity="3")
    await done(engine, story.manager, "matchCancel", {"id": first, "reason": "人手不足"})
    second = await proposed(engine, story, both, quantity="4")
    await done(engine, story.manager, "matchCounter", {"id": second, "quantity": "6"})
    await done(engine, story.coordinator, "matchAgree", {"id": second})
    held: dict[str, Decimal] = {}
    for event in await engine.services.pool.fetch("select * from event where subject_type = 'Match' order by id"):
        data, match = orjson.loads(event["data"]), event["subject_id"]
        if data["resource"] != both["resource"]:
            continue
        if event["verb"] in ("match.proposed", "match.offered", "match.countered", "match.accepted", "match.agreed"):
            held[match] = Decimal(data["quantity"])
        elif event["verb"] in ("match.declined", "match.withdrawn", "match.ended", "match.cancelled"):
            held.pop(match)
    free = (await shown(engine, story.manager, both["resource"], "free"))["free"]
    assert Decimal(free) == 12 - sum(held.values()) == 6


async def test_what_cannot_be_had_is_not_proposed(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    resource = number(both["resource"])
    for change, why in (
        ("valid_until = current_date - 1", "资源已过期"),
        ("confirmed_on = current_date - 181, valid_until = current_date + 9", "半年未确认仍可提供"),
    ):
        await engine.services.pool.execute(f"update resource set {change} where id = $1", resource)
        document = "query($demand: ID!, $resource: ID!) { candidate(demand: $demand, resource: $resource) { reasons } }"
        seen = (await ask(engine, document, both, story.coordinator))["candidate"]
        assert seen["reasons"][0] == why
        payload = await act(engine, story.coordinator, "matchPropose", {**both, "quantity": "1"})
        assert payload["refusals"][0]["code"] in ("MATCH_OBSTACLE", "NOT_FOUND")
