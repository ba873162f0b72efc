"""Combinations of offers for a demand: what is combined, what is left out and why, and for whom."""

from datetime import date, timedelta
from typing import Any

import pytest

from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema import needs, offers
from tests.schema.acting import done, number
from tests.schema.offers import day, next_monday
from tests.schema.promises import proposed, shown
from tests.story import Story

UNIT = "套"
"""A unit in which nothing of the story is counted, so that only the offers of a test can be added up."""
CHOICES = (
    "portfolios { missing whole choices { strengths score units covered uncovered distancePercent lastDay confirmedOn"
    " parts { quantity covers day opens candidate { resource { id } } } } }"
)
EXCLUDED = "portfolios { excluded { why place reason candidate { resource { id } } } }"


async def wanted(engine: Engine, story: Story, quantity: str = "40", **more: Any) -> str:
    """The id of a demand of the community for so many."""
    given: dict[str, Any] = {
        "title": "陪伴独居老人就医",
        "unit": UNIT,
        "quantity": quantity,
        "organisation": None,
        "viewer": story.member,
    }
    return await needs.listed(engine, story, category=await needs.category(engine, "CARE"), **given | more)


async def offer(engine: Engine, story: Story, quantity: str, of: str | None = None, fresh: int = 0, **more: Any) -> str:
    """The id of an offer of so many, of the unit of the story or another one, confirmed so many days ago."""
    given = {"title": "陪伴老人就医志愿服务", "unit": UNIT} | more
    found = await offers.offered(engine, story, quantity=quantity, **given)
    await put(engine, found, confirmed_on=today() - timedelta(days=fresh))
    if of:
        await put(engine, found, organisation_id=number(story.organisation(of)))
    return found


async def put(engine: Engine, id_: str, **columns: Any) -> None:
    """Change an offer behind the schema's back."""
    names = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, 2))
    await engine.services.pool.execute(f"update resource set {names} where id = $1", number(id_), *columns.values())


async def choices(engine: Engine, story: Story, demand: str) -> list[dict[str, Any]]:
    """The portfolios for a demand as its committee sees them, each with its quantities by offer."""
    found = (await shown(engine, story.coordinator, demand, CHOICES))["portfolios"]["choices"]
    return [one | {"taken": [(part["candidate"]["resource"]["id"], part["quantity"]) for part in one["parts"]]} for one in found]


async def why(engine: Engine, story: Story, demand: str, offer: str) -> tuple[str, str]:
    """Why an offer is in no portfolio, as a code and in words."""
    found = (await shown(engine, story.coordinator, demand, EXCLUDED))["portfolios"]["excluded"]
    return next((one["why"], one["reason"]) for one in found if one["candidate"]["resource"]["id"] == offer)


GUARDS, SCHOOL = "朝外示范物业服务有限公司", "朝外示范小学"


async def test_several_units_together_cover_what_none_covers_alone(engine: Engine, story: Story) -> None:
    demand = await wanted(engine, story)
    stale = await offer(engine, story, "20", fresh=100)
    fresh, whole = await offer(engine, story, "30", of=GUARDS), await offer(engine, story, "12", of=SCHOOL, fresh=50)

    best, freshest = await choices(engine, story, demand)

    assert best["taken"] == [(fresh, "30"), (stale, "10")]
    assert best["strengths"] == ["BEST_FIT", "FEWEST_UNITS", "NEAREST", "SOONEST"]
    assert freshest["taken"] == [(fresh, "30"), (whole, "10")] and freshest["strengths"] == ["FRESHEST"]
    assert (best["units"], best["covered"], best["uncovered"], best["lastDay"]) == (2, "40", "0", None)
    assert best["confirmedOn"] == day(-100) and freshest["confirmedOn"] == day(-50)


async def test_what_remains_uncovered_is_told(engine: Engine, story: Story) -> None:
    demand = await wanted(engine, story)
    await offer(engine, story, "15")

    (only,) = await choices(engine, story, demand)

    assert (only["covered"], only["uncovered"], len(only["strengths"])) == ("15", "25", 5)


async def test_only_openings_in_time_with_something_left_are_taken_each_up_to_what_it_holds(engine: Engine, story: Story) -> None:
    monday = next_monday()
    demand = await wanted(engine, story, neededBy=str(monday + timedelta(days=20)))
    window = {"firstDay": day(), "weekdays": [1], "opens": "09:00", "closes": "11:00"}
    room = await offer(engine, story, "10", code="VOLUNTEER", measure="PER_WINDOW", windows=[window])
    await proposed(
        engine, story, {"demand": await wanted(engine, story), "resource": room}, quantity="6", day=str(monday), opens="09:00"
    )

    (only,) = await choices(engine, story, demand)

    days = [str(monday + timedelta(days=7 * week)) for week in range(3)]
    assert [(part["day"], part["opens"], part["quantity"]) for part in only["parts"]] == [
        (days[0], "09:00:00", "4"),
        (days[1], "09:00:00", "10"),
        (days[2], "09:00:00", "10"),
    ]
    assert (only["units"], only["uncovered"], only["lastDay"]) == (1, "16", days[2])


async def test_at_most_the_next_four_openings_of_an_offer_are_combined(engine: Engine, story: Story) -> None:
    demand = await wanted(engine, story)
    windows = [{"firstDay": day(), "opens": hour, "closes": "23:00"} for hour in ("09:00", "14:00")]
    await offer(engine, story, "1", measure="PER_WINDOW", windows=[*windows, windows[0] | {"closes": "12:00"}])

    (only,) = await choices(engine, story, demand)

    at = [(part["day"], part["opens"]) for part in only["parts"]]
    assert at == [(day(), "09:00:00"), (day(), "14:00:00"), (day(1), "09:00:00"), (day(1), "14:00:00")]


async def test_the_soonest_is_what_has_a_day_before_what_is_by_arrangement(engine: Engine, story: Story) -> None:
    demand = await wanted(engine, story, "10")
    agreed = await offer(engine, story, "10")
    window = {"firstDay": day(20), "lastDay": day(25), "opens": "09:00", "closes": "11:00"}
    dated = await offer(engine, story, "10", of=GUARDS, title="大扫除", windows=[window])

    best, soonest = await choices(engine, story, demand)

    assert best["taken"] == [(agreed, "10")] and soonest["taken"] == [(dated, "10")]
    assert soonest["strengths"] == ["SOONEST"] and soonest["lastDay"] == day(20)


async def test_what_is_whole_is_combined_in_whole_numbers(engine: Engine, story: Story) -> None:
    demand = await wanted(engine, story)
    half, crumb = await offer(engine, story, "12.5"), await offer(engine, story, "0.5", of=GUARDS)

    (only,) = await choices(engine, story, demand)

    assert only["taken"] == [(half, "12")]
    assert await why(engine, story, demand, crumb) == ("SMALL", "余量不足一个整数单位")
    parts = await wanted(engine, story, "12.75")
    (only,) = await choices(engine, story, parts)
    assert sorted(only["taken"]) == sorted([(half, "12.5"), (crumb, "0.25")])


async def test_why_an_offer_is_in_no_portfolio(engine: Engine, story: Story) -> None:
    demand = await wanted(engine, story, "10", organisation=story.organisation(SCHOOL), viewer=story.coordinator)
    taken, spare = await offer(engine, story, "10"), await offer(engine, story, "10", fresh=100)
    own, other = await offer(engine, story, "10", of=SCHOOL), await offer(engine, story, "10", unit="场")
    strange = await offer(engine, story, "10", code="PARTY_SITE", measure="TOTAL")
    past = {"firstDay": day(250), "lastDay": day(260), "opens": "09:00", "closes": "11:00"}
    late = await offer(engine, story, "10", windows=[past], validUntil=day(300))
    gone = await offer(engine, story, "1")
    await proposed(engine, story, {"demand": await wanted(engine, story), "resource": gone}, quantity="1")
    matched = await offer(engine, story, "10")
    await proposed(engine, story, {"demand": demand, "resource": matched}, quantity="1")

    assert {one["taken"][0][0] for one in await choices(engine, story, demand)} == {taken}
    told = {
        name: await why(engine, story, demand, one)
        for name, one in {
            "COVERED": spare,
            "OWN": own,
            "UNIT": other,
            "CLASS": strange,
            "TIME": late,
            "OBSTACLE": gone,
            "MATCHED": matched,
        }.items()
    }
    assert {name: code for name, (code, _) in told.items()} == {name: name for name in told}
    assert told["OBSTACLE"][1] == "已无余量" and told["COVERED"][1] == "其他资源已够，不必再加"


async def test_beyond_the_twentieth_an_offer_is_told_its_place(engine: Engine, story: Story) -> None:
    demand = await wanted(engine, story, "400")
    found = [await offer(engine, story, "1") for _ in range(22)]

    (only,) = await choices(engine, story, demand)

    assert [one for one, _ in only["taken"]] == sorted(found, key=number)[:20]
    assert await why(engine, story, demand, found[-1]) == ("PLACE", "得分排在第 22 位，只组合前 20 项")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "DECLINED"}, "off the list"),
        ({"needed_by": date(2026, 1, 1)}, "past its day"),
        ({"quantity": 0.01}, "covered"),
    ],
)
async def test_where_nothing_is_to_be_proposed_nothing_is_combined(
    engine: Engine, story: Story, change: dict[str, Any], reason: str
) -> None:
    demand, resource = await wanted(engine, story), await offer(engine, story, "10")
    await proposed(engine, story, {"demand": demand, "resource": resource}, quantity="1")
    await needs.put(engine, demand, **change)
    found = (await shown(engine, story.coordinator, demand, f"{CHOICES} {EXCLUDED}"))["portfolios"]
    assert (found["choices"], found["excluded"]) == ([], []), reason


async def test_what_narrows_the_candidates_narrows_the_portfolios(engine: Engine, story: Story) -> None:
    demand = await wanted(engine, story)
    stale, fresh = await offer(engine, story, "15", fresh=100), await offer(engine, story, "30", of=GUARDS)
    select = f'portfolios(confirmedSince: "{day(-9)}") {{ choices {{ parts {{ candidate {{ resource {{ id }} }} }} }} }}'
    found = (await shown(engine, story.coordinator, demand, select))["portfolios"]["choices"]
    ids = {part["candidate"]["resource"]["id"] for one in found for part in one["parts"]}
    assert fresh in ids and stale not in ids


async def test_portfolios_are_for_the_committee_of_the_demand(engine: Engine, story: Story) -> None:
    demand = await wanted(engine, story)
    await offer(engine, story, "15")
    for viewer in (story.coordinator, story.district_coordinator, story.administrator):
        assert (await shown(engine, viewer, demand, CHOICES))["portfolios"]["choices"]
    for viewer in (story.coordinator_elsewhere, story.stranger, story.member, story.manager):
        assert (await shown(engine, viewer, demand, CHOICES))["portfolios"] is None
    assert await shown(engine, story.public, demand, CHOICES) is None


async def test_the_order_in_which_offers_came_changes_nothing(engine: Engine, story: Story) -> None:
    demand = await wanted(engine, story)
    ids = [
        await offer(engine, story, one, of=unit) for one, unit in (("15", GUARDS), ("15", SCHOOL), ("15", None), ("15", GUARDS))
    ]
    before = await choices(engine, story, demand)
    await done(engine, story.manager, "resourceConfirm", {"id": ids[2]})
    await engine.services.pool.execute("create table kept as select * from resource_term")
    await engine.services.pool.execute("delete from resource_term")
    await engine.services.pool.execute("insert into resource_term select * from kept order by resource_id desc")
    assert await choices(engine, story, demand) == before
