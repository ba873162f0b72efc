"""What waits for somebody: counted in the badge, found by what they coordinate."""

from datetime import UTC, datetime
from typing import Any

from api.sample.places import NANLANG
from schema.engine.access import PUBLIC, Viewer
from schema.engine.reader import Engine
from tests.schema import promises
from tests.schema.acting import done
from tests.schema.needs import filed, listed
from tests.schema.offers import offered
from tests.schema.registry import UNIT
from tests.schema.talk import said
from tests.story import Story, ask


async def waiting(engine: Engine, viewer: Viewer) -> int:
    found: int = (await ask(engine, "{ viewer { inboxCount } }", None, viewer))["viewer"]["inboxCount"]
    return found


LISTED = "{ viewer { inboxCount waiting(first: 100) { totalCount nodes { kind since subject { id } } } } }"


async def listed_for(engine: Engine, viewer: Viewer) -> list[tuple[str, str]]:
    """What somebody's inbox lists and counts alike, the longest wait first."""
    found = (await ask(engine, LISTED, None, viewer))["viewer"]
    nodes = found["waiting"]["nodes"]
    assert found["inboxCount"] == found["waiting"]["totalCount"] == len(nodes)
    assert [one["since"] for one in nodes] == sorted(one["since"] for one in nodes)
    return [(one["kind"], one["subject"]["id"]) for one in nodes]


async def test_the_inbox_lists_what_is_counted_with_its_age(engine: Engine, story: Story) -> None:
    for viewer in story.viewers.values():
        await listed_for(engine, viewer)
    assert (await ask(engine, LISTED, None, PUBLIC))["viewer"] == {"inboxCount": 0, "waiting": {"totalCount": 0, "nodes": []}}
    offer, demand = await offered(engine, story, "SUBMITTED"), await filed(engine, story)
    new = [("DECIDE_OFFER", offer), ("DECIDE_DEMAND", demand)]
    assert (await listed_for(engine, story.coordinator))[-2:] == new
    await done(engine, story.coordinator, "resourceReturn", {"id": offer, "reason": "请补充"})
    assert ("MEND_OFFER", offer) in await listed_for(engine, story.manager)
    assert ("DECIDE_OFFER", offer) not in await listed_for(engine, story.coordinator)


async def test_a_mention_waits_until_it_is_answered_or_taken_back(engine: Engine, story: Story) -> None:
    item = await listed(engine, story)
    first, second = [await said(engine, story.coordinator, item, f"@叶知秋 第{n}件") for n in "一二"]
    mentions = [("ANSWER_MENTION", first), ("ANSWER_MENTION", second)]
    assert [one for one in await listed_for(engine, story.member) if one in mentions] == mentions
    assert not set(mentions) & set(await listed_for(engine, story.manager))
    await done(engine, story.coordinator, "commentWithdraw", {"id": first})
    assert mentions[0] not in await listed_for(engine, story.member)
    await said(engine, story.member, item, "收到")
    assert mentions[1] not in await listed_for(engine, story.member)


async def test_offers_and_demands_wait_for_those_who_decide_and_those_who_mend(engine: Engine, story: Story) -> None:
    everybody = [story.coordinator, story.coordinator_elsewhere, story.manager, story.stranger]
    before = [await waiting(engine, one) for one in everybody]
    offer, demand = await offered(engine, story, "SUBMITTED"), await filed(engine, story)
    own = await filed(engine, story, story.stranger, organisation=None)
    after = [await waiting(engine, one) for one in everybody]
    assert [now - was for now, was in zip(after, before, strict=True)] == [3, 0, 0, 0]

    reason = {"reason": "请补充"}
    await done(engine, story.coordinator, "resourceReturn", {"id": offer, **reason})
    for one in (demand, own):
        await done(engine, story.coordinator, "demandReturn", {"id": one, **reason})
    after = [await waiting(engine, one) for one in everybody]
    assert [now - was for now, was in zip(after, before, strict=True)] == [0, 0, 2, 1]
    assert await waiting(engine, PUBLIC) == 0


async def test_a_coordinator_finds_what_is_in_the_own_areas_only(engine: Engine, story: Story) -> None:
    here, there = await filed(engine, story), await filed(engine, story, story.manager, area=story.area(NANLANG))
    text = "query($own: Boolean!) { demands(first: 100, filter: {coordinated: $own}) { nodes { id } } }"

    async def found(viewer: Viewer, own: bool) -> set[str]:
        return {one["id"] for one in (await ask(engine, text, {"own": own}, viewer))["demands"]["nodes"]}

    assert {here, there} & await found(story.coordinator, own=True) == {here}
    assert {here, there} & await found(story.manager, own=True) == set()
    assert {here, there} <= await found(story.manager, own=False)


async def test_a_unit_s_needs_are_listed_with_it_but_not_the_anonymous_ones(engine: Engine, story: Story) -> None:
    open_, hidden = await listed(engine, story), await listed(engine, story, anonymous=True)
    text = "query($id: ID!) { organisation(id: $id) { demands(first: 100) { nodes { id } } resources { totalCount } } }"

    async def found(viewer: Viewer) -> Any:
        unit = (await ask(engine, text, {"id": story.organisation(UNIT)}, viewer))["organisation"]
        return {one["id"] for one in unit["demands"]["nodes"]} & {open_, hidden}, unit["resources"]["totalCount"] > 0

    assert await found(story.stranger) == ({open_}, True)
    assert await found(story.member) == await found(story.coordinator) == ({open_, hidden}, True)
    assert await found(PUBLIC) == (set(), True)


async def test_a_search_finds_what_is_offered_and_needed_by_its_title(engine: Engine, story: Story) -> None:
    demand = await filed(engine, story, title="晾衣架更新")
    text = (
        '{ demands: search(text: "lyjgx") { subject { __typename ... on Demand { id } } }'
        ' offers: search(text: "共享会议室") { subject { ... on Resource { title } } } }'
    )
    found = await ask(engine, text, None, story.coordinator)
    assert found["demands"] == [{"subject": {"__typename": "Demand", "id": demand}}]
    assert found["offers"] == [{"subject": {"title": "一层共享会议室"}}]
    assert (await ask(engine, text, None, story.stranger))["demands"] == []
    assert (await ask(engine, text, None, PUBLIC)) == {"demands": [], "offers": []}


async def test_matches_wait_for_whoever_has_to_answer(engine: Engine, story: Story) -> None:
    """A proposal for its unit, a counter-proposal for the committee, a delivery for the side that filed the demand."""
    filer, unit, office, _ = everybody = [story.member, story.manager, story.coordinator, story.stranger]
    before = [await waiting(engine, one) for one in everybody]

    async def more(match: str) -> tuple[list[int], list[bool]]:
        """How much more waits for each, and in whose list the match is found."""
        text = "{ matches(first: 100, filter: {waiting: true}) { nodes { id } } }"
        found = [(await ask(engine, text, None, one))["matches"]["nodes"] for one in everybody]
        counted = [await waiting(engine, one) for one in everybody]
        return [now - was for now, was in zip(counted, before, strict=True)], [{"id": match} in one for one in found]

    match = await promises.proposed(engine, story)
    assert await more(match) == ([0, 1, 0, 0], [False, True, False, False])
    await done(engine, unit, "matchCounter", {"id": match, "quantity": "8"})
    assert await more(match) == ([0, 0, 1, 0], [False, False, True, False])
    await done(engine, office, "matchAgree", {"id": match})
    assert await more(match) == ([0, 0, 0, 0], [False, False, False, False])
    delivery = await promises.reported(engine, story, match, "8")
    assert await more(match) == ([1, 0, 0, 0], [True, False, False, False])
    await done(engine, filer, "deliveryConfirm", {"id": delivery, "rating": 4})
    assert await more(match) == ([0, 0, 0, 0], [False, False, False, False])


async def test_a_proposal_that_nobody_answered_in_time_waits_no_more(engine: Engine, story: Story) -> None:
    before = await waiting(engine, story.manager)
    match = await promises.proposed(engine, story)
    await promises.put(engine, match, hold_until=datetime.now(UTC))
    assert await waiting(engine, story.manager) == before
