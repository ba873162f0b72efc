"""Pages about one match: both sides, the answer, deliveries; and what a unit offers for a demand."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.comments import pages as comments
from views.handlers import here, of_path, part_step, step
from views.matching.terms import opening_of, suggested
from views.page import NotThere, Outcome, Page


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """A match with everything that belongs to it, for its two sides."""
    page = Page(request)
    page.signed_in()
    return await page.show("matching/show", needs="match", variables=of_path(page), outcome=outcome, suggest=suggested)


async def offer(request: Request, outcome: Outcome | None = None) -> Response:
    """What a unit has on the list: those that fit the demand with the form to offer them, and any other that is chosen."""
    page = Page(request)
    page.signed_in()
    data = await page.ask("matching/offer", **of_path(page))
    if data["demand"] is None:
        raise NotThere
    forms = _offered(data)
    return page.render("matching/offer", data, outcome=outcome, forms=forms, suggest=suggested)


def _offered(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The chosen one of the viewer's offers, then those that fit, the best first: each with its score and what is free."""
    own = {unit["id"] for unit in data["viewer"]["units"]}
    fitting = [one for one in data["demand"]["candidates"] if _is_of(one["resource"], own)]
    chosen = data["resource"]
    if not _is_of(chosen, own):
        return fitting
    found = [one for one in fitting if one["resource"]["id"] == chosen["id"]]
    others = [one for one in fitting if one not in found]
    return [*(found or [{"resource": chosen, "total": None, "free": chosen["free"]}]), *others]


def _is_of(resource: Mapping[str, Any] | None, units: set[str]) -> bool:
    return resource is not None and resource["organisation"] is not None and resource["organisation"]["id"] in units


async def offer_one(request: Request) -> Response:
    """Offer something of one's own unit for a demand; on to the match, which the committee answers."""
    page = Page(request)
    demand, resource = (str(request.path_params[name]) for name in ("id", "resource"))
    if request.method != "POST":
        return page.redirect(f"/demands/{demand}/offer")
    posted = await page.form()
    outcome = await page.act("matchOffer", posted, demand=demand, resource=resource, **opening_of(posted))
    if outcome.done:
        return page.redirect(f"/matches/{outcome.payload['match']['id']}", "offered")
    outcome.typed["for"] = resource
    return await offer(request, outcome)


async def counter(request: Request) -> Response:
    """Answer a proposal with another quantity or time."""
    page = Page(request)
    at = here(page, Outcome({}))
    if request.method != "POST":
        return page.redirect(at)
    posted = await page.form()
    outcome = await page.act("matchCounter", posted, id=request.path_params["id"], **opening_of(posted))
    outcome.typed["step"] = "counter"
    return page.redirect(at, "countered") if outcome.done else await show(request, outcome)


_STEPS = {
    "accept": ("matchAccept", "accepted"),
    "decline": ("matchDecline", "answered"),
    "agree": ("matchAgree", "agreed"),
    "withdraw": ("matchWithdraw", "withdrawn"),
    "cancel": ("matchCancel", "cancelled"),
    "finish": ("matchFinish", "finished"),
    "report": ("deliveryReport", "delivered"),
}
_ANSWERS = {"confirm": ("deliveryConfirm", "rated"), "dispute": ("deliveryDispute", "disputed")}

OFFERING = [
    Route("/demands/{id}/offer", offer, methods=["GET"]),
    Route("/demands/{id}/offer/{resource}", offer_one, methods=["GET", "POST"]),
]
ONE = [
    Route("/matches/{id}", show, methods=["GET"]),
    comments.below("/matches", show),
    Route("/matches/{id}/counter", counter, methods=["GET", "POST"]),
    *[step(f"/matches/{{id}}/{word}", mutation, show, notice=notice) for word, (mutation, notice) in _STEPS.items()],
    *[
        part_step(f"/matches/{{id}}/deliveries/{{delivery}}/{word}", mutation, show, notice=notice, part="delivery")
        for word, (mutation, notice) in _ANSWERS.items()
    ],
]
