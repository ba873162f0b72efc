"""Mentions: whom a text names, who can be named, and what waits for those who are."""

import pytest

from schema.comments.mentions import names_in
from schema.engine.access import PUBLIC, Viewer
from schema.engine.reader import Engine
from tests.schema import needs, offers
from tests.schema.acting import done, events, number, refused
from tests.schema.registry import UNIT
from tests.schema.talk import read, said
from tests.story import Story, ask

PARTICIPANTS = "query($item: ID!, $search: String) { participants(item: $item, search: $search) { personId name unit } }"


async def offered_people(engine: Engine, viewer: Viewer, item: str, search: str = "") -> list[str]:
    found = await ask(engine, PARTICIPANTS, {"item": item, "search": search}, viewer)
    return [one["name"] for one in found["participants"]]


@pytest.mark.parametrize(
    ("text", "found", "unknown"),
    [
        ("@陆远山请看", ["陆远山"], []),
        ("请@陆远山、@林望舒 看", ["陆远山", "林望舒"], []),
        ("@陆远 和 @陆远山", ["陆远", "陆远山"], []),
        ("@陆远山 @陆远山", ["陆远山"], []),
        ("写信到 office@example.cn", [], []),
        ("@ 下午三点 @ 3 号楼 @3", [], []),
        ("@李四：请看", [], ["李四"]),
        ("（@Anna-Lena）", ["Anna-Lena"], []),
    ],
)
def test_names_are_found_where_they_end_in_nothing(text: str, found: list[str], unknown: list[str]) -> None:
    assert names_in(text, ["陆远", "陆远山", "林望舒", "Anna-Lena"]) == (found, unknown)


async def test_a_name_in_the_text_becomes_a_person(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    await said(engine, story.coordinator, item, "@陆远山@叶知秋 请补充现场照片。")
    (found,) = await read(engine, story.member, item)
    assert [(one["name"], one["person"]["id"], one["answeredAt"]) for one in found["mentions"]] == [
        ("陆远山", story.person("陆远山"), None),
        ("叶知秋", story.person("叶知秋"), None),
    ]
    (event,) = await events(engine, "comment.added")
    assert f'"mentions": [{number(story.person("陆远山"))}, {number(story.person("叶知秋"))}]' in event["data"]


async def test_whoever_may_not_see_the_item_cannot_be_mentioned(engine: Engine, story: Story) -> None:
    """Not by name, and not by id; it is the same for people who do not exist."""
    item = await needs.listed(engine, story)
    for name in ("江临川", "许清和", "张无此人"):
        told = await refused(engine, story.member, "commentAdd", {"item": item, "text": f"@{name} 请看"})
        assert told == [("MENTION_UNKNOWN", "text")]
    for person in (story.person("江临川"), "person_99999", "org_1"):
        given = {"item": item, "text": "请看", "mentions": [person]}
        assert await refused(engine, story.member, "commentAdd", given) == [("MENTION_STRANGER", "mentions")]


async def test_of_two_with_one_name_one_is_to_be_chosen(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    twin = number(story.person("叶知秋"))
    await engine.services.pool.execute("update person set name = '陆远山' where id = $1", twin)
    given = {"item": item, "text": "@陆远山 请看"}
    assert await refused(engine, story.coordinator, "commentAdd", given) == [("MENTION_AMBIGUOUS", "mentions")]
    await said(engine, story.coordinator, item, "@陆远山 请看", mentions=[f"person_{twin}"])
    (found,) = await read(engine, story.coordinator, item)
    assert [one["person"]["id"] for one in found["mentions"]] == [f"person_{twin}"]


async def test_who_is_chosen_but_no_longer_named_is_not_mentioned(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    await said(engine, story.coordinator, item, "算了", mentions=[story.person("陆远山")])
    assert (await read(engine, story.coordinator, item))[0]["mentions"] == []


async def test_people_are_suggested_to_those_who_take_part(engine: Engine, story: Story) -> None:
    item = await offers.offered(engine, story)
    assert set(await offered_people(engine, story.manager, item)) == {"陆远山", "叶知秋", "林望舒", "沈知行", "周怀瑾"}
    assert await offered_people(engine, story.manager, item, "lys") == ["陆远山"]
    assert await offered_people(engine, story.coordinator, item, "望舒") == ["林望舒"]
    for viewer in (story.stranger, story.coordinator_elsewhere):
        assert await offered_people(engine, viewer, item) == []
    assert await offered_people(engine, PUBLIC, item) == []


async def test_whoever_has_left_is_neither_suggested_nor_mentioned(engine: Engine, story: Story) -> None:
    item = await offers.offered(engine, story)
    await engine.services.pool.execute(
        "update membership set valid_to = current_date where person_id = $1 and organisation_id = $2",
        *(number(story.person("叶知秋")), number(story.organisation(UNIT))),
    )
    assert "叶知秋" not in await offered_people(engine, story.manager, item)
    given = {"item": item, "text": "@叶知秋 请看"}
    assert await refused(engine, story.manager, "commentAdd", given) == [("MENTION_UNKNOWN", "text")]


async def test_an_edit_mentions_anew_only_whom_it_adds(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    comment = await said(engine, story.coordinator, item, "@陆远山 请看")
    await done(engine, story.coordinator, "commentEdit", {"id": comment, "text": "@陆远山 @叶知秋 请看"})
    assert [len(one["mentions"]) for one in await read(engine, story.coordinator, item)] == [2]
    (event,) = await events(engine, "comment.edited")
    assert f'"mentions": [{number(story.person("叶知秋"))}]' in event["data"]
    await done(engine, story.coordinator, "commentEdit", {"id": comment, "text": "@叶知秋 请看"})
    assert [one["name"] for one in (await read(engine, story.coordinator, item))[0]["mentions"]] == ["叶知秋"]


async def test_a_mention_is_answered_by_a_comment_or_by_noting_it(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    comment = await said(engine, story.coordinator, item, "@陆远山 @叶知秋 请看")

    async def answered() -> list[bool]:
        return [one["answeredAt"] is not None for one in (await read(engine, story.coordinator, item))[0]["mentions"]]

    await said(engine, story.manager, await offers.offered(engine, story), "别处的评论")
    assert await answered() == [False, False]
    await said(engine, story.manager, item, "收到")
    assert await answered() == [True, False]
    assert await refused(engine, story.manager, "commentNote", {"id": comment}) == [("MENTION_ANSWERED", "")]
    assert await refused(engine, story.community_coordinator, "commentNote", {"id": comment}) == [("NOT_ALLOWED", "")]
    assert await refused(engine, story.stranger, "commentNote", {"id": comment}) == [("NOT_FOUND", "id")]
    await done(engine, story.member, "commentNote", {"id": comment})
    assert await answered() == [True, True]


async def test_nobody_is_mentioned_by_themselves(engine: Engine, story: Story) -> None:
    item = await needs.listed(engine, story)
    await said(engine, story.member, item, "我是@叶知秋")
    assert (await read(engine, story.member, item))[0]["mentions"] == []
