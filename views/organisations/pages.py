"""Pages about one organisation: registering, showing, deciding."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.handlers import form, of_path, shown, step
from views.organisations.records import with_halves
from views.page import Outcome, Page


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """An organisation with everything that belongs to it."""
    page = Page(request)
    return await page.show("organisations/show", needs="organisation", variables=with_halves(page), outcome=outcome)


def _registered(page: Page, outcome: Outcome) -> str:
    organisation = outcome.payload["organisation"]
    return (
        f"/organisations/{organisation['id']}"
        if organisation
        else f"/organisations/registered?receipt={outcome.payload['receipt']}"
    )


async def assign(request: Request) -> Response:
    """Set the areas that a liaison team looks after: those still ticked, and one more."""
    page = Page(request)
    posted = await page.form()
    areas = [str(one) for one in [*posted.getlist("areas"), posted.get("area")] if one]
    outcome = await page.act("liaisonAssign", posted, id=request.path_params["id"], areas=areas)
    if outcome.done:
        return page.redirect(f"/organisations/{request.path_params['id']}", "saved")
    return await page.show("organisations/liaison", needs="organisation", variables=of_path(page), outcome=outcome)


async def tags(request: Request) -> Response:
    """Put a tag on the organisations chosen in a list, or take it off."""
    page = Page(request)
    posted = await page.form()
    tag, key = str(posted.get("tag", "")), "remove" if posted.get("operation") == "REMOVE" else "add"
    outcome = await page.act("organisationTag", posted, **{key: [tag]})
    if outcome.done:
        return page.redirect(page.back(), "tagged")
    return await page.show("layout/refused", outcome=outcome, back=page.back())


def _visited(page: Page) -> dict[str, Any]:
    return {"organisation": page.request.path_params["id"]}


_STEPS = {
    "approve": ("organisationApprove", "approved"),
    "return": ("organisationReturn", "returned"),
    "resubmit": ("organisationResubmit", "resubmitted"),
    "suspend": ("organisationSuspend", "suspended"),
    "resume": ("organisationResume", "resumed"),
    "close": ("organisationClose", "closed"),
    "unmerge": ("organisationUnmerge", "unmerged"),
}

NEW = [
    *form(
        "/organisations/new", "organisations/new", "organisationRegister", to=_registered, notice="registered", signed_in=False
    ),
    shown("/organisations/registered", "organisations/registered"),
    Route("/organisations/tags", tags, methods=["POST"]),
]
ONE = [
    Route("/organisations/{id}", show, methods=["GET"]),
    *[step(f"/organisations/{{id}}/{word}", mutation, show, notice=notice) for word, (mutation, notice) in _STEPS.items()],
    shown("/organisations/{id}/liaison", "organisations/liaison", needs="organisation", signed_in=True),
    Route("/organisations/{id}/liaison", assign, methods=["POST"]),
    *form(
        "/organisations/{id}/visits/new",
        "organisations/visit",
        "visitRecord",
        needs="organisation",
        to=lambda page, outcome: f"/organisations/{page.request.path_params['id']}",
        notice="recorded",
        given=_visited,
    ),
]
