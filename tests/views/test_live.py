"""Live pages: who hears of what, when a stream ends, and that what is heard is what one may see."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import orjson

from api.live import concerns
from api.sample.places import DISTRICT, JIQINGLI, SANFENGLI, STREET, STREET_ELSEWHERE
from schema.engine.access import Viewer
from tests.schema import offers, promises
from tests.schema.acting import done
from tests.schema.needs import category, filed, listed
from tests.schema.registry import UNIT, WAITING
from tests.schema.telling import told, told_all
from tests.story import Story, ask
from tests.views.house import House, Page, Visitor
from tests.views.names import spelled

TIMELINE = "query($id: ID!) { demand(id: $id) { timeline(first: 9) { nodes { verb } } } }"
PATIENCE = 20
"""Seconds until a test gives up."""


class Stream:
    """One open stream of somebody's browser."""

    def __init__(self) -> None:
        self.status = 0
        self.sent: asyncio.Queue[str | None] = asyncio.Queue()
        self.gone = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message.get("body"):
            await self.sent.put(message["body"].decode())
        if message["type"] == "http.response.body" and not message.get("more_body"):
            await self.sent.put(None)

    async def heard(self) -> dict[str, str] | None:
        """The next message, but for those of signing in, which may be late; None when the stream has ended."""
        while True:
            text = await asyncio.wait_for(self.sent.get(), PATIENCE)
            if text is None:
                return None
            if text.startswith("data: "):
                found: dict[str, str] = orjson.loads(text.removeprefix("data: "))
                if found.get("verb") != "account.signed_in":
                    return found


@asynccontextmanager
async def listening(visitor: Visitor, heard: str = "", age: int = 0) -> AsyncIterator[Stream]:
    """A stream of this browser, open once it has begun; ``heard`` is what its page says, which is so many milliseconds old."""
    stream = Stream()
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.client.cookies.items())
    headers = [(b"host", b"localhost"), (b"cookie", cookies.encode())]
    scope = {"type": "http", "method": "GET", "path": "/live", "raw_path": b"/live", "headers": headers}
    scope["query_string"] = f"heard={heard}&age={age}".encode()
    more = {"http_version": "1.1", "scheme": "http", "client": ("127.0.0.1", 1), "server": ("localhost", 80), "root_path": ""}
    task = asyncio.create_task(visitor.house.served({**scope, **more}, stream.receive, stream.send))
    await stream.sent.put(await asyncio.wait_for(stream.sent.get(), PATIENCE))
    try:
        yield stream
    finally:
        stream.gone.set()
        await asyncio.wait_for(task, PATIENCE)


def position(page: Page) -> str:
    """How far the ledger had been heard when the page was made."""
    return page.tree.all("body")[0].get("data-heard")


async def test_a_coordinator_hears_of_what_happens_in_the_area_and_a_stranger_does_not(house: House, story: Story) -> None:
    unit = story.organisation(WAITING)
    coordinator, stranger, actor = [await house.visitor(login) for login in ("chaowai", "stranger", "jiqingli")]
    page = f"/organisations/{unit}"
    form = await actor.see(page)
    async with listening(coordinator) as near, listening(stranger) as far:
        await actor.submit(form, f"{page}/approve")
        await stranger.submit(await stranger.see("/"), "/language", language="en")

        assert await near.heard() == {"type": "Organisation", "id": unit, "verb": "organisation.approved"}
        # What changes an own account ends the stream, so that it begins anew as whom one is then; nothing was heard before.
        assert await far.heard() is None


async def test_what_happens_between_a_page_and_its_stream_is_told_first(house: House, story: Story) -> None:
    unit = story.organisation(WAITING)
    coordinator, actor = await house.visitor("chaowai"), await house.visitor("jiqingli")
    page = f"/organisations/{unit}"
    form = await actor.see(page)
    first = await coordinator.see(page)
    async with listening(coordinator) as early:
        await actor.submit(form, f"{page}/approve")
        told = await early.heard()

    async with listening(coordinator, position(first)) as late:
        while await late.heard() != told:
            pass
    at = f"/organisations/{story.organisation(UNIT)}/edit"
    form = await actor.see(at)
    async with listening(coordinator, position(form)) as later, listening(coordinator, "999999") as unknown:
        assert await unknown.heard() == {"type": "Everything"}
        await actor.submit(form, at, shortName="示范科技")
        for stream in (later, unknown):
            assert await stream.heard() == {"type": "Organisation", "id": story.organisation(UNIT), "verb": "organisation.edited"}


async def test_a_unit_hears_of_its_offer_and_a_stranger_does_not(house: House, story: Story) -> None:
    page = await spelled(house, story, "/resources/{resource:少儿编程体验课}")
    member, stranger, actor = [await house.visitor(login) for login in ("member", "stranger", "jiqingli")]
    form = await actor.see(page)
    async with listening(member) as near, listening(stranger) as far:
        await actor.submit(form, f"{page}/list")
        await stranger.submit(await stranger.see("/"), "/language", language="en")

        assert await near.heard() == {"type": "Resource", "id": page.rpartition("/")[2], "verb": "resource.listed"}
        assert await far.heard() is None


async def test_whoever_files_in_person_hears_what_becomes_of_it(house: House, story: Story) -> None:
    demand = await filed(house.engine, story, story.stranger, organisation=None)
    filer, other = await house.visitor("stranger"), await house.visitor("member")
    async with listening(filer) as near, listening(other) as far:
        await done(house.engine, story.coordinator, "demandList", {"id": demand, "level": "KEY"})
        await other.submit(await other.see("/"), "/language", language="en")

        assert await near.heard() == {"type": "Demand", "id": demand, "verb": "demand.listed"}
        assert await far.heard() is None
    timeline = await ask(house.engine, TIMELINE, {"id": demand}, story.stranger)
    assert [one["verb"] for one in timeline["demand"]["timeline"]["nodes"]] == ["demand.listed", "demand.filed"]


async def test_whoever_files_anonymously_hears_of_a_promise_and_not_of_what_is_said_there(house: House, story: Story) -> None:
    wanted: dict[str, Any] = {"category": await category(house.engine, "CARE"), **promises.UNITS, "organisation": None}
    demand = await listed(house.engine, story, viewer=story.stranger, anonymous=True, **wanted)
    both = {"demand": demand, "resource": await offers.offered(house.engine, story, title="陪伴老人就医志愿服务")}
    match = await promises.proposed(house.engine, story, both)
    await done(house.engine, story.coordinator, "commentAdd", {"item": match, "text": "请看"})
    query = "{ events(first: 100) { nodes { verb } } }"
    verbs = [one["verb"] for one in (await ask(house.engine, query, {}, story.stranger))["events"]["nodes"]]

    assert "match.proposed" in verbs
    assert "comment.added" not in verbs


async def test_one_hears_at_once_that_one_is_told_something_and_nobody_else_does(house: House, story: Story) -> None:
    demand = await filed(house.engine, story, story.stranger, organisation=None)
    filer, administrator = await house.visitor("stranger"), await house.visitor("admin")
    first = await filer.see("/")
    await done(house.engine, story.coordinator, "demandList", {"id": demand, "level": "KEY"})
    async with listening(filer) as near, listening(administrator) as far:
        await told_all(house.engine)
        (news,) = await told(house.engine, story.stranger)
        message = {"type": "Notification", "id": news["id"], "verb": ""}
        while await near.heard() != message:
            pass
        await filer.submit(await filer.see("/notifications"), "/notifications/read")
        await done(house.engine, story.coordinator, "demandDecline", {"id": demand, "reason": "重复"})
        heard = [await far.heard()]
        while heard[-1] != {"type": "Demand", "id": demand, "verb": "demand.declined"}:
            heard.append(await far.heard())
        assert message not in heard

    # The page was made before it was told, and its stream opened afterwards.
    async with listening(filer, position(first), age=600_000) as late:
        while await late.heard() != message:
            pass
    async with listening(filer, position(await filer.see("/")), age=0) as later:
        await done(house.engine, story.coordinator, "commentAdd", {"item": demand, "text": "请看"})
        assert (await later.heard() or {})["type"] == "Comment"


async def test_the_members_of_a_unit_hear_of_it(house: House, story: Story) -> None:
    unit = story.organisation(UNIT)
    member, manager = await house.visitor("member"), await house.visitor("manager")
    at = f"/organisations/{unit}/edit"
    form = await manager.see(at)
    async with listening(member) as stream:
        await manager.submit(form, at, shortName="示范科技")

        assert await stream.heard() == {"type": "Organisation", "id": unit, "verb": "organisation.edited"}


async def test_a_stream_ends_with_its_session(house: House) -> None:
    here, there = await house.visitor("member"), await house.visitor("member")
    page = await here.see("/me")
    end = next(one.get("action") for one in page.tree.all("form") if one.get("action").startswith("/sessions/"))
    async with listening(there) as stream:
        await here.submit(page, end)

        while await stream.heard() is not None:
            pass
        assert (await there.get("/me")).status == 303


async def test_a_stream_survives_that_its_account_signs_in_elsewhere_or_that_somebody_guesses_its_password(
    house: House, story: Story
) -> None:
    member, manager, guesser = await house.visitor("member"), await house.visitor("manager"), Visitor(house)
    at = f"/organisations/{story.organisation(UNIT)}/edit"
    form = await manager.see(at)
    async with listening(member) as stream:
        page = await guesser.submit(await guesser.see("/sign-in"), "/sign-in", login="member", password="no-such-Password-1")
        assert page.status == 422
        await house.visitor("member")
        await manager.submit(form, at, shortName="示范科技")

        assert await stream.heard() == {"type": "Organisation", "id": story.organisation(UNIT), "verb": "organisation.edited"}


async def test_the_public_is_told_not_to_ask_again(looked_at: House) -> None:
    page = await (await looked_at.known("public")).get("/live")

    assert page.status == 204


async def test_one_hears_of_exactly_the_events_that_one_may_see(looked_at: House, story: Story) -> None:
    pool = looked_at.engine.services.pool
    chance = random.Random(7)
    await _more_events(pool, chance)
    events = await pool.fetch("select id, area_path, organisation_ids, account_id, filer_id from event")
    for viewer in [*story.viewers.values(), *(_anybody(chance, story) for _ in range(40))]:
        shown = await _shown(looked_at, viewer)

        assert shown == {row["id"] for row in events if concerns(viewer, row)}, viewer


PATHS = {
    "": "",
    "district": f"{DISTRICT}/",
    "street": f"{DISTRICT}/{STREET}/",
    "community": f"{DISTRICT}/{STREET}/{JIQINGLI}/",
    "neighbour": f"{DISTRICT}/{STREET}/{SANFENGLI}/",
    "elsewhere": f"{DISTRICT}/{STREET_ELSEWHERE}/",
    "prefix": f"{DISTRICT}/{STREET[:-1]}",
}


async def _more_events(pool: Any, chance: random.Random) -> None:
    accounts = [row["id"] for row in await pool.fetch("select id from account")]
    units = [row["id"] for row in await pool.fetch("select id from organisation")]
    for _ in range(200):
        await pool.execute(
            "insert into event (account_id, via, verb, subject_type, subject_id, area_path, organisation_ids, filer_id)"
            " values ($1, 'job', 'organisation.edited', 'Organisation', 1, $2, $3, $4)",
            *(chance.choice([None, *accounts]), chance.choice(list(PATHS.values())), chance.sample(units, chance.randint(0, 2))),
            chance.choice([None, *accounts]),
        )


def _anybody(chance: random.Random, story: Story) -> Viewer:
    """Somebody of the cast, with areas and organisations by chance."""
    areas = chance.sample([path for path in PATHS.values() if path.endswith("/")], chance.randint(0, 2))
    units = chance.sample(range(1, 40), chance.randint(0, 3))
    return replace(
        chance.choice(list(story.viewers.values())), areas=tuple(areas), organisations=tuple(units), managed=tuple(units[:1])
    )


async def _shown(house: House, viewer: Viewer) -> set[int]:
    """The numbers of all events that somebody is shown."""
    found: set[int] = set()
    after = None
    while True:
        document = (
            "query ($after: String) { events(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }"
        )
        page = (await ask(house.engine, document, {"after": after}, viewer))["events"]
        found |= {int(one["id"].split("_")[1]) for one in page["nodes"]}
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]
