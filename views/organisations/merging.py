"""Suspected duplicates, and two entries becoming one."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.handlers import looked_up, of_path, paged, shown
from views.page import Outcome, Page


def _listed(page: Page) -> dict[str, Any]:
    return paged(page)


async def merge(request: Request, outcome: Outcome | None = None) -> Response:
    """The two side by side, or the question which the other is."""
    page = Page(request)
    page.signed_in()
    variables = of_path(page)
    return await looked_up(page) or await page.show(
        "organisations/merge", needs="organisation", variables=variables, outcome=outcome
    )


async def join(request: Request) -> Response:
    """Merge into the entry that is to stay."""
    page = Page(request)
    posted = await page.form()
    both = [request.path_params["id"], page.query.get("with", "")]
    keep = str(posted.get("keep", ""))
    gone = next((one for one in both if one != keep), "")
    version = str(posted.get(f"version.{gone}", ""))
    outcome = await page.act("organisationMerge", posted, id=gone, into=keep, version=int(version) if version.isdigit() else None)
    return page.redirect(f"/organisations/{keep}", "merged") if outcome.done else await merge(request, outcome)


async def distinguish(request: Request) -> Response:
    """Remember that two entries are two units."""
    page = Page(request)
    outcome = await page.act("organisationDistinguish", id=request.path_params["id"])
    if outcome.done:
        return page.redirect("/organisations/duplicates", "distinguished")
    return await page.show("layout/refused", outcome=outcome, back="/organisations/duplicates")


ROUTES = [
    shown("/organisations/duplicates", "organisations/duplicates", variables=_listed, signed_in=True),
    Route("/organisations/{id}/merge", merge, methods=["GET"]),
    Route("/organisations/{id}/merge", join, methods=["POST"]),
    Route("/organisations/{id}/distinguish", distinguish, methods=["POST"]),
]
