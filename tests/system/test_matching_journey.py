"""From the desk to the write-off, in a real browser: the committee, a unit on a phone, the community that needs it."""

import pytest
from playwright.async_api import Page, expect

from tests.system.windows import PHONE, Windows, arrived

pytestmark = pytest.mark.browser

TITLE = "夜间值守巡查"


async def listed(windows: Windows) -> str:
    """The address of a demand for twenty hours that a community has filed and the committee has listed."""
    community, committee = await windows.house.visitor("jiqingli"), await windows.house.visitor("chaowai")
    number = await windows.house.value("select id from category where list = 'DEMAND' and code = 'SAFETY'")
    typed = {"title": TITLE, "category": f"category_{number}", "areaText": "吉庆里社区居委会", "quantity": "20", "unit": "人时"}
    filed = await community.submit(await community.see("/demands/new"), "/demands/new", **typed)
    await committee.submit(await committee.see(filed.to), f"{filed.to}/list", level="KEY")
    return filed.to


async def propose_by_keyboard(page: Page) -> None:
    """Choose the demand at the desk, walk to the offer, propose it with one key."""
    await page.goto("/matching")
    await page.get_by_role("link", name=TITLE).click()
    await expect(page.locator(".chosen-demand h2").first).to_have_text(TITLE)
    offer = page.locator(".candidates > li").filter(has_text="微型消防站力量支援")
    await expect(offer.get_by_label("数量（人时）")).to_have_value("20")
    for _ in range(await page.locator(".candidates > li").count()):
        if "current" in (await offer.get_attribute("class") or ""):
            break
        await page.keyboard.press("j")
    await page.keyboard.press("p")
    await expect(page.locator(".toast")).to_contain_text("已提出对接")
    await expect(page.locator(".chosen-demand .promises")).to_contain_text("待单位答复")
    await expect(page.locator(".chosen-demand .cover")).to_contain_text("已排满")


async def test_a_need_is_matched_delivered_rated_and_written_off(windows: Windows) -> None:
    demand = await listed(windows)
    office, phone, community = (
        await windows.open("chaowai"),
        await windows.open("handler", width=PHONE),
        await windows.open("jiqingli"),
    )
    await propose_by_keyboard(office)

    await phone.goto("/")
    await phone.locator("li").filter(has_text=TITLE).get_by_role("button", name="接受").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text(f"对接：{TITLE}")
    await phone.locator("summary").filter(has_text="登记交付").click()
    await phone.fill("#note", "两名队员，每晚两小时。")
    await phone.locator(".step[open]").get_by_role("button", name="登记交付").click()
    await expect(phone.locator(".delivery")).to_contain_text("待需求方确认")
    assert await phone.evaluate("document.documentElement.scrollWidth") == PHONE

    await community.goto("/")
    await community.locator("li").filter(has_text=TITLE).get_by_role("link", name="确认并评价").click()
    await community.get_by_label("5 很满意").focus()
    await community.keyboard.press("ArrowRight")
    await expect(community.get_by_label("4 满意")).to_be_checked()
    await community.get_by_label("意见").fill("夜里踏实多了。")
    await community.get_by_role("button", name="确认并评价").click()
    await expect(community.locator(".heading .badge")).to_have_text("已办结")

    await office.goto(demand)
    await expect(office.locator(".heading .badge").first).to_have_text("已完成")
    await office.get_by_role("button", name="销号").click()
    await office.get_by_role("dialog").get_by_role("button", name="销号").click()
    await expect(office.locator(".heading .badge").first).to_have_text("已销号")


async def test_the_desk_goes_on_to_the_next_demand_with_a_key(windows: Windows) -> None:
    page = await windows.open("chaowai")
    await page.goto("/matching")
    titles = [await one.inner_text() for one in await page.locator(".slips a").all()]
    await page.keyboard.press("ArrowRight")
    await arrived(page, ".chosen-demand h2", titles[1])
    await page.keyboard.press("n")
    await expect(page.locator(".chosen-demand h2").first).to_have_text(titles[2])


async def test_on_a_phone_the_desk_leads_from_the_list_to_the_demand_and_back(windows: Windows) -> None:
    page = await windows.open("chaowai", width=PHONE)
    await page.goto("/matching")
    await expect(page.locator(".chosen-demand")).to_be_hidden()
    await page.get_by_role("link", name="老年助餐送到家").click()
    await expect(page.locator(".candidates")).to_be_visible()
    await expect(page.locator(".slips").first).to_be_hidden()
    await page.get_by_role("link", name="回到需求").click()
    await expect(page.locator(".slips").first).to_be_visible()
