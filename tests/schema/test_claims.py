"""Claiming demands: who may, who may not, and what nobody claims."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from schema.demands.rules import UNCLAIMED_DAYS
from schema.engine.reader import Engine
from tests.schema.acting import act, done, events, number, refused
from tests.schema.needs import filed, listed, put
from tests.schema.registry import OTHER, SUSPENDED, UNIT, denied
from tests.story import Story, ask

CLAIMS = "query($id: ID!) { demand(id: $id) { unclaimed viewerSteps claims { id note person { id } organisation { id } } } }"


async def test_a_member_claims_a_basic_demand_and_an_organisation_may_not(engine: Engine, story: Story) -> None:
    demand = await listed(engine, story, "BASIC")
    for_unit = {"id": demand, "organisation": story.organisation(UNIT)}
    assert await denied(engine, story.manager, "demandClaim", for_unit) == [("CLAIM_BY_MEMBER", "organisation")]
    await done(engine, story.member, "demandClaim", {"id": demand, "note": "  周末上门\n教 "})
    found = (await ask(engine, CLAIMS, {"id": demand}, story.coordinator))["demand"]["claims"]
    assert [(one["note"], one["person"]["id"]) for one in found] == [("周末上门 教", f"person_{story.member.person}")]


@pytest.mark.parametrize("level", ["KEY", "PREMIUM"])
async def test_an_organisation_claims_the_others_and_a_member_may_not(engine: Engine, story: Story, level: str) -> None:
    demand = await listed(engine, story, level)
    unit = story.organisation(UNIT)
    assert await denied(engine, story.member, "demandClaim", {"id": demand}) == [("CLAIM_BY_ORGANISATION", "organisation")]
    (told,) = (await act(engine, story.member, "demandClaim", {"id": demand}))["refusals"]
    assert told["message"].startswith({"KEY": "重点项目由单位认领", "PREMIUM": "精品项目由单位认领"}[level])
    for_unit = {"id": demand, "organisation": unit}
    assert await denied(engine, story.member, "demandClaim", for_unit) == [("NOT_ALLOWED", "organisation")]
    await done(engine, story.manager, "demandClaim", for_unit)
    assert await denied(engine, story.manager, "demandClaim", for_unit) == [("CLAIM_TAKEN", "organisation")]
    (event, *_) = await events(engine, "demand.claimed")
    assert event["organisation_ids"] == [number(unit), number(unit)]


async def test_nobody_claims_for_others_or_what_is_not_listed(engine: Engine, story: Story) -> None:
    demand, waiting = await listed(engine, story), await filed(engine, story)
    for organisation in (OTHER, SUSPENDED):
        given = {"id": demand, "organisation": story.organisation(organisation)}
        assert await denied(engine, story.manager, "demandClaim", given) in (
            [("NOT_ALLOWED", "organisation")],
            [("NOT_FOUND", "organisation")],
        )
    own = {"id": waiting, "organisation": story.organisation(UNIT)}
    assert await denied(engine, story.manager, "demandClaim", own) == [("STEP_NOT_POSSIBLE", "")]
    assert await denied(engine, story.public, "demandClaim", {"id": demand}) == [("SIGN_IN_FIRST", "")]


async def test_of_ten_claims_at_one_moment_one_stands(engine: Engine, story: Story) -> None:
    demand = await listed(engine, story)
    given = {"id": demand, "organisation": story.organisation(UNIT)}

    async def claim() -> bool:
        text = "mutation($input: DemandClaimInput!) { demandClaim(input: $input) { refusals { code } } }"
        payload = (await ask(engine, text, {"input": given}, story.manager))["demandClaim"]
        assert payload["refusals"] in ([], [{"code": "CLAIM_TAKEN"}])
        return not payload["refusals"]

    assert sorted(await asyncio.gather(*(claim() for _ in range(10)))) == [False] * 9 + [True]


async def test_a_claim_is_given_back_by_its_claimer_or_the_committee_and_can_be_made_again(engine: Engine, story: Story) -> None:
    demand = await listed(engine, story)
    given = {"id": demand, "organisation": story.organisation(UNIT)}
    for releaser in (story.manager, story.coordinator):
        payload = await done(engine, story.manager, "demandClaim", given, "claim { id }")
        claim = payload["claim"]["id"]
        for other in (story.stranger, story.coordinator_elsewhere, story.member):
            assert await refused(engine, other, "claimRelease", {"id": claim}) == [("NOT_ALLOWED", "")]
        after = await done(engine, releaser, "claimRelease", {"id": claim}, "demand { claims { id } }")
        assert after["demand"]["claims"] == []
        assert await refused(engine, releaser, "claimRelease", {"id": claim}) == [("STEP_NOT_POSSIBLE", "")]


async def test_what_nobody_claims_in_time_is_pointed_out(engine: Engine, story: Story) -> None:
    demand = await listed(engine, story)
    assert (await ask(engine, CLAIMS, {"id": demand}, story.stranger))["demand"]["unclaimed"] is False
    await put(engine, demand, listed_at=datetime.now(UTC) - timedelta(days=UNCLAIMED_DAYS, minutes=1))
    found = await ask(engine, "{ demands(filter: {unclaimed: true}) { nodes { id unclaimed } } }", None, story.stranger)
    assert {"id": demand, "unclaimed": True} in found["demands"]["nodes"]
    assert all(one["unclaimed"] for one in found["demands"]["nodes"])
    await done(engine, story.manager, "demandClaim", {"id": demand, "organisation": story.organisation(UNIT)})
    assert (await ask(engine, CLAIMS, {"id": demand}, story.stranger))["demand"]["unclaimed"] is False


async def test_a_withdrawn_demand_is_claimed_by_nobody_any_more(engine: Engine, story: Story) -> None:
    demand = await listed(engine, story)
    await done(engine, story.manager, "demandClaim", {"id": demand, "organisation": story.organisation(UNIT)})
    await done(engine, story.manager, "demandWithdraw", {"id": demand, "reason": "已解决"})
    assert (await ask(engine, CLAIMS, {"id": demand}, story.coordinator))["demand"]["claims"] == []


async def test_of_two_claims_of_units_that_are_merged_one_stands(engine: Engine, story: Story) -> None:
    demand, double = await listed(engine, story), story.organisation("朝外示范科技公司")
    for unit in (double, story.organisation(UNIT)):
        claim = "insert into claim (demand_id, organisation_id) values ($1, $2)"
        await engine.services.pool.execute(claim, number(demand), number(unit))
    await done(engine, story.coordinator, "organisationMerge", {"id": double, "into": story.organisation(UNIT)})
    found = (await ask(engine, CLAIMS, {"id": demand}, story.coordinator))["demand"]["claims"]
    assert [one["organisation"]["id"] for one in found] == [story.organisation(UNIT)]
    left = "select count(*) from claim where organisation_id = $1"
    assert await engine.services.pool.fetchval(left, number(double)) == 0


async def test_what_nobody_claims_comes_up_one_level_for_every_fortnight(engine: Engine, story: Story) -> None:
    demand = await listed(engine, story)
    listed_up = "demands(first: 100, filter: {escalated: $up}) { nodes { id } }"
    text = f"query($id: ID!, $up: Boolean!) {{ demand(id: $id) {{ escalatedTo {{ level }} }} {listed_up} }}"

    async def seen_by(login: str) -> tuple[str | None, bool, bool]:
        """To which level it has come, and whether it is in the viewer's list of what has come up, and of what has not."""
        answers = [await ask(engine, text, {"id": demand, "up": up}, story.everyone[login]) for up in (True, False)]
        level = answers[0]["demand"]["escalatedTo"]
        return level and level["level"], *({"id": demand} in one["demands"]["nodes"] for one in answers)

    async def waits(days: int) -> None:
        await put(engine, demand, listed_at=datetime.now(UTC) - timedelta(days=days, minutes=1))

    committees = ("jiqingli", "chaowai", "district", "jianwai")
    for days, level, up in (
        (13, None, ()),
        (14, "SUBDISTRICT", ("chaowai",)),
        (28, "DISTRICT", ("chaowai", "district")),
        (400, "DISTRICT", ("chaowai", "district")),
    ):
        await waits(days)
        for login in committees:
            assert await seen_by(login) == (level, login in up, login not in up), (days, login)
    await done(engine, story.manager, "demandClaim", {"id": demand, "organisation": story.organisation(UNIT)})
    assert await seen_by("chaowai") == (None, False, True)


async def test_what_is_filed_in_a_grid_comes_up_like_what_is_filed_in_its_community(engine: Engine, story: Story) -> None:
    grid = await engine.services.pool.fetchval(
        "select code from area where level = 'GRID' and path like $1 limit 1", "110105/110105002/110105002025/%"
    )
    demand = await listed(engine, story, area=story.area(grid))
    await put(engine, demand, listed_at=datetime.now(UTC) - timedelta(days=15))
    text = "query($id: ID!) { demand(id: $id) { escalatedTo { id } } }"
    found = (await ask(engine, text, {"id": demand}, story.coordinator))["demand"]["escalatedTo"]
    assert found == {"id": story.area("110105002")}
