"""Watching items and reading what one was told: who may, what others see of it, and that it changes nothing else."""

from typing import Any

from schema.engine.access import PUBLIC, Viewer
from schema.engine.reader import Engine
from tests.schema import needs, offers
from tests.schema.acting import act, done, number, refused
from tests.schema.talk import said
from tests.schema.telling import told, told_all, unread
from tests.story import Story, ask

ITEM = "query($id: ID!) { node(id: $id) { ... on Item { viewerWatches } } viewer { watches { nodes { id item { id } } } } }"


async def watches(engine: Engine, viewer: Viewer, item: str) -> bool:
    """Whether somebody watches an item, as the item and the list of what one watches say alike."""
    found = await ask(engine, ITEM, {"id": item}, viewer)
    listed = item in [one["item"]["id"] for one in found["viewer"]["watches"]["nodes"] if one["item"]]
    assert listed == (found["node"] or {}).get("viewerWatches", False)
    return listed


async def test_those_who_take_part_watch_an_item_and_stop(engine: Engine, story: Story) -> None:
    item = await offers.offered(engine, story)
    for viewer in (story.member, story.community_coordinator, story.administrator):
        assert not await watches(engine, viewer, item)
        for mutation, expected in (("watchStart", True), ("watchStart", True), ("watchStop", False), ("watchStart", True)):
            await done(engine, viewer, mutation, {"item": item})
            assert await watches(engine, viewer, item) is expected
    for viewer in (story.stranger, story.coordinator_elsewhere):
        assert await refused(engine, viewer, "watchStart", {"item": item}) == [("NOT_ALLOWED", "item")]
        assert await refused(engine, viewer, "watchStop", {"item": item}) == [("NOT_FOUND", "item")]
    assert await refused(engine, PUBLIC, "watchStart", {"item": item}) == [("SIGN_IN_FIRST", "")]
    for wrong in ("", "org_1", "demand_99999", "watch_1", "⁷"):
        for mutation in ("watchStart", "watchStop"):
            assert await refused(engine, story.member, mutation, {"item": wrong}) == [("NOT_FOUND", "item")]


async def test_whoever_comments_or_is_mentioned_watches_from_then_on_unless_they_stopped(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    await said(engine, story.community_coordinator, item, "@叶知秋 请看")
    assert await watches(engine, story.community_coordinator, item)
    assert await watches(engine, story.member, item)
    await done(engine, story.member, "watchStop", {"item": item})
    await said(engine, story.member, item, "看过了")
    assert not await watches(engine, story.member, item)


async def test_nobody_sees_what_others_watch_or_were_told(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    payload = await done(engine, story.member, "watchStart", {"item": item}, "watch { id }")
    await said(engine, story.coordinator, item)
    await told_all(engine)
    (first, *_) = await told(engine, story.member)
    text = "query($watch: ID!, $told: ID!) { watch(id: $watch) { id } notification(id: $told) { id } }"
    both = {"watch": payload["watch"]["id"], "told": first["id"]}
    assert (await ask(engine, text, both, story.member)) == {"watch": {"id": both["watch"]}, "notification": {"id": both["told"]}}
    for viewer in (story.coordinator, story.administrator, story.manager, PUBLIC):
        assert await ask(engine, text, both, viewer) == {"watch": None, "notification": None}
        for mutation in ("notificationRead", "notificationUnread"):
            codes = await refused(engine, viewer, mutation, {"id": both["told"]})
            assert codes == [("SIGN_IN_FIRST", "") if viewer is PUBLIC else ("NOT_FOUND", "id")]


async def test_what_was_told_is_read_singly_and_all_at_once(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    await done(engine, story.member, "notificationReadAll", {"until": (await told(engine, story.member))[0]["id"]})
    assert await unread(engine, story.member) == 0
    await done(engine, story.member, "watchStart", {"item": item})
    for text in ("一", "二", "三"):
        await said(engine, story.coordinator, item, text)
    await told_all(engine)
    assert await unread(engine, story.member) == 3
    third, second, first = [one["id"] for one in await told(engine, story.member, unread=True)]
    await done(engine, story.member, "notificationRead", {"id": first})
    await done(engine, story.member, "notificationRead", {"id": first})
    assert await unread(engine, story.member) == 2
    await done(engine, story.member, "notificationUnread", {"id": first})
    assert await refused(engine, story.member, "notificationUnread", {"id": first}) == [("STEP_NOT_POSSIBLE", "")]
    assert await unread(engine, story.member) == 3
    await done(engine, story.member, "notificationReadAll", {"until": second})
    assert [one["id"] for one in await told(engine, story.member, unread=True)] == [third]
    assert await refused(engine, story.manager, "notificationReadAll", {"until": third}) == [("NOT_FOUND", "until")]


async def test_counting_stops_at_a_hundred(engine: Engine, story: Story) -> None:
    await engine.services.pool.execute(
        "insert into notification (account_id, kind, event_id, event_at, subject_type, subject_id)"
        " select $1, 'MOVED', id, at, 'Demand', 1 from event order by id limit 150 on conflict do nothing",
        story.member.account,
    )
    assert await unread(engine, story.member) == 100


async def test_what_one_may_no_longer_see_is_told_without_it(engine: Engine, story: Story) -> None:
    item = await offers.offered(engine, story, "SUBMITTED")
    await done(engine, story.member, "watchStart", {"item": item})
    await said(engine, story.coordinator, item)
    await told_all(engine)
    text = (
        "{ viewer { watches { nodes { item { id } } }"
        " notifications(first: 1) { nodes { summary subject { id } comment { text } } } } }"
    )

    async def found() -> Any:
        return (await ask(engine, text, None, story.member))["viewer"]["notifications"]["nodes"][0]

    assert await found() == {
        "summary": f"评论“{offers.TITLE}”",
        "subject": {"id": item},
        "comment": {"text": "已经联系物业，周五给答复。"},
    }
    member = story.member
    left = Viewer(account=member.account, person=member.person)
    answer = (await ask(engine, text, None, left))["viewer"]
    assert answer["notifications"]["nodes"][0]["subject"] is None
    assert answer["notifications"]["nodes"][0]["comment"] is None
    assert {"item": None} in answer["watches"]["nodes"]


async def test_an_app_needs_the_scope(engine: Engine, story: Story) -> None:
    app = Viewer(account=story.member.account, person=story.member.person, scopes=frozenset({"demands"}), via="api")
    payload = await act(engine, app, "watchStart", {"item": f"demand_{number('demand_1')}"})
    assert [one["code"] for one in payload["refusals"]] == ["SCOPE_MISSING"]
