"""A table of offers from the template to the list and back, in a real browser."""

import csv
import io
from typing import Any

import pytest
from playwright.async_api import expect

from tests.schema.registry import UNIT
from tests.system.test_accessibility import violations
from tests.system.windows import DESK, PHONE, Scheme, Windows

pytestmark = pytest.mark.browser

HEADINGS = ["单位", "类别", "名称", "数量", "说明"]


def table(*rows: tuple[str, ...]) -> Any:
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    return {"name": "资源.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}


def offers(count: int) -> list[tuple[str, ...]]:
    return [(f"{UNIT}（样例）", "志愿服务", f"晨光志愿队{number}", "20人时", "周末可以上门") for number in range(count)]


WRONG = (f"{UNIT}（样例）", "飞船", "晨光飞船", "很多", "<b>不会</b>" * 40)


async def test_a_table_of_offers_goes_onto_the_list_but_for_the_rows_that_are_wrong(windows: Windows) -> None:
    page = await windows.open("manager")
    await page.goto("/resources")
    await page.get_by_role("link", name="导入").click()
    await page.set_input_files("#file", table(*offers(2), WRONG))
    await page.get_by_role("button", name="上传并预览").click()
    await expect(page.get_by_label("名称")).to_have_value("TITLE")
    await page.get_by_role("button", name="检查数据").click()
    await expect(page.locator(".figures")).to_contain_text("2新增")
    await expect(page.locator("td.fault")).to_have_count(2)
    await page.get_by_role("link", name="只看需要改正的").click()
    await expect(page.locator("tbody tr")).to_have_count(1)
    async with page.expect_download() as download:
        await page.get_by_role("link", name="下载有问题的行").click()
    assert (await download.value).suggested_filename == "需改正的行.xlsx"
    await page.goto("/")
    await page.get_by_role("link", name="资源.csv").click()
    await page.get_by_role("button", name="只导入无误的 2 行").click()
    await page.locator("#confirm").get_by_role("button", name="只导入").click()
    await expect(page.get_by_role("heading", name="导入完成")).to_be_visible()
    await page.get_by_role("link", name="查看清单").click()
    await expect(page.get_by_role("link", name="晨光志愿队1")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_each_page_of_an_import_can_be_used_by_everybody(windows: Windows, width: int, scheme: Scheme) -> None:
    page = await windows.open("chaowai", width, scheme)
    await page.goto("/resources/imports/new")
    assert await violations(page) == []
    await page.set_input_files("#file", table(*offers(60), WRONG))
    await page.get_by_role("button", name="上传并预览").click()
    await expect(page.get_by_label("名称")).to_have_value("TITLE")
    assert await violations(page) == []
    await page.get_by_role("button", name="检查数据").click()
    await expect(page.locator(".figures")).to_contain_text("60新增")
    assert await violations(page) == []
    await page.get_by_role("link", name="更多无误的行").click()
    await expect(page.locator("tbody tr")).to_have_count(10)
    assert await violations(page) == []
