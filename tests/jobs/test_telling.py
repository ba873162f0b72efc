"""People are told of what concerns them: once, in commit order, whoever is killed over it, and nobody of what is not theirs."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from schema.engine.access import Viewer
from schema.engine.ids import global_id
from schema.engine.reader import Engine
from schema.notifications import telling
from schema.notifications.jobs import erase_old_notifications
from schema.notifications.rules import KEPT, NEWS
from tests.schema import needs, offers, promises
from tests.schema.acting import done, number
from tests.schema.talk import said
from tests.schema.telling import told, told_all
from tests.story import Story

CAST = ("coordinator", "community_coordinator", "manager", "handler", "member", "stranger", "coordinator_elsewhere")


@pytest.fixture
async def latest(engine: Engine) -> int:
    """The latest event before a test; everybody has been told of all there was."""
    await told_all(engine)
    found: int = await engine.services.pool.fetchval("select max(id) from event")
    return found


async def news(engine: Engine, story: Story, since: int) -> dict[str, list[str]]:
    """By part of the cast: why they were told of what happened since, in that order."""
    await told_all(engine)
    rows = await engine.services.pool.fetch("select * from notification where event_id > $1 order by event_id", since)
    names = {getattr(story, one).account: one for one in CAST}
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(names.get(row["account_id"], str(row["account_id"])), []).append(row["kind"])
    return found


async def test_a_mention_is_told_before_a_comment_and_nobody_of_their_own(engine: Engine, story: Story, latest: int) -> None:
    item = await needs.listed(engine, story)
    await done(engine, story.member, "watchStart", {"item": item})
    latest = await engine.services.pool.fetchval("select max(id) from event")
    await said(engine, story.coordinator, item, "@陆远山 请看")
    assert await news(engine, story, latest) == {"manager": ["MENTIONED"], "member": ["COMMENTED"]}
    (first, *_) = await told(engine, story.manager)
    assert (first["kind"], first["subject"]["id"], first["comment"]["text"]) == ("MENTIONED", item, "@陆远山 请看")


async def test_an_edit_tells_only_those_whom_it_adds(engine: Engine, story: Story, latest: int) -> None:
    item = await needs.listed(engine, story)
    comment = await said(engine, story.coordinator, item, "@陆远山 请看")
    await told_all(engine)
    latest = await engine.services.pool.fetchval("select max(id) from event")
    await done(engine, story.coordinator, "commentEdit", {"id": comment, "text": "@陆远山 @叶知秋 请看"})
    assert await news(engine, story, latest) == {"member": ["MENTIONED"]}


async def test_an_author_is_told_that_the_committee_removed_a_comment(engine: Engine, story: Story, latest: int) -> None:
    comment = await said(engine, story.member, await needs.listed(engine, story))
    await told_all(engine)
    latest = await engine.services.pool.fetchval("select max(id) from event")
    await done(engine, story.coordinator, "commentRemove", {"id": comment, "reason": "与事项无关"})
    assert await news(engine, story, latest) == {"member": ["RETURNED"]}
    assert (await told(engine, story.member))[0]["summary"].endswith("与事项无关")


async def test_a_proposal_goes_to_the_unit_and_a_delivery_to_whoever_needed_it(engine: Engine, story: Story) -> None:
    both = await promises.pair(engine, story)
    await told_all(engine)
    latest = await engine.services.pool.fetchval("select max(id) from event")
    match = await promises.proposed(engine, story, both)
    assert (await news(engine, story, latest))["manager"] == ["PROPOSED"]
    await done(engine, story.manager, "matchAccept", {"id": match})
    latest = await engine.services.pool.fetchval("select max(id) from event")
    await promises.reported(engine, story, match)
    found = await news(engine, story, latest)
    assert (found["member"], found["coordinator"]) == (["DELIVERED"], ["MOVED"])
    assert "manager" not in found and "stranger" not in found


@pytest.mark.parametrize("what", ["resource", "demand"])
async def test_what_is_returned_is_told_to_those_whose_it_is(engine: Engine, story: Story, what: str) -> None:
    make: Callable[..., Awaitable[str]] = needs.filed
    item = await offers.offered(engine, story, "SUBMITTED") if what == "resource" else await make(engine, story)
    await told_all(engine)
    latest = await engine.services.pool.fetchval("select max(id) from event")
    await done(engine, story.coordinator, f"{what}Return", {"id": item, "reason": "请补充"})
    assert await news(engine, story, latest) == {"manager": ["RETURNED"]}
    assert (await told(engine, story.manager))[0]["summary"] == "退回：请补充"


async def test_whoever_acts_on_an_item_is_told_of_its_next_steps(engine: Engine, story: Story, latest: int) -> None:
    item = await needs.filed(engine, story, story.member, organisation=None)
    await done(engine, story.coordinator, "demandList", {"id": item, "level": "KEY"})
    await done(engine, story.community_coordinator, "demandDecline", {"id": item, "reason": "重复"})
    assert await news(engine, story, latest) == {"member": ["MOVED", "MOVED"], "coordinator": ["MOVED"]}


async def test_edits_are_told_to_nobody(engine: Engine, story: Story, latest: int) -> None:
    item = await needs.listed(engine, story)
    await told_all(engine)
    latest = await engine.services.pool.fetchval("select max(id) from event")
    await done(engine, story.coordinator, "demandEdit", {"id": item, "place": "南门"})
    assert await news(engine, story, latest) == {}


async def test_whoever_has_left_since_is_told_nothing(engine: Engine, story: Story, latest: int) -> None:
    """Watching stays; whether somebody may know is asked when they are told."""
    item = await needs.listed(engine, story)
    await done(engine, story.member, "watchStart", {"item": item})
    await engine.services.pool.execute("update membership set valid_to = current_date where person_id = $1", story.member.person)
    latest = await engine.services.pool.fetchval("select max(id) from event")
    await said(engine, story.coordinator, item)
    assert "member" not in await news(engine, story, latest)


async def test_of_a_disabled_account_nothing_is_kept(engine: Engine, story: Story, latest: int) -> None:
    item = await needs.listed(engine, story)
    await done(engine, story.member, "watchStart", {"item": item})
    await done(engine, story.administrator, "accountDisable", {"id": global_id("account", story.member.account or 0)})
    await said(engine, story.coordinator, item)
    assert "member" not in await news(engine, story, latest)


async def test_a_watcher_of_a_demand_is_told_of_its_matches_unless_they_stopped_one(engine: Engine, story: Story) -> None:
    both = await promises.pair(engine, story)
    await done(engine, story.community_coordinator, "watchStart", {"item": both["demand"]})
    match = await promises.proposed(engine, story, both)
    await told_all(engine)
    latest = await engine.services.pool.fetchval("select max(id) from event")
    await done(engine, story.manager, "matchAccept", {"id": match})
    assert (await news(engine, story, latest))["community_coordinator"] == ["MOVED"]
    await done(engine, story.community_coordinator, "watchStart", {"item": match})
    await done(engine, story.community_coordinator, "watchStop", {"item": match})
    latest = await engine.services.pool.fetchval("select max(id) from event")
    await promises.reported(engine, story, match)
    assert "community_coordinator" not in await news(engine, story, latest)


async def test_whoever_files_anonymously_is_told_of_a_delivery_although_not_of_the_talk(engine: Engine, story: Story) -> None:
    given: dict[str, Any] = {
        "category": await needs.category(engine, "CARE"),
        "title": "陪伴就医",
        **promises.UNITS,
        "organisation": None,
    }
    demand = await needs.listed(engine, story, viewer=story.stranger, anonymous=True, **given)
    resource = await offers.offered(engine, story, title="陪伴老人就医志愿服务")
    match = await promises.agreed(engine, story, {"demand": demand, "resource": resource})
    await told_all(engine)
    latest = await engine.services.pool.fetchval("select max(id) from event")
    await said(engine, story.manager, match, "几点到？")
    await promises.reported(engine, story, match)
    assert (await news(engine, story, latest))["stranger"] == ["DELIVERED"]


async def test_the_same_events_told_twice_are_told_once(engine: Engine, story: Story, latest: int) -> None:
    await said(engine, story.coordinator, await needs.listed(engine, story), "@陆远山 请看")
    first = await news(engine, story, latest)
    await engine.services.pool.execute("update event_reader set xid = '0', event_id = 0 where name = $1", telling.READER)
    assert await told_all(engine) > 100
    assert await news(engine, story, latest) == first


async def test_what_a_worker_was_killed_over_is_told_by_the_next_one(
    engine: Engine, story: Story, latest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle of a portion: its server process is gone, and with it what it had written."""
    item = await needs.listed(engine, story)
    for text in ("@陆远山 一", "@陆远山 二", "@陆远山 三"):
        await said(engine, story.coordinator, item, text)
    whole = telling._tell
    seen: list[int] = []

    async def killed(connection: Any, event: asyncpg.Record, *rest: Any) -> None:
        await whole(connection, event, *rest)
        seen.append(event["id"])
        if len(seen) == 3:
            own = await connection.fetchval("select pg_backend_pid()")
            await engine.services.pool.execute("select pg_terminate_backend($1)", own)

    monkeypatch.setattr(telling, "_tell", killed)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await told_all(engine)
    monkeypatch.undo()
    written = "select count(*) from notification where event_id > $1"
    assert await engine.services.pool.fetchval(written, latest) == 0
    assert (await news(engine, story, latest))["manager"] == ["MOVED", "MENTIONED", "MENTIONED", "MENTIONED"]


async def test_two_workers_tell_once(engine: Engine, story: Story, latest: int) -> None:
    item = await needs.listed(engine, story)
    for _ in range(5):
        await said(engine, story.coordinator, item, "@陆远山 请看")
    await asyncio.gather(*(told_all(engine) for _ in range(3)))
    assert (await news(engine, story, latest))["manager"].count("MENTIONED") == 5


async def test_a_comment_that_commits_late_is_told(engine: Engine, story: Story, latest: int) -> None:
    """Its number is the lower one; a reader by number would pass it."""
    item = number(await needs.listed(engine, story))
    await told_all(engine)
    pool = engine.services.pool
    append = "select event_append($1, 'page', 'demand.closed', 'Demand', $2, '', '{}', '{}')"
    await engine.services.pool.execute(
        "insert into watch (account_id, item_type, item_id) values ($1, 'Demand', $2) on conflict do nothing",
        *(story.manager.account, item),
    )
    latest = await pool.fetchval("select max(id) from event")
    async with pool.acquire() as slow, pool.acquire() as quick:
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute(append, story.coordinator.account, item)
        await quick.execute(append, story.community_coordinator.account, item)
        assert await news(engine, story, latest) == {}
        await transaction.commit()
    assert (await news(engine, story, latest))["manager"] == ["MOVED", "MOVED"]


async def test_nobody_is_told_of_what_happened_before_there_were_notifications(engine: Engine, story: Story) -> None:
    place = "select xid > '0' from event_reader where name = $1"
    assert await engine.services.pool.fetchval(place, telling.READER)


async def test_what_is_no_news_any_more_is_told_to_nobody(engine: Engine, story: Story, latest: int) -> None:
    """A worker that comes back after a month does not fill everybody's list with what they know."""
    await said(engine, story.coordinator, await needs.listed(engine, story), "@陆远山 请看")
    await engine.services.pool.execute("update event set at = now() - $2::interval where id > $1", latest, NEWS)
    assert await news(engine, story, latest) == {}


async def test_what_was_told_long_ago_is_erased(engine: Engine, story: Story) -> None:
    viewer: Viewer = story.manager
    before = len(await told(engine, viewer))
    assert before >= 2
    aged = "update notification set created_at = now() - $2::interval where id = $1"
    await engine.services.pool.execute(aged, number((await told(engine, viewer))[0]["id"]), KEPT)
    assert await erase_old_notifications(engine.services.pool) == 1
    assert len(await told(engine, viewer)) == before - 1
    assert await erase_old_notifications(engine.services.pool) == 0
