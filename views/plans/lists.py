"""The list of plans, and the form for a new one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.days import today
from views.handlers import of_path, paged, shown
from views.page import Outcome, Page


def _listed(page: Page) -> Mapping[str, Any]:
    wanted: dict[str, Any] = {}
    if page.query.get("within"):
        wanted["area"] = {"within": page.query["within"]}
    if page.query.get("status"):
        wanted["status"] = {"eq": page.query["status"]}
    named = {"within": page.query["within"]} if page.query.get("within") else {}
    return paged(page) | named | {"filter": wanted}


async def new(request: Request, outcome: Outcome | None = None) -> Response:
    """The form for a new plan: from today to the end of the half-year unless said otherwise."""
    page = Page(request)
    page.signed_in()
    return await page.show("plans/new", variables=of_path(page), outcome=outcome, last_day=end_of_half_year(today()).isoformat())


async def make(request: Request) -> Response:
    """Ask for a plan."""
    page = Page(request)
    outcome = await page.act("planMake", await page.form())
    if not outcome.done:
        return await new(request, outcome)
    return page.redirect(f"/plans/{outcome.payload['plan']['id']}", "planning")


def end_of_half_year(day: date) -> date:
    """The last day of the half-year in which a day lies; in its last two months, of the next one.

    >>> end_of_half_year(date(2026, 3, 5)), end_of_half_year(date(2026, 12, 3))
    (datetime.date(2026, 6, 30), datetime.date(2027, 6, 30))
    """
    ends = [date(year, *end) for year in (day.year, day.year + 1) for end in ((6, 30), (12, 31))]
    return next(end for end in ends if (end - day).days >= _SHORTEST)


_SHORTEST = 60
"""Days that a plan is for at least, unless said otherwise (our default)."""

ROUTES = [
    shown("/plans", "plans/list", variables=_listed, signed_in=True),
    Route("/plans/new", new, methods=["GET"]),
    Route("/plans/new", make, methods=["POST"]),
]
