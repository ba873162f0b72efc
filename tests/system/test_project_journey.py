"""From a match to the write-off, in a real browser: the committee, the lead, a partner on a phone, the side that needed it."""

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from schema.engine.days import today
from tests.story import Story
from tests.system.windows import PHONE, Windows
from tests.views.names import spelled

pytestmark = pytest.mark.browser

TITLE = "银发课堂进楼门"


async def take(page: Page, step: str, **typed: str) -> None:
    """Open a step's form, fill it in, send it, and wait until the page that follows is there."""
    await page.locator("summary").filter(has_text=step).first.click()
    form = page.locator("details.step[open]")
    for name, value in typed.items():
        await form.locator(f"[name='{name}']").fill(value)
    await form.locator("button.button").last.click()
    await expect(form).to_have_count(0)


async def status(page: Page, words: str) -> None:
    await expect(page.locator(".heading .badge").first).to_have_text(words)


async def planned(windows: Windows, story: Story) -> tuple[Page, str]:
    """The committee makes a project of a demand and its promise, lets the unit lead, asks another, publishes."""
    office = await windows.open("jiqingli")
    await office.goto(await spelled(windows.house, story, "/demands/{demand:为独居老人代买菜}"))
    await office.get_by_role("link", name="立项").click()
    await expect(office.get_by_label("对接：微型消防站力量支援")).to_be_checked()
    await office.fill("#title", TITLE)
    await office.get_by_label("社区志愿者").check()
    await office.get_by_role("button", name="保存").click()
    await expect(office.locator(".notice.warning")).to_contain_text("还缺参与方：社区志愿者")
    address = office.url
    await take(office, "制定验收标准", criteria="每周两次\n居民满意")
    await office.locator("summary").filter(has_text="邀请单位").click()
    await office.locator("details.step[open] [role=combobox]").fill("cwsfkj")
    await office.get_by_role("option", name="朝外示范科技有限公司").first.click()
    await expect(office.locator("details.step[open] select")).to_have_value("VOLUNTEER")
    await office.locator("details.step[open] button.button").last.click()
    await expect(office.locator("main")).to_contain_text("待单位答复")
    await take(office, "确定牵头单位")
    await office.get_by_role("button", name="发布").click()
    await status(office, "待签约")
    return office, address


async def test_a_project_goes_from_its_matches_to_the_write_off(windows: Windows, story: Story) -> None:
    office, address = await planned(windows, story)
    phone, lead = await windows.open("manager", width=PHONE), await windows.open("handler")

    await phone.goto("/")
    await phone.locator("li").filter(has_text=TITLE).get_by_role("button", name="同意参与").click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE)
    await expect(phone.locator(".notice.warning")).to_have_count(0)
    assert await phone.evaluate("document.documentElement.scrollWidth") == PHONE

    await office.goto(address)
    await take(office, "签约", signedOn=str(today()))
    await status(office, "已签约")
    await take(office, "核定经费", award="1000")

    await lead.goto(address)
    await take(lead, "开始实施", startedOn=str(today()))
    await status(lead, "实施中")
    await take(lead, "新增阶段", name="代买", startsOn=str(today()), endsOn=str(today() + timedelta(days=3)))
    await take(lead, "登记支出", amount="320.5", purpose="保温箱")
    await expect(lead.locator("main")).to_contain_text("679.5 元")
    await phone.goto(address)
    await take(phone, "记录进展", text="第一周送到十二户。")
    await expect(phone.locator("main")).to_contain_text("第一周送到十二户。")
    await lead.goto(address)
    await take(lead, "完成交付", outcome="三位老人每周两次收到蔬菜。", beneficiaries="3")
    await status(lead, "待评议")

    await rated_and_written_off(windows, office, address)


async def rated_and_written_off(windows: Windows, office: Page, address: str) -> None:
    """The community that filed the need rates; the committee compares, and writes off once no promise is open."""
    await office.goto("/")
    await office.locator("li").filter(has_text=TITLE).get_by_role("link", name="评价").click()
    await office.locator("summary").filter(has_text="评价").first.click()
    await office.get_by_label("5 很满意").check()
    await office.locator("details.step[open]").get_by_role("button", name="评价").click()
    await status(office, "已评议")
    await office.locator("summary").filter(has_text="对照验收标准").click()
    for place in ("1", "2"):
        await office.locator(f"details.step[open] [name='met.{place}'][value=true]").check()
    await office.locator("details.step[open]").get_by_role("button", name="保存").click()
    await expect(office.locator("main")).to_contain_text("2 条中达到 2 条")
    await office.get_by_role("button", name="销号").click()
    await office.get_by_role("dialog").get_by_role("button", name="销号").click()
    await expect(office.locator(".refusals")).to_contain_text("还有 1 项对接未办结")

    unit = await windows.open("handler")
    await unit.goto(await office.locator("a[href^='/matches/']").first.get_attribute("href") or "")
    await take(unit, "取消对接", reason="项目已完成，余量放回")
    await office.goto(address)
    await office.get_by_role("button", name="销号").click()
    await office.get_by_role("dialog").get_by_role("button", name="销号").click()
    await status(office, "已销号")
    public = await windows.open("")
    await public.goto(address)
    await expect(public.locator("main")).to_contain_text("三位老人每周两次收到蔬菜。")


async def test_what_one_does_the_other_sees_at_once(windows: Windows, story: Story) -> None:
    office, unit = await windows.open("jiqingli"), await windows.open("manager")
    address = await spelled(windows.house, story, "/projects/{project:银发智能课堂}")
    await office.goto(address)
    await unit.goto(address)

    await take(unit, "记录进展", text="第五次课，二十人。")

    await expect(office.locator("main")).to_contain_text("第五次课，二十人。")
