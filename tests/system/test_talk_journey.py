"""People talk about an offer in two browsers: mentions by keyboard and on a phone, comments that come while one types."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.schema import promises
from tests.schema.telling import told_all
from tests.story import Story, ask
from tests.system.windows import PHONE, Windows
from tests.views.names import spelled

pytestmark = pytest.mark.browser


async def opened(windows: Windows, story: Story, login: str, width: int = 1280) -> Page:
    """The page of an offer of 朝外示范科技有限公司."""
    page = await windows.open(login, width=width)
    await page.goto(await spelled(windows.house, story, "/resources/{resource:一层共享会议室}"))
    return page


def people(page: Page, selected: bool | None = None) -> Locator:
    """Who is offered to be mentioned."""
    return page.get_by_role("listbox", name="可以提到的人").get_by_role("option", selected=selected)


async def test_a_comment_comes_to_the_other_while_that_one_types(windows: Windows, story: Story) -> None:
    office, phone = await opened(windows, story, "chaowai"), await opened(windows, story, "manager", PHONE)
    await expect(phone.locator(".comments > li")).to_have_count(2)
    await phone.locator("#comment-text").press_sequentially("周六上午")

    await office.locator("#comment-text").press_sequentially("请确认，@lys")
    await expect(people(office)).to_contain_text("陆远山")
    await office.keyboard.press("Enter")
    await expect(office.locator("#comment-text")).to_have_value("请确认，@陆远山 ")
    await office.keyboard.type("周六能用吗？")
    await office.get_by_role("button", name="发表").click()
    await expect(office.locator(".comments > li").last).to_contain_text("@陆远山 周六能用吗？")

    await expect(phone.locator(".comments > li").last).to_contain_text("周六能用吗？")
    await expect(phone.locator("#comment-text")).to_have_value("周六上午")
    await expect(phone.locator("#comment-text")).to_be_focused()
    await phone.locator("#comment-text").press_sequentially("可以。@望")
    await people(phone).filter(has_text="林望舒").tap()
    await phone.get_by_role("button", name="发表").tap()
    await expect(phone.locator(".comments > li").last).to_contain_text("周六上午可以。@林望舒")
    assert await phone.evaluate("document.documentElement.scrollWidth") == PHONE

    await expect(office.locator(".comments > li").last).to_contain_text("周六上午可以。")
    await office.locator(".comments > li").last.get_by_role("button", name="已阅").click()
    await expect(office.locator(".toast")).to_contain_text("已阅")
    await expect(office.get_by_role("button", name="已阅")).to_have_count(0)


async def test_the_bell_and_what_waits_are_counted_while_one_looks_at_something_else(windows: Windows, story: Story) -> None:
    page = await windows.open("manager")
    await page.goto("/areas")
    bell, waiting = page.locator(".bell"), page.locator(".navigation .count")
    before = int(await waiting.inner_text())
    await expect(bell).to_have_attribute("aria-label", re.compile("^通知"))

    await promises.proposed(windows.house.engine, story)
    await told_all(windows.house.engine)
    unread = (await ask(windows.house.engine, "{ viewer { unreadCount } }", None, story.manager))["viewer"]["unreadCount"]

    await expect(bell).to_have_attribute("aria-label", f"通知，{unread} 条未读")
    await expect(bell).to_have_text(str(unread))
    await expect(waiting).to_have_text(str(before + 1))


async def test_the_list_of_people_closes_with_escape_and_offers_nobody_within_an_address(windows: Windows, story: Story) -> None:
    page = await opened(windows, story, "chaowai")
    await page.locator("#comment-text").press_sequentially("@")
    await expect(people(page).first).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await expect(people(page, selected=True)).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox", name="可以提到的人")).to_be_hidden()
    await page.fill("#comment-text", "")
    await page.locator("#comment-text").press_sequentially("office@l")
    await expect(page.get_by_role("listbox", name="可以提到的人")).to_be_hidden()
