"""Search over everything that has a name."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.page import Page


async def options(request: Request) -> Response:
    """What the search field offers while one types."""
    page = Page(request)
    page.signed_in()
    return await page.show("search/options", variables={"text": page.query.get("search", "")})


async def show(request: Request) -> Response:
    """What was found."""
    page = Page(request)
    page.signed_in()
    return await page.show("search/show", variables={"text": page.query.get("text", "")})


ROUTES = [Route("/search", show, methods=["GET"]), Route("/search/options", options, methods=["GET"])]
