"""The papers of a plenary: choosing them, looking into them, and the sheet to hand out."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.days import today
from schema.plenaries.half_years import latest
from views.handlers import looked_up, of_path
from views.links import with_query
from views.page import Page
from views.plenaries import papers
from views.plenaries.unfinished import unfinished

ROWS = 80
"""Rows of a list on the page; the workbook has more."""
OFFERED = 8
"""Half-years to choose from: four years of plenaries (our default)."""


async def choose(request: Request) -> Response:
    """Choose an area and a half-year."""
    page = Page(request)
    page.signed_in()
    if found := await looked_up(page):
        return found
    area, half_year = page.query.get("within"), page.query.get("halfYear")
    if area and half_year and "/" not in area + half_year:
        return page.redirect(f"/plenaries/{area}/{half_year}")
    return await page.show("plenaries/choose", variables=of_path(page), half_years=latest(today(), OFFERED))


async def show(request: Request) -> Response:
    """The papers."""
    page = Page(request)
    page.signed_in()
    return await page.show(
        "plenaries/show",
        needs="plenary",
        variables=papers.asked(page) | {"rows": ROWS, "whole": False},
        as_of=datetime.now(UTC).isoformat(),
        link=_link,
        unfinished=partial(unfinished, page.viewer.language),
    )


def _link(path: str, where: dict[str, str], **more: Any) -> str:
    """The list that shows just the rows of a number."""
    return with_query(path, where, **more)


ROUTES = [
    Route("/plenaries", choose, methods=["GET"]),
    Route("/plenaries/{area}/{halfYear}", show, methods=["GET"]),
    Route("/plenaries/{area}/{halfYear}/papers.xlsx", papers.export, methods=["GET"]),
]
