"""Suggesting: what comes first and why, what is ruled out, the other way round, and what weights do."""

from decimal import Decimal
from typing import Any

import pytest

from api.sample.places import SANFENGLI, STREET_ELSEWHERE
from schema.engine.reader import Engine
from tests.schema.acting import done, events, number, refused
from tests.schema.offers import offered
from tests.schema.promises import agreed, pair, reported, shown
from tests.story import Story, ask

PARTS = "categoryPercent distancePercent timePercent quantityPercent wordingPercent freshnessPercent deliveryPercent"
CANDIDATE = f"resource {{ id }} total {PARTS} shared free missing reasons obstacle weights"
ONE = f"query($demand: ID!, $resource: ID!) {{ candidate(demand: $demand, resource: $resource) {{ {CANDIDATE} }} }}"
WEIGHTS = {"category": 25, "distance": 15, "time": 10, "quantity": 15, "wording": 25, "freshness": 5, "delivery": 5}


async def candidates(engine: Engine, story: Story, demand: str) -> list[Any]:
    """What the committee is suggested for a demand."""
    found: list[Any] = (await shown(engine, story.coordinator, demand, f"candidates {{ {CANDIDATE} }}"))["candidates"]
    return found


async def one_of(engine: Engine, story: Story, both: dict[str, str]) -> Any:
    """How one offer fits one demand."""
    return (await ask(engine, ONE, both, story.coordinator))["candidate"]


async def test_the_offer_that_fits_comes_first_with_its_parts_in_words(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    first = (await candidates(engine, story, both["demand"]))[0]
    assert first["resource"]["id"] == both["resource"]
    assert (first["free"], first["missing"], first["quantityPercent"], first["obstacle"]) == ("12", "40", 30, None)
    assert "陪伴" in first["shared"]
    assert first["reasons"][:4] == ["类别对口", "同一社区或区域内", "时间可商定", "余量 12，可满足 30%"]
    points = sum(WEIGHTS[name] * first[f"{name}Percent"] for name in WEIGHTS)
    assert Decimal(first["total"]) == Decimal(points) / 100


async def test_what_is_nearer_fits_better_and_another_committee_is_told_nothing(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    far = await offered(engine, story, title="陪伴老人就医志愿服务", area=story.area(SANFENGLI))
    ids = [one["resource"]["id"] for one in await candidates(engine, story, both["demand"])]
    assert ids.index(both["resource"]) < ids.index(far)
    for who in ("stranger", "coordinator_elsewhere"):
        seen = await shown(engine, getattr(story, who), both["demand"], "candidates { total }")
        assert seen["candidates"] == []
    assert await ask(engine, ONE, both, story.stranger) == {"candidate": None}


@pytest.mark.parametrize(
    ("change", "obstacle", "why"),
    [
        ("valid_until = current_date - 1", "EXPIRED", "资源已过期"),
        ("confirmed_on = current_date - 181", "LAPSED", "半年未确认仍可提供"),
        ("status = 'WITHDRAWN'", "NOT_LISTED", "未在资源清单中"),
    ],
)
async def test_what_cannot_be_had_is_not_suggested_and_told_why(
    engine: Engine, story: Story, change: str, obstacle: str, why: str
) -> None:
    both = await pair(engine, story)
    await engine.services.pool.execute(f"update resource set {change} where id = $1", number(both["resource"]))
    ids = [one["resource"] and one["resource"]["id"] for one in await candidates(engine, story, both["demand"])]
    assert both["resource"] not in ids
    seen = await one_of(engine, story, both)
    assert (seen["obstacle"], seen["reasons"][0]) == (obstacle, why)


async def test_an_offer_for_elsewhere_or_without_anything_left_is_ruled_out(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    await agreed(engine, story, both, quantity="12")
    assert (await one_of(engine, story, both))["obstacle"] == "EXHAUSTED"
    elsewhere = await offered(engine, story, title="陪伴老人就医志愿服务", serviceAreas=[story.area(STREET_ELSEWHERE)])
    assert (await one_of(engine, story, both | {"resource": elsewhere}))["obstacle"] == "ELSEWHERE"
    here = await offered(engine, story, serviceAreas=[story.area("110105")])
    move = "update resource set area_path = a.path, area_id = a.id from area a where a.code = $2 and resource.id = $1"
    await engine.services.pool.execute(move, number(here), STREET_ELSEWHERE)
    assert (await one_of(engine, story, both | {"resource": here}))["distancePercent"] == 75


async def test_a_unit_sees_which_demands_its_offer_fits(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    seen = await shown(engine, story.manager, both["resource"], "wanted { total demand { id } }")
    assert both["demand"] in [one["demand"]["id"] for one in seen["wanted"]]
    assert [one["total"] for one in seen["wanted"]] == sorted((one["total"] for one in seen["wanted"]), key=Decimal, reverse=True)
    assert (await shown(engine, story.stranger, both["resource"], "wanted { total }"))["wanted"] == []


async def test_how_deliveries_were_rated_counts(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    delivery = await reported(engine, story, await agreed(engine, story, both, quantity="2"), "2")
    before = await one_of(engine, story, both)
    await done(engine, story.member, "deliveryConfirm", {"id": delivery, "rating": 1})
    after = await one_of(engine, story, both)
    assert after["deliveryPercent"] < before["deliveryPercent"]
    await engine.services.pool.execute("update delivery set rating = 4 where rating is not null")
    # Two deliveries, with the four entries of the middle that everybody begins with.
    assert (await one_of(engine, story, both))["deliveryPercent"] == 60
    await engine.services.pool.execute("delete from delivery")
    assert (await one_of(engine, story, both))["deliveryPercent"] == 50


async def test_weights_are_decided_by_administrators_and_keep_their_versions(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    before = await one_of(engine, story, both)
    given = {**WEIGHTS, "category": 40, "wording": 10, "note": "先看类别"}
    assert await refused(engine, story.coordinator, "matchWeightsSet", given) == [("NOT_ALLOWED", "")]
    for wrong in ({"category": 41}, {"category": -5, "wording": 55}, {"category": 101}):
        assert await refused(engine, story.administrator, "matchWeightsSet", given | wrong) == [("WEIGHTS_TOTAL", "")]
    assert await refused(engine, story.administrator, "matchWeightsSet", given | {"note": " "}) == [("REQUIRED", "note")]
    held = {"base": before["weights"]}
    chosen = "weights { version category note decidedBy { id } }"
    payload = await done(engine, story.administrator, "matchWeightsSet", given | held, chosen)
    who = {"id": f"person_{story.administrator.person}"} if story.administrator.person else None
    assert payload["weights"] == {"version": before["weights"] + 1, "category": 40, "note": "先看类别", "decidedBy": who}
    assert await refused(engine, story.administrator, "matchWeightsSet", given | held) == [("CONFLICT", "base")]
    after = await one_of(engine, story, both)
    changed = Decimal(15 * (after["categoryPercent"] - after["wordingPercent"])) / 100
    assert Decimal(after["total"]) - Decimal(before["total"]) == changed
    assert len(await events(engine, "match_weights.decided")) == 1


async def test_words_find_an_offer_until_it_leaves_the_list(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    known = "select count(*) from resource_term where resource_id = $1"
    terms = "select cardinality(terms) from resource where id = $1"
    resource = number(both["resource"])
    assert await engine.services.pool.fetchval(known, resource) == await engine.services.pool.fetchval(terms, resource) > 0
    await done(engine, story.manager, "resourceEdit", {"id": both["resource"], "title": "上门修电脑"})
    words = "select array_agg(term order by term) from resource_term where resource_id = $1"
    assert "电脑" in await engine.services.pool.fetchval(words, resource)
    await done(engine, story.manager, "resourceWithdraw", {"id": both["resource"], "reason": "本季度装修"})
    assert await engine.services.pool.fetchval(known, resource) == 0
