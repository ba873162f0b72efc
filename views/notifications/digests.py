"""Pages about the digest: what goes into it, and stopping it by the link in a letter."""

from collections import defaultdict

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.notifications.rules import KINDS
from views.page import Outcome, Page


async def choose(request: Request, outcome: Outcome | None = None) -> Response:
    """How often one's notifications of each kind go into a letter."""
    page = Page(request)
    page.signed_in()
    return await page.show("notifications/digest", outcome=outcome)


async def chosen(request: Request) -> Response:
    """Keep what was chosen."""
    page = Page(request)
    posted = await page.form()
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind in KINDS:
        kinds[str(posted.get(kind, ""))].append(kind)
    outcome = await page.act("digestChoose", posted, daily=kinds["DAILY"], weekly=kinds["WEEKLY"])
    return page.redirect("/me/notifications", "saved") if outcome.done else await choose(request, outcome)


async def stop(request: Request) -> Response:
    """Stop the digest. Opening the link only asks, since mail scanners open links too; a mail program's own button posts."""
    page = Page(request)
    outcome = None
    if request.method == "POST":
        outcome = await page.act("digestStop", await page.form(), secret=request.path_params["secret"])
    return await page.show("notifications/stop", outcome=outcome, stopped=outcome is not None and outcome.done)


ROUTES = [
    Route("/me/notifications", choose, methods=["GET"]),
    Route("/me/notifications", chosen, methods=["POST"]),
    Route("/digests/stop/{secret}", stop, methods=["GET"]),
    Route("/digests/stop/{secret}", stop, methods=["POST"]),
]
