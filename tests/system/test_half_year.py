"""A half-year in a browser, as five people live it: from a unit's offer on a phone to the papers of the plenary."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from playwright.async_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from schema.engine.days import today
from schema.projects.rules import half_year_of
from tests.system.test_accessibility import violations
from tests.system.windows import DESK, PHONE, Scheme, Windows

pytestmark = pytest.mark.browser

OFFER, NEED = "暑期少儿编程志愿课", "社区孩子学编程"
OUTCOME = "十次课，孩子们做出了自己的小程序。"


@dataclass
class People:
    """The windows of those who take part."""

    unit: Page
    """Of 朝外示范科技有限公司, on a phone."""
    office: Page
    """Of the street's committee."""
    community: Page
    """Of the community that needs it, on a phone."""
    district: Page
    """Of the district's committee."""
    resident: Page
    """Without an account, on a phone."""

    async def look(self, page: Page) -> None:
        """What is on the page now can be used by everybody."""
        assert await violations(page) == [], page.url


@pytest.fixture(params=["light", "dark"])
async def people(windows: Windows, request: pytest.FixtureRequest) -> People:
    scheme: Scheme = request.param
    return People(
        unit=await windows.open("manager", PHONE, scheme),
        office=await windows.open("chaowai", DESK, scheme),
        community=await windows.open("jiqingli", PHONE, scheme),
        district=await windows.open("district", DESK, scheme),
        resident=await windows.open("", PHONE, scheme),
    )


def state(page: Page) -> Locator:
    """The badge beside the heading."""
    return page.locator(".heading .badge").first


async def open_step(page: Page, name: str) -> None:
    """Open the small form of a step."""
    await page.locator("summary").get_by_text(name, exact=True).click()


async def send(page: Page, name: str) -> None:
    """Send the small form that is open."""
    await page.locator("details.step[open]").get_by_role("button", name=name, exact=True).click()


async def offers(people: People) -> None:
    """The unit registers what it can do; the committee puts it onto the list."""
    phone = people.unit
    await phone.goto("/")
    await phone.get_by_role("link", name="登记资源").first.click()
    await phone.select_option("#category", label="教育培训")
    await phone.fill("#title", OFFER)
    await phone.fill("#quantity", "20")
    await phone.fill("#unit", "课时")
    await people.look(phone)
    await phone.get_by_role("button", name="提交").click()
    await expect(state(phone)).to_have_text("待审核")
    await people.office.goto("/")
    await people.office.get_by_role("link", name=OFFER).click()
    await people.office.get_by_role("button", name="审核通过并发布").click()
    await expect(state(people.office)).to_have_text("已发布")


async def needs(people: People) -> None:
    """The community says what it needs; the committee puts it onto the list."""
    phone = people.community
    await phone.goto("/demands/new")
    await phone.select_option("#category", label="教育托幼")
    await phone.fill("#title", NEED)
    await phone.fill("#quantity", "20")
    await phone.fill("#unit", "课时")
    await phone.fill("#beneficiaries", "30")
    await people.look(phone)
    await phone.get_by_role("button", name="提交").click()
    await expect(state(phone)).to_have_text("待审核")
    office = people.office
    await office.goto("/demands/board")
    await office.get_by_role("link", name=NEED).click()
    await open_step(office, "列入清单")
    await office.get_by_label("重点项目").check()
    await send(office, "列入清单")
    await expect(state(office)).to_have_text("待对接")


async def are_matched(people: People) -> None:
    """The committee proposes the one for the other, the unit accepts on its phone."""
    office, phone = people.office, people.unit
    await office.get_by_role("link", name="对接资源").click()
    offer = office.locator(".candidates > li").filter(has_text=OFFER)
    await people.look(office)
    await offer.get_by_role("button", name="提出对接").click()
    await expect(office.locator(".chosen-demand .promises")).to_contain_text("待单位答复")
    await phone.goto("/")
    await phone.locator("li").filter(has_text=NEED).get_by_role("button", name="接受").first.click()
    await expect(phone.get_by_role("heading", level=1)).to_have_text(f"对接：{NEED}")
    await people.look(phone)


async def becomes_a_project(people: People) -> str:
    """The committee makes a project of the promise, with a criterion and a lead, and has it begin; returns its address."""
    office = people.office
    await office.goto("/demands")
    await office.get_by_role("link", name=NEED).click()
    await office.get_by_role("link", name="立项").first.click()
    await people.look(office)
    await office.get_by_role("button", name="保存").click()
    await expect(state(office)).to_have_text("待发布")
    await open_step(office, "制定验收标准")
    await office.locator("details.step[open] textarea").fill("开课不少于十次\n孩子们各完成一件作品")
    await send(office, "保存")
    await expect(office.locator("main")).to_contain_text("孩子们各完成一件作品")
    await office.get_by_role("button", name="发布", exact=True).click()
    await expect(state(office)).to_have_text("待认领")
    for step, button, after in (
        ("确定牵头单位", "保存", "待签约"),
        ("签约", "签约", "已签约"),
        ("开始实施", "开始实施", "实施中"),
    ):
        await open_step(office, step)
        await send(office, button)
        await expect(state(office)).to_have_text(after)
    await people.look(office)
    return office.url.partition("?")[0]


async def is_delivered_and_rated(people: People, project: str) -> None:
    """The unit delivers what it promised, and the project; the community confirms and rates both."""
    phone, community = people.unit, people.community
    await phone.goto("/")
    await phone.locator("li").filter(has_text=NEED).get_by_role("link", name="登记交付").click()
    await open_step(phone, "登记交付")
    await send(phone, "登记交付")
    await expect(phone.locator(".delivery")).to_contain_text("待需求方确认")
    await community.goto("/")
    await community.locator("li").filter(has_text=NEED).get_by_role("link", name="确认并评价").click()
    await community.get_by_label("5 很满意").check()
    await community.get_by_role("button", name="确认并评价").click()
    await expect(state(community)).to_have_text("已办结")

    await phone.goto(project)
    await open_step(phone, "完成交付")
    await phone.locator("details.step[open] textarea").fill(OUTCOME)
    await phone.locator("details.step[open] [name=beneficiaries]").fill("32")
    await people.look(phone)
    await send(phone, "完成交付")
    await expect(state(phone)).to_have_text("待评议")
    await community.goto(project)
    await open_step(community, "评价")
    await community.locator("details.step[open]").get_by_label("4 满意").check()
    await people.look(community)
    await send(community, "评价")
    await expect(state(community)).to_have_text("已评议")


async def is_written_off(people: People, project: str) -> None:
    """The committee compares it with its criteria and writes off the project and the need."""
    office = people.office
    await office.goto(project)
    await open_step(office, "对照验收标准")
    for one in await office.locator("details.step[open]").get_by_label("达到", exact=True).all():
        await one.check()
    await send(office, "保存")
    await expect(office.locator("main")).to_contain_text("2 条中达到 2 条")
    await office.get_by_role("button", name="销号").click()
    await office.get_by_role("dialog").get_by_role("button", name="销号").click()
    await expect(state(office)).to_have_text("已销号")
    await people.look(office)
    await office.goto("/demands")
    await office.get_by_role("link", name=NEED).click()
    await office.get_by_role("button", name="销号").click()
    await office.get_by_role("dialog").get_by_role("button", name="销号").click()
    await expect(state(office)).to_have_text("已销号")


async def is_in_the_papers(people: People) -> None:
    """The district takes the papers to its plenary: on the page and in the workbook stands what was done."""
    page = people.district
    await page.goto("/plenaries")
    await people.look(page)
    await page.get_by_role("button", name="查看材料").click()
    await page.wait_for_url(f"**/{half_year_of(today())}")
    await expect(page.locator("main")).to_contain_text(NEED)
    await people.look(page)
    async with page.expect_download() as download:
        await page.get_by_role("link", name="下载 Excel").click()
    path = await (await download.value).path()
    book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
    rows = [row for row in book.get_sheet_by_name("项目清单").to_python() if any(NEED in str(cell) for cell in row)]
    assert len(rows) == 1
    assert "已销号" in rows[0]


async def is_seen_by_whoever_lives_there(people: People, project: str) -> None:
    """Whoever has no account sees what was done and how it was rated, and nobody's name."""
    phone = people.resident
    await phone.goto(project)
    await expect(phone.locator("main")).to_contain_text(OUTCOME)
    await expect(phone.locator("main")).not_to_contain_text("陆远山")
    await people.look(phone)


async def test_a_half_year_from_the_offer_to_the_papers_of_the_plenary(people: People) -> None:
    await offers(people)
    await needs(people)
    await are_matched(people)
    project = await becomes_a_project(people)
    await is_delivered_and_rated(people, project)
    await is_written_off(people, project)
    await is_in_the_papers(people)
    await is_seen_by_whoever_lives_there(people, project)
