"""The application as a visitor meets it: over HTTP, in process, with the real database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from starlette.applications import Starlette

from api.app import application
from api.sample import PASSWORD
from api.security import SecurityHeaders
from api.settings import Settings
from schema.engine.reader import Engine
from tests.views.markup import Element, fields, read

HOST = "http://localhost"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Page:
    """An answer, read."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.status = response.status_code
        self.path = response.request.url.raw_path.decode()

    @property
    def to(self) -> str:
        """Where a redirect goes."""
        assert self.status == 303, (self.status, self.text[:2_000])
        return self.response.headers["location"]

    @property
    def text(self) -> str:
        return self.response.text

    @property
    def tree(self) -> Element:
        return read(self.text)

    def form(self, action: str) -> Element:
        """The form that is sent to this address, or to the page's own where it names none."""
        found = [
            one for one in self.tree.all("form") if (one.get("action") or self.path) == action and one.get("method") == "post"
        ]
        assert found, (action, [one.get("action") for one in self.tree.all("form")])
        return found[0]


class Visitor:
    """Somebody's browser without JavaScript: cookies, links, forms."""

    def __init__(self, house: "House") -> None:
        self.house = house
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(house.served, raise_app_exceptions=False),
            base_url=HOST,
            headers={"Accept-Language": "zh-CN", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0"},
        )

    async def get(self, path: str, **headers: str) -> Page:
        return Page(await self.client.get(path, headers=headers))

    async def part(self, path: str) -> Page:
        """The part of a page that htmx asks for."""
        return await self.get(path, **PARTIAL)

    async def see(self, path: str) -> Page:
        """A page that must be there."""
        page = await self.get(path)
        assert page.status == 200, (path, page.status, page.text[:2_000])
        return page

    async def post(self, path: str, fields: dict[str, Any] | None = None, referer: str = "/", **more: Any) -> Page:
        headers = {"Origin": HOST, "Referer": HOST + referer, "Sec-Fetch-Site": "same-origin"} | more.pop("headers", {})
        return Page(await self.client.post(path, data=fields, headers=headers, **more))

    async def submit(self, page: Page, action: str, **typed: Any) -> Page:
        """Send a form of a page with some fields filled in; dots in names are written as two underscores, files are pairs."""
        values: dict[str, Any] = {
            **fields(page.form(action)),
            **{name.replace("__", "."): value for name, value in typed.items()},
        }
        files = [(name, value) for name, value in values.items() if isinstance(value, tuple)]
        sent = {name: value for name, value in values.items() if value is not None and not isinstance(value, tuple)}
        return await self.post(action, sent, referer=urlsplit(page.path).path, files=files or None)

    async def follow(self, page: Page) -> Page:
        """Go where a redirect leads."""
        return await self.see(page.to)


class House:
    """The running application and the people who visit it."""

    def __init__(self, app: Starlette) -> None:
        self.app, self.served = app, SecurityHeaders(app)
        self._visitors: dict[str, Visitor] = {}

    @property
    def engine(self) -> Engine:
        engine: Engine = self.app.state.engine
        return engine

    async def visitor(self, login: str = "public", password: str = PASSWORD) -> Visitor:
        """A new browser of somebody, signed in; of the public, not."""
        visitor = Visitor(self)
        if login != "public":
            page = await visitor.submit(await visitor.see("/sign-in"), "/sign-in", login=login, password=password)
            assert page.status == 303, page.text
        return visitor

    async def known(self, login: str) -> Visitor:
        """The same browser each time, for tests that only look."""
        if login not in self._visitors:
            self._visitors[login] = await self.visitor(login)
        return self._visitors[login]

    async def value(self, sql: str, *values: Any) -> Any:
        """One value from the database."""
        return await self.engine.services.pool.fetchval(sql, *values)


@asynccontextmanager
async def open_house(settings: Settings, **chosen: Any) -> AsyncIterator[House]:
    """The application on the database of the settings, for as long as the block lasts."""
    app = application(settings.model_copy(update={"pool": 4, **chosen}))
    async with app.router.lifespan_context(app):
        yield House(app)
