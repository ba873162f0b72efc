"""Pages about accounts, for administrators."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.handlers import of_path, paged, step
from views.page import Outcome, Page


def _found(page: Page) -> dict[str, Any]:
    text, status = page.query.get("search"), page.query.get("status")
    wanted = {"search": text, "status": {"eq": status} if status else None}
    return paged(page) | {"filter": {name: value for name, value in wanted.items() if value}}


async def listed(request: Request) -> Response:
    """All accounts."""
    page = Page(request)
    page.administers()
    return await page.show("accounts/list", variables=_found(page))


async def show(request: Request, outcome: Outcome | None = None, password: str | None = None) -> Response:
    """An account; ``password`` is a new one, shown this once."""
    page = Page(request)
    page.signed_in()
    variables = of_path(page)
    return await page.show("accounts/show", needs="account", variables=variables, outcome=outcome, password=password)


async def new(request: Request, outcome: Outcome | None = None) -> Response:
    """The form for a new account."""
    page = Page(request)
    page.administers()
    return await page.show("accounts/new", variables=of_path(page), outcome=outcome)


async def create(request: Request) -> Response:
    """Open an account, and show its first password once."""
    outcome = await Page(request).act("accountCreate")
    if not outcome.done:
        return await new(request, outcome)
    request.scope["path_params"] = {"id": outcome.payload["account"]["id"]}
    return await show(request, password=outcome.payload["secret"])


async def reset(request: Request) -> Response:
    """Give an account a new password, and show it once."""
    outcome = await Page(request).act("passwordReset", id=request.path_params["id"])
    return await show(request, outcome=outcome, password=outcome.payload.get("secret"))


ROUTES = [
    Route("/accounts", listed, methods=["GET"]),
    Route("/accounts/new", new, methods=["GET"]),
    Route("/accounts/new", create, methods=["POST"]),
    Route("/accounts/{id}", show, methods=["GET"]),
    Route("/accounts/{id}/reset", reset, methods=["POST"]),
    step("/accounts/{id}/edit", "accountEdit", show, notice="saved"),
    step("/accounts/{id}/disable", "accountDisable", show, notice="disabled"),
    step("/accounts/{id}/enable", "accountEnable", show, notice="enabled"),
]
