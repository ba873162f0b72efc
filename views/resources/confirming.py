"""Links that confirm: where they lead, and how a committee makes one."""

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.page import Outcome, Page
from views.resources.pages import show as show_resource


async def asked(request: Request, outcome: Outcome | None = None) -> Response:
    """Where a link leads: what it can confirm, and one button. Looking changes nothing."""
    page = Page(request)
    answer = await page.show("resources/confirm", outcome=outcome, variables={"secret": request.path_params["secret"]})
    answer.headers["Cache-Control"] = "no-store"
    return answer


async def confirm(request: Request) -> Response:
    """Confirm, and say what was confirmed."""
    page = Page(request)
    outcome = await page.act("resourceConfirmByLink", secret=request.path_params["secret"])
    if not outcome.done:
        return await asked(request, outcome)
    return page.render("resources/confirmed", await page.ask("resources/confirmed"), titles=outcome.payload["titles"])


async def link(request: Request) -> Response:
    """Make a link for an offer and show it, this once, with a code for telephones."""
    page = Page(request)
    if request.method != "POST":
        return page.redirect(f"/resources/{request.path_params['id']}")
    outcome = await page.act("resourceLink", id=request.path_params["id"])
    if not outcome.done:
        return await show_resource(request, outcome)
    data = await page.ask("resources/link", id=request.path_params["id"])
    made = outcome.payload["link"]
    code = segno.make(made, error="m").svg_inline(scale=5, border=4, light="#fff", svgclass=None, lineclass=None)
    answer = page.render("resources/link", data, link=made, code=Markup(code))  # noqa: S704 - segno draws, it does not quote
    answer.headers["Cache-Control"] = "no-store"
    return answer


ROUTES = [
    Route("/confirm/{secret}", asked, methods=["GET"]),
    Route("/confirm/{secret}", confirm, methods=["POST"]),
    Route("/resources/{id}/link", link, methods=["GET", "POST"]),
]
