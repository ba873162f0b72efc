"""What becomes of promises when the offer or the demand goes: withdrawn, over, its unit suspended."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from schema.engine.days import OFFICE, today
from schema.engine.reader import Engine
from tests.schema import needs
from tests.schema.acting import act, done, events, number, refused
from tests.schema.promises import agreed, pair, proposed, shown
from tests.schema.registry import UNIT
from tests.story import Story

WHY = {"reason": "会议室装修"}


def midnight_after(days: int) -> datetime:
    """When the day so many days from today is over in the offices."""
    return datetime.combine(today() + timedelta(days=days + 1), time(), OFFICE).astimezone(UTC)


async def held_until(engine: Engine, match: str) -> datetime:
    found: datetime = await engine.services.pool.fetchval("select hold_until from match where id = $1", number(match))
    return found


async def test_open_proposals_end_with_an_offer_that_is_withdrawn_and_what_is_agreed_stays(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    other = both | {"demand": (await pair(engine, story))["demand"]}
    third = both | {"demand": (await pair(engine, story))["demand"]}
    asked, kept = await proposed(engine, story, both, quantity="2"), await agreed(engine, story, other, quantity="3")
    offered = (await done(engine, story.manager, "matchOffer", third | {"quantity": "4"}, "match { id }"))["match"]["id"]
    await done(engine, story.manager, "resourceWithdraw", {"id": both["resource"], **WHY})
    for match in (asked, offered):
        seen = await shown(engine, story.coordinator, match, "status reason viewerSteps demand { missing }")
        assert seen == {"status": "WITHDRAWN", "reason": "会议室装修", "viewerSteps": [], "demand": {"missing": "40"}}
    assert (await shown(engine, story.coordinator, kept, "status"))["status"] == "AGREED"
    told = await events(engine, "match.ended")
    assert {event["subject_id"] for event in told} == {number(asked), number(offered)}
    assert {number(story.organisation(UNIT)) in event["organisation_ids"] for event in told} == {True}
    assert await refused(engine, story.manager, "matchAccept", {"id": asked}) == [("STEP_NOT_POSSIBLE", "")]


async def test_a_proposal_that_was_over_is_not_ended_once_more(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await proposed(engine, story, both)
    await engine.services.pool.execute("update match set hold_until = now() where id = $1", number(match))
    await done(engine, story.manager, "resourceWithdraw", {"id": both["resource"], **WHY})
    assert (await shown(engine, story.manager, match, "status reason")) == {"status": "EXPIRED", "reason": ""}
    assert await events(engine, "match.ended") == []


async def test_of_withdrawing_and_accepting_at_one_moment_the_later_is_told(engine: Engine, story: Story) -> None:
    for _ in range(5):
        both = await pair(engine, story)
        match = await proposed(engine, story, both)
        accepted, withdrawn = await asyncio.gather(
            act(engine, story.manager, "matchAccept", {"id": match}),
            act(engine, story.manager, "resourceWithdraw", {"id": both["resource"], **WHY}),
        )
        assert withdrawn["refusals"] == []
        status = (await shown(engine, story.manager, match, "status"))["status"]
        assert status == ("WITHDRAWN" if accepted["refusals"] else "AGREED")


GONE = {
    "unit": "update organisation set status = 'SUSPENDED' where id = $1",
    "lapsed": "update resource set confirmed_on = current_date - 181 where organisation_id = $1",
    "over": "update resource set valid_until = current_date - 1 where organisation_id = $1",
}


@pytest.mark.parametrize("change", GONE.values(), ids=GONE)
async def test_what_is_no_longer_offered_is_not_accepted_any_more(engine: Engine, story: Story, change: str) -> None:
    match = await proposed(engine, story)
    await engine.services.pool.execute(change, number(story.organisation(UNIT)))
    for mutation, more in (("matchAccept", {}), ("matchCounter", {"quantity": "2"})):
        assert await refused(engine, story.manager, mutation, {"id": match, **more}) == [("MATCH_NOT_OFFERED", "")]
    assert (await shown(engine, story.manager, match, "viewerSteps"))["viewerSteps"] == ["decline"]


async def test_a_committee_does_not_agree_to_what_is_no_longer_offered(engine: Engine, story: Story) -> None:
    match = await proposed(engine, story)
    await done(engine, story.manager, "matchCounter", {"id": match, "quantity": "8"})
    await engine.services.pool.execute(GONE["lapsed"], number(story.organisation(UNIT)))
    assert await refused(engine, story.coordinator, "matchAgree", {"id": match}) == [("MATCH_NOT_OFFERED", "")]
    assert (await shown(engine, story.coordinator, match, "viewerSteps"))["viewerSteps"] == ["withdraw"]


@pytest.mark.parametrize(
    ("table", "change", "days"),
    [
        ("demand", "needed_by = current_date + 2", 2),
        ("demand", "needed_by = current_date", 0),
        ("resource", "valid_until = current_date + 3", 3),
        ("resource", "confirmed_on = current_date - 176", 4),
    ],
)
async def test_nothing_is_held_longer_than_both_sides_stand(
    engine: Engine, story: Story, table: str, change: str, days: int
) -> None:
    both = await pair(engine, story)
    await engine.services.pool.execute(f"update {table} set {change} where id = $1", number(both[table]))
    match = await proposed(engine, story, both)
    assert await held_until(engine, match) == midnight_after(days)
    await done(engine, story.manager, "matchCounter", {"id": match, "quantity": "9"})
    assert await held_until(engine, match) == midnight_after(days)


async def test_a_shorter_time_for_the_demand_or_the_offer_shortens_what_is_held(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await proposed(engine, story, both)
    week = await held_until(engine, match)
    later: dict[str, Any] = {"id": both["demand"], "neededBy": str(today() + timedelta(days=30))}
    await done(engine, story.member, "demandEdit", later)
    assert await held_until(engine, match) == week
    await done(engine, story.member, "demandEdit", later | {"neededBy": str(today() + timedelta(days=4))})
    assert await held_until(engine, match) == midnight_after(4)
    await done(engine, story.manager, "resourceEdit", {"id": both["resource"], "validUntil": str(today() + timedelta(days=2))})
    assert await held_until(engine, match) == midnight_after(2)


async def test_a_demand_that_is_over_holds_nothing_and_nothing_is_agreed_for_it(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    await needs.put(engine, both["demand"], needed_by=today())
    match = await proposed(engine, story, both)
    await engine.services.pool.execute("update match set hold_until = hold_until - interval '1 day' where id = $1", number(match))
    await needs.put(engine, both["demand"], needed_by=today() - timedelta(days=1))
    seen = await shown(engine, story.manager, match, "status viewerSteps resource { free } demand { status }")
    assert seen == {"status": "EXPIRED", "viewerSteps": [], "resource": {"free": "12"}, "demand": {"status": "EXPIRED"}}
    assert await refused(engine, story.manager, "matchAccept", {"id": match}) == [("STEP_NOT_POSSIBLE", "")]
