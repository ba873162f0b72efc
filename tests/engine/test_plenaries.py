"""The papers of a plenary are what the oracle adds up, for whoever may see them, around the ends of half-years."""

import pytest

from schema.engine.reader import Engine
from tests.engine.oracle.world import World
from tests.engine.test_visibility import expected, told
from tests.story import Story, ask

PAPERS = """
query ($area: ID!, $half: String!) { plenary(area: $area, halfYear: $half) {
    area { code } halfYear firstDay lastDay running
    resourceCounts {
        by category { code } area { code } count units new listed exhausted lapsed expired idle
        stocks { unit count quantity free }
    }
    demandCounts {
        by category { code } area { code } count new listed partlyMatched matched fulfilled closed expired unmet beneficiaries
        needs { unit count quantity delivered missing }
    }
    projectCounts {
        by category { code } area { code } status count underWay finished carriedOver terminated award spent beneficiaries
        rated rating
    }
    resources(first: 5) { totalCount nodes { id listedAt } } idle(first: 5) { totalCount nodes { id free } }
    demands(first: 5) { totalCount nodes { id listedAt closedAt } }
    unmet(first: 50, orderBy: WAITING) { totalCount nodes { id unmetReason missing } }
    projects(first: 5) { totalCount nodes { id rating } }
    previous { halfYear projectCounts { by count rated rating } projects { totalCount nodes { id reason } } }
} }
"""


@pytest.mark.parametrize("half_year", ["2025-H2", "2026-H1", "2026-H2", "2027-H1", "1999-H2", "2026-H3"])
@pytest.mark.parametrize("login", ["public", "stranger", "manager", "jiqingli", "chaowai", "district", "admin"])
async def test_the_papers_are_what_the_oracle_adds_up(
    wide_engine: Engine, story: Story, world: World, login: str, half_year: str
) -> None:
    viewer = story.everyone[login]
    for code in ("110105", "110105001", "110105002", "110105002025"):
        variables = {"area": story.area(code), "half": half_year}
        found = await told(wide_engine, PAPERS, variables, viewer)
        assert found == expected(world, PAPERS, variables, viewer)
        path = str(await wide_engine.services.pool.fetchval("select path from area where code = $1", code))
        sees = viewer.administrator or viewer.coordinates(path)
        assert ('"plenary": null' not in str(found)) is (sees and half_year not in ("1999-H2", "2026-H3"))


async def test_the_crowd_has_something_of_everything_that_is_summed_up(wide_engine: Engine, story: Story) -> None:
    found = await ask(wide_engine, PAPERS, {"area": story.area("110105"), "half": "2026-H2"}, story.administrator)
    papers = found["plenary"]
    totals = [papers[name][0] for name in ("resourceCounts", "demandCounts", "projectCounts")]
    assert all(one["by"] == "ALL" for one in totals)
    empty = [name for one in totals for name, value in one.items() if value == 0]
    assert empty == []
    assert {one["unmetReason"] for one in papers["unmet"]["nodes"]} >= {"EXPIRED", "PARTLY_MATCHED", "CLAIMED", "DECLINED"}
    for name, total in zip(("resourceCounts", "demandCounts", "projectCounts"), totals, strict=True):
        for group in ("CLASS", "AREA"):
            assert sum(one["count"] for one in papers[name] if one["by"] == group) == total["count"]
