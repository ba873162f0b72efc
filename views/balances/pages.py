"""The board of need and supply: one's own area's, any area's that one may see, and the same as a workbook."""

from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.balances.periods import latest_months
from schema.engine.days import today
from schema.plenaries.half_years import latest
from schema.projects.rules import half_year_of
from views.balances import tables
from views.balances.board import PATHS, Board
from views.handlers import looked_up
from views.links import with_query
from views.page import Page

HALVES, MONTHS = 4, 12
"""Half-years and months to choose from (our default: two years, and the last twelve months)."""


async def begin(request: Request) -> Response:
    """On to the area that was chosen, or else to that of one's own committee or unit."""
    page = Page(request)
    page.signed_in()
    if found := await looked_up(page):
        return found
    chosen = page.query.get("within", "")
    if chosen and "/" not in chosen:
        return page.redirect(_at(chosen, page.query))
    data = await page.ask("balances/own")
    units = [one["organisation"]["area"]["id"] for one in data["viewer"]["memberships"] if one["organisation"]]
    own = [area["id"] for area in data["viewer"]["areas"]] + units
    return page.redirect(_at(own[0], page.query)) if own else page.render("balances/none", data)


async def show(request: Request) -> Response:
    """The board of an area."""
    return await _shown(Page(request), "balances/show")


async def outlook(request: Request) -> Response:
    """What came month by month, what may come, and what neighbours could give each other."""
    return await _shown(Page(request), "balances/outlook")


async def _shown(page: Page, name: str) -> Response:
    page.signed_in()
    data = await page.ask(name, **asked(page))
    return page.render(
        name,
        data,
        board=Board(tables.there(data)),
        half_years=latest(today(), HALVES),
        months=latest_months(today().isoformat(), MONTHS),
        link=_link,
        paths=PATHS,
        as_of=datetime.now(UTC).isoformat(),
    )


async def export(request: Request) -> Response:
    """The numbers of the board as a workbook."""
    page = Page(request)
    page.signed_in()
    return tables.file_of(page.viewer.language, tables.there(await page.ask("balances/whole", **asked(page))))


def asked(page: Page) -> dict[str, Any]:
    """Which board the address names: of the running half-year unless it says otherwise, of all classes."""
    period = page.query.get("period") or half_year_of(today())
    return {"area": page.request.path_params["area"], "period": period, "category": page.query.get("category") or None}


def _at(area: str, query: dict[str, str]) -> str:
    path = f"/balance/{area}/outlook" if query.get("page") == "outlook" else f"/balance/{area}"
    return with_query(path, {name: query[name] for name in ("period", "category") if query.get(name)})


def _link(path: str, where: dict[str, str], **more: Any) -> str:
    """The list that shows just the rows of a number."""
    return with_query(path, where, **more)


ROUTES = [
    Route("/balance", begin, methods=["GET"]),
    Route("/balance/{area}", show, methods=["GET"]),
    Route("/balance/{area}/outlook", outlook, methods=["GET"]),
    Route("/balance/{area}/balance.xlsx", export, methods=["GET"]),
]
