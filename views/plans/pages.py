"""Pages about one plan: how it is getting on, its lines by demand, and deciding about them."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.handlers import looked_up, shown, step
from views.page import Outcome, Page

ROWS = 30
"""Demands on a page of a plan, each with its lines (our default)."""
PRINTED = 80
"""Demands on a sheet (our default: as many as a document may ask for together with their lines)."""
_FLAGS = ("short", "ruled", "refused", "changed")


def _asked(page: Page) -> dict[str, Any]:
    """The variables of a plan's page: which plan, and which of its demands."""
    query = page.query
    wanted: dict[str, Any] = {name: {"eq": query[name]} for name in ("community", "provider") if query.get(name)}
    wanted |= {name: query[name] == "true" for name in _FLAGS if query.get(name)}
    named = {"provider": query["provider"]} if query.get("provider") else {}
    return {"id": page.request.path_params["id"], "filter": wanted} | named


def _paged(page: Page) -> dict[str, Any]:
    if before := page.query.get("before"):
        return {"last": ROWS, "before": before}
    return {"first": ROWS, "after": page.query.get("after")}


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """A plan, for the committees of its area and above."""
    page = Page(request)
    page.signed_in()
    if found := await looked_up(page):
        return found
    return await page.show("plans/show", needs="plan", variables=_asked(page) | _paged(page), outcome=outcome)


async def accept(request: Request) -> Response:
    """Accept the lines that are ticked, or all."""
    page = Page(request)
    at = f"/plans/{request.path_params['id']}"
    if request.method != "POST":
        return page.redirect(at)
    posted = await page.form()
    lines = None if posted.get("all") else [str(one) for one in posted.getlist("lines")]
    outcome = await page.act("planAccept", posted, id=request.path_params["id"], lines=lines)
    return page.redirect(at, "accepting") if outcome.done else await show(request, outcome)


async def decide(request: Request) -> Response:
    """Pin a line, forbid it, or ask why: the word at the end of the address says which."""
    page = Page(request)
    at = f"/plans/{request.path_params['id']}"
    if request.method != "POST":
        return page.redirect(at)
    mutation, notice = _DECISIONS[request.url.path.rpartition("/")[2]]
    posted = await page.form()
    given = {} if mutation == "planPrice" else {"plan": request.path_params["id"]}
    outcome = await page.act(mutation, posted, **given)
    if not outcome.done:
        outcome.typed["for"] = posted.get("line", "")
        return await show(request, outcome)
    return page.redirect(_back(at, posted), notice)


async def free(request: Request) -> Response:
    """Take a pin or a ban back."""
    page = Page(request)
    at = f"/plans/{request.path_params['id']}"
    if request.method != "POST":
        return page.redirect(at)
    posted = await page.form()
    outcome = await page.act("planRuleRemove", posted, id=request.path_params["rule"])
    return page.redirect(_back(at, posted), "freed") if outcome.done else await show(request, outcome)


def _back(at: str, posted: Mapping[str, Any]) -> str:
    """To the same demands, at the one that was decided about."""
    query = str(posted.get("query", ""))
    place = str(posted.get("demand") or posted.get("at") or "")
    return at + (f"?{query}" if query else "") + (f"#{place}" if place else "")


_DECISIONS = {
    "pin": ("planPin", "pinned"),
    "forbid": ("planForbid", "forbidden"),
    "explain": ("planExplain", "explained"),
    "price": ("planPrice", "priced"),
}

ROUTES = [
    Route("/plans/{id}", show, methods=["GET"]),
    shown(
        "/plans/{id}/print",
        "plans/print",
        needs="plan",
        variables=lambda page: _asked(page) | {"first": PRINTED},
        signed_in=True,
    ),
    step("/plans/{id}/solve", "planSolve", show, notice="planning"),
    step("/plans/{id}/cancel", "planCancel", show, notice="called_off"),
    Route("/plans/{id}/accept", accept, methods=["GET", "POST"]),
    *[Route(f"/plans/{{id}}/{word}", decide, methods=["GET", "POST"]) for word in _DECISIONS],
    Route("/plans/{id}/rules/{rule}/remove", free, methods=["GET", "POST"]),
]
