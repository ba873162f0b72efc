"""Asking in time whether offers still stand: one letter for all of a unit, at each stage once, whatever is run again."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from api.post import deliver
from api.settings import Settings
from schema.engine.access import PUBLIC
from schema.engine.reader import Engine
from schema.engine.services import Services
from schema.resources.reminding import forget_links, remind
from tests.jobs.mailbox import Mailbox, mailbox
from tests.schema.acting import act, done, number
from tests.schema.offers import offer_row, offered
from tests.schema.registry import UNIT
from tests.story import Story

LIAISON, HERS = "liaison@unit.example", "su@unit.example"
LINK = re.compile(r"https://gongzhi\.example/confirm/(\S+)")


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as opened:
        yield opened


class Morning:
    """An installation with one unit whose liaison officer has an address, and its post."""

    def __init__(self, engine: Engine, story: Story, settings: Settings, box: Mailbox) -> None:
        self.engine, self.story, self.settings, self.box = engine, story, settings, box

    @property
    def services(self) -> Services:
        return self.engine.services

    async def comes(self) -> list[str]:
        """The job runs and the post goes; the texts of the letters that have arrived by it."""
        before = len(self.box.letters)
        await remind(self.services)
        await deliver(self.services, self.settings)
        bodies = [letter.get_body(("plain",)) for letter in self.box.letters[before:]]
        return [body.get_content() for body in bodies if body is not None]

    async def offer(self, title: str, days_left: int, **more: Any) -> str:
        """An offer on the list that lapses in so many days."""
        id_ = await offered(self.engine, self.story, title=title, **more)
        sql = "update resource set confirmed_on = current_date - 181 + $2::int where id = $1"
        await self.services.pool.execute(sql, number(id_), days_left)
        return id_

    async def pass_days(self, days: int) -> None:
        """So many days go by: everything is so much older."""
        for change in (
            f"update resource set confirmed_on = confirmed_on - {days}",
            f"update resource_link_offer set confirmed_on = confirmed_on - {days}",
            f"update resource_link set expires_at = expires_at - interval '{days} days'",
            f"update letter set key = key || '-{days}'",
        ):
            await self.services.pool.execute(change)


@pytest.fixture
async def morning(engine: Engine, story: Story, servers: Settings, box: Mailbox) -> Morning:
    await engine.services.pool.execute("update resource set confirmed_on = current_date")
    mailing = Engine(engine.schema, replace(engine.services, mailing=True, site="https://gongzhi.example"))
    contact = await engine.services.pool.fetchval(
        "select id from contact where organisation_id = $1 and liaison", number(story.organisation(UNIT))
    )
    await done(mailing, story.manager, "contactEdit", {"id": f"contact_{contact}", "email": LIAISON})
    return Morning(mailing, story, box.settings(servers), box)


async def test_two_weeks_before_three_days_before_and_on_lapsing(morning: Morning) -> None:
    await morning.offer("共享会议室", 15)
    came = []
    for day in range(17):
        came += [15 - day] * len(await morning.comes())
        await morning.pass_days(1)
    assert came == [14, 3, 0]
    assert set(morning.box.recipients) == {LIAISON}


async def test_a_letter_has_a_link_for_each_offer_and_one_for_all(morning: Morning) -> None:
    one, two = await morning.offer("共享会议室", 14), await morning.offer("周末义诊", 9)
    [text] = await morning.comes()
    links = LINK.findall(text)
    assert len(set(links)) == 3
    assert "朝外示范科技有限公司" in text and "共享会议室" in text and "周末义诊" in text
    second, first, both = links
    await done(morning.engine, PUBLIC, "resourceConfirmByLink", {"secret": first})
    payload = await done(morning.engine, PUBLIC, "resourceConfirmByLink", {"secret": both}, "titles")
    assert payload["titles"] == ["周末义诊"], "the other is confirmed already"
    for secret in links:
        assert (await act(morning.engine, PUBLIC, "resourceConfirmByLink", {"secret": secret}))["refusals"] != []
    today = await morning.services.pool.fetchval("select current_date")
    assert {(await offer_row(morning.engine, id_))["confirmed_on"] for id_ in (one, two)} == {today}
    assert second


async def test_a_rerun_sends_nothing(morning: Morning) -> None:
    await morning.offer("共享会议室", 10)
    assert len(await morning.comes()) == 1
    links = await morning.services.pool.fetchval("select count(*) from resource_link")
    for _ in range(3):
        assert await morning.comes() == []
    assert await morning.services.pool.fetchval("select count(*) from resource_link") == links


async def test_two_workers_write_one_letter(morning: Morning) -> None:
    await morning.offer("共享会议室", 10)
    counts = await asyncio.gather(*(remind(morning.services) for _ in range(4)))
    assert sum(counts) == 1
    assert await morning.services.pool.fetchval("select count(*) from resource_link") == 1


async def test_a_confirmed_offer_is_asked_after_again_half_a_year_later(morning: Morning) -> None:
    offer = await morning.offer("共享会议室", 3)
    [text] = await morning.comes()
    await done(morning.engine, PUBLIC, "resourceConfirmByLink", {"secret": LINK.findall(text)[0]})
    assert await morning.comes() == []
    await morning.pass_days(181 - 14)
    assert len(await morning.comes()) == 1
    assert (await offer_row(morning.engine, offer))["status"] == "LISTED"


async def test_a_unit_gets_one_letter_a_day(morning: Morning) -> None:
    await morning.offer("共享会议室", 10)
    assert len(await morning.comes()) == 1
    await morning.offer("周末义诊", 2)
    assert await morning.comes() == []
    await morning.pass_days(1)
    [text] = await morning.comes()
    assert "周末义诊" in text and "共享会议室" in text


async def test_whoever_answers_for_the_offer_is_asked(morning: Morning) -> None:
    given = {"organisation": morning.story.organisation(UNIT), "name": "苏晚", "phone": "13700001234", "email": HERS}
    payload = await done(morning.engine, morning.story.manager, "contactAdd", given, "contact { id }")
    await morning.offer("共享会议室", 10, contact=payload["contact"]["id"])
    await morning.offer("周末义诊", 10)
    texts = await morning.comes()
    assert sorted(morning.box.recipients) == sorted([LIAISON, HERS])
    assert len(texts) == 2 and all(len(LINK.findall(text)) == 1 for text in texts)


@pytest.mark.parametrize(
    "change",
    [
        "update contact set email_sealed = null, email_mask = ''",
        "update organisation set status = 'SUSPENDED' where status = 'ACTIVE'",
        "update resource set status = 'WITHDRAWN'",
        "update resource set valid_until = current_date + 5",
        "update resource set confirmed_on = confirmed_on - 60",
    ],
    ids=["no address", "a unit that rests", "withdrawn", "ends before it lapses", "lapsed long ago"],
)
async def test_nobody_is_asked_in_vain(morning: Morning, change: str) -> None:
    await morning.offer("共享会议室", 10)
    await morning.services.pool.execute(change)
    assert await morning.comes() == []


async def test_without_a_mail_server_nothing_is_done(morning: Morning) -> None:
    await morning.offer("共享会议室", 10)
    assert await remind(replace(morning.services, mailing=False)) == 0
    assert await morning.services.pool.fetchval("select count(*) from resource_link") == 0


async def test_links_are_erased_long_after_they_ended(morning: Morning) -> None:
    await morning.offer("共享会议室", 10)
    await morning.comes()
    assert await forget_links(morning.services.pool) == 0
    await morning.services.pool.execute("update resource_link set expires_at = now() - interval '401 days'")
    assert await forget_links(morning.services.pool) == 1
    assert await morning.services.pool.fetchval("select count(*) from resource_link_offer") == 0
