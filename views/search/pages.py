"""Search over everything that has a name."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.page import Page


async def options(request: Request) -> Response:
    """What the search field offers while one types."""
    page = Page(request)
    page.signed_in()
    return await page.show("search/options", variables=_asked(page, "search"))


async def show(request: Request) -> Response:
    """What was found."""
    page = Page(request)
    page.signed_in()
    return await page.show("search/show", variables=_asked(page, "text"))


def _asked(page: Page, name: str) -> dict[str, Any]:
    """The words to find; without any, nothing is looked for."""
    text = page.query.get(name, "").strip()
    return {"text": text, "asked": bool(text)}


ROUTES = [Route("/search", show, methods=["GET"]), Route("/search/options", options, methods=["GET"])]
