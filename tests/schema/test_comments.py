"""Comments: who reads and writes them, for how long they can be changed, and what stays of one that was taken back."""

from collections.abc import Awaitable, Callable

import pytest

from schema.comments.rules import EDITING_MINUTES
from schema.engine.access import PUBLIC
from schema.engine.reader import Engine
from tests.schema import needs, offers, promises, works
from tests.schema.acting import HOSTILE, STRANGE, act, done, events, number, refused, viewer_of
from tests.schema.talk import read, said, texts
from tests.story import Story, ask

Make = Callable[[Engine, Story], Awaitable[str]]
EVERYBODY = ("coordinator", "community_coordinator", "manager", "member", "administrator", "coordinator_elsewhere", "stranger")
INSIDE = EVERYBODY[:5]
TEXT = "已经联系物业，周五给答复。"


MAKERS: dict[str, Make] = {
    "resource": offers.offered,
    "demand": needs.listed,
    "match": promises.proposed,
    "project": works.project,
}


@pytest.mark.parametrize("kind", MAKERS)
async def test_those_who_take_part_read_and_write_comments_and_nobody_else(engine: Engine, story: Story, kind: str) -> None:
    """All four can be seen or are on a list that others see; what is said about them is not theirs."""
    item = await MAKERS[kind](engine, story)
    inside = [one for one in INSIDE if kind != "project" or one not in ("manager", "member")]
    for who in inside:
        await said(engine, viewer_of(story, who), item, f"{who}说")
    written = [f"{who}说" for who in inside]
    for who in EVERYBODY:
        expected = written if who in inside else []
        assert await texts(engine, viewer_of(story, who), item) == expected, who
        if who not in inside:
            told = await refused(engine, viewer_of(story, who), "commentAdd", {"item": item, "text": TEXT})
            assert told in ([("NOT_ALLOWED", "item")], [("NOT_FOUND", "item")]), who
    assert await texts(engine, PUBLIC, item) == []
    assert await refused(engine, PUBLIC, "commentAdd", {"item": item, "text": TEXT}) == [("SIGN_IN_FIRST", "")]


async def test_a_comment_by_its_id_is_as_hidden_as_in_its_item(engine: Engine, story: Story) -> None:
    comment = await said(engine, story.manager, await offers.offered(engine, story))
    text = "query($id: ID!) { comment(id: $id) { text item { ... on Resource { title } } } node(id: $id) { id } }"
    assert (await ask(engine, text, {"id": comment}, story.coordinator))["comment"]["item"] == {"title": offers.TITLE}
    for viewer in (story.stranger, story.coordinator_elsewhere, PUBLIC):
        assert await ask(engine, text, {"id": comment}, viewer) == {"comment": None, "node": None}


async def test_it_is_said_for_whom_the_author_speaks(engine: Engine, story: Story) -> None:
    item = await offers.offered(engine, story)
    for viewer in (story.member, story.coordinator, story.administrator):
        await said(engine, viewer, item)
    found = [(one["authorName"], (one["organisation"] or {}).get("name")) for one in await read(engine, story.manager, item)]
    assert found == [
        ("叶知秋", "朝外示范科技有限公司（样例）"),
        ("林望舒", "朝外街道党建工作协调委员会（样例）"),
        ("方既明", None),
    ]


async def test_whoever_files_anonymously_is_not_drawn_into_the_talk_at_the_match(engine: Engine, story: Story) -> None:
    """The unit that helps would learn who it is. The committee reads both."""
    demand = await needs.listed(engine, story, anonymous=True)
    given = await offers.new_offer(engine, story, organisation=story.organisation("朝外示范物业服务有限公司"))
    resource = (await done(engine, story.handler, "resourceRegister", given, "resource { id }"))["resource"]["id"]
    await done(engine, story.coordinator, "resourceList", {"id": resource})
    match = await promises.proposed(engine, story, {"demand": demand, "resource": resource}, covers="1")
    assert await refused(engine, story.member, "commentAdd", {"item": match, "text": TEXT}) == [("NOT_ALLOWED", "item")]
    await said(engine, story.handler, match, "几点到？")
    assert await texts(engine, story.coordinator, match) == await texts(engine, story.handler, match) == ["几点到？"]
    assert await texts(engine, story.member, match) == []
    await said(engine, story.member, demand, "下午两点。")
    assert await texts(engine, story.handler, demand) == []


async def test_only_its_author_changes_a_comment_and_only_while_it_is_fresh(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    comment = await said(engine, story.member, item)
    for viewer in (story.manager, story.coordinator, story.administrator):
        assert await refused(engine, viewer, "commentEdit", {"id": comment, "text": "改"}) == [("NOT_ALLOWED", "")]
    for viewer in (story.stranger, story.coordinator_elsewhere):
        assert await refused(engine, viewer, "commentEdit", {"id": comment, "text": "改"}) == [("NOT_FOUND", "id")]
    await done(engine, story.member, "commentEdit", {"id": comment, "version": 1, "text": "周四给答复。"})
    assert await texts(engine, story.manager, item) == ["周四给答复。"]
    assert await refused(engine, story.member, "commentEdit", {"id": comment, "version": 1, "text": "又改"}) == [
        ("CONFLICT", "version")
    ]
    await engine.services.pool.execute(
        "update comment set created_at = created_at - $2 * interval '1 minute' where id = $1", number(comment), EDITING_MINUTES
    )
    assert await refused(engine, story.member, "commentEdit", {"id": comment, "text": "晚了"}) == [("COMMENT_LATE", "")]
    assert (await read(engine, story.member, item))[0]["viewerSteps"] == ["attach", "withdraw"]


async def test_of_a_withdrawn_comment_the_text_goes_and_a_trace_stays(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    comment = await said(engine, story.member, item, "@陆远山 这句说错了")
    for viewer in (story.manager, story.coordinator):
        assert await refused(engine, viewer, "commentWithdraw", {"id": comment}) == [("NOT_ALLOWED", "")]
    await done(engine, story.member, "commentWithdraw", {"id": comment})
    (found,) = await read(engine, story.coordinator, item)
    assert (found["text"], found["mentions"], found["status"], found["authorName"]) == ("", [], "WITHDRAWN", "叶知秋")
    assert found["viewerSteps"] == []
    for table in ("comment", "event", "mention"):
        kept = f"select count(*) from {table} t where t::text like '%说错%'"
        assert await engine.services.pool.fetchval(kept) == 0, table
    assert await refused(engine, story.member, "commentWithdraw", {"id": comment}) == [("STEP_NOT_POSSIBLE", "")]


async def test_the_committee_removes_a_comment_and_says_why(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    comment = await said(engine, story.member, item)
    given = {"id": comment, "reason": "与事项无关"}
    for viewer in (story.manager, story.member, story.administrator):
        assert await refused(engine, viewer, "commentRemove", given) == [("NOT_ALLOWED", "")]
    for viewer in (story.stranger, story.coordinator_elsewhere):
        assert await refused(engine, viewer, "commentRemove", given) == [("NOT_FOUND", "id")]
    assert await refused(engine, story.coordinator, "commentRemove", given | {"reason": " "}) == [("REASON_REQUIRED", "reason")]
    await done(engine, story.coordinator, "commentRemove", given)
    (found,) = await read(engine, story.member, item)
    assert (found["text"], found["status"], found["reason"]) == ("", "REMOVED", "与事项无关")
    (event,) = await events(engine, "comment.removed")
    assert "与事项无关" in event["data"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_says_nothing_or_too_much_is_refused(engine: Engine, story: Story, text: str) -> None:
    item = await needs.listed(engine, story)
    (told,) = await refused(engine, story.member, "commentAdd", {"item": item, "text": text})
    assert told in (("REQUIRED", "text"), ("TOO_LONG", "text"))


@pytest.mark.parametrize("text", STRANGE)
async def test_strange_texts_are_kept_as_they_are(engine: Engine, story: Story, text: str) -> None:
    item = await needs.listed(engine, story)
    await said(engine, story.member, item, text)
    assert await texts(engine, story.coordinator, item) == [text]


@pytest.mark.parametrize("text", ["打 13700001234 找我", "证件 110105 19491231 002X"])
async def test_numbers_of_people_are_refused(engine: Engine, story: Story, text: str) -> None:
    item = await needs.listed(engine, story)
    comment = await said(engine, story.member, item)
    personal = [("COMMENT_PERSONAL", "text")]
    assert await refused(engine, story.member, "commentAdd", {"item": item, "text": text}) == personal
    assert await refused(engine, story.member, "commentEdit", {"id": comment, "text": text}) == personal


@pytest.mark.parametrize("item", ["", "demand_0", "demand_99999", "org_1", "comment_1", "demand_1 ", "⁷"])
async def test_what_is_no_item_is_not_found(engine: Engine, story: Story, item: str) -> None:
    assert await refused(engine, story.member, "commentAdd", {"item": item, "text": TEXT}) == [("NOT_FOUND", "item")]


async def test_a_retry_says_it_once(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    given = {"item": item, "text": TEXT, "idempotencyKey": "once"}
    answers = [await act(engine, story.member, "commentAdd", given, "comment { id }") for _ in range(2)]
    assert answers[0] == answers[1]
    assert await texts(engine, story.member, item) == [TEXT]
