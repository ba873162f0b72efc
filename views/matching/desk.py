"""The matching desk: open demands beside what fits the chosen one."""

from datetime import datetime, time
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.days import OFFICE
from views.handlers import looked_up
from views.matching.narrowing import days_ago, narrowed
from views.matching.terms import opening_of, suggested
from views.page import Outcome, Page

ROWS = 20
"""Demands beside the candidates (our default: a screen)."""
SIDE_BY_SIDE = 3
"""Offers that are compared (our default: what fits a desk's screen with words)."""
OPEN = ["LISTED", "PARTLY_MATCHED"]
"""How demands stand for which something is still to be found."""


async def desk(request: Request, outcome: Outcome | None = None) -> Response:
    """The desk; of a demand that was chosen, or else of the one that has waited longest."""
    page = Page(request)
    page.signed_in()
    if found := await looked_up(page):
        return found
    data = await page.ask("matching/desk", **_asked(page))
    demand = data["demand"] if "demand" in data else next(iter(data["begin"]["nodes"]), None)
    compared = page.query.get("compare", "").split(",")[:SIDE_BY_SIDE] if page.query.get("compare") else []
    return page.render("matching/desk", data, outcome=outcome, demand=demand, compared=compared, suggest=suggested)


async def propose(request: Request) -> Response:
    """Propose an offer for a demand; the desk stays where it is."""
    page = Page(request)
    sides = {name: str(request.path_params[name]) for name in ("demand", "resource")}
    at = f"/matching?demand={sides['demand']}"
    if request.method != "POST":
        return page.redirect(at)
    posted = await page.form()
    outcome = await page.act("matchPropose", posted, **sides, **opening_of(posted))
    if outcome.done:
        back = page.back()
        return page.redirect(back if back.startswith("/matching?") and "demand=" in back else at, "proposed")
    outcome.typed["for"] = sides["resource"]
    return await desk(request, outcome)


def _asked(page: Page) -> dict[str, Any]:
    query = page.query
    demand = page.request.path_params.get("demand") or query.get("demand")
    wanted: dict[str, Any] = {"coordinated": True, "status": {"in": OPEN}}
    wanted |= {name: {"eq": query[name]} for name in ("category", "urgency", "level") if query.get(name)}
    if query.get("within"):
        wanted["area"] = {"within": query["within"]}
    if since := days_ago(query.get("waiting")):
        wanted["listedAt"] = {"lt": datetime.combine(since, time(), OFFICE).isoformat()}
    back = query.get("before")
    pages = {"last": ROWS, "before": back} if back else {"first": ROWS, "after": query.get("after")}
    named = {name: query[name] for name in ("within", "resource") if query.get(name)}
    if page.request.url.path.endswith("/wait"):
        named["resource"] = page.request.path_params["resource"]
    chosen = {"demand": demand} if demand else {}
    asked = {"filter": wanted, "order": query.get("order") or "WAITING", "chosen": bool(demand)}
    asked["combined"] = bool(query.get("portfolios")) or "strength" in page.request.path_params
    asked["emptied"] = bool(query.get("emptied"))
    asked["looked"] = bool(named.get("resource") and demand)
    return pages | named | chosen | narrowed(query) | asked


ROUTES = [
    Route("/matching", desk, methods=["GET"]),
    Route("/matching/{demand}/{resource}", propose, methods=["GET", "POST"]),
]
