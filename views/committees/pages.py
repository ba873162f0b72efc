"""Pages about committees and their seats."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.handlers import form, of_path, paged, shown, step
from views.page import Outcome, Page


def _found(page: Page) -> dict[str, Any]:
    within, field = page.query.get("within"), page.query.get("field")
    wanted: dict[str, Any] = {"area": {"within": within}} if within else {}
    if field:
        wanted |= {"special": False} if field == "NONE" else {"field": {"eq": field}}
    return paged(page) | {"filter": wanted, "signedIn": not page.viewer.is_public} | ({"within": within} if within else {})


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """A committee with its seats."""
    page = Page(request)
    return await page.show("committees/show", needs="committee", variables=of_path(page), outcome=outcome)


def _committee(page: Page, outcome: Outcome) -> str:
    return f"/committees/{outcome.payload['committee']['id']}"


def _seats_committee(page: Page, outcome: Outcome) -> str:
    return f"/committees/{page.request.path_params['id']}"


def _seat(page: Page) -> dict[str, Any]:
    """The seat that is changed, or the one whose holder is to serve another term."""
    seat = page.request.path_params.get("seat") or page.query.get("renew")
    return of_path(page) | ({"seat": seat} if seat else {})


ROUTES = [
    shown("/committees", "committees/list", variables=_found),
    *form("/committees/new", "committees/new", "committeeCreate", to=_committee, notice="created"),
    Route("/committees/{id}", show, methods=["GET"]),
    *form(
        "/committees/{id}/edit",
        "committees/edit",
        "committeeEdit",
        needs="committee",
        to=_committee,
        notice="saved",
        given=lambda page: {"id": page.request.path_params["id"]},
    ),
    *form(
        "/committees/{id}/seats/new",
        "committees/seat",
        "seatAppoint",
        needs="committee",
        to=_seats_committee,
        notice="appointed",
        variables=_seat,
        given=lambda page: {"committee": page.request.path_params["id"]},
    ),
    *form(
        "/committees/{id}/seats/{seat}/edit",
        "committees/seat",
        "seatEdit",
        needs="committee",
        to=_seats_committee,
        notice="saved",
        variables=_seat,
        given=lambda page: {"id": page.request.path_params["seat"]},
    ),
    step(
        "/committees/{id}/seats/{seat}/end",
        "seatEnd",
        show,
        notice="ended",
        to=_seats_committee,
        given=lambda page: {"id": page.request.path_params["seat"]},
    ),
]
