"""What people do from beginning to end, in a real browser."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.schema.registry import UNIT
from tests.story import Story
from tests.system.windows import PHONE, Windows
from tests.views.test_importing import GOOD, sheet

pytestmark = pytest.mark.browser

ANSWERED = "new Promise((done) => addEventListener('htmx:finally:request', () => done(), { once: true }))"
"""In a page: until the request under way has been dealt with."""
NEWCOMER = "吉庆里示范烘焙坊（样例）"


async def choose(page: Page, field: str, letters: str, words: str) -> None:
    """Choose in a type-ahead by typing letters."""
    await page.locator(f"#{field}").press_sequentially(letters)
    await page.get_by_role("option").filter(has_text=words).first.click()


async def goto_live(page: Page, path: str) -> None:
    """Open a page and wait until it hears of what others change."""
    async with page.expect_response("**/live?*") as stream:
        await page.goto(path)
    assert (await stream.value).status == 200


async def save_address(page: Page, at: str, address: str) -> None:
    """Change the address of the unit at this path."""
    await page.goto(f"{at}/edit")
    await page.fill("#address", address)
    await page.get_by_role("button", name="保存").click()
    await page.wait_for_url(f"**{at}")
    await expect(page.locator(".facts").first).to_contain_text(address)


async def test_a_unit_registers_on_a_phone_and_appears_in_the_coordinator_s_open_list(windows: Windows) -> None:
    office, phone = await windows.open("chaowai"), await windows.open(width=PHONE)
    await goto_live(office, "/organisations?order=RECENT")
    await office.evaluate("window.stayed = true")
    await phone.goto("/organisations/new")
    await phone.fill("#name", NEWCOMER)
    await phone.select_option("#kind", "ENTERPRISE")
    await choose(phone, "area", "jql", "吉庆里社区")
    await phone.fill("#contactName", "云中君")
    await phone.fill("#contactPhone", "13700001234")
    await phone.get_by_role("button", name="提交登记").click()
    await expect(phone.get_by_text("回执号")).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") == PHONE

    row = office.get_by_role("link", name=NEWCOMER)
    await expect(row).to_be_visible()
    assert await office.evaluate("window.stayed")
    await row.click()
    await office.get_by_role("button", name="审核通过").click()

    await expect(office.locator(".heading .badge")).to_have_text("在册")
    await phone.reload()
    await expect(phone.get_by_role("link", name="查看单位")).to_be_visible()


async def test_a_wish_from_a_phone_without_an_account_is_listed_claimed_and_seen_by_its_receipt(windows: Windows) -> None:
    office, phone = await windows.open("jiqingli"), await windows.open(width=PHONE)
    await goto_live(office, "/demands/board")
    await phone.goto("/demands")
    await phone.get_by_role("link", name="提出需求").click()
    await phone.select_option("#category", label="助老助残")
    await expect(phone.locator("#category-hint")).to_have_text("写明需要的服务和人数，不写姓名")
    await phone.fill("#title", "陪奶奶晒太阳")
    await choose(phone, "area", "jql", "吉庆里社区")
    await phone.get_by_role("button", name="提交").click()
    await expect(phone.get_by_text("等待所在区域的协调委员会审核")).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") == PHONE

    await office.get_by_role("link", name="陪奶奶晒太阳").click()
    await office.locator("summary").filter(has_text="列入清单").click()
    await office.get_by_label("基础项目").check()
    await office.locator(".step[open]").get_by_role("button", name="列入清单").click()
    await expect(office.locator(".heading .badge").first).to_have_text("待对接")
    member = await windows.open("member", width=PHONE)
    await member.goto("/demands?search=pnnsty")
    await member.get_by_role("link", name="陪奶奶晒太阳").click()
    await member.get_by_role("button", name="认领").click()
    await expect(member.get_by_role("button", name="放弃认领")).to_be_visible()

    await phone.reload()
    await expect(phone.get_by_text("已有人认领")).to_be_visible()


async def test_the_board_is_walked_with_the_keyboard(windows: Windows) -> None:
    page = await windows.open("chaowai")
    await page.goto("/demands/board")
    for key in "jjjjj":
        await page.keyboard.press(key)
    await expect(page.locator(".slips > .current")).to_contain_text("残疾人就业岗位对接")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text("残疾人就业岗位对接")


async def test_two_who_edit_one_unit_both_keep_their_work(windows: Windows, story: Story) -> None:
    at = f"/organisations/{story.organisation(UNIT)}"
    first, second = await windows.open("chaowai"), await windows.open("jiqingli")
    for window in (first, second):
        await window.goto(f"{at}/edit")
    await first.fill("#address", "吉庆里示范路 8 号")
    await second.fill("#shortName", "示范科技")
    for window in (first, second):
        await window.get_by_role("button", name="保存").click()
        await window.wait_for_url(f"**{at}")

    facts = second.locator(".facts").first
    await expect(facts).to_contain_text("吉庆里示范路 8 号")
    await expect(facts).to_contain_text("示范科技")


async def test_a_clash_is_shown_side_by_side_and_settled(windows: Windows, story: Story) -> None:
    at = f"/organisations/{story.organisation(UNIT)}"
    first, second = await windows.open("chaowai"), await windows.open("jiqingli")
    await second.goto(f"{at}/edit")
    await save_address(first, at, "吉庆里示范路 8 号")
    await second.fill("#address", "吉庆里示范路 9 号")
    await second.get_by_role("button", name="保存").click()

    clash = second.locator(".clash")
    await expect(clash).to_contain_text("吉庆里示范路 8 号")
    await expect(clash).to_contain_text("吉庆里示范路 9 号")
    await clash.get_by_role("radio").nth(1).check()
    await second.get_by_role("button", name="保存").click()
    await second.wait_for_url(f"**{at}")
    await expect(second.locator(".facts").first).to_contain_text("吉庆里示范路 9 号")


async def test_what_was_typed_survives_a_reload_and_goes_when_it_was_saved(windows: Windows, story: Story) -> None:
    at = f"/organisations/{story.organisation(UNIT)}"
    page = await windows.open("manager")
    await page.goto(f"{at}/edit")
    await page.fill("#description", "写到一半")
    await page.reload()

    await expect(page.locator("#description")).to_have_value("写到一半")
    await expect(page.locator("[data-draft-note]")).to_be_visible()
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".toast")).to_be_visible()

    assert await page.evaluate("sessionStorage.length") == 0


async def test_a_workbook_becomes_organisations(windows: Windows) -> None:
    page = await windows.open("jiqingli")
    await page.goto("/organisations/imports/new")
    await page.set_input_files("#file", {"name": "单位.xlsx", "mimeType": "application/octet-stream", "buffer": sheet(*GOOD)})
    await page.get_by_role("button", name="上传并预览").click()
    await expect(page.get_by_label("企业名称")).to_have_value("NAME")
    await page.get_by_role("button", name="检查数据").click()
    await expect(page.locator(".figures")).to_contain_text("2新增")
    await page.get_by_role("button", name="全部导入").click()

    await expect(page.get_by_role("heading", name="导入完成")).to_be_visible()
    await page.get_by_role("link", name="查看单位").click()
    await expect(page.get_by_role("link", name=GOOD[0][0])).to_be_visible()


async def test_the_keyboard_alone_finds_a_unit_by_initials_and_opens_it(windows: Windows) -> None:
    page = await windows.open("chaowai")
    await page.goto("/")
    await page.keyboard.press("/")
    await expect(page.locator("#find")).to_be_focused()
    async with page.expect_response("**/search/options?search=cwsfsd"):
        await page.keyboard.type("cwsfsd")
    await expect(page.get_by_role("option").first).to_contain_text("朝外示范书店")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text("朝外示范书店有限公司（样例）")


async def test_a_list_is_walked_filtered_and_opened_with_the_keyboard(windows: Windows) -> None:
    page = await windows.open("chaowai")
    await page.goto("/organisations")
    await page.keyboard.press("/")
    async with page.expect_response("**/organisations?search=shudian"):
        await page.keyboard.type("shudian")
    await expect(page.get_by_role("status").filter(has_text="共 1 家单位")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.locator("#search").blur()
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text("朝外示范书店有限公司（样例）")


async def test_a_new_colleague_gets_an_account_a_password_of_their_own_and_rid_of_another_session(windows: Windows) -> None:
    admin = await windows.open("admin")
    await admin.goto("/accounts/new")
    await choose(admin, "person", "bl", "白露")
    await admin.fill("#login", "bailu")
    await admin.get_by_role("button", name="开通").click()
    secret = await admin.get_by_label("临时密码").input_value()

    here = await windows.open("bailu", password=secret)
    await expect(here.get_by_role("heading", level=1)).to_have_text("修改密码")
    await here.goto("/organisations")
    await expect(here.get_by_role("heading", level=1)).to_have_text("修改密码")
    for field, value in (("current", secret), ("new", "Another-Good-1"), ("again", "Another-Good-1")):
        await here.fill(f"#{field}", value)
    await here.locator("main").get_by_role("button", name="修改密码").click()
    await here.wait_for_url("**/me")

    there = await windows.open("bailu", password="Another-Good-1")
    await here.goto("/me")
    await here.get_by_role("button", name="退出该设备").click()
    await expect(here.get_by_role("button", name="退出该设备")).to_have_count(0)
    await there.goto("/me")
    await expect(there.get_by_role("heading", level=1)).to_have_text("登录")


async def test_a_step_that_cannot_be_undone_asks_first(windows: Windows, story: Story) -> None:
    page = await windows.open("manager")
    await page.goto("/people/" + story.person("叶知秋"))
    await page.get_by_role("button", name="终止").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("终止这项任职？")
    await dialog.get_by_role("button", name="取消").click()
    await expect(page.get_by_role("button", name="终止")).to_be_visible()
    await page.get_by_role("button", name="终止").click()
    await dialog.get_by_role("button", name="终止").click()

    await expect(page.locator(".toast")).to_contain_text("已终止")


async def test_dark_stays_dark(windows: Windows) -> None:
    page = await windows.open("member")
    body, colour = page.locator("body"), "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(colour)
    await page.locator("details.menu summary").click()
    await page.get_by_role("button", name="深色").click()
    await expect(body).not_to_have_css("background-color", light)
    dark = await page.evaluate(colour)
    await page.goto("/areas")

    await expect(body).to_have_css("background-color", dark)


async def test_a_page_that_was_turned_away_hears_of_changes_again(windows: Windows, story: Story) -> None:
    at = f"/organisations/{story.organisation(UNIT)}"
    office, other = await windows.open("chaowai"), await windows.open("manager")
    windows.expected.append("the server responded with a status of 503")
    await office.clock.install()
    await office.route("**/live?*", lambda route: route.fulfill(status=503), times=1)
    async with office.expect_response("**/live?*") as stream:
        await office.goto(at)
    assert (await stream.value).status == 503
    await save_address(other, at, "吉庆里示范路 8 号")
    async with office.expect_response("**/live?*") as stream:
        await office.clock.fast_forward("00:10")
    assert (await stream.value).status == 200

    facts = office.locator(".facts").first
    await expect(facts).to_contain_text("吉庆里示范路 8 号")
    await save_address(other, at, "吉庆里示范路 9 号")
    await expect(facts).to_contain_text("吉庆里示范路 9 号")


async def test_a_form_that_is_opened_while_news_is_on_its_way_stays_open(windows: Windows, story: Story) -> None:
    at = f"/organisations/{story.organisation(UNIT)}"
    office, other = await windows.open("chaowai"), await windows.open("manager")
    await goto_live(office, at)
    asked, answered = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        asked.set()
        await answered.wait()
        await route.continue_()

    await office.route(f"**{at}", hold, times=1)
    await save_address(other, at, "吉庆里示范路 8 号")
    await asked.wait()
    await office.locator("summary").filter(has_text="停用").click()
    reason = office.locator("details.step[open] textarea")
    await reason.fill("写到一半")
    await reason.blur()
    ended = asyncio.create_task(office.evaluate(ANSWERED))
    await asyncio.sleep(0)
    answered.set()
    await ended

    await expect(reason).to_have_value("写到一半")
    await office.locator("summary").filter(has_text="停用").click()
    await expect(office.locator(".facts").first).to_contain_text("吉庆里示范路 8 号")


async def test_a_choice_ends_what_was_still_being_looked_up(windows: Windows) -> None:
    page = await windows.open(width=PHONE)
    await page.goto("/organisations/new")
    await page.fill("#area", "jq")
    option = page.get_by_role("option").filter(has_text="吉庆里社区").first
    await expect(option).to_be_visible()
    await page.route("**/areas/options?search=jql", lambda route: None)
    async with page.expect_request("**/areas/options?search=jql"):
        await page.locator("#area").press("l")
    async with page.expect_event("requestfailed"):
        await option.click()

    await expect(page.locator("#area-list")).to_be_hidden()
    await expect(page.locator("#area")).to_have_value("吉庆里社区居委会")
