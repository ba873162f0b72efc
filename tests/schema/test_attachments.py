"""Attachments of the items of the three lists: who may, how many, and who sees them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from schema.attachments.limits import ATTACHMENTS
from schema.engine.reader import Engine
from tests.schema import files, needs, offers, promises, works
from tests.schema.acting import HOSTILE, STRANGE, act, done, events, refused, viewer_of
from tests.schema.files import attached, seen, stored, uploaded
from tests.schema.talk import said
from tests.story import Story, ask

Item = Callable[[Engine, Story], Awaitable[str]]


async def _note(engine: Engine, story: Story) -> str:
    id_ = await works.project(engine, story, "IN_PROGRESS")
    return await _noted(engine, story, id_)


async def _noted(engine: Engine, story: Story, project: str) -> str:
    payload = await done(engine, story.manager, "projectNote", {"id": project, "text": "陪伴三人次"}, "projectNote { id }")
    found: str = payload["projectNote"]["id"]
    return found


async def _delivery(engine: Engine, story: Story) -> str:
    return await promises.reported(engine, story, await promises.agreed(engine, story))


async def _comment(engine: Engine, story: Story) -> str:
    return await said(engine, story.manager, await offers.offered(engine, story))


ITEMS: dict[str, Item] = {
    "resource": offers.offered,
    "demand": needs.listed,
    "project": lambda engine, story: works.project(engine, story, "IN_PROGRESS"),
    "note": _note,
    "delivery": _delivery,
    "comment": _comment,
}
SUBJECTS = {"note": "project", "delivery": "match"}


@pytest.mark.parametrize("kind", ITEMS)
async def test_a_photo_is_attached_to_an_item_and_seen_with_it(engine: Engine, story: Story, kind: str) -> None:
    item = await ITEMS[kind](engine, story)
    id_ = await attached(engine, story.manager, item, caption="  门口的\n坡道 ")
    found = await seen(
        engine, story.coordinator, id_, "kind fileName caption width item { __typename id } by { name } viewerSteps"
    )
    assert found["item"]["id"] == item and found["by"]["name"] == "陆远山"
    assert (found["kind"], found["fileName"], found["caption"], found["width"]) == ("IMAGE", "现场.jpg", "门口的 坡道", 320)
    assert found["viewerSteps"] == ["edit", "remove"]
    document = f"query($id: ID!) {{ node(id: $id) {{ ... on {found['item']['__typename']} {{ attachments {{ id }} }} }} }}"
    listed = await ask(engine, document, {"id": item}, story.coordinator)
    assert listed["node"]["attachments"] == [{"id": id_}]
    (event,) = await events(engine, "attachment.added")
    assert event["subject_type"].lower() == SUBJECTS.get(kind, kind) and event["area_path"] and event["organisation_ids"]
    if kind == "comment":
        return
    (told,) = [one for one in (await timeline(engine, story, event)) if one["verb"] == "attachment.added"]
    assert told["summary"] == "上传附件“现场.jpg”"


async def timeline(engine: Engine, story: Story, event: Any) -> Any:
    """The timeline of what an event is about."""
    id_ = f"{event['subject_type'].lower()}_{event['subject_id']}"
    type_ = event["subject_type"]
    document = f"query($id: ID!) {{ node(id: $id) {{ ... on {type_} {{ timeline {{ nodes {{ verb summary }} }} }} }} }}"
    return (await ask(engine, document, {"id": id_}, story.coordinator))["node"]["timeline"]["nodes"]


WHO = ("public", "stranger", "coordinator_elsewhere", "member", "manager", "coordinator")
MAY = {
    "resource": ("manager", "coordinator"),
    "demand": ("manager", "coordinator"),
    "project": ("manager", "coordinator"),
    "note": ("manager", "coordinator"),
    "delivery": ("manager", "coordinator"),
    "comment": ("manager",),
}
"""To a comment nobody but its author adds anything; its committee may still take it away."""


@pytest.mark.parametrize("kind", ITEMS)
@pytest.mark.parametrize("who", WHO)
async def test_only_those_who_may_change_an_item_attach_something(engine: Engine, story: Story, kind: str, who: str) -> None:
    item, viewer = await ITEMS[kind](engine, story), viewer_of(story, who)
    upload = await uploaded(engine, viewer) if who != "public" else "upload_1"
    given, before = {"item": item, "upload": upload}, await _count(engine)
    if who in MAY[kind]:
        await done(engine, viewer, "attachmentAdd", given)
        assert await _count(engine) == before + 1
        return
    codes = await refused(engine, viewer, "attachmentAdd", given)
    assert codes in ([("NOT_ALLOWED", "")], [("NOT_FOUND", "item")], [("SIGN_IN_FIRST", "")])
    assert await _count(engine) == before


async def _count(engine: Engine) -> int:
    found: int = await engine.services.pool.fetchval("select count(*) from attachment")
    return found


@pytest.mark.parametrize("kind", ITEMS)
@pytest.mark.parametrize("who", WHO)
async def test_only_they_change_its_words_or_take_it_away(engine: Engine, story: Story, kind: str, who: str) -> None:
    id_, viewer = await attached(engine, story.manager, await ITEMS[kind](engine, story)), viewer_of(story, who)
    if who in (*MAY[kind], "coordinator"):
        await done(engine, viewer, "attachmentEdit", {"id": id_, "caption": "坡道", "version": 1})
        await done(engine, viewer, "attachmentRemove", {"id": id_, "version": 2})
        assert await seen(engine, viewer, id_) is None
        return
    for mutation, given in (("attachmentEdit", {"caption": "坡道"}), ("attachmentRemove", {})):
        codes = await refused(engine, viewer, mutation, {"id": id_, **given})
        assert codes in ([("NOT_ALLOWED", "")], [("NOT_FOUND", "id")], [("SIGN_IN_FIRST", "")])


async def _reach(engine: Engine, story: Story, id_: str) -> set[str]:
    return {who for who in WHO if await seen(engine, viewer_of(story, who), id_) is not None}


async def test_what_hangs_on_an_offer_is_seen_by_those_who_see_the_offer(engine: Engine, story: Story) -> None:
    draft = await attached(engine, story.manager, await offers.offered(engine, story, "DRAFT"))
    assert await _reach(engine, story, draft) == {"member", "manager", "coordinator"}
    listed = await attached(engine, story.manager, resource := await offers.offered(engine, story, title="夜间会议室"))
    assert await _reach(engine, story, listed) == set(WHO)
    public = await seen(engine, story.public, listed, "by { name } viewerSteps address item { id }")
    assert public == {"by": None, "viewerSteps": [], "address": f"/files/{listed}/full", "item": {"id": resource}}
    await done(engine, story.manager, "resourceWithdraw", {"id": resource, "reason": "装修"})
    assert await _reach(engine, story, listed) == {"member", "manager", "coordinator"}
    nested = await ask(engine, "{ resources(first: 100) { nodes { attachments { id } } } }")
    assert listed not in str(nested)


async def test_what_hangs_on_a_demand_is_never_public(engine: Engine, story: Story) -> None:
    waiting = await attached(engine, story.manager, await needs.filed(engine, story), files.PDF, name="情况说明.pdf")
    assert await _reach(engine, story, waiting) == {"member", "manager", "coordinator"}
    listed = await attached(engine, story.manager, await needs.listed(engine, story, title="另一处停车位"))
    assert await _reach(engine, story, listed) == set(WHO) - {"public"}


async def test_what_hangs_on_a_comment_is_for_those_who_read_it(engine: Engine, story: Story) -> None:
    """Of a public offer too: what is said about it is never public."""
    id_ = await attached(engine, story.manager, await _comment(engine, story))
    assert await _reach(engine, story, id_) == {"member", "manager", "coordinator"}


@pytest.mark.parametrize(("who", "mutation"), [("manager", "commentWithdraw"), ("coordinator", "commentRemove")])
async def test_with_a_comment_goes_what_hangs_on_it(engine: Engine, story: Story, who: str, mutation: str) -> None:
    comment = await _comment(engine, story)
    id_ = await attached(engine, story.manager, comment)
    await done(
        engine, viewer_of(story, who), mutation, {"id": comment} | ({"reason": "照片有人脸"} if who == "coordinator" else {})
    )
    assert await _reach(engine, story, id_) == set()
    given = {"item": comment, "upload": await uploaded(engine, story.manager)}
    assert await refused(engine, story.manager, "attachmentAdd", given) == [("STEP_NOT_POSSIBLE", "")]


async def test_what_hangs_on_a_project_is_public_once_the_project_is(engine: Engine, story: Story) -> None:
    project = await works.project(engine, story, "DELIVERED")
    id_ = await attached(engine, story.manager, project)
    of_note = await attached(engine, story.manager, await _noted(engine, story, project))
    assert await _reach(engine, story, id_) == set(WHO) - {"public"}
    await done(engine, story.stranger, "projectRate", {"id": project, "rating": 5})
    assert await _reach(engine, story, id_) == set(WHO)
    assert await _reach(engine, story, of_note) == set(WHO) - {"public"}


async def test_an_item_holds_twelve_however_many_attach_at_once(engine: Engine, story: Story) -> None:
    resource, before = await offers.offered(engine, story), await _count(engine)
    uploads = [await uploaded(engine, story.manager) for _ in range(ATTACHMENTS + 3)]
    for one in uploads[: ATTACHMENTS - 1]:
        await done(engine, story.manager, "attachmentAdd", {"item": resource, "upload": one})
    payloads = await asyncio.gather(
        *(act(engine, story.manager, "attachmentAdd", {"item": resource, "upload": one}) for one in uploads[ATTACHMENTS - 1 :])
    )
    assert sorted(one["code"] for payload in payloads for one in payload["refusals"]) == ["ATTACHMENTS_MANY"] * 3
    assert await _count(engine) == before + ATTACHMENTS


async def test_one_that_was_removed_makes_room(engine: Engine, story: Story) -> None:
    resource = await offers.offered(engine, story)
    ids = [await attached(engine, story.manager, resource) for _ in range(ATTACHMENTS)]
    await done(engine, story.manager, "attachmentRemove", {"id": ids[3]})
    await attached(engine, story.manager, resource)
    assert await refused(engine, story.manager, "attachmentRemove", {"id": ids[3]}) == [("NOT_FOUND", "id")]


async def test_an_upload_is_attached_once(engine: Engine, story: Story) -> None:
    resource = await offers.offered(engine, story)
    given = {"item": resource, "upload": await uploaded(engine, story.manager), "idempotencyKey": "once"}
    payloads = await asyncio.gather(*(act(engine, story.manager, "attachmentAdd", given, "attachment { id }") for _ in range(4)))
    assert {str(payload) for payload in payloads} == {str(payloads[0])} and payloads[0]["refusals"] == []
    again = {"item": resource, "upload": given["upload"]}
    assert await refused(engine, story.manager, "attachmentAdd", again) == [("STEP_NOT_POSSIBLE", "")]


async def test_nobody_attaches_what_another_has_sent_or_what_has_not_come(engine: Engine, story: Story) -> None:
    resource = await offers.offered(engine, story)
    foreign = await uploaded(engine, story.coordinator)
    assert await refused(engine, story.manager, "attachmentAdd", {"item": resource, "upload": foreign}) == [
        ("NOT_FOUND", "upload")
    ]
    (empty, _) = await files.opened(engine, story.manager)
    given = {"item": resource, "upload": empty}
    assert await refused(engine, story.manager, "attachmentAdd", given) == [("STEP_NOT_POSSIBLE", "")]


async def test_ids_of_something_else_find_nothing(engine: Engine, story: Story) -> None:
    upload, resource = await uploaded(engine, story.manager), await offers.offered(engine, story)
    for item in ("", "area_1", "org_1", "resource_0", "resource_999999999999999999", "note_999", upload, "'"):
        assert await refused(engine, story.manager, "attachmentAdd", {"item": item, "upload": upload}) == [("NOT_FOUND", "item")]
    for id_ in ("", resource, "upload_999", "attachment_1"):
        assert await refused(engine, story.manager, "attachmentAdd", {"item": resource, "upload": id_}) == [
            ("NOT_FOUND", "upload")
        ]


async def test_what_is_closed_takes_nothing_more_and_its_committee_can_still_take_away(engine: Engine, story: Story) -> None:
    id_ = await attached(engine, story.manager, resource := await offers.offered(engine, story))
    await done(engine, story.manager, "resourceWithdraw", {"id": resource, "reason": "装修"})
    given = {"item": resource, "upload": await uploaded(engine, story.manager)}
    assert await refused(engine, story.manager, "attachmentAdd", given) == [("STEP_NOT_POSSIBLE", "")]
    assert await refused(engine, story.manager, "attachmentRemove", {"id": id_}) == [("NOT_ALLOWED", "")]
    await done(engine, story.coordinator, "attachmentRemove", {"id": id_})


async def test_words_are_kept_as_they_are_and_nobody_is_named(engine: Engine, story: Story) -> None:
    id_ = await attached(engine, story.manager, resource := await offers.offered(engine, story), caption=STRANGE[0])
    for text in STRANGE:
        await done(engine, story.manager, "attachmentEdit", {"id": id_, "caption": text})
        assert (await seen(engine, story.public, id_, "caption"))["caption"] == text
    for text in ("联系 13700001234", "长" * 201, HOSTILE[3]):
        found = await refused(engine, story.manager, "attachmentEdit", {"id": id_, "caption": text})
        assert [path for _, path in found] == ["caption"]
    given = {"item": resource, "upload": await uploaded(engine, story.manager), "caption": "110101199003074477"}
    assert await refused(engine, story.manager, "attachmentAdd", given) == [("ATTACHMENT_PERSONAL", "caption")]
    await done(engine, story.manager, "attachmentEdit", {"id": id_, "caption": ""})


async def test_of_two_who_edit_the_words_the_later_is_told(engine: Engine, story: Story) -> None:
    id_ = await attached(engine, story.manager, await offers.offered(engine, story))
    await done(engine, story.manager, "attachmentEdit", {"id": id_, "caption": "东门", "version": 1})
    payload = await act(engine, story.coordinator, "attachmentRemove", {"id": id_, "version": 1}, "attachment { caption }")
    assert [one["code"] for one in payload["refusals"]] == ["CONFLICT"] and payload["attachment"] == {"caption": "东门"}


@pytest.mark.parametrize("column", ["content", "thumbnail"])
async def test_what_is_served_says_nothing_of_where_it_was_taken(engine: Engine, story: Story, column: str) -> None:
    id_ = await attached(engine, story.manager, await offers.offered(engine, story), files.photo(orientation=6))
    kept = await stored(engine, id_, column)
    assert b"SECRET" not in kept and b"Exif" not in kept


async def test_the_public_reads_no_demand_through_an_attachment(engine: Engine, story: Story) -> None:
    id_ = await attached(engine, story.manager, await needs.listed(engine, story))
    document = "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } attachment(id: $id) { caption } }"
    assert await ask(engine, document, {"id": id_}) == {"node": None, "nodes": [None], "attachment": None}
