"""The report on the ranking: what is kept at each proposal, what is summed up, for whom, and what is never told."""

from typing import Any

import pytest

from schema.engine.access import Viewer
from schema.engine.days import today
from schema.engine.reader import Engine
from schema.matching.ranking import reading
from schema.projects.rules import half_year_of
from tests.schema.acting import done, number, viewer_of
from tests.schema.offers import offered
from tests.schema.promises import pair, proposed
from tests.story import Story, ask

NOW = half_year_of(today())
PLACES = "count first firstThree firstFive beyond meanReciprocalRank"
ROW = f"by rest place weights {PLACES} accepted declined unanswered category {{ name }}"
REPORT = f"reading rows {{ {ROW} }} parts {{ part count difference }}"


async def report(engine: Engine, viewer: Viewer, area: str, since: str = NOW, until: str = NOW) -> Any:
    document = f"""query($area: ID!, $since: String!, $until: String!) {{
        rankingReport(area: $area, since: $since, until: $until) {{ {REPORT} }} }}"""
    return (await ask(engine, document, {"area": area, "since": since, "until": until}, viewer))["rankingReport"]


async def choice(engine: Engine, match: str) -> Any:
    return await engine.services.pool.fetchrow("select * from match_choice where match_id = $1", number(match))


@pytest.fixture
async def clean(engine: Engine) -> Engine:
    """The story before anything was proposed."""
    await engine.services.pool.execute("truncate match, project_partner cascade")
    return engine


async def test_a_proposal_keeps_where_the_offer_stood_before_anything_was_held(clean: Engine, story: Story) -> None:
    both = await pair(clean, story)
    candidates = "query($id: ID!) { demand(id: $id) { candidates { resource { id } wordingPercent } } }"
    listed = (await ask(clean, candidates, {"id": both["demand"]}, story.coordinator))["demand"]["candidates"]
    places = [one["resource"]["id"] for one in listed]
    # All of it: afterwards it is no candidate any more.
    kept = await choice(clean, await proposed(clean, story, both, quantity="12"))
    assert (kept["place"], kept["among"]) == (places.index(both["resource"]) + 1, len(places))
    assert kept["parts"][4] == listed[kept["place"] - 1]["wordingPercent"]
    assert kept["first_parts"][4] == listed[0]["wordingPercent"]


async def test_another_than_the_first_is_kept_with_what_the_first_had(clean: Engine, story: Story) -> None:
    both = await pair(clean, story)
    other = await offered(clean, story, title="陪伴老人", description="每周两次")
    kept = await choice(clean, await proposed(clean, story, both | {"resource": other}))
    assert kept["place"] > 1 and kept["first_parts"] != kept["parts"]


async def test_an_offer_that_is_not_among_the_candidates_is_said_to_be_none_of_them(clean: Engine, story: Story) -> None:
    both = await pair(clean, story)
    far = await offered(clean, story, "LISTED", code="LEGAL", title="公证咨询", unit="人时")
    kept = await choice(clean, await proposed(clean, story, both | {"resource": far}, covers="1"))
    assert kept["place"] is None and len(kept["parts"]) == 7


async def test_what_a_unit_offers_by_itself_is_no_choice_of_the_committee(clean: Engine, story: Story) -> None:
    both = await pair(clean, story)
    payload = await done(clean, story.manager, "matchOffer", {**both, "quantity": "10"}, "match { id }")
    assert await choice(clean, payload["match"]["id"]) is None


async def chosen(engine: Engine, story: Story, *places: int | None) -> None:
    """Proposals of an offer that stood there; of two demands' worth of hours."""
    both = await pair(engine, story, quantity="100")
    for place in places:
        match = await proposed(engine, story, both, quantity="1")
        await done(engine, story.manager, "matchDecline", {"id": match, "reason": "人手不足"})
        parts, first = [50] * 7, [60, 30, 50, 50, 50, 50, 50]
        await engine.services.pool.execute(
            "update match_choice set place = $2, among = 20, parts = $3, first_parts = $4 where match_id = $1",
            *(number(match), place, parts, first),
        )


async def test_places_are_summed_up_in_all_by_class_by_weights_and_by_place(clean: Engine, story: Story) -> None:
    await chosen(clean, story, 1, 1, 1, 1, 1, 2, 3, None, None, 8)
    found = await report(clean, story.coordinator, story.area("110105002"))
    whole, by_class, by_weights, first, rest = found["rows"]
    sums = {"count": 10, "first": 5, "firstThree": 7, "firstFive": 7, "beyond": 2, "accepted": 0, "declined": 10, "unanswered": 0}
    for row in (whole, by_class, by_weights):
        assert {name: row[name] for name in sums} == sums
    # 5 + 1/2 + 1/3 + 1/8 of ten.
    assert whole["meanReciprocalRank"] == "0.6"
    assert by_class["category"] is not None and by_weights["weights"] == 1
    assert (first["place"], first["rest"], first["count"], first["declined"]) == ("FIRST", False, 5, 5)
    # Two, two and one: of none of these places anything is told.
    assert (rest["place"], rest["rest"], rest["count"], rest["meanReciprocalRank"]) == (None, True, 5, "0.19")
    parts = {one["part"]: one["difference"] for one in found["parts"]}
    assert (parts["category"], parts["distance"], parts["time"], found["parts"][0]["count"]) == ("-10", "20", "0", 5)
    assert found["reading"] == (
        "共提出对接 10 次，50% 选了排在第一位的候选，70% 选自前五位。第一位常被改选，但多数选自前五位。"
        "有 20% 不在前 20 位，宜检查类别和用语。改选的候选“远近”平均比第一位高 20 分。"
    )


async def test_nothing_is_told_of_fewer_than_five(clean: Engine, story: Story) -> None:
    await chosen(clean, story, 1, 2, 3, None)
    found = await report(clean, story.coordinator, story.area("110105002"))
    assert found == {"reading": "提出的对接不足 5 次，不作统计。", "rows": [], "parts": []}
    await chosen(clean, story, 2)
    found = await report(clean, story.coordinator, story.area("110105002"))
    assert [(one["by"], one["count"]) for one in found["rows"]] == [("ALL", 5), ("CLASS", 5), ("WEIGHTS", 5), ("PLACE", 5)]
    assert [one["rest"] for one in found["rows"]] == [False, False, False, True]
    assert found["parts"] == []


async def test_what_is_not_told_does_not_follow_from_the_rest(clean: Engine, story: Story) -> None:
    await chosen(clean, story, *[1] * 9, *[2] * 6, *[9] * 5, None)
    found = await report(clean, story.coordinator, story.area("110105002"))
    places = {one["place"]: one["count"] for one in found["rows"] if one["by"] == "PLACE"}
    # One would be left of 21: the smallest of the others goes with it.
    assert places == {"FIRST": 9, "SECOND_THIRD": 6, None: 6}
    for by in ("CLASS", "WEIGHTS", "PLACE"):
        assert sum(one["count"] for one in found["rows"] if one["by"] == by) == 21


async def test_a_report_is_of_its_half_years(clean: Engine, story: Story) -> None:
    await chosen(clean, story, 1, 1, 1, 1, 1)
    await clean.services.pool.execute("update match_choice set chosen_at = '2025-07-01 00:00+08'")
    area = story.area("110105002")
    counts = [
        [one["count"] for one in found["rows"]][:1]
        for since, until in (("2025-H1", "2025-H1"), ("2025-H2", "2025-H2"), ("2025-H1", "2026-H1"), ("2026-H1", "2026-H2"))
        if (found := await report(clean, story.coordinator, area, since, until))
    ]
    assert counts == [[], [5], [5], []]


@pytest.mark.parametrize(
    ("since", "until"), [("2026-H2", "2026-H1"), ("2026-H3", "2026-H3"), ("", ""), ("2026", "2026"), ("%", "x")]
)
async def test_there_is_no_report_of_what_is_no_period(reading_engine: Engine, story: Story, since: str, until: str) -> None:
    assert await report(reading_engine, story.coordinator, story.area("110105002"), since, until) is None


@pytest.mark.parametrize("who", ["public", "stranger", "manager", "member", "coordinator_elsewhere", "community_coordinator"])
async def test_it_is_for_the_areas_committee_and_those_above(reading_engine: Engine, story: Story, who: str) -> None:
    area = story.area("110105002")
    assert await report(reading_engine, viewer_of(story, who), area) is None
    for one in ("coordinator", "district_coordinator", "administrator"):
        assert await report(reading_engine, viewer_of(story, one), area) is not None


@pytest.mark.parametrize(("first", "five", "verdict"), [(6, 8, "大体一致"), (2, 8, "常被改选"), (2, 3, "差别较大")])
def test_the_reading_says_how_far_the_ranking_and_the_choices_agree(story: Story, first: int, five: int, verdict: str) -> None:
    said = reading(
        story.coordinator, {"count": 10, "first": first, "first_five": five, "beyond": 1}, {"category": 3.0, "time": -40.0}
    )
    assert verdict in said and "前 20 位" not in said and "平均比第一位" not in said
