"""The papers of a plenary: for whom, what counts into which half-year, and that nothing counts twice."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from api.sample.places import DISTRICT, JIQINGLI, SANFENGLI, STREET
from schema.engine.access import Viewer
from schema.engine.days import OFFICE, today
from schema.engine.reader import Engine
from schema.plenaries.half_years import preceding
from schema.projects.rules import following, half_year_of
from tests.schema import needs, offers, works
from tests.schema.acting import HOSTILE, STRANGE, WRONG_IDS, done, number
from tests.story import Story, answer_of, ask

NOW = half_year_of(today())
BEFORE, NEXT = preceding(NOW), following(NOW)
COUNTS = "by count area { name } category { code }"


async def papers(engine: Engine, viewer: Viewer, area: str, select: str, half_year: str = NOW) -> Any:
    """What the viewer gets of an area's papers; None when they are not for them."""
    document = f"query($area: ID!, $half: String!) {{ plenary(area: $area, halfYear: $half) {{ {select} }} }}"
    return (await ask(engine, document, {"area": area, "half": half_year}, viewer))["plenary"]


async def counted(engine: Engine, story: Story, half_year: str, list_: str) -> set[str]:
    """The ids of what counts in 朝外街道."""
    select = f"{list_}(first: 100) {{ nodes {{ id }} }}"
    found = await papers(engine, story.coordinator, story.area(STREET), select, half_year)
    return {one["id"] for one in found[list_]["nodes"]}


async def test_the_papers_are_for_the_committee_of_the_area_or_above(reading_engine: Engine, story: Story) -> None:
    seen = {
        login: [await papers(reading_engine, viewer, story.area(code), "halfYear") is not None for code in (STREET, JIQINGLI)]
        for login, viewer in story.everyone.items()
    }
    whole, own = [True, True], [False, True]
    expected = {login: [False, False] for login in story.everyone} | dict.fromkeys(("admin", "district", "chaowai"), whole)
    assert seen == expected | {"jiqingli": own}
    assert await papers(reading_engine, story.community_coordinator, story.area(SANFENGLI), "halfYear") is None


async def test_an_app_needs_the_scope(reading_engine: Engine, story: Story) -> None:
    document = 'query($area: ID!) { plenary(area: $area, halfYear: "2026-H2") { halfYear demandCounts { count } } }'
    for scopes, code in ((frozenset({"areas", "demands"}), "FORBIDDEN"), (frozenset({"plenaries"}), None)):
        app = replace(story.coordinator, scopes=scopes, via="api")
        answer = await answer_of(reading_engine, document, {"area": story.area(STREET)}, app)
        assert (answer["errors"][0]["extensions"]["code"] if "errors" in answer else None) == code


@pytest.mark.parametrize("half_year", [*HOSTILE[:3], *STRANGE, "2026-H3", "1999-H1", "2100-H1", "2026-H2 ", "长" * 300_000])
async def test_a_half_year_that_does_not_exist_has_no_papers(reading_engine: Engine, story: Story, half_year: str) -> None:
    assert await papers(reading_engine, story.coordinator, story.area(STREET), "halfYear", half_year) is None
    lists = " ".join(f"{name}(filter: {{halfYear: $half}}) {{ totalCount }}" for name in ("demands", "resources"))
    found = await ask(reading_engine, f"query($half: String) {{ {lists} }}", {"half": half_year}, story.coordinator)
    assert found == {"demands": {"totalCount": 0}, "resources": {"totalCount": 0}}


@pytest.mark.parametrize("area", WRONG_IDS)
async def test_an_area_that_does_not_exist_has_no_papers(reading_engine: Engine, story: Story, area: str) -> None:
    assert await papers(reading_engine, story.administrator, area, "halfYear") is None


async def test_a_half_year_says_its_days_and_whether_it_runs(reading_engine: Engine, story: Story) -> None:
    days = "firstDay lastDay running previous { halfYear running }"
    found = await papers(reading_engine, story.coordinator, story.area(STREET), days)
    year, half = NOW.split("-H")
    first, last = ("01-01", "06-30") if half == "1" else ("07-01", "12-31")
    assert (found["firstDay"], found["lastDay"], found["running"]) == (f"{year}-{first}", f"{year}-{last}", True)
    assert found["previous"] == {"halfYear": BEFORE, "running": False}


async def test_what_lies_below_counts_once_and_adds_up(reading_engine: Engine, story: Story) -> None:
    select = " ".join(f"{name} {{ {COUNTS} }}" for name in ("resourceCounts", "demandCounts"))
    street = await papers(reading_engine, story.district_coordinator, story.area(STREET), select)
    district = await papers(reading_engine, story.district_coordinator, story.area(DISTRICT), select)
    for name in ("resourceCounts", "demandCounts"):
        for found in (street, district):
            (total,) = [one["count"] for one in found[name] if one["by"] == "ALL"]
            assert total > 0
            for group in ("CLASS", "AREA"):
                assert sum(one["count"] for one in found[name] if one["by"] == group) == total
        (below,) = [one["count"] for one in district[name] if one["area"] and one["area"]["name"] == "朝外街道"]
        assert below == street[name][0]["count"]


async def test_a_demand_counts_from_its_listing_until_it_is_written_off_or_past_its_day(engine: Engine, story: Story) -> None:
    first = date(int(NOW[:4]), 1 if NOW.endswith("1") else 7, 1)
    early = datetime(first.year, first.month, first.day, tzinfo=OFFICE) - timedelta(seconds=1)
    demands = {
        name: await needs.listed(engine, story, title=f"需求{name}") for name in ("new", "open", "past", "closed", "merged")
    }
    for name in ("open", "past", "closed"):
        await needs.put(engine, demands[name], listed_at=early)
    after = date(first.year + (first.month == 7), 7 if first.month == 1 else 1, 1)
    await needs.put(engine, demands["new"], needed_by=after)
    await needs.put(engine, demands["open"], needed_by=after - timedelta(days=1))
    await needs.put(engine, demands["past"], needed_by=first - timedelta(days=1))
    await needs.put(engine, demands["closed"], status="CLOSED", closed_at=early)
    await done(engine, story.coordinator, "demandMerge", {"id": demands["merged"], "into": demands["new"]})
    counts = {half: await counted(engine, story, half, "demands") for half in (BEFORE, NOW, NEXT)}
    found = {name: [id_ in counts[half] for half in (BEFORE, NOW, NEXT)] for name, id_ in demands.items()}
    assert found == {
        "new": [False, True, True],
        "open": [True, True, False],
        "past": [True, False, False],
        "closed": [True, False, False],
        "merged": [False, False, False],
    }


async def test_an_offer_counts_from_its_first_listing_as_long_as_it_is_to_be_had(engine: Engine, story: Story) -> None:
    offer = await offers.offered(engine, story)
    assert offer in await counted(engine, story, NOW, "resources")
    assert offer not in await counted(engine, story, BEFORE, "resources")
    listed_at = (await offers.offer_row(engine, offer))["listed_at"]
    await done(engine, story.manager, "resourceWithdraw", {"id": offer, "reason": "装修"})
    assert offer not in await counted(engine, story, NOW, "resources")
    await done(engine, story.manager, "resourceReopen", {"id": offer})
    await done(engine, story.coordinator, "resourceSubmit", {"id": offer})
    assert offer in await counted(engine, story, NOW, "resources")
    assert (await offers.offer_row(engine, offer))["listed_at"] == listed_at


async def sums(engine: Engine, story: Story, half: str) -> dict[str, Decimal]:
    """What the papers of the street say of all projects of a half-year."""
    select = "projectCounts { by count underWay carriedOver award spent }"
    first = (await papers(engine, story.coordinator, story.area(STREET), select, half))["projectCounts"][0]
    assert first.pop("by") == "ALL"
    return {name: Decimal(value) for name, value in first.items()}


async def test_what_is_carried_over_counts_its_money_once(engine: Engine, story: Story) -> None:
    before = [await sums(engine, story, half) for half in (BEFORE, NOW)]
    project = await works.awarded(engine, story, award="1000")
    await engine.services.pool.execute("update project set half_year = $2 where id = $1", number(project), BEFORE)
    await works.spent(engine, story, project, "250")
    await done(engine, story.coordinator, "projectCarryOver", {"id": project, "reason": "场地未落实"})
    after = [await sums(engine, story, half) for half in (BEFORE, NOW)]
    found = [{name: one[name] - was[name] for name in one} for was, one in zip(before, after, strict=True)]
    assert found == [
        {"count": 1, "underWay": 0, "carriedOver": 1, "award": 250, "spent": 250},
        {"count": 1, "underWay": 1, "carriedOver": 0, "award": 750, "spent": 0},
    ]


async def test_a_proposal_that_is_not_published_is_on_no_list(engine: Engine, story: Story) -> None:
    select = "projectCounts { by count } projects { totalCount }"
    before = await papers(engine, story.coordinator, story.area(STREET), select)
    await works.proposed(engine, story, halfYear=NOW)
    assert await papers(engine, story.coordinator, story.area(STREET), select) == before


async def test_filers_are_named_nowhere_in_the_papers(reading_engine: Engine) -> None:
    types = [one for one in reading_engine.schema._schema.type_map.values() if one.name.startswith("Plenary")]
    fields = {name for one in types for name in getattr(one, "fields", {})}
    assert len(types) >= 6
    assert not fields & {"organisation", "person", "account", "filer", "contact"}
