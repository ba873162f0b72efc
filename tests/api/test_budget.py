"""A client's budget: what a request takes of it, what is told, and that several processes lend no more than there is."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from api.budget import PORTIONS, PUBLIC_SHARE, SECONDS, Budgets
from api.settings import Settings
from schema.engine.access import PUBLIC, Viewer
from schema.engine.allowance import Allowance
from tests.schema import offers
from tests.signing import act
from tests.story import Story
from tests.views.house import HOST, House, open_house

NOW = 1_800_000_000.0
POINTS = 1_000
UNITS = "{ organisations(first: 50) { nodes { name } } rateLimit { limit cost remaining resetsAt } }"
WATCH = "mutation($item: ID!) { watchStart(input: {item: $item}) { refusals { code } } }"


class Clock:
    """The time, which a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app() -> Viewer:
    """An app with a token that nobody else has."""
    return Viewer(account=1, token=secrets.randbits(60), via="api")


@pytest.fixture
async def processes(servers: Settings, clock: Clock) -> AsyncIterator[list[Budgets]]:
    """Three web processes that share a Valkey."""
    made = [Budgets(POINTS, servers.redis_url, clock) for _ in range(3)]
    yield made
    for one in made:
        await one.close()


async def spent(processes: list[Budgets], viewer: Viewer, costs: list[int]) -> list[Allowance]:
    """Requests that come to the processes in turn, all at once."""
    return await asyncio.gather(*(processes[turn % len(processes)].take(viewer, cost) for turn, cost in enumerate(costs)))


async def test_processes_lend_no_more_than_there_is_and_nearly_all_of_it(processes: list[Budgets], app: Viewer) -> None:
    chance = random.Random(3)
    answers = await spent(processes, app, [chance.randint(1, 30) for _ in range(300)])

    granted = sum(one.cost for one in answers if one.granted)
    assert granted <= POINTS
    # What is left lies in three purses, each with less than the largest request or a portion.
    assert granted >= POINTS - 3 * max(30, POINTS // PORTIONS)
    assert not answers[-1].granted
    assert all(0 <= one.remaining <= POINTS for one in answers)


async def test_a_request_that_is_refused_takes_nothing(processes: list[Budgets], app: Viewer) -> None:
    first, *_ = processes
    assert (await first.take(app, 600)).granted
    assert not (await first.take(app, 600)).granted
    answer = await first.take(app, 400)
    assert (answer.granted, answer.remaining) == (True, 0)
    assert not (await processes[1].take(app, 1)).granted


async def test_what_costs_more_than_the_whole_budget_is_refused_and_leaves_it(processes: list[Budgets], app: Viewer) -> None:
    assert not (await processes[0].take(app, POINTS + 1)).granted
    assert (await processes[0].take(app, POINTS)).granted


async def test_with_the_next_minute_there_is_as_much_again(processes: list[Budgets], app: Viewer, clock: Clock) -> None:
    full = await processes[0].take(app, POINTS)
    assert full.resets == NOW + SECONDS - NOW % SECONDS
    clock.now = full.resets
    assert (await processes[0].take(app, POINTS)).granted


async def test_each_bearer_has_a_budget_and_an_address_a_smaller_one(processes: list[Budgets], app: Viewer) -> None:
    address = f"192.0.2.{secrets.randbits(40)}"
    person, other = Viewer(account=1, session=secrets.randbits(60)), Viewer(account=1, token=secrets.randbits(60))
    for viewer in (app, person, other):
        assert (await processes[0].take(viewer, POINTS)).granted
    assert (await processes[0].take(Viewer(address=address), 1)).limit == POINTS // PUBLIC_SHARE
    assert not (await processes[0].take(Viewer(address=address), POINTS // PUBLIC_SHARE)).granted


async def test_without_valkey_each_process_counts_by_itself(app: Viewer, clock: Clock) -> None:
    lost = Budgets(POINTS, "redis://127.0.0.1:1", clock)
    answers = [await lost.take(app, 300) for _ in range(4)]
    assert [one.granted for one in answers] == [True, True, True, False]
    assert [one.remaining for one in answers] == [700, 400, 100, 100]
    await lost.close()


def test_where_no_budget_is_kept_nothing_is_counted() -> None:
    assert Budgets(0).of(PUBLIC) is None


@pytest.fixture
async def poor(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[House]:
    """The application with a small budget, which counts by itself: other tests have tokens of the same numbers."""
    settings = servers.model_copy(update={"database_url": new_database(story_template), "redis_url": None})
    async with open_house(settings, points=POINTS) as house:
        yield house


@pytest.fixture
def answers(poor: House) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(poor.served, client=("192.0.2.9", 5)), base_url=HOST)


async def test_an_answer_says_what_it_took_and_what_is_left(poor: House, answers: httpx.AsyncClient, story: Story) -> None:
    token = (await act(poor.engine, "tokenCreate", story.manager, "secret", name="t", scopes=["organisations"]))["secret"]
    given = {"authorization": f"Bearer {token}"}
    first = await answers.post("/graphql", json={"query": UNITS}, headers=given)
    told = first.json()["data"]["rateLimit"]

    # Fifty units and the budget itself; ten for the request.
    assert (told["limit"], told["cost"], told["remaining"]) == (POINTS, 61, POINTS - 61)
    assert first.headers["ratelimit-policy"] == f'"points";q={POINTS};w={SECONDS}'
    assert first.headers["ratelimit"].startswith(f'"points";r={POINTS - 61};t=')

    introspection = await answers.post("/graphql", json={"query": "{ __schema { types { name } } }"}, headers=given)
    assert introspection.headers["ratelimit"].startswith(f'"points";r={POINTS - 61 - 510};t=')


async def test_who_has_spent_it_is_told_when_to_come_back_and_nothing_is_done(
    poor: House, answers: httpx.AsyncClient, story: Story
) -> None:
    token = (await act(poor.engine, "tokenCreate", story.manager, "secret", name="t", scopes=["notifications:write"]))["secret"]
    given = {"authorization": f"Bearer {token}", "accept": "application/graphql-response+json"}
    asked = {"query": WATCH, "variables": {"item": await offers.offered(poor.engine, story)}}
    left = POINTS
    while (last := await answers.post("/graphql", json=asked, headers=given)).status_code == 200:
        assert last.json() == {"data": {"watchStart": {"refusals": []}}}
        left, before = int(last.headers["ratelimit"].partition("r=")[2].partition(";")[0]), left
        assert before - left >= 60
        events = await poor.engine.services.pool.fetchval("select count(*) from event")

    assert left < before - left
    assert last.status_code == 429
    assert last.json()["errors"][0]["extensions"] == {"code": "TOO_MANY_REQUESTS"}
    assert "data" not in last.json()
    assert 1 <= int(last.headers["retry-after"]) <= SECONDS
    assert await poor.engine.services.pool.fetchval("select count(*) from event") == events
    other = await answers.post("/graphql", json={"query": "{ viewer { language } }"})
    assert other.status_code == 200
    assert other.headers["ratelimit-policy"] == f'"points";q={POINTS // PUBLIC_SHARE};w={SECONDS}'


async def test_a_page_costs_nothing(poor: House) -> None:
    visitor = await poor.visitor("manager")
    for _ in range(3):
        assert (await visitor.see("/organisations")).response.headers.get("ratelimit") is None
