"""Subscriptions as server-sent events: who is told what, in which order, from where, and when it ends."""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from api import followers
from api.settings import Settings
from tests.api.following import FOLLOW, PATIENCE, Following, following, now
from tests.api.served import Served, serve
from tests.schema.acting import done
from tests.story import Story


@pytest.fixture(scope="module")
async def served(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[Served]:
    async with serve(servers, new_database, story_template) as one:
        yield one


async def test_what_happens_is_told_in_order_with_the_cursor_to_go_on_from(served: Served, story: Story) -> None:
    admin = await following(served, story, "admin")
    stream = await admin.open(after=await now(served, story))
    for number in range(1, 121):
        await served.happen(number)
    told = [await stream.next() for _ in range(120)]

    assert [data["data"]["told"]["node"]["subjectId"] for _, _, data in told] == [f"area_{number}" for number in range(1, 121)]
    assert all(id_ == data["data"]["told"]["cursor"] for id_, _, data in told)
    again = await admin.open(last=told[99][0])
    assert await again.subject() == "area_101"


async def test_those_who_follow_alike_are_each_told_everything(served: Served, story: Story) -> None:
    clients = [await following(served, story, "admin") for _ in range(2)]
    cursor = await now(served, story)
    streams = [await clients[number % 2].open(after=cursor) for number in range(12)]
    for number in range(1, 41):
        await served.happen(number)

    for stream in streams:
        assert [await stream.subject() for _ in range(40)] == [f"area_{number}" for number in range(1, 41)]


async def test_without_a_cursor_it_begins_now(served: Served, story: Story) -> None:
    admin = await following(served, story, "admin")
    stream = await admin.open("subscription { told: events { node { subjectId } } }")
    told = asyncio.create_task(stream.subject())
    while not told.done():
        await served.happen(77)
        await asyncio.wait({told}, timeout=0.5)
    assert await told == "area_77"


async def test_nobody_is_told_what_he_may_not_see(served: Served, story: Story) -> None:
    cursor = await now(served, story)
    near, far = [await following(served, story, login) for login in ("chaowai", "jianwai")]
    streams = [await one.open(after=cursor) for one in (near, far)]
    here, there = story.coordinator.areas[0], story.coordinator_elsewhere.areas[0]
    await served.happen(1, here)
    await served.happen(2, there)
    await served.happen(3, here)

    assert [await streams[0].subject() for _ in range(2)] == ["area_1", "area_3"]
    assert await streams[1].subject() == "area_2"


async def test_a_filter_narrows_and_fragments_and_variables_reach_in(served: Served, story: Story) -> None:
    cursor = await now(served, story)
    stream = await (await following(served, story, "admin")).open(after=cursor, filter={"verb": {"eq": "area.moved"}})
    await served.happen(1)
    await served.happen(2, verb="area.moved")

    assert await stream.subject() == "area_2"


async def test_what_a_long_transaction_holds_back_is_told_when_it_is_over(served: Served, story: Story) -> None:
    cursor = await now(served, story)
    stream = await (await following(served, story, "admin")).open(after=cursor)
    async with served.house.engine.services.pool.acquire() as slow:
        transaction = slow.transaction()
        await transaction.start()
        await slow.fetchval("select pg_current_xact_id()")
        await served.happen(5)
        early = asyncio.create_task(stream.subject())
        assert not (await asyncio.wait({early}, timeout=0.7))[0]
        await transaction.commit()
    assert await early == "area_5"


async def test_a_stream_ends_when_its_token_is_revoked(served: Served, story: Story) -> None:
    token, id_ = await served.token(story, "chaowai")
    stream = await Following(served, token).open(after=await now(served, story))
    await served.happen(1, story.coordinator.areas[0])
    assert await stream.subject() == "area_1"
    await done(served.house.engine, story.coordinator, "tokenEnd", {"id": id_})

    while (await stream.next())[1] == "next":
        pass
    assert (await stream.next())[1] == ""


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { events { nothing } }", "GRAPHQL_VALIDATION_FAILED"),
        ('subscription { events(after: "x") { cursor } }', "BAD_USER_INPUT"),
        ("subscription { a: events { cursor } b: events { cursor } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription($no: Boolean = false) { events @include(if: $no) { cursor } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { events { gongzhiCursor: node { id } } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
    ],
)
async def test_what_cannot_be_followed_is_told_once_and_complete(served: Served, story: Story, query: str, code: str) -> None:
    stream = await (await following(served, story, "admin")).open(query)

    _, name, data = await stream.next()
    assert (name, data["errors"][0]["extensions"]["code"]) == ("next", code)
    assert (await stream.next())[1] == "complete"


async def test_a_token_without_the_scope_and_the_public_follow_nothing(served: Served, story: Story) -> None:
    stream = await (await following(served, story, "admin", "areas")).open()
    assert (await stream.next())[2]["errors"][0]["extensions"]["code"] == "FORBIDDEN"

    async with httpx.AsyncClient() as client:
        answer = await client.post(served.address, json={"query": FOLLOW}, headers={"Accept": "text/event-stream"})
    assert '"code":"UNAUTHENTICATED"' in answer.text
    assert answer.text.endswith("event: complete\ndata:\n\n")


async def test_a_query_can_be_streamed_and_a_subscription_cannot_be_answered(served: Served, story: Story) -> None:
    admin = await following(served, story, "admin")
    stream = await admin.open("{ __typename }")
    assert (await stream.next())[1:] == ("next", {"data": {"__typename": "Query"}})
    assert (await stream.next())[1] == "complete"

    answer = await admin.client.post(
        served.address, json={"query": FOLLOW}, headers=admin.headers | {"Accept": "application/json"}
    )
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert "text/event-stream" in answer.json()["errors"][0]["message"]


async def test_an_event_source_may_get_a_subscription_and_nothing_that_changes(served: Served, story: Story) -> None:
    admin = await following(served, story, "admin")
    got = {"query": 'subscription { events(after: "x") { cursor } }'}
    answer = await admin.client.get(served.address, params=got, headers=admin.headers)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, "text/event-stream")

    changing = {"query": "mutation { signOut(input: {}) { refusals { code } } }"}
    assert (await admin.client.get(served.address, params=changing, headers=admin.headers)).status_code == 405


async def test_no_token_has_more_streams_than_its_share(served: Served, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followers, "OF_BEARER", 2)
    district, cursor = await following(served, story, "district"), await now(served, story)
    streams = [await district.open(after=cursor) for _ in range(2)]
    await served.happen(1)
    assert [await one.subject() for one in streams] == ["area_1", "area_1"]

    assert (await (await district.open(after=cursor)).next())[2]["errors"][0]["extensions"]["code"] == "TOO_MANY_REQUESTS"
    await streams[0].response.aclose()
    async with asyncio.timeout(PATIENCE):
        while (await (await district.open(after=cursor)).next())[2].get("errors"):  # noqa: ASYNC110 - it happens in the server
            await asyncio.sleep(0.05)


async def test_a_stream_ends_when_a_role_does(served: Served, story: Story) -> None:
    stream = await (await following(served, story, "jiqingli")).open(after=await now(served, story))
    pool = served.house.engine.services.pool
    await pool.execute("update membership set valid_to = valid_from where person_id = $1", story.community_coordinator.person)
    await served.happen(9, verb="membership.ended")

    assert (await stream.next())[1] == ""
