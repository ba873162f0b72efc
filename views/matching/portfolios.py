"""Combinations of offers on the desk: proposing one, with the quantities as they were changed on the page."""

from typing import Any

from graphql import GraphQLInputObjectType, get_named_type
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.refusals import Reason
from schema.matching.portfolio_kinds import PARTS
from views.forms import read_form, typed
from views.matching.desk import desk
from views.page import Outcome, Page

_FIELDS = ("resource", "quantity", "day", "opens")


async def propose(request: Request) -> Response:
    """Propose all parts of a combination that have a quantity; the desk stays where it is."""
    page = Page(request)
    demand = str(request.path_params["demand"])
    at = f"/matching?demand={demand}&portfolios=true"
    if request.method != "POST":
        return page.redirect(at)
    posted = await page.form()
    outcome = await _proposed(page, posted, demand)
    if outcome.done:
        back = page.back()
        return page.redirect(back if back.startswith("/matching?") and "demand=" in back else at, "proposed_all")
    outcome.typed["for"] = request.path_params["strength"]
    return await desk(request, outcome)


async def _proposed(page: Page, posted: FormData, demand: str) -> Outcome:
    """What the mutation answers; its refusals stand at the fields of the form, which may leave parts out."""
    document = page.site.documents["portfolioPropose"]
    assert document.input is not None
    type_ = get_named_type(document.input.fields["parts"].type)
    assert isinstance(type_, GraphQLInputObjectType)
    places = [place for place in range(PARTS) if str(posted.get(f"parts.{place}.quantity", "")).strip()]
    parts, wrong = [], []
    for place in places:
        part, reasons = read_form(_part(posted, place), type_, {})
        parts.append(part)
        wrong += [Reason(one.code, f"parts.{place}.{one.path}", one.parameters) for one in reasons]
    if wrong:
        return Outcome({"refusals": [one.told(page.viewer.language) for one in wrong]}, typed(posted))
    outcome = await page.act("portfolioPropose", posted, demand=demand, parts=parts)
    refusals = [one | {"path": _at_form(one["path"], places)} for one in map(dict, outcome.refusals)]
    return Outcome(outcome.payload | {"refusals": refusals}, outcome.typed)


def _part(posted: FormData, place: int) -> FormData:
    """The fields of one part under their own names."""
    found: dict[str, Any] = {name: posted.get(f"parts.{place}.{name}") for name in _FIELDS}
    return FormData([(name, value) for name, value in found.items() if value is not None])


def _at_form(path: str, places: list[int]) -> str:
    """The field of the form for one of the input."""
    head, _, rest = path.removeprefix("parts.").partition(".")
    return f"parts.{places[int(head)]}.{rest}" if path.startswith("parts.") and rest else path


ROUTES = [Route("/matching/{demand}/portfolios/{strength}", propose, methods=["GET", "POST"])]
