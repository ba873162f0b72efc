"""A unit's record with the rule, and one entry with what can be done about it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.language import translate
from schema.records.rule import SENTENCES
from views.handlers import of_path, paged, step
from views.page import NotThere, Outcome, Page


async def record(request: Request) -> Response:
    """What a unit's record comes to, and every entry behind it; for its own people and its committee."""
    page = Page(request)
    page.signed_in()
    status = {"status": {"eq": page.query["status"]}} if page.query.get("status") else {}
    asked: dict[str, Any] = of_path(page) | paged(page) | {"filter": status}
    data = await page.ask("records/unit", **asked)
    if data["organisation"] is None or data["organisation"]["recordMark"] is None:
        raise NotThere
    return page.render("records/unit", data, sentences=rule_in_words(page))


def rule_in_words(page: Page) -> list[str]:
    """The sentences of the rule, in the viewer's language."""
    return [translate(page.viewer.language, one) for one in SENTENCES]


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """One entry: what it says, how it counts, what the unit objects and what was decided."""
    page = Page(request)
    page.signed_in()
    return await page.show("records/show", needs="recordEntry", variables=of_path(page), outcome=outcome)


_STEPS = {
    "contest": ("recordEntryContest", "contested"),
    "uphold": ("recordEntryUphold", "upheld"),
    "strike": ("recordEntryStrike", "struck"),
}

ROUTES = [
    Route("/organisations/{id}/record", record, methods=["GET"]),
    Route("/records/{id}", show, methods=["GET"]),
    *[step(f"/records/{{id}}/{word}", mutation, show, notice=notice) for word, (mutation, notice) in _STEPS.items()],
]
