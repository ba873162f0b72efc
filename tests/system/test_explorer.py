"""The explorer in a browser: documents written with the keyboard, completed and checked from the contract, and run."""

from typing import cast

import pytest
from playwright.async_api import Locator, Page, expect

from tests.system.test_accessibility import violations
from tests.system.windows import PHONE, Scheme, Windows

pytestmark = pytest.mark.browser


def editor(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name)


async def emptied(page: Page, name: str) -> None:
    """CodeMirror deletes by itself; over a selection Chromium would first try a style that the content policy refuses."""
    await editor(page, name).focus()
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Delete")


async def opened(windows: Windows, path: str = "/explorer", width: int = 1280, scheme: Scheme = "light") -> Page:
    """The explorer of 朝外街道's coordinator, its editors in place."""
    page = await windows.open("chaowai", width, scheme)
    await page.goto(path)
    await expect(editor(page, "文档（GraphQL）")).to_be_visible()
    return page


async def test_a_document_is_written_completed_and_run(windows: Windows) -> None:
    page = await opened(windows)
    await emptied(page, "文档（GraphQL）")
    await page.keyboard.type("{ areaBy")
    await page.get_by_role("option", name="areaByCode").first.click()
    await page.keyboard.type('(code: "110105002") { name ')

    await page.keyboard.press("Control+Enter")

    await expect(editor(page, "结果")).to_contain_text("朝外街道")
    await expect(page.locator("#told")).to_contain_text("200")
    await page.keyboard.press("Tab")
    await expect(editor(page, "变量（JSON）")).to_be_focused()


async def test_an_example_runs_with_its_variables_as_whoever_has_signed_in(windows: Windows) -> None:
    page = await opened(windows, "/explorer?example=registrations")
    await page.get_by_role("button", name="运行").click()
    await expect(editor(page, "结果")).to_contain_text('"nodes"')

    await page.get_by_role("link", name="查令牌代表谁").click()
    await expect(editor(page, "文档（GraphQL）")).to_contain_text("viewer")
    await page.get_by_role("button", name="运行").click()
    await expect(editor(page, "结果")).to_contain_text('"login": "chaowai"')


async def test_mistakes_are_told_where_they_are(windows: Windows) -> None:
    page = await opened(windows)
    await emptied(page, "文档（GraphQL）")
    await page.keyboard.type("{ viewer { nothing ")
    await expect(page.locator(".cm-lintRange-error").first).to_be_visible()

    await editor(page, "变量（JSON）").focus()
    await page.keyboard.type("[oh")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#told")).to_contain_text("变量不是有效的 JSON")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, 1280])
async def test_the_pages_for_developers_can_be_used_by_everybody(windows: Windows, width: int, scheme: str) -> None:
    page = await opened(windows, "/explorer?example=register", width, cast(Scheme, scheme))
    found = {"/explorer": await violations(page)}
    for path in ("/developers?search=demand", "/developers/changes", "/developers/demands"):
        await page.goto(path)
        found[path] = await violations(page)

    assert {path: faults for path, faults in found.items() if faults} == {}
