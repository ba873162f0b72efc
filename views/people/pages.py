"""Pages about people and their memberships."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.handlers import form, of_path, paged, shown
from views.page import Outcome, Page


def _found(page: Page) -> dict[str, Any]:
    text = page.query.get("search")
    return paged(page) | {"filter": {"search": text} if text else {}}


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """A person: memberships and seats."""
    page = Page(request)
    page.signed_in()
    return await page.show("people/show", needs="person", variables=of_path(page), outcome=outcome)


def _person(page: Page, outcome: Outcome) -> str:
    return f"/people/{outcome.payload['person']['id']}"


def _organisation(page: Page, outcome: Outcome) -> str:
    return f"/organisations/{outcome.payload['membership']['organisation']['id']}"


async def end(request: Request) -> Response:
    """End a membership, from whichever page shows it."""
    page = Page(request)
    outcome = await page.act("membershipEnd", id=request.path_params["id"])
    if outcome.done:
        return page.redirect(page.back(), "ended")
    return await page.show("layout/refused", outcome=outcome, back=page.back())


ROUTES = [
    shown("/people", "people/list", variables=_found, signed_in=True),
    shown(
        "/people/options",
        "people/options",
        variables=lambda page: {"filter": {"search": page.query.get("search")}},
        signed_in=True,
    ),
    *form("/people/new", "people/new", "personCreate", to=_person, notice="created"),
    Route("/people/{id}", show, methods=["GET"]),
    *form(
        "/people/{id}/edit",
        "people/edit",
        "personEdit",
        needs="person",
        to=_person,
        notice="saved",
        given=lambda page: {"id": page.request.path_params["id"]},
        kept_when_empty=("phone",),
    ),
    *form(
        "/memberships/new",
        "memberships/new",
        "membershipCreate",
        to=_organisation,
        notice="created",
    ),
    Route("/memberships/{id}/end", end, methods=["POST"]),
]
