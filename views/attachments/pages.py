"""One attachment by itself: seen large, its words changed, taken away."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.notifications.places import place_of
from views.attachments import files
from views.attachments.sending import answered, attach_files, files_form
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


async def new(request: Request, outcome: Outcome | None = None) -> Response:
    """The form for photos of a note, a delivery or a comment, which have no page of their own."""
    page = Page(request)
    page.signed_in()
    item = (data := await page.ask("attachments/new", **of_path(page) | {"item": page.query.get("item", "")}))["node"]
    if not item or item["__typename"] not in _PARTS or "attach" not in item["viewerSteps"]:
        raise NotThere
    path, title = _item(item)
    words, day = (item[field] for field in _PARTS[item["__typename"]])
    told = {"item_path": path, "item_title": title, "words": words, "day": day}
    return page.render("attachments/new", data, outcome=outcome, status=200, **told)


async def add(request: Request) -> Response:
    """Attach what was chosen, and go back to the page that it is a part of."""
    page = Page(request)
    page.signed_in()
    data = await page.ask("attachments/new", **of_path(page) | {"item": page.query.get("item", "")})
    if not data["node"]:
        raise NotThere
    path, _ = _item(data["node"])
    outcome = await attach_files(page, data["node"]["id"], await files_form(page))
    return answered(page, outcome, path) or await new(request, outcome)


async def remove(request: Request) -> Response:
    """Take it away, and go back to its item: afterwards nothing is to be seen of it."""
    page = Page(request)
    data = await page.ask("attachments/show", **of_path(page))
    if data["attachment"] is None:
        raise NotThere
    outcome = await page.act("attachmentRemove", await page.form(), id=request.path_params["id"])
    path, _ = _item(data["attachment"]["item"])
    return page.redirect(f"{path}#attachments", "removed") if outcome.done else await show(request, outcome)


_PARTS = {"ProjectNote": ("text", "notedOn"), "Delivery": ("note", "deliveredOn"), "Comment": ("text", "createdAt")}
"""What is a part of another page: by type, its words and its day."""


def _item(item: Mapping[str, Any]) -> tuple[str, str]:
    """The address and the title of the page on which an item is seen."""
    match item["__typename"]:
        case "ProjectNote":
            return f"/projects/{item['project']['id']}", item["project"]["title"]
        case "Delivery":
            demand = item["match"]["demand"]
            return f"/matches/{item['match']['id']}", demand["title"] if demand else ""
        case "Comment":
            about = item["item"]
            return f"{place_of(about['id'])}", about.get("title") or (about.get("demand") or {}).get("title", "")
        case name:
            return f"/{name.lower()}s/{item['id']}", item["title"]


ROUTES = [
    Route("/attachments/new", new, methods=["GET"]),
    Route("/attachments/new", add, methods=["POST"]),
    Route("/attachments/{id}", show, methods=["GET"]),
    step("/attachments/{id}/edit", "attachmentEdit", show, notice="saved"),
    Route("/attachments/{id}/remove", remove, methods=["POST"]),
    *files.ROUTES,
]
