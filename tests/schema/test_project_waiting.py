"""For whom a project waits, when it is late, and what it is found from: demands, matches, organisations, areas, brands."""

from datetime import timedelta
from typing import Any

from api.sample.places import JIQINGLI, STREET
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import done, number, refused
from tests.schema.promises import agreed, pair, shown
from tests.schema.registry import UNIT
from tests.schema.works import CRITERIA, compare, filed_by_stranger, invited, project, proposed
from tests.story import Story, ask

_WAITING = "query($yes: Boolean!) { projects(first: 100, filter: {waiting: $yes}) { nodes { id } } }"
_PROPERTY = "朝外示范物业服务有限公司"


async def test_a_project_waits_for_whoever_has_the_next_step(engine: Engine, story: Story) -> None:
    office, lead, asked, filer = everybody = [story.coordinator, story.manager, story.handler, story.stranger]

    async def more(id_: str) -> list[bool]:
        """In whose list the project is."""
        found = [(await ask(engine, _WAITING, {"yes": True}, one))["projects"]["nodes"] for one in everybody]
        return [{"id": id_} in one for one in found]

    id_ = await proposed(engine, story, demands=[await filed_by_stranger(engine, story)], halfYear="2099-H1")
    assert await more(id_) == [True, False, False, False]
    await done(engine, office, "projectPublish", {"id": id_})
    assert await more(id_) == [False, False, False, False]
    given = {"id": id_, "organisation": story.organisation(UNIT)}
    claim = (await done(engine, lead, "projectClaim", given, "projectPartner { id }"))["projectPartner"]["id"]
    assert await more(id_) == [True, False, False, False]
    await done(engine, office, "projectPartnerAccept", {"id": claim, "lead": True})
    invitation = await invited(engine, story, id_, _PROPERTY)
    assert await more(id_) == [False, False, True, False]
    await done(engine, asked, "projectPartnerAgree", {"id": invitation})
    await done(engine, office, "projectSign", {"id": id_})
    ends = {"startsOn": str(today()), "endsOn": str(today() + timedelta(days=8))}
    added = await done(engine, lead, "projectStageAdd", {"id": id_, "name": "动员", **ends}, "projectStage { id }")
    assert await more(id_) == [False, False, False, False]
    stage = {"id": added["projectStage"]["id"]}
    await done(engine, lead, "projectStageEdit", stage | {"endsOn": str(today() + timedelta(days=7))})
    assert await more(id_) == [False, True, False, False]
    await done(engine, lead, "projectStageFinish", stage)
    await done(engine, office, "projectCriteria", {"id": id_, "criteria": CRITERIA})
    await done(engine, lead, "projectStart", {"id": id_})
    await done(engine, lead, "projectDeliver", {"id": id_, "outcome": "完成"})
    assert await more(id_) == [False, False, False, True]
    await done(engine, filer, "projectRate", {"id": id_, "rating": 5})
    assert await more(id_) == [True, False, False, False]
    await compare(engine, story, id_)
    await done(engine, office, "projectWriteOff", {"id": id_})
    assert await more(id_) == [False, False, False, False]


async def test_the_public_finds_nothing_that_waits_and_everything_that_does_not(engine: Engine, story: Story) -> None:
    finished = await project(engine, story, "EVALUATED")
    for yes in (True, False):
        found = (await ask(engine, _WAITING, {"yes": yes}, story.public))["projects"]["nodes"]
        assert ({"id": finished} in found) is not yes


async def test_it_is_late_when_its_half_year_or_a_stage_is_over(engine: Engine, story: Story) -> None:
    late = "query($yes: Boolean!) { projects(first: 100, filter: {late: $yes}) { nodes { id } } }"

    async def is_late(id_: str) -> bool:
        seen = (await shown(engine, story.manager, id_, "late"))["late"]
        found = (await ask(engine, late, {"yes": True}, story.manager))["projects"]["nodes"]
        assert ({"id": id_} in found) is seen
        return bool(seen)

    left_over = await project(engine, story, "PUBLISHED", halfYear="2020-H1")
    assert await is_late(left_over)
    going = await project(engine, story, "IN_PROGRESS", halfYear="2099-H1")
    assert not await is_late(going)
    days = {"startsOn": str(today() - timedelta(days=9)), "endsOn": str(today() - timedelta(days=1))}
    added = await done(engine, story.manager, "projectStageAdd", {"id": going, "name": "动员", **days}, "projectStage { id }")
    assert await is_late(going)
    await done(engine, story.manager, "projectStageFinish", {"id": added["projectStage"]["id"]})
    assert not await is_late(going)
    waits = (await ask(engine, _WAITING, {"yes": True}, story.coordinator))["projects"]["nodes"]
    assert {"id": left_over} in waits and {"id": going} not in waits


async def test_a_rating_follows_its_demand_when_that_is_merged(engine: Engine, story: Story) -> None:
    double, into = await filed_by_stranger(engine, story), await filed_by_stranger(engine, story)
    id_ = await project(engine, story, "EVALUATED", demand=double)
    await done(engine, story.coordinator, "demandMerge", {"id": double, "into": into})
    seen = await shown(engine, story.stranger, id_, "demands { id } ratings { rating demand { id } } viewerSteps")
    assert seen["demands"] == [{"id": into}]
    assert seen["ratings"] == [{"rating": 4, "demand": {"id": into}}]
    assert await refused(engine, story.stranger, "projectRate", {"id": id_, "rating": 1}) == [("PROJECT_RATED", "")]


async def test_of_two_ratings_that_meet_in_one_demand_both_count(engine: Engine, story: Story) -> None:
    double, into = await filed_by_stranger(engine, story), await filed_by_stranger(engine, story)
    id_ = await project(engine, story, "DELIVERED", demand=double)
    await engine.services.pool.execute("insert into project_demand values ($1, $2)", number(id_), number(into))
    await done(engine, story.stranger, "projectRate", {"id": id_, "rating": 4})
    await done(engine, story.coordinator, "demandMerge", {"id": double, "into": into})
    rated = await engine.services.pool.fetch("select demand_id, rating from project_rating where project_id = $1", number(id_))
    assert sorted(map(tuple, rated)) == sorted([(number(double), 4), (number(into), 4)])


async def test_for_whoever_works_for_a_doer_and_filed_in_person_the_committee_speaks(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "DELIVERED", demand=await filed_by_somebody_of_the_unit(engine, story))
    given = {"id": id_, "rating": 3}
    for who in (story.member, story.manager, story.coordinator_elsewhere):
        assert await refused(engine, who, "projectRate", given) == [("NOT_ALLOWED", "")]
    assert "rate" in (await shown(engine, story.coordinator, id_, "viewerSteps"))["viewerSteps"]
    await done(engine, story.coordinator, "projectRate", given)


async def filed_by_somebody_of_the_unit(engine: Engine, story: Story) -> str:
    """The id of a demand of the list that a member of the unit has filed in person."""
    return (await pair(engine, story))["demand"]


async def test_whoever_has_left_the_doer_rates_again(engine: Engine, story: Story) -> None:
    id_ = await project(engine, story, "DELIVERED", demand=await filed_by_somebody_of_the_unit(engine, story))
    over = "update membership set valid_to = current_date where person_id = $1"
    await engine.services.pool.execute(over, story.member.person)
    assert await refused(engine, story.coordinator, "projectRate", {"id": id_, "rating": 3}) == [("NOT_ALLOWED", "")]


_FOUND = "projects(first: 100, orderBy: TITLE) { nodes { id } }"


async def test_a_project_is_found_from_all_that_it_is_about(engine: Engine, story: Story) -> None:
    both = await pair(engine, story)
    match = await agreed(engine, story, both)
    id_ = await project(engine, story, "IN_PROGRESS", matches=[match], demand=both["demand"])
    here: Any = {"id": id_}

    async def found(where: str, select: str = _FOUND) -> Any:
        return (await shown(engine, story.coordinator, where, select))["projects"]

    assert await found(both["demand"], "projects { id }") == [here]
    assert (await shown(engine, story.coordinator, match, "project { id }"))["project"] == here
    for area in (JIQINGLI, STREET):
        assert here in (await found(story.area(area)))["nodes"]
    unit = "query($id: ID!) { organisation(id: $id) { " + _FOUND + " } }"
    asked = await ask(engine, unit, {"id": story.organisation(UNIT)}, story.stranger)
    assert here in asked["organisation"]["projects"]["nodes"]
    public = await ask(engine, unit, {"id": story.organisation(UNIT)}, story.public)
    assert here not in public["organisation"]["projects"]["nodes"]
    await done(engine, story.coordinator, "projectTerminate", {"id": id_, "reason": "改期"})
    assert (await shown(engine, story.coordinator, match, "project { id }"))["project"] is None


async def test_a_brand_tells_what_its_finished_projects_brought(engine: Engine, story: Story) -> None:
    number_ = await engine.services.pool.fetchval(
        "insert into category (list, code, name, unit, measure, place)"
        " values ('BRAND', 'TRIAL', '试点', '', 'TOTAL', 9) returning id"
    )
    brand = f"category_{number_}"
    select = "outputs { halfYear projects beneficiaries spent rating } projects { totalCount }"
    going = await project(engine, story, "DELIVERED", brands=[brand], halfYear="2099-H1")
    assert await shown(engine, story.public, brand, select) == {"outputs": [], "projects": {"totalCount": 0}}
    await done(engine, story.coordinator, "projectAward", {"id": going, "award": "100"})
    await done(engine, story.manager, "projectSpend", {"id": going, "amount": "12.5", "purpose": "材料"})
    await done(engine, story.stranger, "projectRate", {"id": going, "rating": 3})
    await project(engine, story, "WRITTEN_OFF", brands=[brand], halfYear="2099-H1")
    await project(engine, story, "EVALUATED", brands=[brand], halfYear="2099-H2")
    seen = await shown(engine, story.public, brand, select)
    assert seen["projects"] == {"totalCount": 3}
    first, second = ("2099-H2", 1, 25, "0", "4"), ("2099-H1", 2, 50, "12.5", "3.5")
    assert [tuple(one.values()) for one in seen["outputs"]] == [first, second]


async def test_a_search_finds_projects_by_their_title(engine: Engine, story: Story) -> None:
    id_ = await proposed(engine, story, title="屋顶农园共建")
    text = '{ search(text: "wdnygj") { subject { __typename ... on Project { id halfYear } } } }'
    hit = {"subject": {"__typename": "Project", "id": id_, "halfYear": "2026-H2"}}
    assert (await ask(engine, text, None, story.coordinator))["search"] == [hit]
    assert (await ask(engine, text, None, story.stranger))["search"] == []
    await done(engine, story.coordinator, "projectPublish", {"id": id_})
    assert (await ask(engine, text, None, story.stranger))["search"] == [hit]
