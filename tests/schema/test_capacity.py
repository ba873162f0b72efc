"""The book of capacity: every change is in it, its sum is what the tables say, at any past time too; and corrections."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from schema.capacity.asking import ask_on
from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.schema.acting import HOSTILE, act, done, events, number, refused
from tests.schema.books import balance, disagreeing, entries, now
from tests.schema.offers import day, next_monday
from tests.schema.promises import pair, proposed, put, reported, shown
from tests.story import Story


async def test_each_step_of_a_promise_is_an_entry_with_what_was_left(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await proposed(engine, story, both)
    await done(engine, story.manager, "matchCounter", {"id": match, "quantity": "4"})
    await done(engine, story.coordinator, "matchAgree", {"id": match})
    delivery = await reported(engine, story, match, "3")
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 5})
    await done(engine, story.coordinator, "matchFinish", {"id": match})
    assert await entries(engine, story.manager, both["resource"]) == [
        ("STOCK", "12", "12"),
        ("HOLD", "-10", "2"),
        ("RELEASE", "10", "12"),
        ("HOLD", "-4", "8"),
        ("RELEASE", "4", "12"),
        ("AGREEMENT", "-4", "8"),
        ("SETTLEMENT", "1", "9"),
    ]
    assert (await shown(engine, story.manager, both["resource"], "free"))["free"] == "9"


async def test_an_entry_says_who_did_it_and_why(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await proposed(engine, story, both)
    await done(engine, story.manager, "matchDecline", {"id": match, "reason": "人手不足"})
    rows = await engine.services.pool.fetch(
        "select kind, account_id, reason, match_id from capacity_entry where resource_id = $1 order by id",
        number(both["resource"]),
    )
    assert [tuple(row) for row in rows] == [
        ("STOCK", story.manager.account, "", None),
        ("HOLD", story.coordinator.account, "", number(match)),
        ("RELEASE", story.manager.account, "人手不足", number(match)),
    ]


async def test_the_book_is_for_whoever_takes_part_in_the_offer(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    moment = await now(engine)
    for who in ("manager", "member", "coordinator", "administrator"):
        assert await entries(engine, getattr(story, who), both["resource"]) == [("STOCK", "12", "12")], who
        assert await balance(engine, getattr(story, who), both["resource"], moment) == 12, who
    for who in ("stranger", "coordinator_elsewhere"):
        assert await entries(engine, getattr(story, who), both["resource"]) == [], who
        assert await balance(engine, getattr(story, who), both["resource"], moment) is None, who


async def test_nobody_changes_what_is_in_the_book(engine: Engine, story: Story) -> None:
    await pair(engine, story)
    for statement in ("update capacity_entry set quantity = 1", "delete from capacity_entry"):
        with pytest.raises(asyncpg.RaiseError, match="append-only"):
            await engine.services.pool.execute(statement)


async def test_a_hold_ends_by_itself_without_an_entry_and_the_past_stays(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await proposed(engine, story, both)
    held = await now(engine)
    assert await balance(engine, story.manager, both["resource"], held) == 2
    assert await balance(engine, story.manager, both["resource"], held + timedelta(days=8)) == 12
    await put(engine, match, hold_until=held)
    assert await balance(engine, story.manager, both["resource"], await now(engine)) == 12
    assert await balance(engine, story.manager, both["resource"], held) == 2
    assert await disagreeing(engine) == set()


async def test_the_book_of_the_sample_says_what_the_tables_say(engine: Engine) -> None:
    assert await engine.services.pool.fetchval("select count(*) from match") > 10
    assert await disagreeing(engine) == set()


CORRECTED = {"quantity": "-3", "reason": "三人调离"}


async def test_a_unit_corrects_its_stock_and_the_book_has_it(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    before = await shown(engine, story.manager, both["resource"], "version")
    payload = await done(
        engine, story.manager, "capacityCorrect", {"id": both["resource"], **CORRECTED}, "resource { free version }"
    )
    assert payload["resource"] == {"free": "9", "version": before["version"] + 1}
    assert (await entries(engine, story.manager, both["resource"]))[-1] == ("CORRECTION", "-3", "9")
    await done(engine, story.manager, "capacityCorrect", {"id": both["resource"], "quantity": "1.5", "reason": "清点有误"})
    assert (await shown(engine, story.manager, both["resource"], "quantity free")) == {"quantity": "10.5", "free": "10.5"}
    (event, *_) = await events(engine, "resource.corrected")
    assert '"+1.5"' in event["data"]
    assert await disagreeing(engine) == set()


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("public", "SIGN_IN_FIRST"),
        ("stranger", "NOT_ALLOWED"),
        ("member", "NOT_ALLOWED"),
        ("coordinator", "NOT_ALLOWED"),
        ("coordinator_elsewhere", "NOT_ALLOWED"),
        ("administrator", "NOT_ALLOWED"),
    ],
)
async def test_nobody_else_corrects(engine: Engine, story: Story, who: str, code: str) -> None:
    both = await pair(engine, story)
    assert await refused(engine, getattr(story, who), "capacityCorrect", {"id": both["resource"], **CORRECTED}) == [(code, "")]


async def test_no_correction_goes_below_what_is_promised(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    await proposed(engine, story, both)
    payload = await act(engine, story.manager, "capacityCorrect", {"id": both["resource"], "quantity": "-3", "reason": "损坏"})
    assert [(one["path"], one["message"]) for one in payload["refusals"]] == [
        ("quantity", "已承诺 10人时，数量不能低于承诺数；如需减少，请先取消有关对接。")
    ]
    await done(engine, story.manager, "capacityCorrect", {"id": both["resource"], "quantity": "-2", "reason": "损坏"})
    assert (await shown(engine, story.manager, both["resource"], "free status")) == {"free": "0", "status": "EXHAUSTED"}


@pytest.mark.parametrize("quantity", ["0", "-0", "0.001", "10000000000", "-1e30", "NaN", "Infinity", "9999999999"])
async def test_a_correction_that_is_none_is_refused(engine: Engine, story: Story, quantity: str) -> None:
    given = {"id": (await pair(engine, story))["resource"], "quantity": quantity, "reason": "清点"}
    assert await refused(engine, story.manager, "capacityCorrect", given) == [("CORRECTION_QUANTITY", "quantity")]


async def test_a_correction_needs_a_reason_and_leaves_something(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    for reason in HOSTILE:
        found = await refused(
            engine, story.manager, "capacityCorrect", {"id": both["resource"], "quantity": "-1", "reason": reason}
        )
        assert found in ([("REASON_REQUIRED", "reason")], [("TOO_LONG", "reason")])
    given = {"id": both["resource"], "quantity": "-12", "reason": "全部损坏"}
    assert await refused(engine, story.manager, "capacityCorrect", given) == [("CORRECTION_NOTHING", "quantity")]
    at = {"day": day(1), "opens": "09:00"}
    assert await refused(engine, story.manager, "capacityCorrect", given | at) == [("MATCH_NO_OPENING", "day")]


async def rooms(engine: Engine, story: Story, quantity: str = "2") -> dict[str, str]:
    """A demand, and an offer of so many rooms on Monday mornings."""
    window = {"firstDay": day(), "weekdays": [1], "opens": "09:00", "closes": "11:00"}
    return await pair(engine, story, code="VENUE", measure="PER_WINDOW", windows=[window], quantity=quantity, unit="间")


async def test_one_opening_is_corrected_and_the_others_are_not(engine: Engine, story: Story) -> None:
    both, monday = await rooms(engine, story), next_monday()
    at, later = {"day": str(monday), "opens": "09:00"}, {"day": str(monday + timedelta(days=7)), "opens": "09:00"}
    before = Decimal((await shown(engine, story.manager, both["resource"], "free"))["free"])
    await done(engine, story.manager, "capacityCorrect", {"id": both["resource"], "quantity": "-1", "reason": "漏水", **at})
    assert Decimal((await shown(engine, story.manager, both["resource"], "free"))["free"]) == before - 1
    moment = await now(engine)
    assert await balance(engine, story.manager, both["resource"], moment, **at) == 1
    assert await balance(engine, story.manager, both["resource"], moment, **later) == 2
    assert await balance(engine, story.manager, both["resource"], moment) == before - 1
    given = {**both, "quantity": "2", "covers": "5"}
    assert await refused(engine, story.coordinator, "matchPropose", given | at) == [("MATCH_CAPACITY", "quantity")]
    await proposed(engine, story, given, **at | {"quantity": "1"})
    closed = {"id": both["resource"], "quantity": "-1", "reason": "停用", **at}
    payload = await act(engine, story.manager, "capacityCorrect", closed)
    assert [one["message"] for one in payload["refusals"]] == ["该场只余 0间，不能再减；已承诺的请先取消有关对接。"]
    assert await refused(engine, story.manager, "resourceEdit", {"id": both["resource"], "quantity": "1"}) == [
        ("RESOURCE_PROMISED", "quantity")
    ]
    for wrong in ({"day": str(monday + timedelta(days=1)), "opens": "09:00"}, {"day": str(monday)}, {"opens": "09:00"}):
        given = {"id": both["resource"], "quantity": "-1", "reason": "停用", **wrong}
        assert await refused(engine, story.manager, "capacityCorrect", given) == [("MATCH_OPENING", "day")]
    assert await disagreeing(engine) == set()


async def test_what_is_counted_otherwise_is_another_stock(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    await done(engine, story.manager, "resourceEdit", {"id": both["resource"], "unit": "场", "quantity": "3"})
    rows = await engine.services.pool.fetch(
        "select quantity::int, unit from capacity_entry where resource_id = $1 order by id", number(both["resource"])
    )
    assert [tuple(row) for row in rows] == [(12, "人时"), (-12, "人时"), (3, "场")]
    assert await disagreeing(engine) == set()


async def test_the_book_of_rows_that_came_in_bulk_knows_when_things_happened(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    pool = engine.services.pool
    await pool.execute(
        "insert into match (demand_id, resource_id, quantity, covers, status, hold_until, settled, settled_covers, score,"
        " weights, created_at, updated_at) values ($1, $2, 5, 5, 'DONE', now() - interval '70 days', 4, 4, 50, 1,"
        " now() - interval '90 days', now() - interval '30 days')",
        *(number(both["demand"]), number(both["resource"])),
    )
    rows = await pool.fetch(
        "select kind, quantity::int, round(extract(epoch from now() - at) / 86400)::int from capacity_entry"
        " where resource_id = $1 and match_id is not null order by id",
        number(both["resource"]),
    )
    assert [tuple(row) for row in rows] == [("AGREEMENT", -5, 90), ("SETTLEMENT", 1, 30)]
    assert await disagreeing(engine) == set()


class Walk:
    """A random walk through everything that is done to offers and promises."""

    def __init__(self, engine: Engine, story: Story, seed: int) -> None:
        self.engine, self.story, self.chance = engine, story, random.Random(seed)
        self.pairs: list[dict[str, str]] = []
        self.balances: list[tuple[Any, str, str]] = []

    async def begin(self) -> None:
        """Three demands, two stocks and some rooms."""
        self.pairs = [
            await pair(self.engine, self.story),
            await pair(self.engine, self.story),
            await rooms(self.engine, self.story),
        ]

    async def try_(self, who: Viewer, mutation: str, given: dict[str, Any]) -> None:
        """Do something that may be refused."""
        await act(self.engine, who, mutation, given)

    async def step(self) -> None:
        """One thing that somebody does, or time."""
        chance, story = self.chance, self.story
        demand, resource = chance.choice(self.pairs)["demand"], chance.choice(self.pairs)["resource"]
        matches = await self.engine.services.pool.fetch("select id from match order by id desc limit 6")
        match = f"match_{chance.choice(matches)['id']}"
        waits = await self.engine.services.pool.fetch("select id from wait order by status = 'ASKED' desc, id desc limit 3")
        wait = f"wait_{chance.choice(waits)['id'] if waits else 0}"
        opening = {"day": str(next_monday()), "opens": "09:00"} if resource == self.pairs[2]["resource"] else {}
        quantity, why = chance.choice(["1", "2", "5", "11"]), {"reason": "另有安排"}
        deeds: list[tuple[Viewer, str, dict[str, Any]]] = [
            *[
                (
                    story.coordinator,
                    "matchPropose",
                    {"demand": demand, "resource": resource, "quantity": quantity, "covers": "2", **opening},
                )
            ]
            * 4,
            (story.manager, "matchOffer", {"demand": demand, "resource": resource, "quantity": "1", "covers": "1", **opening}),
            *[(story.manager, "matchAccept", {"id": match})] * 3,
            (story.manager, "matchCounter", {"id": match, "quantity": quantity, "covers": "1", **opening}),
            (story.manager, "matchDecline", {"id": match, **why}),
            (story.coordinator, "matchAgree", {"id": match}),
            (story.coordinator, "matchWithdraw", {"id": match, **why}),
            (story.manager, "matchCancel", {"id": match, **why}),
            *[(story.manager, "deliveryReport", {"id": match, "quantity": "1"})] * 2,
            (story.coordinator, "matchFinish", {"id": match}),
            (story.coordinator, "matchTransfer", {"id": match, "demand": demand, "covers": "1", **why}),
            (story.manager, "matchTransfer", {"id": match, "resource": resource, "quantity": "1", **why, **opening}),
            *[
                (
                    story.coordinator,
                    "waitJoin",
                    {"demand": demand, "resource": resource, "quantity": quantity, "covers": "1", **opening},
                )
            ]
            * 3,
            (story.coordinator, "waitTake", {"id": wait}),
            (story.coordinator, chance.choice(["waitPass", "waitLeave"]), {"id": wait}),
            (story.manager, "resourceEdit", {"id": resource, "quantity": quantity}),
            (
                story.manager,
                "capacityCorrect",
                {"id": resource, "quantity": chance.choice(["-1", "1", "-0.5"]), **why, **opening},
            ),
            (story.manager, "capacityCorrect", {"id": resource, "quantity": chance.choice(["-1", "2"]), **why}),
            (story.manager, "resourceWithdraw", {"id": resource, **why}),
            (story.manager, "resourceReopen", {"id": resource}),
            (story.coordinator, "resourceSubmit", {"id": resource}),
        ]
        await self.try_(*chance.choice(deeds))
        if chance.random() < 0.2:
            await self._confirm()
        if chance.random() < 0.3:
            await ask_on(self.engine.services)

    async def _confirm(self) -> None:
        row = await self.engine.services.pool.fetchrow(
            "select id from delivery where status = 'REPORTED' order by id desc limit 1"
        )
        if row:
            await self.try_(self.story.member, "deliveryConfirm", {"id": f"delivery_{row['id']}", "rating": 4})

    async def note(self) -> None:
        """Remember what is free now."""
        for resource in {one["resource"] for one in self.pairs}:
            moment = await now(self.engine)
            self.balances.append((moment, resource, (await shown(self.engine, self.story.manager, resource, "free"))["free"]))


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_is_done_the_book_says_what_the_tables_say_now_and_at_any_past_time(
    engine: Engine, story: Story, seed: int
) -> None:
    walk = Walk(engine, story, seed)
    await walk.begin()
    for turn in range(70):
        await walk.step()
        if turn % 5 == 0:
            assert await disagreeing(engine) == set()
            await walk.note()
    assert await disagreeing(engine) == set()
    for moment, resource, free in walk.balances:
        assert await balance(engine, story.manager, resource, moment) == Decimal(free), (moment, resource)
    kinds = await engine.services.pool.fetch("select distinct kind from capacity_entry")
    assert {row["kind"] for row in kinds} >= {"STOCK", "CORRECTION", "HOLD", "AGREEMENT", "RELEASE"}
