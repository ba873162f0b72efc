"""The report that compares the ranking of candidates with what committees proposed."""

from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.days import today
from schema.engine.language import translate
from schema.plenaries.half_years import latest
from views.handlers import looked_up, of_path
from views.matching import ranking_sheets
from views.page import NotThere, Page

OFFERED = 8
"""Half-years to choose from: four years (our default)."""


async def report(request: Request) -> Response:
    """The report of an area from one half-year to another, this one and the one before unless chosen; first, the choice."""
    page = Page(request)
    page.signed_in()
    if found := await looked_up(page):
        return found
    halves = latest(today(), OFFERED)
    asked = asked_of(page)
    language = page.viewer.language
    shown: dict[str, Any] = {
        "named": partial(ranking_sheets.named, language),
        "percent": ranking_sheets.percent,
        "note": translate(language, ranking_sheets.NOTE),
    }
    return await page.show("matching/report", variables=asked, half_years=halves, asked=asked, **shown)


async def export(request: Request) -> Response:
    """The same as a workbook."""
    page = Page(request)
    page.signed_in()
    found = (await page.ask("matching/report", **asked_of(page)))["rankingReport"]
    if found is None:
        raise NotThere
    return ranking_sheets.file_of(page.viewer.language, found)


def asked_of(page: Page) -> dict[str, Any]:
    """Which report the address names: of this half-year and the one before unless it says otherwise."""
    until, since = latest(today(), 2)
    return {"since": since, "until": until} | of_path(page)


ROUTES = [
    Route("/matching/report", report, methods=["GET"]),
    Route("/matching/report.xlsx", export, methods=["GET"]),
]
