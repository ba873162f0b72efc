"""One attachment by itself: seen large, its words changed, taken away."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.attachments import files
from views.handlers import of_path, step
from views.page import NotThere, Outcome, Page


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """An attachment, with the way to its neighbours."""
    page = Page(request)
    data = await page.ask("attachments/show", **of_path(page))
    found = data["attachment"]
    if found is None:
        raise NotThere
    siblings = [one["id"] for one in found["item"]["attachments"]]
    path, title = _item(found["item"])
    more: dict[str, Any] = {
        "siblings": siblings,
        "place": siblings.index(found["id"]),
        "item_path": f"{path}#attachments",
        "item_title": title,
    }
    return page.render("attachments/show", data, outcome=outcome, **more)


async def remove(request: Request) -> Response:
    """Take it away, and go back to its item: afterwards nothing is to be seen of it."""
    page = Page(request)
    data = await page.ask("attachments/show", **of_path(page))
    if data["attachment"] is None:
        raise NotThere
    outcome = await page.act("attachmentRemove", await page.form(), id=request.path_params["id"])
    path, _ = _item(data["attachment"]["item"])
    return page.redirect(f"{path}#attachments", "removed") if outcome.done else await show(request, outcome)


def _item(item: Mapping[str, Any]) -> tuple[str, str]:
    """The address and the title of the page on which an item is seen."""
    match item["__typename"]:
        case "ProjectNote":
            return f"/projects/{item['project']['id']}", item["project"]["title"]
        case "Delivery":
            demand = item["match"]["demand"]
            return f"/matches/{item['match']['id']}", demand["title"] if demand else ""
        case name:
            return f"/{name.lower()}s/{item['id']}", item["title"]


ROUTES = [
    Route("/attachments/{id}", show, methods=["GET"]),
    step("/attachments/{id}/edit", "attachmentEdit", show, notice="saved"),
    Route("/attachments/{id}/remove", remove, methods=["POST"]),
    *files.ROUTES,
]
