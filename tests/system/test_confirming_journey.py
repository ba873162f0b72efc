"""An offer that has lapsed comes back by one click on a telephone, without signing in."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from tests.story import Story
from tests.system.test_accessibility import violations
from tests.system.windows import DESK, PHONE, Windows

pytestmark = pytest.mark.browser

OFFER = "更新下来的办公电脑"


async def test_a_unit_confirms_by_a_link_that_its_committee_sends(windows: Windows, story: Story) -> None:
    number = await windows.house.value("select id from resource where title = $1", OFFER)
    office = await windows.open("chaowai", DESK)
    await office.goto(f"/resources/resource_{number}")
    await office.get_by_role("button", name="生成确认链接").click()
    link = office.get_by_label("确认链接", exact=True)
    await expect(link).to_be_visible()
    await expect(office.get_by_role("img", name="确认链接的二维码")).to_be_visible()
    assert await violations(office) == []
    path = urlsplit(await link.input_value()).path

    phone = await windows.open("", PHONE, "dark")
    await phone.goto(path)
    await expect(phone.get_by_role("main")).to_contain_text(OFFER)
    assert await violations(phone) == []
    await phone.get_by_role("button", name="确认仍可提供").click()
    await expect(phone.get_by_role("status").first).to_contain_text("感谢确认")
    assert await violations(phone) == []
    await phone.goto(path)
    await expect(phone.get_by_role("main")).to_contain_text("这个链接已经用过")
    assert await violations(phone) == []

    await office.goto(f"/resources/resource_{number}")
    await expect(office.locator(".heading")).to_contain_text("已发布")


async def test_what_came_of_the_offers_can_be_read_and_printed_by_everybody(windows: Windows, story: Story) -> None:
    for width, scheme in ((PHONE, "light"), (DESK, "dark")):
        window = await windows.open("manager", width, scheme)  # type: ignore[arg-type]
        await window.goto("/")
        assert await violations(window) == []
        await window.get_by_role("link", name="共建服务证明").click()
        await expect(window.get_by_role("heading", name="共建服务证明")).to_be_visible()
        assert await violations(window) == []
