"""The demand list on the screen, and the board of a committee."""

from typing import Any

from views.handlers import of_path, paged, shown
from views.page import Page

_ENUMS = ("status", "level", "origin", "axis", "urgency", "category", "need", "organisation", "age")
_FLAGS = ("claimed", "unclaimed", "escalated", "unmet", "pending", "finished")
_TEXTS = ("search", "halfYear", "period", "listedIn", "fits")


def wanted(page: Page) -> dict[str, Any]:
    """The filter that the address asks for."""
    query = page.query
    found: dict[str, Any] = {name: {"eq": query[name]} for name in _ENUMS if query.get(name)}
    found |= {name: query[name] == "true" for name in _FLAGS if query.get(name)}
    found |= {name: query[name] for name in _TEXTS if query.get(name)}
    if area := {key: query[name] for name, key in (("within", "within"), ("at", "eq")) if query.get(name)}:
        found["area"] = area
    if query.get("listedBefore"):
        found["listedAt"] = {"lt": f"{query['listedBefore']}T00:00:00+08:00"}
    return found


def variables(page: Page) -> dict[str, Any]:
    """Which demands the address asks for, in which order."""
    return {"filter": wanted(page), "orderBy": page.query.get("order") or "RECENT"}


def _listed(page: Page) -> dict[str, Any]:
    return of_path(page) | paged(page) | variables(page)


def _board(page: Page) -> dict[str, Any]:
    within = page.query.get("within")
    return {"within": within, "at": within} if within else {}


def _options(page: Page) -> dict[str, Any]:
    return {"filter": {"search": page.query.get("search"), "status": {"eq": "LISTED"}}}


ROUTES = [
    shown("/demands", "demands/list", variables=_listed),
    shown("/demands/board", "demands/board", variables=_board, signed_in=True),
    shown("/demands/options", "demands/options", variables=_options, signed_in=True),
]
