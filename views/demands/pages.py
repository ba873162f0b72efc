"""Pages about one demand: filing, showing, deciding, claiming."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.attachments.sending import attaching
from views.comments import pages as comments
from views.handlers import here, of_path, shown, step
from views.page import Outcome, Page


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """A demand with everything that belongs to it; members see it, the public does not."""
    page = Page(request)
    page.signed_in()
    return await page.show("demands/show", needs="demand", variables=of_path(page), outcome=outcome)


async def new(request: Request, outcome: Outcome | None = None) -> Response:
    """The form for a new demand."""
    page = Page(request)
    return await page.show("demands/new", variables=of_path(page), outcome=outcome)


async def file(request: Request) -> Response:
    """File a demand; whoever has no account goes on to the receipt."""
    page = Page(request)
    outcome = await page.act("demandFile", await page.form())
    if not outcome.done:
        return await new(request, outcome)
    demand, receipt = outcome.payload["demand"], outcome.payload["receipt"]
    at = f"/demands/filed?receipt={receipt}" if receipt else f"/demands/{demand['id']}"
    return page.redirect(at, "saved" if demand and demand["status"] == "DRAFT" else "filed")


def _back(page: Page, outcome: Outcome) -> str:
    """To the page with the button: the demand, or the one that is like it."""
    return page.back() if page.request.method == "POST" else here(page, outcome)


def _to_demand(page: Page, _outcome: Outcome) -> str:
    return f"/demands/{page.request.path_params['id']}"


def _claim(page: Page) -> dict[str, Any]:
    return {"id": page.request.path_params["claim"]}


_STEPS = {
    "submit": ("demandSubmit", "submitted"),
    "list": ("demandList", "needed"),
    "return": ("demandReturn", "returned"),
    "decline": ("demandDecline", "declined"),
    "withdraw": ("demandWithdraw", "withdrawn"),
    "claim": ("demandClaim", "claimed"),
    "close": ("demandClose", "written_off"),
}

NEW = [
    Route("/demands/new", new, methods=["GET"]),
    Route("/demands/new", file, methods=["POST"]),
    shown("/demands/filed", "demands/filed"),
]
ONE = [
    Route("/demands/{id}", show, methods=["GET"]),
    *[step(f"/demands/{{id}}/{word}", mutation, show, notice=notice) for word, (mutation, notice) in _STEPS.items()],
    comments.below("/demands", show),
    step(
        "/demands/{id}/merge",
        "demandMerge",
        show,
        notice="merged",
        to=_back,
        pickers={"into": ("demands/options", {"status": {"eq": "LISTED"}})},
    ),
    attaching("/demands/{id}", show),
    step("/demands/{id}/claims/{claim}/release", "claimRelease", show, notice="released", to=_to_demand, given=_claim),
]
