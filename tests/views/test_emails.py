"""One's own electronic address on the pages: set, confirmed by the link of a letter, removed."""

from collections.abc import AsyncIterator, Callable

import pytest

from api.settings import Settings
from tests.jobs.mailbox import Mailbox
from tests.schema.registry import UNIT, contact_of
from tests.schema.test_emails import MINE, link
from tests.story import Story, _drop
from tests.views.house import House, open_house
from tests.views.markup import faults


@pytest.fixture
async def mailing(servers: Settings, new_database: Callable[[str], str], story_template: str) -> AsyncIterator[House]:
    """The application where letters are sent."""
    url = new_database(story_template)
    async with open_house(Mailbox().settings(servers).model_copy(update={"database_url": url})) as opened:
        yield opened
    _drop(servers, url)


async def test_an_address_is_set_confirmed_and_removed(mailing: House) -> None:
    mine, anybody = await mailing.visitor("chaowai"), await mailing.visitor()
    page = await mine.follow(await mine.submit(await mine.see("/me"), "/me/email", email=MINE))
    assert "l***@street.example" in page.text and "待确认" in page.text
    path = f"/email/{await link(mailing.engine)}"

    page = await anybody.see(path)
    assert faults(page.tree) == []
    assert "street.example" not in page.text
    assert await mailing.value("select count(*) from account where email_confirmed_at is not null") == 0, "only looked at"

    for _ in range(2):
        confirmed = await anybody.submit(page, path)
        assert confirmed.status == 200 and "l***@street.example 已确认" in confirmed.text
        assert faults(confirmed.tree) == []
    page = await mine.see("/me")
    assert "待确认" not in page.text

    page = await mine.follow(await mine.submit(page, "/me/email/remove"))
    assert "street.example" not in page.text


async def test_a_link_that_is_dead_says_so(mailing: House) -> None:
    anybody = await mailing.visitor()
    page = await anybody.see(f"/email/{'A' * 43}")
    answer = await anybody.submit(page, f"/email/{'A' * 43}")
    assert answer.status == 422 and "链接无效或已过期" in answer.text


async def test_a_wrong_address_is_told_at_its_field(mailing: House) -> None:
    mine = await mailing.visitor("chaowai")
    answer = await mine.submit(await mine.see("/me"), "/me/email", email="lin")
    assert answer.status == 422 and "不是有效的电子邮箱地址" in answer.text


async def test_without_a_mail_server_the_pages_say_so(house: House) -> None:
    administrator = await house.visitor("admin")
    assert "尚未配置发信" in (await administrator.see("/")).text
    page = await administrator.see("/me")
    assert "尚未配置发信" in page.text and "/me/email" not in page.text


async def test_a_contact_gets_an_address_keeps_it_and_loses_it(house: House, story: Story) -> None:
    contact = await contact_of(house.engine, story.organisation(UNIT))
    path = f"/organisations/{story.organisation(UNIT)}"
    manager, edit = await house.visitor("manager"), f"{path}/contacts/{contact}/edit"
    page = await manager.follow(await manager.submit(await manager.see(edit), edit, email="lu@unit.example"))
    assert "l***@unit.example" in page.text
    page = await manager.follow(await manager.submit(await manager.see(edit), edit, duty="主任"))
    assert "l***@unit.example" in page.text and "主任" in page.text
    page = await manager.follow(await manager.submit(await manager.see(edit), edit, dropEmail="true"))
    assert "unit.example" not in page.text
