"""The first page: what needs me."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.home.works import tasks
from views.organisations.records import with_halves
from views.page import Page


async def show(request: Request) -> Response:
    """What waits for the viewer, or for the public what there is."""
    page = Page(request)
    # What only committees or units see is not even asked of others: working out how costs as much as finding it.
    viewer = page.viewer
    roles = {"coordinates": bool(viewer.areas), "manages": bool(viewer.managed), "administers": viewer.administrator}
    data = await page.ask("home/show", **with_halves(page), **roles)
    data["viewer"].setdefault("units", [])
    return page.render("home/show", data, works=tasks(data, viewer.language))


ROUTES = [Route("/", show, methods=["GET"])]
