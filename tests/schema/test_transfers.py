"""Transferring a promise, to another demand or to another offer of the unit; nobody is cut off without a word."""

from datetime import date
from typing import Any

import orjson
import pytest

from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.schema import needs
from tests.schema.acting import HOSTILE, act, done, events, number, refused, trace
from tests.schema.books import disagreeing, entries
from tests.schema.offers import day, offered
from tests.schema.promises import agreed, pair, reported, shown
from tests.schema.test_waits import another, joined, line
from tests.story import Story

WHY = {"reason": "那边更急"}
SHOWN = "match { status quantity covers reason } transferred { id status quantity covers transferredFrom { id } }"


async def both_agreed(engine: Engine, story: Story) -> tuple[dict[str, str], str]:
    """A demand and an offer, and ten hours of it promised."""
    both = await pair(engine, story)
    return both, await agreed(engine, story, both)


async def room_of_the_unit(engine: Engine, story: Story, **more: Any) -> str:
    """Another offer of the same unit."""
    return await offered(engine, story, title="陪伴老人散步志愿服务", **more)


async def test_a_part_goes_to_another_demand_and_the_unit_is_asked(engine: Engine, story: Story) -> None:
    both, match = await both_agreed(engine, story)
    other = (await pair(engine, story))["demand"]
    payload = await done(
        engine, story.coordinator, "matchTransfer", {"id": match, "demand": other, "quantity": "4", **WHY}, SHOWN
    )
    assert payload["match"] == {"status": "AGREED", "quantity": "6", "covers": "6", "reason": ""}
    to = payload["transferred"]
    assert (to["status"], to["quantity"], to["covers"], to["transferredFrom"]) == ("PROPOSED", "4", "4", {"id": match})
    assert (await shown(engine, story.manager, both["resource"], "free"))["free"] == "2"
    assert (await entries(engine, story.manager, both["resource"]))[-2:] == [("TRANSFER", "4", "6"), ("TRANSFER", "-4", "2")]
    await done(engine, story.manager, "matchAccept", {"id": to["id"]})
    assert (await shown(engine, story.coordinator, both["demand"], "promised missing")) == {"promised": "6", "missing": "34"}
    assert await disagreeing(engine) == set()


async def test_all_of_it_goes_and_both_sides_are_told_why(engine: Engine, story: Story) -> None:
    _, match = await both_agreed(engine, story)
    other = await pair(engine, story)
    payload = await done(engine, story.coordinator, "matchTransfer", {"id": match, "demand": other["demand"], **WHY}, SHOWN)
    assert payload["match"] == {"status": "CANCELLED", "quantity": "10", "covers": "10", "reason": "那边更急"}
    assert payload["transferred"]["quantity"] == "10"
    (event,) = await events(engine, "match.transferred")
    told = orjson.loads(event["data"])
    assert (event["subject_id"], told["quantity"], told["to"], told["reason"]) == (
        number(match),
        "10",
        "陪伴独居老人就医",
        "那边更急",
    )
    assert len(event["organisation_ids"]) >= 1
    assert await disagreeing(engine) == set()


@pytest.mark.parametrize(("who", "status"), [("manager", "COUNTERED"), ("coordinator", "PROPOSED")])
async def test_another_offer_of_the_unit_takes_over_and_whoever_has_not_agreed_is_asked(
    engine: Engine, story: Story, who: str, status: str
) -> None:
    both, match = await both_agreed(engine, story)
    room = await room_of_the_unit(engine, story)
    given = {"id": match, "resource": room, "reason": "原场地漏水"}
    payload = await done(engine, getattr(story, who), "matchTransfer", given, SHOWN)
    assert (payload["match"]["status"], payload["transferred"]["status"]) == ("CANCELLED", status)
    assert (await shown(engine, story.manager, both["resource"], "free"))["free"] == "12"
    assert (await shown(engine, story.manager, room, "free"))["free"] == "2"
    assert (await entries(engine, story.manager, both["resource"]))[-1] == ("TRANSFER", "10", "12")
    assert (await entries(engine, story.manager, room))[-1] == ("TRANSFER", "-10", "2")
    assert await disagreeing(engine) == set()


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", ("SIGN_IN_FIRST", "")),
        ("stranger", ("NOT_FOUND", "id")),
        ("member", ("NOT_ALLOWED", "")),
        ("manager", ("NOT_ALLOWED", "")),
        ("coordinator_elsewhere", ("NOT_FOUND", "id")),
        ("administrator", ("NOT_ALLOWED", "")),
    ],
)
async def test_only_the_committee_gives_it_to_another_demand(
    engine: Engine, story: Story, who: str, code: tuple[str, str]
) -> None:
    _, match = await both_agreed(engine, story)
    other = (await pair(engine, story))["demand"]
    assert await refused(engine, getattr(story, who), "matchTransfer", {"id": match, "demand": other, **WHY}) == [code]


async def test_what_cannot_be_transferred_says_why(engine: Engine, story: Story) -> None:
    both, match = await both_agreed(engine, story)
    other = (await pair(engine, story))["demand"]
    hours = await room_of_the_unit(engine, story, unit="场")
    small = await offered(engine, story, title="陪聊志愿服务", quantity="3")
    wrong: list[tuple[dict[str, Any], tuple[str, str]]] = [
        ({}, ("TRANSFER_ONE", "demand")),
        ({"demand": other, "resource": small}, ("TRANSFER_ONE", "demand")),
        ({"demand": both["demand"]}, ("TRANSFER_SAME", "demand")),
        ({"resource": both["resource"]}, ("TRANSFER_SAME", "resource")),
        ({"demand": "demand_0"}, ("NOT_FOUND", "demand")),
        ({"resource": hours}, ("TRANSFER_MEASURE", "resource")),
        ({"resource": small}, ("MATCH_CAPACITY", "quantity")),
        ({"demand": other, "quantity": "11"}, ("TRANSFER_DELIVERED", "quantity")),
        ({"demand": other, "quantity": "0"}, ("QUANTITY", "quantity")),
        ({"demand": other, "quantity": "NaN"}, ("QUANTITY", "quantity")),
        ({"demand": other, "version": 77}, ("CONFLICT", "version")),
    ]
    for given, code in wrong:
        assert await refused(engine, story.coordinator, "matchTransfer", {"id": match, **WHY, **given}) == [code], given
    for reason in HOSTILE:
        (found,) = await refused(engine, story.coordinator, "matchTransfer", {"id": match, "demand": other, "reason": reason})
        assert found in (("REASON_REQUIRED", "reason"), ("TOO_LONG", "reason"))
    await done(engine, story.manager, "matchCancel", {"id": match, **WHY})
    assert await refused(engine, story.coordinator, "matchTransfer", {"id": match, "demand": other, **WHY}) == [
        ("STEP_NOT_POSSIBLE", "")
    ]


async def test_only_what_is_not_delivered_goes_and_what_is_delivered_is_settled(engine: Engine, story: Story) -> None:
    both, match = await both_agreed(engine, story)
    other = (await pair(engine, story))["demand"]
    delivery = await reported(engine, story, match, "4")
    given = {"id": match, "demand": other, **WHY}
    assert await refused(engine, story.coordinator, "matchTransfer", given) == [("DELIVERY_OPEN", "")]
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 5})
    assert await refused(engine, story.coordinator, "matchTransfer", {**given, "quantity": "7"}) == [
        ("TRANSFER_DELIVERED", "quantity")
    ]
    payload = await done(engine, story.coordinator, "matchTransfer", given, SHOWN)
    assert (payload["match"]["status"], payload["match"]["quantity"], payload["transferred"]["quantity"]) == ("DONE", "4", "6")
    assert (await shown(engine, story.coordinator, both["demand"], "delivered"))["delivered"] == "4"
    assert await disagreeing(engine) == set()


async def test_what_goes_to_another_demand_is_not_for_those_in_line(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await agreed(engine, story, both, quantity="12")
    wait = await another(engine, story, both, quantity="5")
    other = (await pair(engine, story))["demand"]
    await done(engine, story.coordinator, "matchTransfer", {"id": match, "demand": other, **WHY})
    assert (await shown(engine, story.coordinator, wait, "status"))["status"] == "WAITING"
    assert await disagreeing(engine) == set()


async def test_another_offer_takes_over_only_what_nobody_waits_for(engine: Engine, story: Story) -> None:
    both, match = await both_agreed(engine, story)
    room = await room_of_the_unit(engine, story)
    last = await agreed(engine, story, {"demand": (await pair(engine, story))["demand"], "resource": room}, quantity="8")
    await joined(engine, story, {"demand": (await pair(engine, story))["demand"], "resource": room}, quantity="12")
    await done(engine, story.manager, "matchCancel", {"id": last, **WHY})
    given = {"id": match, "resource": room, **WHY}
    assert await refused(engine, story.manager, "matchTransfer", given) == [("MATCH_CAPACITY", "quantity")]
    assert await line(engine, room) == [("WAITING", 12)]
    assert (await shown(engine, story.manager, both["resource"], "free"))["free"] == "2"


async def a_room(engine: Engine, story: Story, title: str = "党群活动室") -> str:
    """A room of the unit that is open on each day from nine to eleven, for one event at a time."""
    window = {"firstDay": day(), "weekdays": [1, 2, 3, 4, 5, 6, 7], "opens": "09:00", "closes": "11:00"}
    more: dict[str, Any] = {"measure": "PER_WINDOW", "windows": [window], "quantity": "1", "unit": "场"}
    return await offered(engine, story, title=title, code="VENUE", **more)


async def booked(engine: Engine, story: Story, room: str, after: int = 7) -> tuple[str, str]:
    """A demand, and the promise of the room for it, so many days from now."""
    demand = (await pair(engine, story))["demand"]
    return demand, await agreed(engine, story, {"demand": demand, "resource": room}, quantity="1", covers="5", **at(after))


def at(after: int, opens: str = "09:00") -> dict[str, str]:
    """The opening so many days from today."""
    return {"day": day(after), "opens": opens}


async def openings(engine: Engine, viewer: Viewer, room: str) -> dict[str, str]:
    """What each of the next openings has left, by the day."""
    found = (await shown(engine, viewer, room, "openings { day opens closes free }"))["openings"]
    assert {(one["opens"], one["closes"]) for one in found} <= {("09:00:00", "11:00:00")}
    return {one["day"]: one["free"] for one in found}


@pytest.mark.parametrize(("who", "status"), [("manager", "COUNTERED"), ("coordinator", "PROPOSED")])
async def test_another_opening_of_the_same_offer_takes_over(engine: Engine, story: Story, who: str, status: str) -> None:
    room = await a_room(engine, story)
    _, match = await booked(engine, story, room)
    seen = await openings(engine, story.member, room)
    assert len(seen) == 20 and [when for when, free in seen.items() if free == "0"] == [day(7)]
    given = {"id": match, "resource": room, "reason": "那天检修", **at(9)}
    payload = await done(engine, getattr(story, who), "matchTransfer", given, SHOWN.replace("id status", "id day opens status"))
    to = payload["transferred"]
    assert (payload["match"]["status"], to["status"], to["day"], to["opens"]) == ("CANCELLED", status, day(9), "09:00:00")
    assert [when for when, free in (await openings(engine, story.manager, room)).items() if free == "0"] == [day(9)]
    assert await disagreeing(engine) == set()


async def test_an_opening_of_another_offer_takes_over(engine: Engine, story: Story) -> None:
    room, hall = await a_room(engine, story), await a_room(engine, story, "多功能厅")
    _, match = await booked(engine, story, room)
    given = {"id": match, "resource": hall, "reason": "原场地漏水", **at(3)}
    await done(engine, story.coordinator, "matchTransfer", given)
    assert "0" not in (await openings(engine, story.manager, room)).values()
    assert (await openings(engine, story.manager, hall))[day(3)] == "0"
    assert await disagreeing(engine) == set()


async def test_openings_that_cannot_be_had_are_refused_with_words(engine: Engine, story: Story) -> None:
    room = await a_room(engine, story)
    demand, match = await booked(engine, story, room)
    await needs.put(engine, demand, needed_by=date.fromisoformat(day(12)))
    await booked(engine, story, room, after=5)
    given = {"id": match, "resource": room, **WHY}
    wrong = [
        (at(5), "MATCH_CAPACITY", "资源余量不足，目前只有 0场。"),
        (at(-1), "DAY_PAST", "日期不能早于今天。"),
        (at(13), "MATCH_TOO_LATE", f"需求的期限是 {day(12)}，请选择期限内的时段。"),
        (at(9, "10:00"), "MATCH_OPENING", "请从资源的开放时段中选择日期和时间。"),
        (at(7), "TRANSFER_SAME", "请选择另一条需求、另一项资源或另一场。"),
    ]
    for opening, code, words in wrong:
        for who in (story.coordinator, story.manager):
            before = await trace(engine)
            payload = await act(engine, who, "matchTransfer", given | opening)
            assert [(one["code"], one["message"]) for one in payload["refusals"]] == [(code, words)], opening
            assert await trace(engine) == before
    assert (await shown(engine, story.coordinator, demand, "missing"))["missing"] == "35"


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", ("SIGN_IN_FIRST", "")),
        ("stranger", ("NOT_FOUND", "id")),
        ("member", ("NOT_ALLOWED", "")),
        ("coordinator_elsewhere", ("NOT_FOUND", "id")),
        ("administrator", ("NOT_ALLOWED", "")),
    ],
)
async def test_only_the_committee_and_the_unit_choose_another_opening(
    engine: Engine, story: Story, who: str, code: tuple[str, str]
) -> None:
    room = await a_room(engine, story)
    _, match = await booked(engine, story, room)
    given = {"id": match, "resource": room, **WHY, **at(9)}
    assert await refused(engine, getattr(story, who), "matchTransfer", given) == [code]


async def test_the_public_is_not_told_what_openings_have_left(engine: Engine, story: Story) -> None:
    assert await openings(engine, story.public, await a_room(engine, story)) == {}
