"""The board of need and supply is what the oracle counts, for whoever may see it: of half-years and months, of one class."""

from typing import Any

import pytest

from schema.engine.reader import Engine
from tests.engine.oracle.world import World
from tests.engine.test_visibility import expected, told
from tests.story import Story, ask

BOARD = """
query ($area: ID!, $period: String!, $category: ID) { balance(area: $area, period: $period, category: $category) {
    area { code } period firstDay lastDay asOf category { code }
    needs {
        by category { code } area { code } month age unit count met promised unmet partly expired
        quantity delivered agreed missing
    }
    supplies { by category { code } area { code } month age unit count engaged idle lapsed expired stocks quantity used }
    fits { need { code } supply { code } percent }
    months { month underway needs met promised unmet supplies }
    forecasts { category { code } month expected error }
    neighbours {
        need { code } supply { code } percent surplus { code } shortage { code } idle kept pending own movable
    }
    definitions { measure version since words }
} }
"""
AREAS = ("110105", "110105001", "110105002", "110105002025")


@pytest.mark.parametrize("period", ["2025-H2", "2026-H2", "2027-H1", "2026-06", "1999-H2", "2026-13"])
@pytest.mark.parametrize("login", ["public", "stranger", "manager", "jiqingli", "chaowai", "admin"])
async def test_the_board_is_what_the_oracle_counts(
    wide_engine: Engine, story: Story, world: World, login: str, period: str
) -> None:
    viewer = story.everyone[login]
    for code in AREAS:
        variables = {"area": story.area(code), "period": period}
        assert await told(wide_engine, BOARD, variables, viewer) == expected(world, BOARD, variables, viewer)


@pytest.mark.parametrize("list_", ["DEMAND", "RESOURCE", "BRAND"])
async def test_the_board_of_one_class_is_what_the_oracle_counts(
    wide_engine: Engine, story: Story, world: World, list_: str
) -> None:
    classes = [f"category_{one['id']}" for one in world.where("Category", lambda one: one["list"] == list_)]
    for category in [*classes[:4], "category_0", "org_1"]:
        variables = {"area": story.area("110105"), "period": "2026-H2", "category": category}
        found = await told(wide_engine, BOARD, variables, story.administrator)
        assert found == expected(world, BOARD, variables, story.administrator)


async def board(engine: Engine, story: Story, code: str, period: str) -> dict[str, Any]:
    """The board as an administrator sees it."""
    found = await ask(engine, BOARD, {"area": story.area(code), "period": period}, story.administrator)
    return dict(found["balance"])


async def test_the_crowd_has_something_of_everything_that_is_counted(wide_engine: Engine, story: Story) -> None:
    found = await board(wide_engine, story, "110105", "2026-H2")

    totals = [found[side][0] for side in ("needs", "supplies")]
    assert all(one["by"] == "ALL" for one in totals)
    assert [name for one in totals for name, value in one.items() if value == 0] == []
    assert found["neighbours"]


@pytest.mark.parametrize("period", ["2025-H2", "2026-H1", "2026-H2", "2026-06", "2026-07"])
async def test_each_cut_adds_up_to_the_same(wide_engine: Engine, story: Story, period: str) -> None:
    for code in AREAS:
        found = await board(wide_engine, story, code, period)
        for side, parts in (("needs", ("met", "promised", "unmet")), ("supplies", ("engaged", "idle", "lapsed", "expired"))):
            total = found[side][0]
            assert total["count"] == sum(total[part] for part in parts)
            for by in ("CLASS", "AREA", "MONTH", "UNIT"):
                rows = [one for one in found[side] if one["by"] == by]
                assert {part: sum(one[part] for one in rows) for part in parts} == {part: total[part] for part in parts}
            waiting = "unmet" if side == "needs" else "idle"
            ages = [one for one in found[side] if one["by"] == "AGE"]
            assert sum(one["count"] for one in ages) == sum(one[waiting] for one in ages) == total[waiting]
