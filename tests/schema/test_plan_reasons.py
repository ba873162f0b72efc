"""Why this and why not that: what a demand of a draft had to choose from, and the price of insisting on something else."""

from typing import Any

import pytest

from schema.engine.reader import Engine
from tests.schema import needs
from tests.schema.acting import WRONG_IDS, done, refused
from tests.schema.drafts import alone, asked, drafted, solved_again
from tests.schema.promises import pair, shown
from tests.story import Story

SELECT = """needs(first: 9) { nodes { demand { id } alternatives {
    id covers leftOver obstacle ahead tried points clash resource { id } rival { id } effects { before after demand { id } }
} } }"""


async def told(engine: Engine, story: Story, plan: str, both: dict[str, str]) -> Any:
    """What is said of an offer as one that a demand had."""
    seen = await shown(engine, story.coordinator, plan, SELECT)
    of = next(one["alternatives"] for one in seen["needs"]["nodes"] if one["demand"]["id"] == both["demand"])
    return next(one for one in of if one["resource"]["id"] == both["resource"])


async def contested(engine: Engine, story: Story) -> tuple[str, dict[str, str], dict[str, str]]:
    """A draft in which an urgent demand gets the only offer, and another one nothing."""
    urgent = await alone(engine, story)
    await needs.put(engine, urgent["demand"], urgency="URGENT")
    other = await pair(engine, story)
    await engine.services.pool.execute(
        "update resource set status = 'WITHDRAWN' where id = $1", int(other["resource"].removeprefix("resource_"))
    )
    return await drafted(engine, story), urgent, {"demand": other["demand"], "resource": urgent["resource"]}


async def test_the_offers_of_a_demand_say_what_kept_it_from_them(engine: Engine, story: Story) -> None:
    plan, urgent, other = await contested(engine, story)
    for both in (urgent, other):
        await done(engine, story.coordinator, "planExplain", {"plan": plan, "demand": both["demand"]})
    had, lost = await told(engine, story, plan, urgent), await told(engine, story, plan, other)
    assert (had["obstacle"], had["covers"], had["rival"]) == ("CHOSEN", "12", None)
    assert (lost["obstacle"], lost["covers"], lost["rival"]) == ("TAKEN", "0", {"id": urgent["demand"]})
    assert "WEIGHT" in lost["ahead"]


async def test_insisting_has_a_price_and_says_who_loses(engine: Engine, story: Story) -> None:
    plan, urgent, other = await contested(engine, story)
    await done(engine, story.coordinator, "planExplain", {"plan": plan, "demand": other["demand"]})
    lost = await told(engine, story, plan, other)
    await done(engine, story.coordinator, "planPrice", {"alternative": lost["id"], "covers": "5"})
    priced = await told(engine, story, plan, other)
    assert (priced["tried"], priced["clash"]) == ("5", None)
    assert float(priced["points"]) > 0
    assert {one["demand"]["id"]: (one["before"], one["after"]) for one in priced["effects"]} == {
        urgent["demand"]: ("12", "7"),
        other["demand"]: ("0", "5"),
    }
    await done(engine, story.coordinator, "planPrice", {"alternative": lost["id"], "covers": "13"})
    impossible = await told(engine, story, plan, other)
    assert (impossible["clash"], impossible["points"], impossible["effects"]) == ("LOT", None, [])


async def test_a_new_run_forgets_the_answers(engine: Engine, story: Story) -> None:
    plan, urgent, _ = await contested(engine, story)
    await done(engine, story.coordinator, "planExplain", {"plan": plan, "demand": urgent["demand"]})
    await solved_again(engine, story, plan)
    seen = await shown(engine, story.coordinator, plan, SELECT)
    assert {len(one["alternatives"]) for one in seen["needs"]["nodes"]} == {0}


async def test_only_the_committee_asks(engine: Engine, story: Story) -> None:
    plan, urgent, _ = await contested(engine, story)
    given = {"plan": plan, "demand": urgent["demand"]}
    for who in ("stranger", "member", "coordinator_elsewhere"):
        assert await refused(engine, getattr(story, who), "planExplain", given) == [("NOT_FOUND", "plan")]
    assert await refused(engine, story.administrator, "planExplain", given) == [("NOT_ALLOWED", "")]
    await done(engine, story.coordinator, "planExplain", given)
    price = {"alternative": (await told(engine, story, plan, urgent))["id"], "covers": "1"}
    for who in ("stranger", "member", "coordinator_elsewhere"):
        assert await refused(engine, getattr(story, who), "planPrice", price) == [("NOT_FOUND", "alternative")]
    assert await refused(engine, story.administrator, "planPrice", price) == [("NOT_ALLOWED", "")]
    await done(engine, story.coordinator, "planPrice", price)


async def test_what_is_not_there_has_no_reasons(engine: Engine, story: Story) -> None:
    plan, urgent, _ = await contested(engine, story)
    other = await pair(engine, story)
    given = {"plan": plan, "demand": other["demand"]}
    assert await refused(engine, story.coordinator, "planExplain", given) == [("PLAN_NOT_IN", "demand")]
    await done(engine, story.coordinator, "planSolve", {"id": plan})
    waiting = {"plan": plan, "demand": urgent["demand"]}
    assert await refused(engine, story.coordinator, "planExplain", waiting) == [("STEP_NOT_POSSIBLE", "")]
    fresh = await asked(engine, story, viewer=story.community_coordinator, code="110105002025")
    assert await refused(engine, story.coordinator, "planExplain", {**waiting, "plan": fresh}) == [("STEP_NOT_POSSIBLE", "")]


@pytest.mark.parametrize("wrong", [*WRONG_IDS, "planalternative_0"])
async def test_no_offer_has_no_price(engine: Engine, story: Story, wrong: str) -> None:
    given = {"alternative": wrong, "covers": "1"}
    assert await refused(engine, story.coordinator, "planPrice", given) == [("NOT_FOUND", "alternative")]


@pytest.mark.parametrize("covers", needs.NUMBERS)
async def test_a_price_of_no_quantity_is_refused(engine: Engine, story: Story, covers: str) -> None:
    plan, urgent, _ = await contested(engine, story)
    await done(engine, story.coordinator, "planExplain", {"plan": plan, "demand": urgent["demand"]})
    given = {"alternative": (await told(engine, story, plan, urgent))["id"], "covers": covers}
    assert await refused(engine, story.coordinator, "planPrice", given) == [("QUANTITY", "covers")]
