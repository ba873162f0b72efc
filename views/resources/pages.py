"""Pages about one offer: registering, showing, deciding."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.attachments.sending import attaching
from views.comments import pages as comments
from views.forms import typed
from views.handlers import here, looked_up, of_path, step
from views.matching.narrowing import narrowed
from views.matching.terms import next_openings
from views.page import NotThere, Outcome, Page
from views.resources import windows


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """An offer with everything that belongs to it."""
    page = Page(request)
    data = await page.ask("resources/show", **_shown(page))
    if (resource := data["resource"]) is None:
        raise NotThere
    openings = next_openings(resource["windows"], resource["validUntil"])
    return page.render("resources/show", data, outcome=outcome, openings=openings)


def _shown(page: Page) -> dict[str, Any]:
    return {name: value for name, value in of_path(page).items() if name not in ("timely", "whole")} | narrowed(page.query)


async def new(request: Request, outcome: Outcome | None = None) -> Response:
    """The form for a new offer; first of all, where there is a choice, for which unit."""
    page = Page(request)
    page.signed_in()
    if found := await looked_up(page):
        return found
    data = await page.ask("resources/new", **of_path(page))
    rows = windows.shown(outcome.typed if outcome else {}, [])
    return page.render("resources/new", data, outcome=outcome, unit=_unit(page, data), rows=rows)


async def register(request: Request) -> Response:
    """Offer something."""
    page = Page(request)
    posted = await page.form()
    rows = windows.written(typed(posted))
    posted.reasons += windows.unreadable(rows)
    areas = [str(one) for one in [*posted.getlist("serviceAreas"), posted.get("serviceArea")] if one]
    outcome = await page.act("resourceRegister", posted, windows=windows.as_input(rows.values()), serviceAreas=areas)
    if not outcome.done:
        return await new(request, windows.at_rows(outcome, rows))
    resource = outcome.payload["resource"]
    return page.redirect(f"/resources/{resource['id']}", _REGISTERED[resource["status"]])


_REGISTERED = {"DRAFT": "saved", "SUBMITTED": "registered", "LISTED": "listed"}
"""What is said, by how the new offer stands."""


def _unit(page: Page, data: Mapping[str, Any]) -> Any:
    """The unit that offers: the one in the address, or the only one that somebody acts for; none if that is to be chosen."""
    if "organisation" in page.query:
        return data["organisation"]
    own = [one for one in data["viewer"]["units"] if one["status"] == "ACTIVE"]
    return own[0] if len(own) == 1 and not data["viewer"]["areas"] else None


def _back(page: Page, outcome: Outcome) -> str:
    """To the page with the button: the offer, or the first page, from where several are confirmed one after another."""
    return page.back() if page.request.method == "POST" else here(page, outcome)


_STEPS = {
    "submit": ("resourceSubmit", "submitted"),
    "list": ("resourceList", "listed"),
    "return": ("resourceReturn", "returned"),
    "withdraw": ("resourceWithdraw", "withdrawn"),
    "reopen": ("resourceReopen", "reopened"),
}

NEW = [
    Route("/resources/new", new, methods=["GET"]),
    Route("/resources/new", register, methods=["POST"]),
]
ONE = [
    Route("/resources/{id}", show, methods=["GET"]),
    *[step(f"/resources/{{id}}/{word}", mutation, show, notice=notice) for word, (mutation, notice) in _STEPS.items()],
    comments.below("/resources", show),
    step("/resources/{id}/confirm", "resourceConfirm", show, notice="confirmed", to=_back),
    attaching("/resources/{id}", show),
]
