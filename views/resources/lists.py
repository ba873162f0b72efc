"""The resource list on the screen."""

from typing import Any

from views.handlers import paged, shown
from views.page import Page


def wanted(page: Page) -> dict[str, Any]:
    """The filter that the address asks for."""
    query = page.query
    found: dict[str, Any] = {
        "search": query.get("search"),
        "category": {"eq": query["category"]} if query.get("category") else None,
        "organisation": {"eq": query["organisation"]} if query.get("organisation") else None,
        "status": {"eq": query["status"]} if query.get("status") else None,
        "area": {key: query[name] for name, key in (("within", "within"), ("at", "eq")) if query.get(name)},
        "halfYear": query.get("halfYear"),
        "period": query.get("period"),
        "listedIn": query.get("listedIn"),
        "listedAt": {"lt": f"{query['listedBefore']}T00:00:00+08:00"} if query.get("listedBefore") else None,
        "age": {"eq": query["age"]} if query.get("age") else None,
        "fits": query.get("fits"),
        "idle": True if query.get("idle") else None,
        "engaged": True if query.get("engaged") else None,
    }
    return {name: value for name, value in found.items() if value}


def variables(page: Page) -> dict[str, Any]:
    """Which offers the address asks for, in which order."""
    return {"filter": wanted(page), "orderBy": page.query.get("order") or "RECENT"}


def _listed(page: Page) -> dict[str, Any]:
    named = {name: page.query[name] for name in ("within", "organisation") if page.query.get(name)}
    return paged(page) | variables(page) | named


def _options(page: Page) -> dict[str, Any]:
    return {"filter": {"search": page.query.get("search")}}


ROUTES = [
    shown("/resources", "resources/list", variables=_listed),
    shown("/resources/options", "resources/options", variables=_options, signed_in=True),
]
