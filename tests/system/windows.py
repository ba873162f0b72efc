"""Real browser windows on a real server: Chromium where one is found, and everything that goes wrong in it."""

import shutil
import socket
from asyncio import create_task, sleep
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Literal

import pytest
import uvicorn
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from api.sample import PASSWORD
from api.settings import Settings
from tests.story import _drop
from tests.views.house import House, open_house

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET = ["--disable-component-update", "--disable-sync"]
PHONE, DESK = 360, 1280
PATIENCE = 20_000
"""Milliseconds until a journey gives up waiting; it goes on as soon as what it waits for is there."""
REFUSED = "the server responded with a status of 422"
"""Chromium reports every answer of this kind as an error; here it is a form with refusals."""
NOWHERE = "/nowhere"
"""An address of which a journey expects that it is not there."""

Scheme = Literal["light", "dark"]

expect.set_options(timeout=PATIENCE)


class Windows:
    """The windows that a journey opens."""

    def __init__(self, browser: Browser, house: House, base: str) -> None:
        self.browser, self.house, self.base = browser, house, base
        self.trouble: list[str] = []
        self.expected = [REFUSED]
        """What a console may say."""
        self._contexts: list[BrowserContext] = []

    async def open(self, login: str = "", width: int = DESK, scheme: Scheme = "light", password: str = PASSWORD) -> Page:
        """A window of a browser of its own, of somebody who has signed in unless ``login`` is empty."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="zh-CN",
            base_url=self.base,
            has_touch=width == PHONE,
        )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = await context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.trouble.append(f"{page.url}: {error}"))
        if login:
            await page.goto("/sign-in")
            await page.fill("#login", login)
            await page.fill("#password", password)
            await page.click("main form .button.primary")
            await page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    def _note(self, message: Any) -> None:
        expected = any(one in message.text for one in self.expected) or message.location["url"].endswith(NOWHERE)
        if message.type in ("error", "warning") and not expected:
            self.trouble.append(f"{message.page.url if message.page else ''}: {message.text}")

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()


async def arrived(page: Page, place: str, words: str) -> None:
    """The page that a key or a link leads to is there, and its scripts listen to the keyboard."""
    await expect(page.locator(place).first).to_contain_text(words)
    await page.wait_for_load_state()


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """A running Chromium; without one the test is skipped."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium was found: chromium, chromium-browser or google-chrome")
    async with async_playwright() as playwright:
        yield await playwright.chromium.launch(executable_path=found, args=[*FLAGS, *QUIET])


@asynccontextmanager
async def served(house: House) -> AsyncIterator[str]:
    """The address at which the application answers over TCP."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(house.served, lifespan="off", log_level="warning", server_header=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    task = create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110 - uvicorn tells by a flag
        await sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@pytest.fixture
async def windows(
    chromium: Browser, servers: Settings, new_database: Callable[[str], str], story_template: str
) -> AsyncIterator[Windows]:
    """Windows on a fresh copy of the story. Nothing may have gone wrong in any of them at the end."""
    url = new_database(story_template)
    async with open_house(servers.model_copy(update={"database_url": url})) as house, served(house) as base:
        opened = Windows(chromium, house, base)
        yield opened
        await opened.close()
    _drop(servers, url)
    if opened.trouble:
        pytest.fail("\n".join(opened.trouble))
