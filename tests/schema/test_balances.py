"""The board of need and supply: for whom, what counts into which period, and how much of a demand is met, whoever writes."""

import asyncio
import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from api.sample.places import DISTRICT, JIQINGLI, SANFENGLI, STREET
from schema.engine.access import Viewer
from schema.engine.days import OFFICE, today
from schema.engine.reader import Engine
from schema.projects.rules import half_year_of
from tests.schema import needs, offers, promises
from tests.schema.acting import HOSTILE, STRANGE, WRONG_IDS, done
from tests.story import Story, answer_of, ask

NOW = half_year_of(today())


async def board(engine: Engine, viewer: Viewer, area: str, select: str, period: str = NOW, category: str | None = None) -> Any:
    """What the viewer gets of an area's board; None when it is not for them."""
    document = (
        f"query($area: ID!, $period: String!, $category: ID)"
        f" {{ balance(area: $area, period: $period, category: $category) {{ {select} }} }}"
    )
    return (await ask(engine, document, {"area": area, "period": period, "category": category}, viewer))["balance"]


async def test_the_board_is_for_those_who_coordinate_or_work_within_the_area(reading_engine: Engine, story: Story) -> None:
    async def sees(login: str, code: str) -> bool:
        return await board(reading_engine, story.everyone[login], story.area(code), "period") is not None

    seen = {login: [await sees(login, code) for code in (DISTRICT, STREET, JIQINGLI)] for login in story.everyone}

    assert seen["public"] == [False, False, False]
    assert seen["admin"] == seen["district"] == [True, True, True]
    assert seen["chaowai"] == seen["jiqingli"] == [True, True, True]
    assert seen["manager"][:2] == seen["member"][:2] == [True, True]
    assert seen["jianwai"] == seen["stranger"] == [True, False, False]
    assert await board(reading_engine, story.community_coordinator, story.area(SANFENGLI), "period") is None


async def test_an_app_needs_the_scope(reading_engine: Engine, story: Story) -> None:
    document = 'query($area: ID!) { balance(area: $area, period: "2026-11") { period needs { count } } }'
    for scopes, code in ((frozenset({"areas", "demands"}), "FORBIDDEN"), (frozenset({"balances"}), None)):
        app = replace(story.coordinator, scopes=scopes, via="api")
        answer = await answer_of(reading_engine, document, {"area": story.area(STREET)}, app)
        assert (answer["errors"][0]["extensions"]["code"] if "errors" in answer else None) == code


@pytest.mark.parametrize("period", [*HOSTILE[:3], *STRANGE, "2026-H3", "2026-00", "2026-13", "1999-12", "2100-01", "2026-11 "])
async def test_a_period_that_does_not_exist_has_no_board(reading_engine: Engine, story: Story, period: str) -> None:
    assert await board(reading_engine, story.coordinator, story.area(STREET), "period", period) is None
    lists = " ".join(f"{name}(filter: {{period: $period}}) {{ totalCount }}" for name in ("demands", "resources"))
    found = await ask(reading_engine, f"query($period: String) {{ {lists} }}", {"period": period}, story.coordinator)
    assert found == {"demands": {"totalCount": 0}, "resources": {"totalCount": 0}}


@pytest.mark.parametrize("id_", WRONG_IDS)
async def test_an_area_or_a_class_that_does_not_exist_has_no_board(reading_engine: Engine, story: Story, id_: str) -> None:
    assert await board(reading_engine, story.administrator, id_, "period") is None
    assert await board(reading_engine, story.administrator, story.area(STREET), "period", category=id_) is None


async def test_a_period_says_its_days(reading_engine: Engine, story: Story) -> None:
    for period, days in {"2026-11": ("2026-11-01", "2026-11-30"), "2024-02": ("2024-02-01", "2024-02-29")}.items():
        found = await board(reading_engine, story.coordinator, story.area(STREET), "firstDay lastDay asOf", period)
        assert found == {"firstDay": days[0], "lastDay": days[1], "asOf": today().isoformat()}


async def test_a_demand_counts_into_the_months_in_which_it_is_open(engine: Engine, story: Story) -> None:
    demand = await needs.listed(engine, story)
    listed = datetime(2026, 8, 31, 23, 59, 59, tzinfo=OFFICE)
    await needs.put(engine, demand, listed_at=listed, needed_by=date(2026, 10, 1))

    found = {}
    for month in ("2026-07", "2026-08", "2026-09", "2026-10", "2026-11"):
        wanted = {"filter": {"period": month}}
        nodes = (await ask(engine, FILTERED, wanted, story.coordinator))["demands"]["nodes"]
        found[month] = {"id": demand} in nodes

    assert found == {"2026-07": False, "2026-08": True, "2026-09": True, "2026-10": True, "2026-11": False}


FILTERED = "query($filter: DemandFilter) { demands(first: 100, filter: $filter) { nodes { id } } }"


@pytest.mark.parametrize(
    ("days", "age"), [(0, "UP_TO_14"), (14, "UP_TO_14"), (15, "UP_TO_30"), (31, "UP_TO_90"), (91, "OVER_90")]
)
async def test_how_long_it_waits_is_counted_in_days_of_the_office(engine: Engine, story: Story, days: int, age: str) -> None:
    demand = await needs.listed(engine, story)
    day = today() - timedelta(days=days)
    await needs.put(engine, demand, listed_at=datetime(day.year, day.month, day.day, 0, 30, tzinfo=OFFICE))

    found = await ask(engine, FILTERED, {"filter": {"age": {"eq": age}, "unmet": True}}, story.coordinator)

    assert {"id": demand} in found["demands"]["nodes"]


async def test_what_is_met_is_what_was_delivered_and_confirmed(engine: Engine, story: Story) -> None:
    async def met() -> str:
        return str((await promises.shown(engine, story.member, both["demand"], "delivered"))["delivered"])

    both = await promises.pair(engine, story)
    match = await promises.agreed(engine, story, both)
    delivery = await promises.reported(engine, story, match, "4")
    assert await met() == "0"
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 4})
    assert await met() == "4"
    await done(engine, story.coordinator, "matchFinish", {"id": match})
    assert await met() == "4"


_DIFFER = "select id, met, demand_met(id) from demand where met <> demand_met(id)"
_NEW = (
    "insert into match (demand_id, resource_id, quantity, covers, status, hold_until, settled, settled_covers, score, weights)"
    " values ($1, $2, $3, $4, $5, now(), $6, $6, 50, 1)"
)
_DELIVERED = (
    "insert into delivery (match_id, provider_id, quantity, delivered_on, status, rating)"
    " select $1, 1, $2, current_date, $3, case when $3 = 'CONFIRMED' then 4 end"
)
_MOVED = (
    "update match set status = $2, settled = $3, settled_covers = $3, covers = covers + $4,"
    " demand_id = coalesce($5, demand_id) where id = $1"
)


async def test_the_sum_that_is_kept_is_that_of_counting_anew_whatever_happened(engine: Engine) -> None:
    pool, chance = engine.services.pool, random.Random(4)
    demands, resources = [[row["id"] for row in await pool.fetch(f"select id from {name}")] for name in ("demand", "resource")]
    await pool.execute("drop index match_open_once")
    for _ in range(240):
        state = chance.choice(("PROPOSED", "AGREED", "AGREED", "CANCELLED", "DONE"))
        settled = Decimal(chance.randint(0, 900)) / 100 if state == "DONE" else None
        matches = [row["id"] for row in await pool.fetch("select id from match order by id")]
        amounts = Decimal(chance.randint(1, 900)) / 100, Decimal(chance.randint(1, 900)) / 100
        match chance.choice(("new", "delivered", "delivered", "moved", "answered", "gone")):
            case "new":
                await pool.execute(_NEW, chance.choice(demands), chance.choice(resources), *amounts, state, settled)
            case "delivered":
                status = chance.choice(("REPORTED", "CONFIRMED", "DISPUTED"))
                await pool.execute(_DELIVERED, chance.choice(matches), amounts[0], status)
            case "moved":
                other = chance.choice((None, None, chance.choice(demands)))
                await pool.execute(_MOVED, chance.choice(matches), state, settled, chance.randint(0, 2), other)
            case "answered":
                await pool.execute(
                    "update delivery set status = 'CONFIRMED', rating = 5, quantity = $2 where match_id = $1",
                    chance.choice(matches),
                    amounts[1],
                )
            case "gone":
                await pool.execute("delete from delivery where match_id = $1", chance.choice(matches))
        assert [tuple(row) for row in await pool.fetch(_DIFFER)] == []


async def test_two_who_confirm_at_a_time_both_count(engine: Engine, story: Story) -> None:
    both = await promises.pair(engine, story)
    match = await promises.agreed(engine, story, both, quantity="5")
    deliveries = [await promises.reported(engine, story, match, "2") for _ in range(2)]
    given = [{"id": one, "rating": 5} for one in deliveries]

    await asyncio.gather(*(done(engine, story.member, "deliveryConfirm", one) for one in given))

    assert (await promises.shown(engine, story.member, both["demand"], "delivered"))["delivered"] == "4"


async def test_nobody_is_named_on_the_board(reading_engine: Engine) -> None:
    types = [one for one in reading_engine.schema._schema.type_map.values() if one.name.startswith("Balance")]
    fields = {name for one in types for name in getattr(one, "fields", {})}

    assert len(types) >= 8
    assert not fields & {"organisation", "person", "account", "filer", "contact"}


async def test_offers_that_lie_idle_are_to_spare_only_beyond_what_is_needed_there(engine: Engine, story: Story) -> None:
    select = "neighbours { surplus { name } shortage { name } idle kept pending own movable }"
    await offers.offered(engine, story)
    found = await board(engine, story.district_coordinator, story.area(DISTRICT), select)

    for one in found["neighbours"]:
        assert one["movable"] == min(one["idle"] - one["kept"], one["pending"] - one["own"]) > 0
        assert one["surplus"] != one["shortage"]
