"""The change feed: the ledger in commit order, from any cursor, as far as whoever asks may see it."""

import base64
from dataclasses import replace
from typing import Any

import pytest

from schema.engine.access import Viewer
from schema.engine.reader import Engine
from tests.story import Story, answer_of, ask

FEED = """
query Feed($after: String, $first: Int = 20, $filter: EventFilter) {
  events(orderBy: COMMITTED, after: $after, first: $first, filter: $filter) {
    edges { cursor node { id verb subjectType subjectId subject { id } } }
    pageInfo { hasNextPage endCursor }
  }
  eventHorizon
}
"""
PLAIN = FEED.replace(" subject { id }", "")
"""Without what needs the scopes of every type."""
APPEND = "select event_append(null, 'job', 'area.renamed', 'Area', $1, $2, '{}', '{}')"
APP = frozenset({"events", "areas", "resources"})


async def page(engine: Engine, viewer: Viewer, after: str | None = None, **given: Any) -> Any:
    return await ask(engine, FEED, {"after": after, **given}, viewer)


async def subjects(engine: Engine, viewer: Viewer, after: str) -> list[str]:
    found = await page(engine, viewer, after)
    return [edge["node"]["subjectId"] for edge in found["events"]["edges"]]


async def whole(engine: Engine, viewer: Viewer, document: str = FEED, **filter: Any) -> list[Any]:
    """Everything from the beginning, page after page."""
    found: list[Any] = []
    after = None
    while True:
        events = (await ask(engine, document, {"after": after, "first": 7, "filter": filter}, viewer))["events"]
        found += [edge["node"] for edge in events["edges"]]
        if not events["pageInfo"]["hasNextPage"]:
            return found
        after = events["pageInfo"]["endCursor"]


async def horizon(engine: Engine, viewer: Viewer) -> str:
    return str((await page(engine, viewer))["eventHorizon"])


async def test_it_tells_everything_once_in_the_order_in_which_it_was_committed(engine: Engine, story: Story) -> None:
    rows = await engine.services.pool.fetch("select id from event order by event.xid, event.id")

    assert [one["id"] for one in await whole(engine, story.administrator)] == [f"event_{row['id']}" for row in rows]


async def test_it_can_be_joined_at_its_end(engine: Engine, story: Story) -> None:
    now = await horizon(engine, story.administrator)
    assert await subjects(engine, story.administrator, now) == []

    await engine.services.pool.execute(APPEND, 7, "")

    assert await subjects(engine, story.administrator, now) == ["area_7"]


async def test_what_commits_late_is_told_late_and_never_missed(engine: Engine, story: Story) -> None:
    admin, pool = story.administrator, engine.services.pool
    cursor = await horizon(engine, admin)
    async with pool.acquire() as slow, pool.acquire() as quick:
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute(APPEND, 1, "")
        await quick.execute(APPEND, 2, "")
        assert await subjects(engine, admin, cursor) == []
        assert await horizon(engine, admin) == cursor
        await transaction.commit()
    assert await subjects(engine, admin, cursor) == ["area_1", "area_2"]


async def test_what_is_rolled_back_is_not_told(engine: Engine, story: Story) -> None:
    cursor = await horizon(engine, story.administrator)
    async with engine.services.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(APPEND, 1, "")
        await transaction.rollback()
    assert await subjects(engine, story.administrator, cursor) == []


async def test_a_horizon_passes_what_others_did(engine: Engine, story: Story) -> None:
    elsewhere = story.coordinator_elsewhere
    before = await horizon(engine, elsewhere)
    await engine.services.pool.execute(APPEND, 1, story.coordinator.areas[0])

    assert await subjects(engine, elsewhere, before) == []
    assert await subjects(engine, story.coordinator, before) == ["area_1"]
    after = await horizon(engine, elsewhere)
    assert after != before
    await engine.services.pool.execute(APPEND, 2, elsewhere.areas[0])
    assert await subjects(engine, elsewhere, after) == ["area_2"]


@pytest.mark.parametrize("login", ["chaowai", "manager", "member", "stranger", "admin"])
async def test_it_tells_nobody_more_than_the_list_of_events_does(engine: Engine, story: Story, login: str) -> None:
    viewer = story.viewers[login]
    listed = await ask(engine, "{ events(first: 100) { totalCount nodes { id } } }", None, viewer)

    told = [one["id"] for one in await whole(engine, viewer)]

    assert len(told) == len(set(told)) == listed["events"]["totalCount"]
    assert {one["id"] for one in listed["events"]["nodes"]} <= set(told)


async def test_the_public_is_told_nothing(engine: Engine) -> None:
    answer = await answer_of(engine, FEED)

    assert answer["data"] == {
        "events": {"edges": [], "pageInfo": {"hasNextPage": False, "endCursor": None}},
        "eventHorizon": None,
    }


async def test_an_app_is_told_of_the_types_that_its_scopes_let_it_read(engine: Engine, story: Story) -> None:
    owner = story.coordinator
    app = replace(owner, scopes=APP, via="api")

    everything = {one["subjectType"] for one in await whole(engine, owner, PLAIN)}
    told = {one["subjectType"] for one in await whole(engine, app, PLAIN)}

    assert {"Area", "Resource", "Organisation", "Demand"} <= everything
    assert told == {"Area", "Resource"} & everything
    listed = await ask(engine, "{ events(first: 100) { nodes { subjectType } } }", None, app)
    assert {one["subjectType"] for one in listed["events"]["nodes"]} <= {"Area", "Resource"}


async def test_it_can_be_narrowed_to_types_and_verbs(engine: Engine, story: Story) -> None:
    of_units = await whole(engine, story.coordinator, subjectType={"in": ["Organisation"]})
    assert {one["subjectType"] for one in of_units} == {"Organisation"}
    verb = of_units[0]["verb"]

    told = await whole(engine, story.coordinator, subjectType={"in": ["Organisation"]}, verb={"eq": verb})

    assert told == [one for one in of_units if one["verb"] == verb]


async def test_it_names_what_the_viewer_may_not_see(engine: Engine, story: Story) -> None:
    cursor = await horizon(engine, story.coordinator)
    account = story.account("admin")
    append = APPEND.replace("area.renamed", "account.edited").replace("'Area'", "'Account'")
    await engine.services.pool.execute(append, int(account.removeprefix("account_")), story.coordinator.areas[0])

    [edge] = (await page(engine, story.coordinator, cursor))["events"]["edges"]

    assert (edge["node"]["subjectId"], edge["node"]["subject"]) == (account, None)


@pytest.mark.parametrize(
    "cursor", ['["COMMITTED", 5, 5]', '["COMMITTED", "-5", 5]', '["COMMITTED", "9999999999999999999999", 5]']
)
async def test_a_cursor_that_is_none_is_refused(engine: Engine, story: Story, cursor: str) -> None:
    after = base64.urlsafe_b64encode(cursor.encode()).decode().rstrip("=")
    answer = await answer_of(engine, FEED, {"after": after}, story.coordinator)

    assert [one["extensions"]["code"] for one in answer["errors"]] == ["BAD_USER_INPUT"]
