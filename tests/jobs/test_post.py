"""The post: what is written is sent, once, and what cannot be sent is tried again for two days."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr

from api.engine import open_engine
from api.post import deliver
from api.settings import Settings
from schema.engine.reader import Engine
from schema.engine.services import Services
from schema.mail.outbox import PAUSES, Letter, erase_sent, queue, take
from tests.jobs.mailbox import Mailbox, mailbox
from tests.schema.test_contacts import places_of
from tests.story import Story

TO = "zhang.wei@unit.example"
LETTER = Letter(
    key="test/1",
    kind="test",
    address=TO,
    subject="您有 2 项资源即将到期",
    text="请确认：https://gongzhi.example/offers/秘密",
    html="<p>请确认</p>",
    headers={"List-Unsubscribe": "<https://gongzhi.example/me>"},
)


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as opened:
        yield opened


@pytest.fixture
def services(engine: Engine, story: Story) -> Services:
    return replace(engine.services, mailing=True, site="https://gongzhi.example")


async def write(services: Services, letter: Letter = LETTER) -> bool:
    async with services.pool.acquire() as connection, connection.transaction():
        return await queue(connection, services, letter)


async def row(services: Services, key: str = "test/1") -> Any:
    return await services.pool.fetchrow("select *, next_at - now() as pause from letter where key = $1", key)


async def make_due(services: Services) -> None:
    await services.pool.execute("update letter set next_at = now()")


async def test_a_letter_arrives_as_it_was_written(services: Services, box: Mailbox, servers: Settings) -> None:
    assert await write(services)
    assert await deliver(services, box.settings(servers)) == 1
    [letter] = box.letters
    body, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert body is not None and html is not None
    assert (letter["Subject"], letter["To"]) == (LETTER.subject, TO)
    assert letter["From"] == "共治 <no-reply@gongzhi.example>"
    assert (body.get_content().strip(), html.get_content().strip()) == (LETTER.text, "<p>请确认</p>")
    assert letter["List-Unsubscribe"] == "<https://gongzhi.example/me>"
    assert (letter["Content-Language"], letter["Auto-Submitted"]) == ("zh-Hans", "auto-generated")
    sent = await row(services)
    assert sent["sent_at"] is not None and sent["attempts"] == 1


async def test_what_is_sent_is_not_sent_again(services: Services, box: Mailbox, servers: Settings) -> None:
    await write(services)
    assert await deliver(services, box.settings(servers)) == 1
    await make_due(services)
    assert await deliver(services, box.settings(servers)) == 0
    assert not await write(services), "the key is known"
    assert await deliver(services, box.settings(servers)) == 0
    assert len(box.letters) == 1


async def test_what_was_rolled_back_was_never_written(services: Services) -> None:
    async with services.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        assert await queue(connection, services, LETTER)
        await transaction.rollback()
    assert await row(services) is None


async def test_without_a_mail_server_nothing_is_written(engine: Engine, servers: Settings) -> None:
    assert not await write(engine.services)
    assert await engine.services.pool.fetchval("select count(*) from letter") == 0
    assert await deliver(engine.services, servers) == 0


async def test_the_engine_sends_letters_where_a_mail_server_is_configured(
    engine: Engine, box: Mailbox, servers: Settings
) -> None:
    async with open_engine(box.settings(servers)) as opened:
        assert (opened.services.mailing, opened.services.site) == (True, "https://gongzhi.example")
    assert not engine.services.mailing


async def test_two_workers_send_a_letter_once(services: Services, box: Mailbox, servers: Settings) -> None:
    for number in range(20):
        await write(services, replace(LETTER, key=f"test/{number}", address=f"u{number}@unit.example"))
    settings = box.settings(servers)
    counts = await asyncio.gather(*(deliver(services, settings) for _ in range(3)))
    assert sum(counts) == 20
    assert sorted(box.recipients) == sorted(f"u{number}@unit.example" for number in range(20))


async def test_whoever_is_killed_over_a_letter_leaves_it_to_the_next(services: Services, box: Mailbox, servers: Settings) -> None:
    await write(services)
    assert await take(services) is not None, "and then its process dies"
    assert await deliver(services, box.settings(servers)) == 0, "it is still that process's"
    await make_due(services)
    assert await deliver(services, box.settings(servers)) == 1


async def test_a_letter_sent_again_after_a_crash_is_known_by_its_message_id(
    services: Services, box: Mailbox, servers: Settings
) -> None:
    await write(services)
    await deliver(services, box.settings(servers))
    await services.pool.execute("update letter set sent_at = null, next_at = now()")
    await deliver(services, box.settings(servers))
    first, second = box.letters
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])
    await write(services, replace(LETTER, key="test/2"))
    await deliver(services, box.settings(servers))
    assert box.letters[2]["Message-ID"] != first["Message-ID"]


async def test_an_address_that_does_not_exist_is_given_up_at_once_and_others_are_sent(
    services: Services, box: Mailbox, servers: Settings
) -> None:
    box.answers[TO] = f"550 <{TO}> no such user"
    await write(services)
    await write(services, replace(LETTER, key="test/2", address="li@unit.example"))
    assert await deliver(services, box.settings(servers)) == 1
    assert box.recipients == ["li@unit.example"]
    gone = await row(services)
    assert gone["given_up_at"] is not None and gone["sent_at"] is None
    assert gone["error"] == "SMTPRecipientsRefused 550", "without the address"


async def test_a_letter_put_off_is_tried_again_for_two_days(services: Services, box: Mailbox, servers: Settings) -> None:
    box.answer = "451 try again later"
    await write(services)
    settings, pauses = box.settings(servers), []
    while (await row(services))["given_up_at"] is None:
        await make_due(services)
        assert await deliver(services, settings) == 0
        pauses.append((await row(services))["pause"])
    assert (await row(services))["attempts"] == len(PAUSES) + 1
    assert pauses[:-1] == pytest.approx(PAUSES, rel=0.5)
    await make_due(services)
    box.answer = "250 OK"
    assert await deliver(services, settings) == 0


async def test_a_server_that_is_away_costs_one_letter_one_attempt(services: Services, box: Mailbox, servers: Settings) -> None:
    await write(services)
    await write(services, replace(LETTER, key="test/2"))
    away = box.settings(servers).model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:1")})
    assert await deliver(services, away) == 0
    assert (await row(services))["error"].startswith("SMTPConnectError")
    assert (await row(services, "test/2"))["attempts"] == 0
    await make_due(services)
    assert await deliver(services, box.settings(servers)) == 2


async def test_a_password_does_not_travel_unencrypted(services: Services, box: Mailbox, servers: Settings) -> None:
    await write(services)
    named = SecretStr(f"smtp://user:secret@0.0.0.0:{box.port}")
    assert await deliver(services, box.settings(servers).model_copy(update={"smtp_url": named})) == 0
    assert box.letters == []
    assert (await row(services))["sent_at"] is None


async def test_a_letter_that_cannot_be_written_stops_nobody(services: Services, box: Mailbox, servers: Settings) -> None:
    await write(services, replace(LETTER, subject="a\nBcc: x@evil.example"))
    await write(services, replace(LETTER, key="test/2"))
    assert await deliver(services, box.settings(servers)) == 1
    assert (await row(services))["given_up_at"] is not None
    await write(services, replace(LETTER, key="test/3"))
    other = services.seal.close("{}", "another purpose")
    await services.pool.execute("update letter set content_sealed = $1, key = 'x' where key = 'test/3'", other)
    await write(services, replace(LETTER, key="test/4"))
    assert await deliver(services, box.settings(servers)) == 1
    assert (await row(services, "x"))["error"] == "sealed with another key"


async def test_what_a_letter_says_lies_nowhere_in_the_open_and_goes_when_it_is_done_with(
    engine: Engine, services: Services
) -> None:
    await write(services)
    await write(services, replace(LETTER, key="test/2"))
    assert await places_of(engine, TO, "2 项资源", "秘密") == []
    await take(services)
    await services.pool.execute("update letter set sent_at = now() where attempts = 1")
    await services.pool.execute("update letter set created_at = now() - interval '29 days'")
    assert await erase_sent(services.pool) == 0
    await services.pool.execute("update letter set created_at = now() - interval '31 days'")
    assert await erase_sent(services.pool) == 1
    left = await services.pool.fetch("select key, content_sealed, address_sealed from letter order by key")
    assert [one["content_sealed"] is None and one["address_sealed"] is None for one in left] == [True, False]
    assert not await write(services), "its key is still known"
    await services.pool.execute("update letter set created_at = now() - interval '401 days'")
    assert await erase_sent(services.pool) == 1
    assert await row(services) is None
