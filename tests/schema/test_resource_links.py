"""Links that confirm: each for certain offers, once, and for nothing else."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from schema.engine.access import PUBLIC
from schema.engine.days import today
from schema.engine.reader import Engine
from tests.schema.acting import act, done, events, number, refused, viewer_of
from tests.schema.offers import TITLE, offer_row, offered, seen
from tests.schema.test_contacts import places_of
from tests.story import Story, ask

SHOWN = "query($secret: String!) { resourceConfirmation(secret: $secret) { state offers { title quantity unit stands } } }"


async def lapsed(engine: Engine, story: Story, **more: Any) -> str:
    """An offer on the list that nobody has confirmed for half a year."""
    id_ = await offered(engine, story, **more)
    await engine.services.pool.execute("update resource set confirmed_on = current_date - 181 where id = $1", number(id_))
    return id_


async def link_to(engine: Engine, story: Story, id_: str) -> str:
    """The secret of a link that the committee makes."""
    payload = await done(engine, story.coordinator, "resourceLink", {"id": id_}, "link")
    assert payload["link"].startswith("http://127.0.0.1:8000/confirm/")
    return str(payload["link"]).rpartition("/")[2]


async def shown(engine: Engine, secret: str) -> Any:
    return (await ask(engine, SHOWN, {"secret": secret}, PUBLIC))["resourceConfirmation"]


async def confirmed(engine: Engine, secret: str) -> list[str]:
    titles = (await done(engine, PUBLIC, "resourceConfirmByLink", {"secret": secret}, "titles"))["titles"]
    assert isinstance(titles, list)
    return titles


async def over(engine: Engine, secret: str) -> list[str]:
    """The codes of the refusals, which leave no trace."""
    told = await refused(engine, PUBLIC, "resourceConfirmByLink", {"secret": secret})
    assert all(path == "secret" for _, path in told)
    return [code for code, _ in told]


async def test_whoever_holds_the_link_confirms_without_signing_in(engine: Engine, story: Story) -> None:
    offer = await lapsed(engine, story)
    assert await seen(engine, PUBLIC, offer) is None, "it has lapsed"
    secret = await link_to(engine, story, offer)
    one = {"title": TITLE, "quantity": "12", "unit": "人时", "stands": True}
    assert await shown(engine, secret) == {"state": "OPEN", "offers": [one]}
    assert (await offer_row(engine, offer))["confirmed_on"] == today() - timedelta(days=181), "looking changes nothing"

    assert await confirmed(engine, secret) == [TITLE]
    assert (await offer_row(engine, offer))["confirmed_on"] == today()
    assert await seen(engine, PUBLIC, offer, "status") == {"status": "LISTED"}
    [event] = await events(engine, "resource.confirmed")
    assert (event["account_id"], event["subject_id"]) == (None, number(offer))


async def test_it_works_once_and_then_shows_nothing(engine: Engine, story: Story) -> None:
    secret = await link_to(engine, story, await lapsed(engine, story))
    await confirmed(engine, secret)
    assert await over(engine, secret) == ["RESOURCE_LINK_USED"]
    assert await shown(engine, secret) == {"state": "USED", "offers": []}


async def test_of_twenty_clicks_at_once_one_wins(engine: Engine, story: Story) -> None:
    secret = await link_to(engine, story, await lapsed(engine, story))
    answers = await asyncio.gather(*(act(engine, PUBLIC, "resourceConfirmByLink", {"secret": secret}) for _ in range(20)))
    codes = [one["code"] for answer in answers for one in answer["refusals"]]
    assert codes == ["RESOURCE_LINK_USED"] * 19
    assert len(await events(engine, "resource.confirmed")) == 1


async def test_it_ends_after_thirty_days(engine: Engine, story: Story) -> None:
    secret = await link_to(engine, story, await lapsed(engine, story))
    ends = await engine.services.pool.fetchval("select expires_at - now() from resource_link")
    assert timedelta(days=29, hours=23) < ends <= timedelta(days=30)
    await engine.services.pool.execute("update resource_link set expires_at = now()")
    assert await over(engine, secret) == ["RESOURCE_LINK_EXPIRED"]
    assert await shown(engine, secret) == {"state": "EXPIRED", "offers": []}


async def test_what_was_changed_since_is_not_confirmed_by_it(engine: Engine, story: Story) -> None:
    offer = await lapsed(engine, story)
    secret = await link_to(engine, story, offer)
    await done(engine, story.manager, "resourceEdit", {"id": offer, "quantity": "3"})
    assert await over(engine, secret) == ["RESOURCE_LINK_CHANGED"]
    [one] = (await shown(engine, secret))["offers"]
    assert one["stands"] is False


@pytest.mark.parametrize(
    "change",
    [
        "update resource set status = 'WITHDRAWN'",
        "update resource set valid_until = current_date - 1",
        "update organisation set status = 'SUSPENDED' where name like '朝外示范科技有限公司%'",
    ],
)
async def test_what_is_no_longer_offered_does_not_come_back_by_it(engine: Engine, story: Story, change: str) -> None:
    secret = await link_to(engine, story, await lapsed(engine, story))
    await engine.services.pool.execute(change)
    assert await over(engine, secret) == ["RESOURCE_LINK_WITHDRAWN"]


async def test_a_new_link_ends_the_former_one(engine: Engine, story: Story) -> None:
    offer = await lapsed(engine, story)
    former = await link_to(engine, story, offer)
    secret = await link_to(engine, story, offer)
    assert await over(engine, former) == ["RESOURCE_LINK_EXPIRED"]
    assert await confirmed(engine, secret) == [TITLE]


async def test_it_confirms_no_other_offer(engine: Engine, story: Story) -> None:
    offer, other = await lapsed(engine, story), await lapsed(engine, story, title="周末义诊")
    await confirmed(engine, await link_to(engine, story, offer))
    assert (await offer_row(engine, other))["confirmed_on"] == today() - timedelta(days=181)


@pytest.mark.parametrize("secret", ["", "x", "A" * 43, "A" * 100_000, "\u0000", "resource_1", "è" * 43, "1"])
async def test_a_forged_link_opens_nothing_and_shows_nothing(engine: Engine, story: Story, secret: str) -> None:
    await link_to(engine, story, await lapsed(engine, story))
    assert await over(engine, secret) == ["RESOURCE_LINK_UNKNOWN"]
    if "\u0000" not in secret:
        assert await shown(engine, secret) is None


async def test_the_secret_is_stored_nowhere(engine: Engine, story: Story) -> None:
    offer = await lapsed(engine, story)
    payload = await done(engine, story.coordinator, "resourceLink", {"id": offer, "idempotencyKey": "once"}, "link")
    secret = payload["link"].rpartition("/")[2]
    await act(engine, PUBLIC, "resourceConfirmByLink", {"secret": secret, "idempotencyKey": "two"})
    assert await places_of(engine, secret) == []


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("public", [("SIGN_IN_FIRST", "")]),
        ("stranger", [("NOT_FOUND", "id")]),
        ("member", [("NOT_ALLOWED", "")]),
        ("manager", [("NOT_ALLOWED", "")]),
        ("coordinator_elsewhere", [("NOT_FOUND", "id")]),
    ],
)
async def test_only_the_committee_makes_links(engine: Engine, story: Story, who: str, told: Any) -> None:
    offer = await lapsed(engine, story)
    assert await refused(engine, viewer_of(story, who), "resourceLink", {"id": offer}) == told
    assert await engine.services.pool.fetchval("select count(*) from resource_link") == 0


@pytest.mark.parametrize("state", ["DRAFT", "SUBMITTED", "RETURNED", "WITHDRAWN"])
async def test_there_is_a_link_only_to_what_is_on_the_list(engine: Engine, story: Story, state: str) -> None:
    offer = await offered(engine, story, state)
    told = await refused(engine, story.coordinator, "resourceLink", {"id": offer})
    assert told == [("STEP_NOT_POSSIBLE", "")]
