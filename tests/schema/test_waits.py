"""Waiting lists: who stands in line, who is asked and when, and that nobody is overtaken nor gets more than there is."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from schema.capacity.asking import ask_on
from schema.engine.reader import Engine
from tests.schema import needs
from tests.schema.acting import act, done, events, number, refused
from tests.schema.books import disagreeing, entries
from tests.schema.offers import day, next_monday
from tests.schema.promises import agreed, pair, proposed, shown
from tests.story import Story, ask

LINE = "status place holdUntil viewerSteps match { id status }"


async def used_up(engine: Engine, story: Story) -> tuple[dict[str, str], str]:
    """A demand and an offer of twelve hours, all of which are promised to another demand; and that promise."""
    both = await pair(engine, story)
    other = await pair(engine, story)
    match = await agreed(engine, story, {"demand": other["demand"], "resource": both["resource"]}, quantity="12")
    return both, match


async def joined(engine: Engine, story: Story, both: dict[str, str], **more: Any) -> str:
    """The id of a place on the waiting list, for ten hours."""
    given = {**both, "quantity": "10"} | more
    payload = await done(engine, story.coordinator, "waitJoin", given, "wait { id }")
    found: str = payload["wait"]["id"]
    return found


async def another(engine: Engine, story: Story, both: dict[str, str], **more: Any) -> str:
    """A place in the same line, of another demand."""
    return await joined(engine, story, {**both, "demand": (await pair(engine, story))["demand"]}, **more)


async def let_go(engine: Engine, story: Story, match: str) -> None:
    """The promise is given up, and the clock comes by."""
    await done(engine, story.manager, "matchCancel", {"id": match, "reason": "另有安排"})
    await ask_on(engine.services)


async def line(engine: Engine, resource: str) -> list[tuple[str, int]]:
    """Who waits for an offer: how each stands, and for how much."""
    rows = await engine.services.pool.fetch(
        "select status, quantity::int from wait where resource_id = $1 order by id", number(resource)
    )
    return [tuple(row) for row in rows]


async def test_a_demand_waits_is_asked_takes_and_becomes_a_proposal(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    wait = await joined(engine, story, both)
    seen = await shown(engine, story.coordinator, wait, LINE)
    assert seen == {"status": "WAITING", "place": 1, "holdUntil": None, "viewerSteps": ["leave"], "match": None}
    assert (await shown(engine, story.manager, both["resource"], "waitingCount"))["waitingCount"] == 1
    await let_go(engine, story, match)
    seen = await shown(engine, story.coordinator, wait, LINE)
    assert (seen["status"], seen["place"], seen["viewerSteps"]) == ("ASKED", 1, ["take", "pass"])
    left = datetime.fromisoformat(seen["holdUntil"]) - datetime.now(UTC)
    assert timedelta(days=2) < left <= timedelta(days=3)
    assert (await shown(engine, story.manager, both["resource"], "free"))["free"] == "2"
    payload = await done(
        engine, story.coordinator, "waitTake", {"id": wait}, "wait { status place } match { id status quantity }"
    )
    assert payload["wait"] == {"status": "TAKEN", "place": None}
    assert (payload["match"]["status"], payload["match"]["quantity"]) == ("PROPOSED", "10")
    await done(engine, story.manager, "matchAccept", {"id": payload["match"]["id"]})
    assert (await entries(engine, story.manager, both["resource"]))[-5:] == [
        ("HOLD", "-10", "2"),
        ("RELEASE", "10", "12"),
        ("HOLD", "-10", "2"),
        ("RELEASE", "10", "12"),
        ("AGREEMENT", "-10", "2"),
    ]
    assert await disagreeing(engine) == set()


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", ("SIGN_IN_FIRST", "")),
        ("stranger", ("NOT_ALLOWED", "")),
        ("member", ("NOT_ALLOWED", "")),
        ("manager", ("NOT_ALLOWED", "")),
        ("coordinator_elsewhere", ("NOT_ALLOWED", "")),
        ("administrator", ("NOT_ALLOWED", "")),
    ],
)
async def test_only_the_committee_of_the_demand_puts_it_in_line(
    engine: Engine, story: Story, who: str, code: tuple[str, str]
) -> None:
    both, _ = await used_up(engine, story)
    assert await refused(engine, getattr(story, who), "waitJoin", {**both, "quantity": "10"}) == [code]


@pytest.mark.parametrize("mutation", ["waitLeave", "waitTake", "waitPass"])
async def test_only_the_committee_answers_and_only_the_waiting_side_sees(engine: Engine, story: Story, mutation: str) -> None:
    both, match = await used_up(engine, story)
    wait = await joined(engine, story, both)
    if mutation != "waitLeave":
        await let_go(engine, story, match)
    assert await refused(engine, story.public, mutation, {"id": wait}) == [("SIGN_IN_FIRST", "")]
    for who in ("stranger", "manager", "coordinator_elsewhere"):
        assert await refused(engine, getattr(story, who), mutation, {"id": wait}) == [("NOT_FOUND", "id")], who
        assert await shown(engine, getattr(story, who), wait, "id") is None
    for who in ("member", "administrator"):
        assert await refused(engine, getattr(story, who), mutation, {"id": wait}) == [("NOT_ALLOWED", "")], who
        assert await shown(engine, getattr(story, who), wait, "id") == {"id": wait}
    assert await refused(engine, story.coordinator, mutation, {"id": wait, "version": 77}) == [("CONFLICT", "version")]
    for wrong in ("", "wait_0", "wait_999999999999999999", both["demand"], "⁷"):
        assert await refused(engine, story.coordinator, mutation, {"id": wrong}) == [("NOT_FOUND", "id")]
    await done(engine, story.coordinator, mutation, {"id": wait})
    assert await refused(engine, story.coordinator, mutation, {"id": wait}) == [("STEP_NOT_POSSIBLE", "")]


async def test_first_come_first_served_and_whoever_passes_is_followed_by_the_next(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    first, second, third = (
        await joined(engine, story, both),
        await another(engine, story, both),
        await another(engine, story, both),
    )
    assert [(await shown(engine, story.coordinator, one, "place"))["place"] for one in (first, second, third)] == [1, 2, 3]
    await let_go(engine, story, match)
    assert await line(engine, both["resource"]) == [("ASKED", 10), ("WAITING", 10), ("WAITING", 10)]
    await done(engine, story.coordinator, "waitPass", {"id": first})
    assert await line(engine, both["resource"]) == [("PASSED", 10), ("ASKED", 10), ("WAITING", 10)]
    assert (await shown(engine, story.coordinator, third, "place"))["place"] == 2
    await done(engine, story.coordinator, "waitLeave", {"id": third})
    assert (await shown(engine, story.coordinator, third, LINE))["viewerSteps"] == []


async def test_whoever_wants_more_than_gets_free_is_passed_over_and_keeps_the_place(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    await agreed(engine, story, {**both, "demand": (await pair(engine, story))["demand"]}, quantity="9")
    small = await agreed(engine, story, {**both, "demand": (await pair(engine, story))["demand"]}, quantity="3")
    first, second = await joined(engine, story, both), await another(engine, story, both, quantity="2")
    await let_go(engine, story, small)
    assert (await shown(engine, story.coordinator, first, "status place")) == {"status": "WAITING", "place": 1}
    assert (await shown(engine, story.coordinator, second, "status place")) == {"status": "ASKED", "place": 2}


async def test_nobody_overtakes_whoever_is_in_line_even_before_the_clock_comes_by(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    await joined(engine, story, both)
    await done(engine, story.manager, "matchCancel", {"id": match, "reason": "另有安排"})
    late = {**both, "demand": (await pair(engine, story))["demand"]}
    payload = await act(engine, story.coordinator, "matchPropose", {**late, "quantity": "3"})
    assert [one["message"] for one in payload["refusals"]] == ["资源余量不足，目前只有 2人时。"]
    await proposed(engine, story, late, quantity="2")
    assert await line(engine, both["resource"]) == [("ASKED", 10)]
    assert await disagreeing(engine) == set()


async def test_a_counter_proposal_does_not_overtake_either_but_keeps_what_it_held(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    other = await agreed(engine, story, {**both, "demand": (await pair(engine, story))["demand"]}, quantity="8")
    match = await proposed(engine, story, {**both, "demand": (await pair(engine, story))["demand"]}, quantity="4")
    await joined(engine, story, both, quantity="6")
    await done(engine, story.manager, "matchCancel", {"id": other, "reason": "另有安排"})
    assert await refused(engine, story.manager, "matchCounter", {"id": match, "quantity": "7"}) == [
        ("MATCH_CAPACITY", "quantity")
    ]
    await done(engine, story.manager, "matchCounter", {"id": match, "quantity": "6"})
    assert await line(engine, both["resource"]) == [("ASKED", 6)]
    assert await disagreeing(engine) == set()


async def test_proposing_what_is_held_for_the_demand_itself_takes_it(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    wait = await joined(engine, story, both)
    await let_go(engine, story, match)
    proposal = await proposed(engine, story, both, quantity="12")
    seen = await shown(engine, story.coordinator, wait, LINE)
    assert (seen["status"], seen["match"]["id"]) == ("TAKEN", proposal)


async def test_a_turn_that_nobody_answers_ends_by_itself_and_the_next_is_asked(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    first, second = await joined(engine, story, both), await another(engine, story, both)
    await let_go(engine, story, match)
    await engine.services.pool.execute("update wait set hold_until = now() where id = $1", number(first))
    assert (await shown(engine, story.coordinator, first, LINE))["status"] == "EXPIRED"
    assert (await shown(engine, story.manager, both["resource"], "free"))["free"] == "12"
    assert await refused(engine, story.coordinator, "waitTake", {"id": first}) == [("STEP_NOT_POSSIBLE", "")]
    assert await ask_on(engine.services) == 1
    assert await ask_on(engine.services) == 0
    assert (await shown(engine, story.coordinator, second, "status"))["status"] == "ASKED"
    assert len(await events(engine, "wait.expired")) == 1
    again = await joined(engine, story, both)
    assert (await shown(engine, story.coordinator, again, "place"))["place"] == 2
    assert await disagreeing(engine) == set()


async def test_joining_twice_is_refused_and_so_is_waiting_for_what_is_there(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    await joined(engine, story, both)
    assert await refused(engine, story.coordinator, "waitJoin", {**both, "quantity": "3"}) == [("WAIT_ALREADY", "resource")]
    late = {**both, "demand": (await pair(engine, story))["demand"]}
    payload = await act(engine, story.coordinator, "waitJoin", {**late, "quantity": "13"})
    assert [one["message"] for one in payload["refusals"]] == ["该资源总共只有 12人时，请少填一些。"]
    assert await refused(engine, story.coordinator, "waitJoin", {**late, "quantity": "41"}) == [("MATCH_COVERED", "quantity")]
    await done(engine, story.manager, "matchCancel", {"id": match, "reason": "另有安排"})
    payload = await act(engine, story.coordinator, "waitJoin", {**late, "quantity": "2"})
    assert [one["message"] for one in payload["refusals"]] == ["目前还有 2人时，不必候补，请直接提出对接。"]
    await proposed(engine, story, late, quantity="1")
    assert await refused(engine, story.coordinator, "waitJoin", {**late, "quantity": "2"}) == [("MATCH_OPEN_ALREADY", "resource")]


@pytest.mark.parametrize("quantity", needs.NUMBERS)
async def test_a_quantity_that_is_none_is_refused(engine: Engine, story: Story, quantity: str) -> None:
    both, _ = await used_up(engine, story)
    assert await refused(engine, story.coordinator, "waitJoin", {**both, "quantity": quantity}) == [("QUANTITY", "quantity")]


@pytest.mark.parametrize(
    ("who", "mutation"), [("member", "demandWithdraw"), ("coordinator", "demandDecline"), ("coordinator", "demandMerge")]
)
@pytest.mark.parametrize("asked", [False, True])
async def test_a_demand_that_is_off_the_list_waits_no_more(
    engine: Engine, story: Story, who: str, mutation: str, asked: bool
) -> None:
    both, match = await used_up(engine, story)
    wait, second = await joined(engine, story, both), await another(engine, story, both)
    if asked:
        await let_go(engine, story, match)
    into = {"into": (await pair(engine, story))["demand"]} if mutation == "demandMerge" else {"reason": "情况有变"}
    await done(engine, getattr(story, who), mutation, {"id": both["demand"], **into})
    assert (await shown(engine, story.coordinator, wait, "status"))["status"] == "ENDED"
    await ask_on(engine.services)
    assert (await shown(engine, story.coordinator, second, "status"))["status"] == ("ASKED" if asked else "WAITING")
    assert await disagreeing(engine) == set()


async def test_a_demand_that_is_agreed_upon_in_full_waits_no_more(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    wait = await joined(engine, story, both)
    await agreed(
        engine,
        story,
        {"demand": both["demand"], "resource": (await pair(engine, story, quantity="50"))["resource"]},
        quantity="40",
    )
    assert (await shown(engine, story.coordinator, wait, "status"))["status"] == "ENDED"
    await let_go(engine, story, match)
    assert await line(engine, both["resource"]) == [("ENDED", 10)]


async def test_a_demand_past_its_day_is_not_asked(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    wait = await joined(engine, story, both)
    await engine.services.pool.execute("update demand set needed_by = current_date - 1 where id = $1", number(both["demand"]))
    await let_go(engine, story, match)
    assert (await shown(engine, story.coordinator, wait, "status place")) == {"status": "ENDED", "place": None}


async def test_an_offer_that_is_withdrawn_is_waited_for_no_more(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    first, second = await joined(engine, story, both), await another(engine, story, both)
    await let_go(engine, story, match)
    await done(engine, story.manager, "resourceWithdraw", {"id": both["resource"], "reason": "停办"})
    for wait in (first, second):
        assert (await shown(engine, story.coordinator, wait, "status"))["status"] == "ENDED"
    assert len(await events(engine, "wait.ended")) == 2
    assert await disagreeing(engine) == set()


@pytest.mark.parametrize(
    ("mutation", "given"),
    [("resourceEdit", {"quantity": "22"}), ("capacityCorrect", {"quantity": "10", "reason": "新增两人"})],
)
async def test_more_of_an_offer_goes_to_whoever_waits(engine: Engine, story: Story, mutation: str, given: dict[str, str]) -> None:
    both, _ = await used_up(engine, story)
    wait = await joined(engine, story, both)
    await done(engine, story.manager, mutation, {"id": both["resource"], **given})
    assert await ask_on(engine.services) == 1
    assert (await shown(engine, story.coordinator, wait, "status"))["status"] == "ASKED"
    less = {"id": both["resource"], "quantity": "-1", "reason": "清点"}
    assert await refused(engine, story.manager, "capacityCorrect", less) == [("RESOURCE_PROMISED", "quantity")]


async def test_each_opening_has_a_line_of_its_own(engine: Engine, story: Story) -> None:
    window = {"firstDay": day(), "weekdays": [1], "opens": "09:00", "closes": "11:00"}
    room = {"code": "VENUE", "measure": "PER_WINDOW", "windows": [window], "quantity": "1", "unit": "间"}
    both = await pair(engine, story, **room)
    at = {"day": str(next_monday()), "opens": "09:00"}
    later = {"day": str(next_monday() + timedelta(days=7)), "opens": "09:00"}
    matches = [
        await agreed(engine, story, {**both, "demand": (await pair(engine, story))["demand"]}, quantity="1", covers="5", **one)
        for one in (at, later)
    ]
    wait = await joined(engine, story, both, quantity="1", covers="5", **at)
    other = await another(engine, story, both, quantity="1", covers="5", **later)
    assert [(await shown(engine, story.coordinator, one, "place"))["place"] for one in (wait, other)] == [1, 1]
    await let_go(engine, story, matches[1])
    assert await line(engine, both["resource"]) == [("WAITING", 1), ("ASKED", 1)]
    payload = await done(engine, story.coordinator, "waitTake", {"id": other}, "match { day opens covers }")
    assert payload["match"] == {**later, "opens": "09:00:00", "covers": "5"}
    assert await disagreeing(engine) == set()


async def test_fifty_at_once_get_no_more_than_there_is_and_the_line_comes_first(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    await joined(engine, story, both, quantity="11")
    demands = [(await pair(engine, story))["demand"] for _ in range(5)]
    await done(engine, story.manager, "matchCancel", {"id": match, "reason": "另有安排"})

    async def grab(turn: int) -> list[str]:
        given = {"demand": demands[turn % 5], "resource": both["resource"], "quantity": "1"}
        payload = await act(engine, story.coordinator, "matchPropose" if turn % 3 else "waitJoin", given)
        return [one["code"] for one in payload["refusals"]]

    found = await asyncio.gather(*(grab(turn) for turn in range(50)), *(ask_on(engine.services) for _ in range(3)))
    assert {code for codes in found if isinstance(codes, list) for code in codes} <= {
        *("MATCH_CAPACITY", "MATCH_OPEN_ALREADY", "WAIT_ALREADY", "WAIT_NOT_NEEDED")
    }
    await ask_on(engine.services)
    assert (await line(engine, both["resource"]))[0] == ("ASKED", 11)
    taken = "select resource_used($1, null, null)"
    assert await engine.services.pool.fetchval(taken, number(both["resource"])) == 12
    assert await disagreeing(engine) == set()


async def test_what_is_asked_stands_in_the_inbox_of_the_committee(engine: Engine, story: Story) -> None:
    both, match = await used_up(engine, story)
    await joined(engine, story, both)
    await let_go(engine, story, match)
    document = "{ viewer { waiting(first: 100) { nodes { kind subject { id } } } } }"
    for who, there in (("coordinator", True), ("member", False), ("manager", False), ("coordinator_elsewhere", False)):
        found = (await ask(engine, document, {}, getattr(story, who)))["viewer"]["waiting"]["nodes"]
        assert ({"kind": "ANSWER_WAIT", "subject": {"id": both["demand"]}} in found) is there, who
