"""Pages about areas."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.areas import public
from views.handlers import form, here, of_path, paged, shown, step
from views.page import Outcome, Page
from views.pickers import AREAS


def _found(page: Page) -> dict[str, Any]:
    """The variables of the list: a search, or the tree from its districts down."""
    text, level = page.query.get("search"), page.query.get("level")
    if not (text or level):
        # A deployment has one district, seldom a few; each brings its subdistricts with their counts.
        return {"first": 5, "filter": {"level": {"eq": "DISTRICT"}}, "tree": True}
    return paged(page) | {"filter": _given({"search": text, "level": {"eq": level} if level else None}), "tree": False}


def _given(wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if value}


def _options(page: Page) -> dict[str, Any]:
    level = page.query.get("level")
    return {"filter": _given({"search": page.query.get("search"), "level": {"eq": level} if level else None})}


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """An area with what is in it."""
    page = Page(request)
    return await page.show("areas/show", needs="area", variables=of_path(page), outcome=outcome)


async def edit(request: Request, outcome: Outcome | None = None) -> Response:
    """What can be changed about an area, each in a form of its own."""
    page = Page(request)
    page.signed_in()
    return await page.show("areas/edit", needs="area", variables=of_path(page), outcome=outcome)


def _created(page: Page, outcome: Outcome) -> str:
    return f"/areas/{outcome.payload['area']['id']}"


async def overlaps(request: Request) -> Response:
    """Set the grids that an estate overlaps: those still ticked, and one more."""
    page = Page(request)
    posted = await page.form()
    grids = [str(one) for one in [*posted.getlist("grids"), posted.get("grid")] if one]
    outcome = await page.act("areaOverlapSet", posted, id=request.path_params["id"], grids=grids)
    return page.redirect(here(page, outcome), "saved") if outcome.done else await edit(request, outcome)


ROUTES = [
    *public.ROUTES,
    shown("/areas", "areas/list", variables=_found),
    shown("/areas/options", "areas/options", variables=_options),
    Route("/areas/{id}", show, methods=["GET"]),
    Route("/areas/{id}/edit", edit, methods=["GET"]),
    *form(
        "/areas/{id}/areas/new",
        "areas/new",
        "areaCreate",
        needs="area",
        to=_created,
        notice="created",
        variables=lambda page: {"parent": page.request.path_params["id"]},
    ),
    step("/areas/{id}/rename", "areaRename", edit, notice="saved"),
    step("/areas/{id}/move", "areaMove", edit, notice="moved", pickers={"parent": AREAS}),
    step("/areas/{id}/class", "areaClassify", edit, notice="saved"),
    Route("/areas/{id}/overlaps", overlaps, methods=["POST"]),
]
