"""Every kind of page keeps WCAG 2.2 AA, in light and dark, on a phone and on a desk, and fits the screen."""

from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.schema.registry import UNIT, WAITING
from tests.story import Story
from tests.system.windows import DESK, NOWHERE, PHONE, Scheme, Windows
from tests.views.addresses import addresses

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_every_page_can_be_used_by_everybody(windows: Windows, story: Story, width: int, scheme: Scheme) -> None:
    found: dict[str, list[str]] = {}
    for login in ("", "chaowai", "admin", "manager"):
        window = await windows.open(login, width, scheme)
        for path in await paths(windows, story, login):
            await window.goto(path)
            if faults := await violations(window):
                found[f"{login} {path}"] = faults

    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
async def test_what_opens_only_on_demand_can_be_used_by_everybody(
    windows: Windows, story: Story, width: int, scheme: Scheme
) -> None:
    found: dict[str, list[str]] = {}
    window = await windows.open("chaowai", width, scheme)
    for parts in (of_any_page(window, width), of_units(window, story, width), of_forms(windows, window, story)):
        async for name in parts:
            if faults := await violations(window):
                found[name] = faults

    assert found == {}


async def paths(windows: Windows, story: Story, login: str) -> list[str]:
    """One address of each kind of page that somebody sees; of those that others see too, not twice."""
    everything = [one for one in await addresses(windows.house, story) if not one.part]
    kinds = {
        "": [
            "/",
            "/sign-in",
            "/organisations",
            "/organisations/{id}",
            "/organisations/new",
            "/organisations/registered",
            "/areas/{id}",
            "/resources",
            "/resources/{id}",
            "/demands",
            "/demands/new",
            "/demands/filed",
            *("/developers", "/developers/{concept}"),
        ],
        "chaowai": [one.route for one in everything if not one.route.startswith("/accounts")],
        "admin": [
            *("/", "/accounts", "/accounts/new", "/accounts/{id}", "/people/{id}"),
            *("/categories", "/categories/new", "/categories/{id}/edit"),
        ],
        "manager": [
            *("/", "/organisations/{id}", "/resources/new", "/resources/{id}", "/demands/new", "/demands/{id}"),
            *("/demands/{id}/offer", "/matching", "/matches", "/matches/{id}"),
        ],
    }
    first = {one.route: one.path for one in reversed(everything) if one.status(login or "public") == 200}
    more = [NOWHERE, "/areas?search=zzzz", "/organisations?search=zzzz", "/resources?search=zzzz", "/demands?search=zzzz"]
    more += [one.path for one in everything if one.route == "/matching" and ("compare" in one.path or "portfolios" in one.path)]
    more.append(f"/matches?organisation={story.organisation(UNIT)}&status=EXPIRED")
    return [path for route, path in first.items() if route in kinds[login]] + (more if login == "chaowai" else [])


async def of_any_page(page: Page, width: int) -> AsyncIterator[str]:
    """What can be opened everywhere, one after another."""
    await page.goto("/")
    await page.keyboard.press("?")
    await expect(page.locator("#shortcuts")).to_be_visible()
    yield "the keys"
    await page.keyboard.press("Escape")
    await page.locator("details.menu summary").click()
    await expect(page.locator(".menu-list")).to_be_visible()
    yield "the menu"
    for words, shown in (("cw", "朝外"), ("zzzz", "没有找到")):
        await page.fill("#find", words)
        await expect(page.locator("#find-list")).to_contain_text(shown)
        yield f"what was found by {words}"
    if width == PHONE:
        await page.goto("/")
        await page.get_by_role("button", name="菜单").click()
        await expect(page.locator("#navigation")).to_be_visible()
        yield "the navigation"


async def of_units(page: Page, story: Story, width: int) -> AsyncIterator[str]:
    """What can be opened where units are listed and shown."""
    await page.goto("/organisations")
    if width == PHONE:
        await page.locator("label.opener").click()
        await expect(page.locator("#kind")).to_be_visible()
        yield "more filters"
    else:
        await page.locator("input[data-pick]").first.check()
        await expect(page.locator("#bulk")).to_be_visible()
        yield "what is done to many"
    for name in (UNIT, WAITING):
        await page.goto(f"/organisations/{story.organisation(name)}")
        await page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        yield f"the steps of {name}"
    await page.goto("/resources?status=SUBMITTED")
    await page.locator("[data-rows] a").first.click()
    await expect(page.locator("#return-reason")).to_be_attached()
    await page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    yield "the steps of an offer"
    await page.goto("/demands/board")
    await page.locator("[data-rows] a").first.click()
    await expect(page.locator("#level")).to_be_attached()
    await page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    yield "the steps of a demand"
    for status in ("PROPOSED", "COUNTERED", "AGREED"):
        await page.goto(f"/matches?status={status}")
        await page.locator("[data-rows] a").first.click()
        await expect(page.locator(".heading .badge")).to_have_class(f"badge {status}")
        await page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        yield f"the steps of a match that is {status}"
    await page.goto(f"/resources/new?organisation={story.organisation(UNIT)}")
    await page.select_option("#category", label="场地设施")
    await page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    yield "the windows of an offer"
    await page.goto("/people/" + story.person("叶知秋"))
    await page.get_by_role("button", name="终止").first.click()
    await expect(page.locator("#confirm")).to_be_visible()
    yield "the question whether one is sure"


async def of_forms(windows: Windows, page: Page, story: Story) -> AsyncIterator[str]:
    """What forms show while they are filled in, and when they were sent."""
    await page.goto("/organisations/new")
    await page.fill("#area", "jql")
    await expect(page.locator("#area-list [role=option]").first).to_be_visible()
    yield "a type-ahead"
    await page.evaluate("document.querySelector('main form').noValidate = true")
    await page.get_by_role("button", name="提交登记").click()
    await expect(page.locator(".refusals")).to_be_visible()
    yield "what was refused"
    at = f"/organisations/{story.organisation(UNIT)}/edit"
    other = await windows.house.visitor("manager")
    await page.goto(at)
    await page.fill("#address", "吉庆里示范路 9 号")
    await other.submit(await other.see(at), at, address="吉庆里示范路 8 号")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".clash")).to_be_visible()
    yield "a clash"
    await page.locator(".clash").get_by_role("radio").first.check()
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".toast")).to_be_visible()
    yield "that it was saved"


async def violations(page: Page) -> list[str]:
    """What axe finds, each with the first element concerned, and whether the page is wider than the screen."""
    results = await Axe().run(page, options=RULES)
    found = [f"{one['id']}: {one['nodes'][0]['html'][:150]}" for one in results.response["violations"]]
    if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("it is wider than the screen")
    return found
