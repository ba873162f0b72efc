"""The project list on the screen and on paper, the board of a committee, and what brands have brought."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.days import today
from schema.projects.rules import following, half_year_of
from views.handlers import looked_up, paged, shown
from views.page import NotThere, Page

_ENUMS = ("halfYear", "status", "origin", "brand", "category", "lead", "partner", "demand")
_FLAGS = ("waiting", "late", "published", "underWay", "finished", "demanded")
PRINTED = 80
"""Projects on a sheet (our default: as many as a document may ask for together with all who take part)."""
PAST = 6
"""Half-years before the present one that a filter offers (our default: a term of the committee)."""


def half_years() -> list[str]:
    """The half-years that a project may be of: the next one first."""
    now = half_year_of(today())
    year, half = int(now[:4]), int(now[-1])
    past = [year * 2 + half - 1 - back for back in range(1, PAST + 1)]
    return [following(now), now, *(f"{one // 2}-H{one % 2 + 1}" for one in past)]


def wanted(page: Page) -> dict[str, Any]:
    """The filter that the address asks for."""
    query = page.query
    found: dict[str, Any] = {name: {"eq": query[name]} for name in _ENUMS if query.get(name)}
    found |= {name: query[name] == "true" for name in _FLAGS if query.get(name)}
    if query.get("search"):
        found["search"] = query["search"]
    if area := {key: query[name] for name, key in (("within", "within"), ("at", "eq")) if query.get(name)}:
        found["area"] = area
    return found


def _named(page: Page) -> dict[str, str]:
    """What the filter names, so that the page can call it by its name."""
    return {
        name: page.query[name] for name in ("within", "lead", "partner", "demand", "brand", "category") if page.query.get(name)
    }


async def listed(request: Request) -> Response:
    """The list."""
    page = Page(request)
    if found := await looked_up(page):
        return found
    variables = _named(page) | paged(page) | {"filter": wanted(page), "orderBy": page.query.get("order") or "RECENT"}
    return await page.show("projects/list", variables=variables, half_years=half_years())


async def printed(request: Request) -> Response:
    """The list as a sheet for the notice board."""
    page = Page(request)
    variables = _named(page) | {"first": PRINTED, "filter": wanted(page), "orderBy": page.query.get("order") or "HALF_YEAR"}
    return await page.show("projects/print", variables=variables, half_years=half_years())


async def brand(request: Request) -> Response:
    """A brand with its projects and what they have brought."""
    page = Page(request)
    data = await page.ask("projects/brand", **request.path_params)
    if data["brand"] is None or data["brand"]["list"] != "BRAND":
        raise NotThere
    return page.render("projects/brand", data)


def _board(page: Page) -> dict[str, Any]:
    within = page.query.get("within")
    return {"within": within, "at": within} if within else {}


ROUTES = [
    Route("/projects", listed, methods=["GET"]),
    Route("/projects/print", printed, methods=["GET"]),
    shown("/projects/board", "projects/board", variables=_board, signed_in=True),
    shown("/projects/brands", "projects/brands"),
    Route("/projects/brands/{id}", brand, methods=["GET"]),
]
