"""The report that compares the ranking of candidates with what committees proposed."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.days import today
from schema.plenaries.half_years import latest
from views.handlers import looked_up, of_path
from views.page import Page

OFFERED = 8
"""Half-years to choose from: four years (our default)."""


async def report(request: Request) -> Response:
    """The report of an area from one half-year to another, this one and the one before unless chosen; first, the choice."""
    page = Page(request)
    page.signed_in()
    if found := await looked_up(page):
        return found
    halves = latest(today(), OFFERED)
    asked = {"since": halves[1], "until": halves[0]} | of_path(page)
    return await page.show("matching/report", variables=asked, half_years=halves, asked=asked)


ROUTES = [Route("/matching/report", report, methods=["GET"])]
