"""Pages about business districts and parks."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.handlers import form, of_path, paged, shown, step
from views.page import Outcome, Page


def _found(page: Page) -> dict[str, Any]:
    kind = page.query.get("kind")
    return paged(page) | {"filter": {"kind": {"eq": kind}} if kind else {}}


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """A zone with its units and how party organisations cover them."""
    page = Page(request)
    return await page.show("zones/show", needs="zone", variables=of_path(page), outcome=outcome)


def _shown(page: Page, outcome: Outcome) -> str:
    return f"/zones/{outcome.payload['zone']['id']}"


def _of_path(page: Page, _outcome: Outcome) -> str:
    return f"/zones/{page.request.path_params['id']}"


def _zone(page: Page) -> dict[str, Any]:
    return {"zone": page.request.path_params["id"]}


def _removed(page: Page) -> dict[str, Any]:
    return _zone(page) | {"organisation": page.request.path_params["organisation"]}


ROUTES = [
    shown("/zones", "zones/list", variables=_found),
    *form("/zones/new", "zones/edit", "zoneCreate", to=_shown, notice="created"),
    Route("/zones/{id}", show, methods=["GET"]),
    *form(
        "/zones/{id}/edit",
        "zones/edit",
        "zoneEdit",
        needs="zone",
        to=_shown,
        notice="saved",
        given=lambda page: {"id": page.request.path_params["id"]},
    ),
    step("/zones/{id}/units", "zoneUnitSet", show, notice="saved", given=_zone),
    step("/zones/{id}/units/{organisation}/remove", "zoneUnitRemove", show, notice="removed", to=_of_path, given=_removed),
]
