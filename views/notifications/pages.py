"""Pages about notifications: what one was told, marking it, watching."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from schema.notifications.places import place_of
from views.handlers import paged, shown, step
from views.page import Outcome, Page


def _listed(page: Page) -> dict[str, Any]:
    return {**paged(page), "unread": True if page.query.get("unread") == "true" else None}


async def _refused(request: Request, outcome: Outcome) -> Response:
    page = Page(request)
    return await page.show("layout/refused", outcome=outcome, back="/notifications")


def _to_list(_page: Page, _outcome: Outcome) -> str:
    return "/notifications"


def _to_subject(_page: Page, outcome: Outcome) -> str:
    """To what it is about, at the comment where there is one."""
    told = outcome.payload.get("notification")
    if not told or not told["subject"]:
        return "/notifications"
    at = place_of(told["subject"]["id"])
    return f"{at}#{told['comment']['id']}" if told["comment"] else at


def _to_item(page: Page, _outcome: Outcome) -> str:
    return place_of(str(page.request.path_params["id"]))


def _item(page: Page) -> dict[str, Any]:
    return {"item": page.request.path_params["id"]}


def _nothing(_page: Page) -> dict[str, Any]:
    return {}


ROUTES = [
    shown("/notifications", "notifications/list", variables=_listed, signed_in=True),
    shown("/notifications/bell", "notifications/bell", signed_in=True),
    step("/notifications/read", "notificationReadAll", _refused, notice="all_read", to=_to_list, given=_nothing),
    step("/notifications/{id}/open", "notificationRead", _refused, notice="", to=_to_subject),
    step("/notifications/{id}/unread", "notificationUnread", _refused, notice="", to=_to_list),
    step("/watches/{id}/start", "watchStart", _refused, notice="watched", to=_to_item, given=_item),
    step("/watches/{id}/stop", "watchStop", _refused, notice="unwatched", to=_to_item, given=_item),
]
