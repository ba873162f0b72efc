"""The list of matches on the screen."""

from typing import Any

from views.handlers import paged, shown
from views.page import Page


def _listed(page: Page) -> dict[str, Any]:
    query = page.query
    wanted: dict[str, Any] = {name: {"eq": query[name]} for name in ("status", "demand", "resource") if query.get(name)}
    if query.get("organisation"):
        wanted["provider"] = {"eq": query["organisation"]}
    wanted |= {name: query[name] == "true" for name in ("waiting", "reported") if query.get(name)}
    named = {name: query[name] for name in ("organisation", "demand", "resource") if query.get(name)}
    return paged(page) | named | {"filter": wanted, "order": query.get("order") or "RECENT"}


ROUTES = [shown("/matches", "matching/list", variables=_listed, signed_in=True)]
