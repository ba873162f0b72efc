"""What came of a unit's offers: the same numbers for the unit and its committee, each what its description says."""

from typing import Any

import pytest

from schema.engine.access import Viewer
from schema.engine.days import today
from schema.engine.reader import Engine
from schema.projects.rules import half_year_of
from tests.schema.acting import done, number, viewer_of
from tests.schema.promises import agreed, proposed, reported
from tests.schema.registry import UNIT
from tests.story import Story, ask

FIELDS = "period offers asked promised declined unanswered delivered confirmed rating served projects"
NOW = half_year_of(today())


async def record(engine: Engine, viewer: Viewer, unit: str, period: str = NOW) -> Any:
    document = f"query($id: ID!, $period: String!) {{ organisation(id: $id) {{ record(period: $period) {{ {FIELDS} }} }} }}"
    return (await ask(engine, document, {"id": unit, "period": period}, viewer))["organisation"]["record"]


@pytest.fixture
async def clean(engine: Engine) -> Engine:
    """The story before anything was offered or matched."""
    await engine.services.pool.execute("truncate match, project_partner cascade")
    return engine


async def changes(engine: Engine, story: Story) -> dict[str, Any]:
    """What is not nothing in the unit's record of this half-year."""
    found = await record(engine, story.manager, story.organisation(UNIT))
    return {name: value for name, value in found.items() if value and name not in ("period", "offers")}


async def test_each_step_of_a_promise_is_counted(clean: Engine, story: Story) -> None:
    assert await changes(clean, story) == {}
    match = await proposed(clean, story)
    assert (await changes(clean, story))["asked"] == 1
    await done(clean, story.manager, "matchAccept", {"id": match})
    assert (await changes(clean, story))["promised"] == 1
    delivery = await reported(clean, story, match)
    assert (await changes(clean, story))["delivered"] == 1
    await clean.services.pool.execute("update demand set beneficiaries = 30 where id = (select demand_id from match)")
    await done(clean, story.member, "deliveryConfirm", {"id": delivery, "rating": 4})
    found = await changes(clean, story)
    assert (found["confirmed"], found["rating"], found["served"], found["promised"]) == (1, "4", 30, 1)


async def test_what_was_declined_and_what_nobody_answered_are_told_apart(clean: Engine, story: Story) -> None:
    declined = await proposed(clean, story)
    await done(clean, story.manager, "matchDecline", {"id": declined, "reason": "人手不足"})
    silent = await proposed(clean, story)
    await clean.services.pool.execute("update match set hold_until = now() where id = $1", number(silent))
    found = await changes(clean, story)
    assert (found["asked"], found["declined"], found["unanswered"]) == (2, 1, 1)


async def test_a_period_counts_what_began_in_it(clean: Engine, story: Story) -> None:
    match = await agreed(clean, story)
    unit = story.organisation(UNIT)
    assert (await record(clean, story.manager, unit, NOW[:4]))["asked"] == 1
    assert (await record(clean, story.manager, unit, "2020-H1"))["asked"] == 0
    await clean.services.pool.execute("update match set created_at = '2025-06-30 23:30+08' where id = $1", number(match))
    assert [(await record(clean, story.manager, unit, one))["asked"] for one in ("2025-H1", "2025-H2", "2025", NOW)] == [
        1,
        0,
        1,
        0,
    ]


@pytest.mark.parametrize("period", ["", "2026-H3", "1900", "x", "2026-H", "%", "\u2460", "2026-H1' or true --"])
async def test_what_is_no_period_has_no_record(reading_engine: Engine, story: Story, period: str) -> None:
    assert await record(reading_engine, story.manager, story.organisation(UNIT), period) is None


@pytest.mark.parametrize("who", ["manager", "member", "coordinator", "community_coordinator", "district_coordinator"])
async def test_the_unit_and_its_committees_see_the_same_numbers(reading_engine: Engine, story: Story, who: str) -> None:
    unit = story.organisation(UNIT)
    found = await record(reading_engine, viewer_of(story, who), unit)
    assert found is not None and found == await record(reading_engine, story.manager, unit)


@pytest.mark.parametrize("who", ["public", "stranger", "handler", "coordinator_elsewhere", "administrator"])
async def test_nobody_else_sees_them(reading_engine: Engine, story: Story, who: str) -> None:
    assert await record(reading_engine, viewer_of(story, who), story.organisation(UNIT)) is None


async def test_deliveries_of_others_and_disputed_ones_do_not_count(clean: Engine, story: Story) -> None:
    match = await agreed(clean, story)
    delivery = await reported(clean, story, match)
    await done(clean, story.member, "deliveryDispute", {"id": delivery, "reason": "没有来"})
    found = await changes(clean, story)
    assert found["delivered"] == 1 and "confirmed" not in found and "served" not in found
    other = await record(clean, story.handler, story.organisation("朝外示范物业服务有限公司"))
    assert (other["asked"], other["delivered"]) == (0, 0)
