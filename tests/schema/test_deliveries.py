"""Delivering: reported by the unit, confirmed and rated by the side that needed it, and what closes what."""

import asyncio
from datetime import timedelta

import pytest

from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import act, done, events, refused
from tests.schema.needs import NUMBERS
from tests.schema.promises import agreed, pair, proposed, reported, shown
from tests.story import Story, ask

STATE = "status delivered resource { free } demand { status delivered missing }"


async def test_a_promise_is_delivered_in_parts_rated_and_done(engine: Engine, story: Story) -> None:
    match = await agreed(engine, story)
    first = await reported(engine, story, match, "4")
    seen = await shown(engine, story.member, first, "status quantity deliveredOn rating viewerSteps provider { name }")
    assert (seen["status"], seen["quantity"], seen["deliveredOn"], seen["rating"]) == ("REPORTED", "4", str(today()), None)
    assert seen["viewerSteps"] == ["confirm", "dispute"]
    await done(engine, story.member, "deliveryConfirm", {"id": first, "rating": 4, "words": "  按时到\n了 "})
    assert (await shown(engine, story.manager, match, STATE))["status"] == "AGREED"
    second = await reported(engine, story, match, "6")
    await done(engine, story.member, "deliveryConfirm", {"id": second, "rating": 5})
    seen = await shown(engine, story.manager, match, STATE)
    assert seen == {
        "status": "DONE",
        "delivered": "10",
        "resource": {"free": "2"},
        "demand": {"status": "PARTLY_MATCHED", "delivered": "10", "missing": "30"},
    }
    assert [event["verb"] for event in await events(engine, "match.done")] == ["match.done"]


async def test_nobody_rates_their_own_work(engine: Engine, story: Story) -> None:
    delivery = await reported(engine, story, await agreed(engine, story))
    given = {"id": delivery, "rating": 5}
    for who in ("manager", "coordinator"):
        assert await refused(engine, getattr(story, who), "deliveryConfirm", given) == [("NOT_ALLOWED", "")]
    assert await refused(engine, story.stranger, "deliveryConfirm", given) == [("NOT_FOUND", "id")]
    for rating in (0, 6, -1):
        assert await refused(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": rating}) == [
            ("DELIVERY_RATING", "rating")
        ]


async def test_a_delivery_that_was_not_as_reported_is_disputed_and_may_still_be_confirmed(engine: Engine, story: Story) -> None:
    match = await agreed(engine, story)
    delivery = await reported(engine, story, match)
    await done(engine, story.member, "deliveryDispute", {"id": delivery, "reason": "只来了一次"})
    assert await refused(engine, story.coordinator, "matchFinish", {"id": match}) == [("MATCH_UNDELIVERED", "")]
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 2, "words": "后来补上了"})
    assert (await shown(engine, story.member, match, "status"))["status"] == "DONE"


async def test_less_than_was_promised_may_be_closed_and_the_rest_is_free(engine: Engine, story: Story) -> None:
    match = await agreed(engine, story)
    assert await refused(engine, story.coordinator, "matchFinish", {"id": match}) == [("MATCH_UNDELIVERED", "")]
    delivery = await reported(engine, story, match, "4")
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 3})
    assert await refused(engine, story.manager, "matchFinish", {"id": match}) == [("NOT_ALLOWED", "")]
    await done(engine, story.coordinator, "matchFinish", {"id": match})
    seen = await shown(engine, story.manager, match, STATE)
    assert (seen["status"], seen["resource"]["free"], seen["demand"]["missing"]) == ("DONE", "8", "36")


async def test_a_demand_is_written_off_when_all_of_it_is_delivered(engine: Engine, story: Story) -> None:
    both = await pair(engine, story, quantity="50")
    demand = {"id": both["demand"]}
    assert await refused(engine, story.coordinator, "demandClose", demand) == [("DEMAND_UNFULFILLED", "")]
    match = await agreed(engine, story, both, quantity="40")
    delivery = await reported(engine, story, match, "40")
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 5})
    seen = await shown(engine, story.coordinator, both["demand"], "status viewerSteps")
    assert seen["status"] == "FULFILLED"
    assert "close" in seen["viewerSteps"]
    assert await refused(engine, story.member, "demandClose", demand) == [("NOT_ALLOWED", "")]
    await done(engine, story.coordinator, "demandClose", demand)
    assert (await shown(engine, story.stranger, both["demand"], "status"))["status"] == "CLOSED"


@pytest.mark.parametrize("quantity", NUMBERS)
async def test_a_quantity_that_is_none_is_not_delivered(engine: Engine, story: Story, quantity: str) -> None:
    match = await agreed(engine, story)
    given = {"id": match, "quantity": quantity}
    assert await refused(engine, story.manager, "deliveryReport", given) == [("QUANTITY", "quantity")]


async def test_only_what_is_agreed_is_delivered_and_not_in_the_future(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await proposed(engine, story, both)
    given = {"id": match, "quantity": "1"}
    assert await refused(engine, story.manager, "deliveryReport", given) == [("STEP_NOT_POSSIBLE", "")]
    await done(engine, story.manager, "matchAccept", {"id": match})
    late = given | {"deliveredOn": str(today() + timedelta(days=1))}
    assert await refused(engine, story.manager, "deliveryReport", late) == [("DELIVERY_LATE", "deliveredOn")]
    assert await refused(engine, story.member, "deliveryReport", given) == [("NOT_ALLOWED", "")]


async def test_two_who_confirm_at_one_moment_count_once(engine: Engine, story: Story) -> None:
    match = await agreed(engine, story)
    delivery = await reported(engine, story, match)

    async def confirm() -> list[str]:
        payload = await act(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 5})
        return [one["code"] for one in payload["refusals"]]

    assert sorted(await asyncio.gather(*(confirm() for _ in range(8)))) == [[], *[["STEP_NOT_POSSIBLE"]] * 7]
    assert len(await events(engine, "match.done")) == 1


async def test_what_is_confirmed_counts_before_the_promise_is_closed(engine: Engine, story: Story) -> None:
    match = await agreed(engine, story)
    delivery = await reported(engine, story, match, "4")
    assert (await shown(engine, story.member, match, "reported demand { delivered }"))["demand"]["delivered"] == "0"
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 4})
    seen = await shown(engine, story.member, match, "status demand { status promised delivered missing }")
    assert seen["status"] == "AGREED"
    assert seen["demand"] == {"status": "PARTLY_MATCHED", "promised": "10", "delivered": "4", "missing": "30"}


async def test_what_is_confirmed_counts_in_the_demand_s_quantity(engine: Engine, story: Story) -> None:
    """Three hours for forty hours of need: a third of the hours meets a third of what they cover; more than all, no more."""
    both = await pair(engine, story, unit="场")
    match = await agreed(engine, story, both, quantity="3", covers="40")
    delivered = ["13.33", "26.67", "40"]
    for expected in delivered:
        delivery = await reported(engine, story, match, "1")
        await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 4})
        assert (await shown(engine, story.member, both["demand"], "delivered"))["delivered"] == expected
    assert (await shown(engine, story.member, both["demand"], "status"))["status"] == "FULFILLED"


async def test_what_is_confirmed_is_not_undone_the_rest_is_let_go(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await agreed(engine, story, both)
    delivery, second = await reported(engine, story, match, "4"), await reported(engine, story, match, "4")
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 4})
    why = {"id": match, "reason": "人手不足"}
    for who in (story.manager, story.coordinator):
        assert await refused(engine, who, "matchCancel", why) == [("MATCH_DELIVERED", "")]
    assert await refused(engine, story.coordinator, "matchFinish", {"id": match}) == [("DELIVERY_OPEN", "")]
    await done(engine, story.member, "deliveryDispute", {"id": second, "reason": "没有来"})
    await done(engine, story.coordinator, "matchFinish", {"id": match})
    seen = await shown(engine, story.member, match, "status demand { delivered missing }")
    assert seen == {"status": "DONE", "demand": {"delivered": "4", "missing": "36"}}


async def test_a_demand_is_not_written_off_while_something_promised_for_it_is_open(engine: Engine, story: Story) -> None:
    both = await pair(engine, story, quantity="50")
    match = await agreed(engine, story, both, quantity="40")
    first, second = await reported(engine, story, match, "40"), await reported(engine, story, match, "1")
    await done(engine, story.member, "deliveryConfirm", {"id": first, "rating": 5})
    demand = {"id": both["demand"]}
    assert (await shown(engine, story.coordinator, both["demand"], "status"))["status"] == "FULFILLED"
    assert await refused(engine, story.coordinator, "demandClose", demand) == [("DEMAND_STILL_PROMISED", "")]
    await done(engine, story.member, "deliveryDispute", {"id": second, "reason": "记重了"})
    await done(engine, story.coordinator, "matchFinish", {"id": match})
    await done(engine, story.coordinator, "demandClose", demand)


async def test_a_delivery_that_waits_is_told_apart_from_what_is_still_to_be_delivered(engine: Engine, story: Story) -> None:
    text = "query($reported: Boolean!) { matches(first: 100, filter: {provided: true, reported: $reported}) { nodes { id } } }"

    async def found(reported: bool) -> list[str]:
        return [one["id"] for one in (await ask(engine, text, {"reported": reported}, story.manager))["matches"]["nodes"]]

    match = await agreed(engine, story)
    assert (match in await found(False), match in await found(True)) == (True, False)
    delivery = await reported(engine, story, match, "4")
    assert (match in await found(False), match in await found(True)) == (False, True)
    assert (await shown(engine, story.manager, match, "reported"))["reported"] is True
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 4})
    assert (match in await found(False), match in await found(True)) == (True, False)
