"""Waiting lists on pages: putting a demand in line from the desk, and answering when its turn comes."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.handlers import of_path
from views.matching.desk import desk
from views.matching.terms import opening_of
from views.page import Outcome, Page


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """A place on a waiting list."""
    page = Page(request)
    page.signed_in()
    return await page.show("capacity/wait", needs="wait", variables=of_path(page), outcome=outcome)


async def join(request: Request) -> Response:
    """Put a demand in line for an offer; the desk stays where it is."""
    page = Page(request)
    sides = {name: str(request.path_params[name]) for name in ("demand", "resource")}
    if request.method != "POST":
        return page.redirect(f"/matching?demand={sides['demand']}&resource={sides['resource']}")
    posted = await page.form()
    outcome = await page.act("waitJoin", posted, **sides, **opening_of(posted))
    if outcome.done:
        return page.redirect(f"/demands/{sides['demand']}", "waiting")
    outcome.typed |= {"for": sides["resource"], "step": "wait"}
    return await desk(request, outcome)


_STEPS: Mapping[str, tuple[str, str]] = {
    "leave": ("waitLeave", "line_left"),
    "take": ("waitTake", "proposed"),
    "pass": ("waitPass", "passed"),
}


def _step(word: str) -> Route:
    mutation, notice = _STEPS[word]

    async def take(request: Request) -> Response:
        """On to the proposal, or back to the demand."""
        page = Page(request)
        wait = str(request.path_params["id"])
        if request.method != "POST":
            return page.redirect(f"/waits/{wait}")
        outcome = await page.act(mutation, await page.form(), id=wait)
        if not outcome.done:
            return await show(request, outcome)
        return page.redirect(_place(outcome.payload), notice)

    return Route(f"/waits/{{id}}/{word}", take, methods=["GET", "POST"])


def _place(payload: Mapping[str, Any]) -> str:
    return f"/matches/{payload['match']['id']}" if payload.get("match") else f"/demands/{payload['demand']['id']}"


ROUTES = [
    Route("/matching/{demand}/{resource}/wait", join, methods=["GET", "POST"]),
    Route("/waits/{id}", show, methods=["GET"]),
    *[_step(word) for word in _STEPS],
]
