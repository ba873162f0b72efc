"""Pages about comments: what is said about an item, saying something, taking it back."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.notifications.places import place_of
from views.attachments.sending import attach_files, files_form, files_of
from views.handlers import form, of_path, step
from views.page import NotThere, Outcome, Page
from views.pickers import Posted

Show = Callable[[Request, Outcome], Any]


def below(base: str, show: Show) -> Route:
    """Saying something about the records of a concept: at an address below theirs, refusals shown on their page."""

    async def add(request: Request) -> Response:
        page = Page(request)
        item = str(request.path_params["id"])
        if request.method != "POST":
            return page.redirect(f"{base}/{item}")
        posted = await files_form(page)
        outcome = await page.act("commentAdd", posted, item=item)
        if outcome.done:
            return await _said(page, outcome.payload["comment"]["id"], posted, f"{base}/{item}#comments")
        outcome.typed["step"] = "comments"
        if any(one["code"] == "MENTION_AMBIGUOUS" for one in outcome.refusals):
            outcome.found = {"mentions": await _namesakes(page, item, outcome.typed.get("text", ""))}
        response: Response = await show(request, outcome)
        return response

    return Route(f"{base}/{{id}}/comments", add, methods=["GET", "POST"])


async def _said(page: Page, comment: str, posted: Posted, to: str) -> Response:
    """The comment is there; a file that is refused can be sent again to it."""
    if not files_of(posted) or (await attach_files(page, comment, posted)).done:
        return page.redirect(to, "commented")
    return page.redirect(f"/attachments/new?item={comment}", "unsent")


async def _namesakes(page: Page, item: str, text: str) -> list[dict[str, str]]:
    """Those of one name whom a text may mean."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for rest in text.split("@")[1:]:
        people = await page.ask("comments/participants", item=item, search=rest[:2])
        for one in people["participants"]:
            if rest.startswith(one["name"]):
                found[one["name"]][one["personId"]] = " · ".join(filter(None, (one["name"], one["unit"], one["title"])))
    several = [people for people in found.values() if len(people) > 1]
    return [{"value": id_, "text": words} for people in several[:1] for id_, words in people.items()]


async def show(request: Request) -> Response:
    """What is said about an item, from the latest backwards."""
    page = Page(request)
    page.signed_in()
    data = await page.ask("comments/list", item=page.query.get("item", ""), before=page.query.get("before"))
    if not data["node"] or not data["node"].get("viewerTakesPart"):
        raise NotThere
    return page.render("comments/list", data)


async def participants(request: Request) -> Response:
    """Who can be mentioned, while one types."""
    page = Page(request)
    page.signed_in()
    asked = {"item": page.query.get("item", ""), "search": page.query.get("search", "")}
    return await page.show("comments/participants", variables=asked)


def _to_item(page: Page, outcome: Outcome) -> str:
    """To the comment on its item's page."""
    comment = outcome.payload.get("comment")
    return f"{place_of(comment['item']['id'])}#{comment['id']}" if comment and comment["item"] else page.back()


async def _refused(request: Request, outcome: Outcome) -> Response:
    page = Page(request)
    return await page.show("layout/refused", outcome=outcome, back=page.back())


def _form(name: str, mutation: str, notice: str) -> list[Route]:
    """A page with a form about one comment."""
    return form(
        f"/comments/{{id}}/{name.rpartition('/')[2]}",
        name,
        mutation,
        to=_to_item,
        notice=notice,
        needs="comment",
        given=lambda page: {"id": page.request.path_params["id"]},
        variables=of_path,
    )


ROUTES = [
    Route("/comments", show, methods=["GET"]),
    Route("/comments/participants", participants, methods=["GET"]),
    *_form("comments/edit", "commentEdit", "saved"),
    *_form("comments/remove", "commentRemove", "taken_down"),
    step("/comments/{id}/withdraw", "commentWithdraw", _refused, notice="withdrawn", to=_to_item),
    step("/comments/{id}/note", "commentNote", _refused, notice="noted", to=_to_item),
]
