"""A combination of two units' offers, proposed at once in a real browser; one of the units accepts on a phone."""

import pytest
from playwright.async_api import expect

from tests.system.windows import PHONE, Windows, arrived

pytestmark = pytest.mark.browser

TITLE = "冬季夜间值守巡查"


async def listed(windows: Windows) -> str:
    """The address of a demand for more hours than one unit has."""
    community, committee = await windows.house.visitor("jiqingli"), await windows.house.visitor("chaowai")
    number = await windows.house.value("select id from category where list = 'DEMAND' and code = 'SAFETY'")
    typed = {"title": TITLE, "category": f"category_{number}", "areaText": "吉庆里社区居委会", "quantity": "300", "unit": "人时"}
    filed = await community.submit(await community.see("/demands/new"), "/demands/new", **typed)
    await committee.submit(await committee.see(filed.to), f"{filed.to}/list", level="KEY")
    return filed.to


async def test_a_combination_is_proposed_at_once_and_a_unit_accepts_its_part(windows: Windows) -> None:
    demand = await listed(windows)
    office, phone = await windows.open("chaowai"), await windows.open("handler", width=PHONE)
    await office.goto(demand)
    await office.get_by_role("link", name="组合方案").click()
    await arrived(office, ".chosen-demand h2", TITLE)
    best = office.locator(".portfolios > li").first
    await expect(best).to_contain_text("全部满足")
    await expect(best).to_contain_text("2 个单位")

    await best.get_by_label("数量：陪诊与代办志愿服务").fill("20")
    await office.locator("h1").click()
    await office.keyboard.press("j")
    await office.keyboard.press("p")
    await office.get_by_role("dialog").get_by_role("button", name="全部提出").click()
    await expect(office.locator(".toast")).to_contain_text("已按组合提出对接")
    await expect(office.locator(".chosen-demand .promises > li")).to_have_count(2)

    await phone.goto("/")
    await phone.locator("li").filter(has_text=TITLE).get_by_role("button", name="接受").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text(f"对接：{TITLE}")

    await office.goto(demand)
    await expect(office.locator(".heading .badge").first).to_have_text("部分对接")


async def test_on_a_phone_the_combinations_stand_one_below_the_other(windows: Windows) -> None:
    demand = await listed(windows)
    page = await windows.open("chaowai", width=PHONE)
    await page.goto(f"/matching?demand={demand.rpartition('/')[2]}&portfolios=true")
    await expect(page.locator(".portfolios > li").first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE
    lefts = await page.locator(".portfolios > li").evaluate_all("all => all.map((one) => one.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1
