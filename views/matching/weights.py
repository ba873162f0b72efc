"""The weights of the score: their versions, what a change of them would change, and deciding on it."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.matching.parts import PARTS, are_weights
from views.matching.desk import OPEN
from views.matching.weighing import effects
from views.page import Outcome, Page
from views.records.pages import rule_in_words

SAMPLE = 50
"""For how many open demands a change is tried, those that have waited longest (our default)."""
_DIGITS = 3


async def weights(request: Request, outcome: Outcome | None = None) -> Response:
    """The weights that hold, earlier ones, and what those in the address or the form would change."""
    page = Page(request)
    page.signed_in()
    draft = _draft(outcome.typed if outcome else page.query)
    tries = draft is not None and are_weights(draft) and bool(page.viewer.areas or page.viewer.administrator)
    wanted: dict[str, Any] = {"status": {"in": OPEN}} | ({"coordinated": True} if page.viewer.areas else {})
    data = await page.ask("matching/weights", trying=tries, filter=wanted, first=SAMPLE, draft=draft if tries else None)
    held = [data["matchWeights"][0][part] for part in PARTS]
    changed = effects(data["demands"]["nodes"], held, draft) if tries and draft else []
    return page.render(
        "matching/weights",
        data,
        outcome=outcome,
        draft=draft,
        held=held,
        tries=tries,
        changed=changed,
        sentences=rule_in_words(page),
    )


async def decide(request: Request) -> Response:
    """Decide on new weights."""
    page = Page(request)
    outcome = await page.act("matchWeightsSet", await page.form())
    return page.redirect("/matching/weights", "weighed") if outcome.done else await weights(request, outcome)


def _draft(given: Mapping[str, Any]) -> list[int] | None:
    """The weights in an address or a form, in their order; none where one of them is missing or no number."""
    texts = [str(given.get(part, "")) for part in PARTS]
    return (
        [int(text) for text in texts] if all(one.isascii() and one.isdigit() and len(one) <= _DIGITS for one in texts) else None
    )


ROUTES = [
    Route("/matching/weights", weights, methods=["GET"]),
    Route("/matching/weights", decide, methods=["POST"]),
]
