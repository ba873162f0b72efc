"""One's own electronic address, and the link that confirms it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.identity.pages import me
from views.page import Outcome, Page


async def set_email(request: Request) -> Response:
    """Have a link sent to an address."""
    page = Page(request)
    page.signed_in()
    outcome = await page.act("accountEmailSet")
    return page.redirect("/me", "email_asked") if outcome.done else await me(request, outcome)


async def remove_email(request: Request) -> Response:
    """Remove the address."""
    page = Page(request)
    page.signed_in()
    outcome = await page.act("accountEmailRemove")
    return page.redirect("/me", "removed") if outcome.done else await me(request, outcome)


async def linked(request: Request, outcome: Outcome | None = None, mask: str = "") -> Response:
    """Where the link of the letter leads."""
    return await Page(request).show("identity/email", outcome=outcome, mask=mask)


async def confirm(request: Request) -> Response:
    """Confirm the address."""
    outcome = await Page(request).act("accountEmailConfirm", secret=request.path_params["secret"])
    return await linked(request, outcome, outcome.payload.get("mask") or "")


ROUTES = [
    Route("/me/email", set_email, methods=["POST"]),
    Route("/me/email/remove", remove_email, methods=["POST"]),
    Route("/email/{secret}", linked, methods=["GET"]),
    Route("/email/{secret}", confirm, methods=["POST"]),
]
