"""Proposing a portfolio: all of it or nothing, whoever asks, and however many ask at a time."""

import asyncio
from typing import Any

import pytest

from schema.engine.reader import Engine
from tests.schema.acting import act, done, events, number, refused, trace, viewer_of
from tests.schema.needs import NUMBERS
from tests.schema.offers import day
from tests.schema.promises import proposed, shown
from tests.schema.test_portfolios import GUARDS, choices, offer, wanted
from tests.story import Story

FACTS = "matches { id status quantity covers } demand { missing }"


async def portfolio(engine: Engine, story: Story) -> dict[str, Any]:
    """The input that proposes 30 of one unit and 10 of another for 40."""
    demand = await wanted(engine, story)
    one, other = await offer(engine, story, "30"), await offer(engine, story, "15", of=GUARDS)
    parts = [{"resource": one, "quantity": "30"}, {"resource": other, "quantity": "10"}]
    return {"demand": demand, "parts": parts, "note": "两家一起"}


async def test_all_parts_are_proposed_and_held_at_once(engine: Engine, story: Story) -> None:
    given = await portfolio(engine, story)

    payload = await done(engine, story.coordinator, "portfolioPropose", given, FACTS)

    assert [(one["status"], one["quantity"], one["covers"]) for one in payload["matches"]] == [
        ("PROPOSED", "30", "30"),
        ("PROPOSED", "10", "10"),
    ]
    assert payload["demand"]["missing"] == "0"
    assert await choices(engine, story, given["demand"]) == []
    told = await events(engine, "match.proposed")
    assert len(told) == 2
    for one in payload["matches"]:
        seen = await shown(engine, story.coordinator, one["id"], "note resource { free }")
        assert seen["note"] == "两家一起" and seen["resource"]["free"] in ("0", "5")


async def test_what_is_suggested_can_be_proposed_as_it_is(engine: Engine, story: Story) -> None:
    given = await portfolio(engine, story)
    await offer(engine, story, "2", measure="PER_WINDOW", windows=[{"firstDay": day(3), "opens": "09:00", "closes": "10:00"}])
    for choice in await choices(engine, story, given["demand"]):
        parts = [
            {"resource": part["candidate"]["resource"]["id"]} | {name: part[name] for name in ("quantity", "day", "opens")}
            for part in choice["parts"]
        ]
        payload = await done(engine, story.coordinator, "portfolioPropose", {"demand": given["demand"], "parts": parts}, FACTS)
        assert payload["demand"]["missing"] == choice["uncovered"]
        for one in payload["matches"]:
            await done(engine, story.coordinator, "matchWithdraw", {"id": one["id"], "reason": "再看一种"})


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("public", [("SIGN_IN_FIRST", "")]),
        ("stranger", [("NOT_ALLOWED", "")]),
        ("member", [("NOT_ALLOWED", "")]),
        ("manager", [("NOT_ALLOWED", "")]),
        ("coordinator_elsewhere", [("NOT_ALLOWED", "")]),
        ("administrator", [("NOT_ALLOWED", "")]),
    ],
)
async def test_only_the_committee_proposes(engine: Engine, story: Story, who: str, codes: list[tuple[str, str]]) -> None:
    given = await portfolio(engine, story)
    assert await refused(engine, viewer_of(story, who), "portfolioPropose", given) == codes


async def test_where_one_part_is_refused_none_is_proposed_and_all_is_told(engine: Engine, story: Story) -> None:
    given = await portfolio(engine, story)
    first, second = given["parts"]
    lost = {"resource": "resource_999999", "quantity": "1"}
    given["parts"] = [second | {"quantity": "16"}, lost, first | {"quantity": "31"}]
    assert await refused(engine, story.coordinator, "portfolioPropose", given) == [
        ("MATCH_CAPACITY", "parts.0.quantity"),
        ("NOT_FOUND", "parts.1.resource"),
        ("MATCH_CAPACITY", "parts.2.quantity"),
    ]


async def test_together_they_cover_no_more_than_is_missing(engine: Engine, story: Story) -> None:
    given = await portfolio(engine, story)
    given["parts"][1]["quantity"] = "11"
    payload = await act(engine, story.coordinator, "portfolioPropose", given)
    assert [(one["path"], one["message"]) for one in payload["refusals"]] == [("parts.1.quantity", "需求只差 10套。")]


async def test_an_offer_is_one_part_only_unless_for_another_opening(engine: Engine, story: Story) -> None:
    given = await portfolio(engine, story)
    given["parts"][0] = {**given["parts"][1], "quantity": "1"}
    assert await refused(engine, story.coordinator, "portfolioPropose", given) == [("MATCH_OPEN_ALREADY", "parts.1.resource")]
    await proposed(engine, story, {"demand": given["demand"], "resource": given["parts"][1]["resource"]}, quantity="1")
    given["parts"] = given["parts"][1:]
    assert await refused(engine, story.coordinator, "portfolioPropose", given) == [("MATCH_OPEN_ALREADY", "parts.0.resource")]


@pytest.mark.parametrize("quantity", NUMBERS)
async def test_a_quantity_that_is_none_is_refused_at_its_part(engine: Engine, story: Story, quantity: str) -> None:
    given = await portfolio(engine, story)
    given["parts"][1]["quantity"] = quantity
    assert await refused(engine, story.coordinator, "portfolioPropose", given) == [("QUANTITY", "parts.1.quantity")]


async def test_nothing_and_too_much_is_no_portfolio(engine: Engine, story: Story) -> None:
    given = await portfolio(engine, story)
    assert await refused(engine, story.coordinator, "portfolioPropose", given | {"parts": []}) == [("REQUIRED", "parts")]
    many = given | {"parts": [given["parts"][0]] * 81}
    assert await refused(engine, story.coordinator, "portfolioPropose", many) == [("TOO_MANY", "parts")]
    wordy = given | {"note": "长" * 1_000_000}
    assert await refused(engine, story.coordinator, "portfolioPropose", wordy) == [("TOO_LONG", "note")]
    for demand in ("demand_0", "org_1", "demand_999999999999999999"):
        assert await refused(engine, story.coordinator, "portfolioPropose", given | {"demand": demand}) == [
            ("NOT_FOUND", "demand")
        ]


async def test_a_retry_proposes_once(engine: Engine, story: Story) -> None:
    given = await portfolio(engine, story) | {"idempotencyKey": "once"}
    first = await done(engine, story.coordinator, "portfolioPropose", given, FACTS)
    after = await trace(engine)
    assert await done(engine, story.coordinator, "portfolioPropose", given, FACTS) == first
    assert await trace(engine) == after


async def test_of_many_who_propose_the_same_offers_for_different_demands_none_gets_a_part_only(
    engine: Engine, story: Story
) -> None:
    given = await portfolio(engine, story)
    demands = [given["demand"], *[await wanted(engine, story) for _ in range(4)]]
    orders = (given["parts"], given["parts"][::-1])

    async def propose(turn: int, demand: str) -> bool:
        payload = await act(engine, story.coordinator, "portfolioPropose", {"demand": demand, "parts": orders[turn % 2]})
        return not payload["refusals"]

    won = await asyncio.gather(*(propose(turn, demand) for turn, demand in enumerate(demands * 3)))

    assert sum(won) == 1
    numbers = [number(one) for one in demands]
    held = "select array_agg(quantity::int order by quantity) from match where demand_id = any($1) group by demand_id"
    assert [one[0] for one in await engine.services.pool.fetch(held, numbers)] == [[10, 30]]
