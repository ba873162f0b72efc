"""Giving what is promised to another demand, or having it done with another offer of the unit or at another opening."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.handlers import of_path
from views.matching.terms import opening_of
from views.page import Outcome, Page

Record = Mapping[str, Any]
_PICKERS = {"demand": ("demands/options", {"status": {"eq": "LISTED"}})}


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """The form, with everything of the unit that it could come from instead."""
    page = Page(request)
    page.signed_in()
    return await page.show("matching/transfer", needs="match", variables=of_path(page), outcome=outcome, targets=targets)


async def transfer(request: Request) -> Response:
    """Transfer it; on to what took over."""
    page = Page(request)
    posted = await page.form(_PICKERS)
    resource, _, opening = str(posted.get("resource", "")).partition(" ")
    given = {"resource": resource or None, **opening_of({"opening": opening})}
    outcome = await page.act("matchTransfer", posted, id=request.path_params["id"], **given)
    if outcome.done:
        return page.redirect(f"/matches/{outcome.payload['transferred']['id']}", "transferred")
    return await show(request, outcome)


def targets(match: Record) -> list[dict[str, Any]]:
    """What the unit could do it with instead, the same offer first where it has other openings.

    Each offer that is counted alike as ``resource``, with its ``openings`` up to the demand's last day.
    """
    offer = match["resource"]
    unit = offer["organisation"] if offer else None
    others = [one for one in unit["resources"]["nodes"] if one["id"] != offer["id"]] if unit else []
    own = [offer] if offer and offer["measure"] == "PER_WINDOW" else []
    alike = [one for one in [*own, *others] if one["unit"] == offer["unit"]]
    return [{"resource": one, "openings": _openings(one, match), "full": Decimal(one["free"]) == 0} for one in alike]


def _openings(offer: Record, match: Record) -> list[dict[str, Any]]:
    """Its openings but for the one that is promised now: each with the ``value`` to send, and whether it is ``full``."""
    last = match["demand"]["neededBy"] if match["demand"] else "9999-12-31"
    now = (match["resource"]["id"], match["day"], match["opens"])
    return [
        {
            **one,
            "value": f"{offer['id']} {one['day']} {one['opens'][:5]}",
            "weekday": str(date.fromisoformat(one["day"]).isoweekday()),
            "full": Decimal(one["free"]) == 0,
        }
        for one in offer["openings"]
        if one["day"] <= last and (offer["id"], one["day"], one["opens"]) != now
    ]


ROUTES = [
    Route("/matches/{id}/transfer", show, methods=["GET"]),
    Route("/matches/{id}/transfer", transfer, methods=["POST"]),
]
