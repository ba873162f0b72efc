"""The kinds of handler that pages are made of: show something, post a form, take a step."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.forms import kept
from views.links import with_query
from views.page import Outcome, Page
from views.pickers import Options, resolved

PAGE_SIZE = 50
"""Rows of a list (our default: an office screen and a half)."""

Variables = Callable[[Page], Mapping[str, Any]]
To = Callable[[Page, Outcome], str]


def of_path(page: Page) -> dict[str, Any]:
    """What the address names, in its path or after the question mark, and whether somebody has signed in."""
    return {**page.query, **page.request.path_params, "signedIn": not page.viewer.is_public}


def paged(page: Page) -> dict[str, Any]:
    """The variables of a list's page: forwards from ``after``, or backwards from ``before``."""
    if before := page.query.get("before"):
        return {"last": PAGE_SIZE, "before": before}
    return {"first": PAGE_SIZE, "after": page.query.get("after")}


def here(page: Page, _outcome: Outcome) -> str:
    """Back to the page that the form's address stands below: ``/organisations/org_1/approve`` → ``/organisations/org_1``."""
    return page.request.url.path.rpartition("/")[0]


async def looked_up(page: Page) -> Response | None:
    """Without JavaScript a filter comes with the words of a picker: on to the address that has the id for them."""
    if not any(name.endswith("Text") for name in page.query):
        return None
    posted = await resolved(page, FormData(page.query), {})
    found = {name: str(value) for name, value in posted.items() if not name.endswith(("Text", "Was"))}
    return page.redirect(with_query(page.request.url.path, found), "unclear" if posted.reasons else "")


def shown(
    path: str,
    name: str,
    *,
    needs: str | None = None,
    variables: Variables = of_path,
    signed_in: bool = False,
) -> Route:
    """A page that only shows."""

    async def show(request: Request) -> Response:
        page = Page(request)
        if signed_in:
            page.signed_in()
        return await looked_up(page) or await page.show(name, needs=needs, variables=variables(page))

    return Route(path, show, methods=["GET"])


def form(
    path: str,
    name: str,
    mutation: str,
    *,
    to: To,
    notice: str,
    needs: str | None = None,
    variables: Variables = of_path,
    given: Variables = lambda page: {},
    pickers: Mapping[str, Options] | None = None,
    kept_when_empty: tuple[str, ...] = (),
    signed_in: bool = True,
) -> list[Route]:
    """A page with a form: shown at its address, posted to the same, shown again with what was typed when it is refused."""

    async def show(request: Request, outcome: Outcome | None = None) -> Response:
        page = Page(request)
        if signed_in:
            page.signed_in()
        return await page.show(name, needs=needs, variables=variables(page), outcome=outcome)

    async def post(request: Request) -> Response:
        page = Page(request)
        posted = await page.form(pickers)
        outcome = await page.act(mutation, kept(posted, *kept_when_empty) if kept_when_empty else posted, **given(page))
        return page.redirect(to(page, outcome), notice) if outcome.done else await show(request, outcome)

    return [Route(path, show, methods=["GET"]), Route(path, post, methods=["POST"])]


def step(
    path: str,
    mutation: str,
    again: Callable[[Request, Outcome], Any],
    *,
    notice: str,
    to: To = here,
    given: Variables = lambda page: {"id": page.request.path_params["id"]},
    pickers: Mapping[str, Options] | None = None,
) -> Route:
    """A button or a small form on a page; ``again`` shows that page with the refusals.

    Whoever loads the step's address later, after refusals, sees the record.
    """

    async def take(request: Request) -> Response:
        page = Page(request)
        if request.method != "POST":
            return page.redirect(to(page, Outcome({})))
        outcome = await page.act(mutation, await page.form(pickers), **given(page))
        outcome.typed["step"] = request.url.path.rpartition("/")[2]
        return page.redirect(to(page, outcome), notice) if outcome.done else await again(request, outcome)

    return Route(path, take, methods=["GET", "POST"])


def part_step(path: str, mutation: str, again: Callable[[Request, Outcome], Any], *, notice: str, part: str) -> Route:
    """A step of a part of a record, such as one of its deliveries, which the address names as ``part``.

    Several parts have such forms on one page: ``step`` says which was sent.
    """

    async def take(request: Request) -> Response:
        page = Page(request)
        at = f"/{request.url.path.split('/')[1]}/{request.path_params['id']}"
        if request.method != "POST":
            return page.redirect(at)
        outcome = await page.act(mutation, await page.form(), id=request.path_params[part])
        outcome.typed["step"] = f"{request.path_params[part]}/{request.url.path.rpartition('/')[2]}"
        return page.redirect(at, notice) if outcome.done else await again(request, outcome)

    return Route(path, take, methods=["GET", "POST"])
