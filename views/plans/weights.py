"""What counts how much in plans: the versions, and deciding on a new one."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.page import Outcome, Page


async def weights(request: Request, outcome: Outcome | None = None) -> Response:
    """What holds, and earlier versions."""
    page = Page(request)
    page.signed_in()
    return await page.show("plans/weights", outcome=outcome)


async def decide(request: Request) -> Response:
    """Decide on other numbers."""
    page = Page(request)
    outcome = await page.act("planWeightsSet", await page.form())
    return page.redirect("/plans/weights", "weighed") if outcome.done else await weights(request, outcome)


ROUTES = [Route("/plans/weights", weights, methods=["GET"]), Route("/plans/weights", decide, methods=["POST"])]
