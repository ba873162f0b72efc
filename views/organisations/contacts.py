"""Pages about an organisation's contacts."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.forms import kept
from views.organisations.pages import show as show_organisation
from views.page import NotThere, Outcome, Page


async def contact(request: Request, outcome: Outcome | None = None) -> Response:
    """The form for a new contact, or for one that the organisation has."""
    page = Page(request)
    page.signed_in()
    data = await page.ask("organisations/contact", id=request.path_params["id"])
    wanted = request.path_params.get("contact")
    contacts = (data["organisation"] or {}).get("contacts", [])
    chosen = next((one for one in contacts if one["id"] == wanted), None)
    if data["organisation"] is None or (wanted and chosen is None):
        raise NotThere
    return page.render("organisations/contact", data, outcome=outcome, contact=chosen)


async def add(request: Request) -> Response:
    """Add a contact."""
    return await _save(request, "contactAdd", organisation=request.path_params["id"])


async def change(request: Request) -> Response:
    """Change a contact; a name, number or address left empty stays as it is."""
    return await _save(request, "contactEdit", id=request.path_params["contact"])


async def _save(request: Request, mutation: str, **given: Any) -> Response:
    page = Page(request)
    posted = await page.form()
    if posted.get("dropEmail"):
        given["email"] = None
    outcome = await page.act(mutation, posted if mutation == "contactAdd" else kept(posted, "name", "phone", "email"), **given)
    return page.redirect(_record(request), "saved") if outcome.done else await contact(request, outcome)


async def remove(request: Request) -> Response:
    """Remove a contact for good."""
    page = Page(request)
    outcome = await page.act("contactRemove", id=request.path_params["contact"])
    return page.redirect(_record(request), "removed") if outcome.done else await contact(request, outcome)


async def confirm(request: Request) -> Response:
    """Confirm that a contact is right."""
    page = Page(request)
    outcome = await page.act("contactConfirm", id=request.path_params["contact"])
    return page.redirect(page.back(), "confirmed") if outcome.done else await show_organisation(request, outcome)


async def reveal(request: Request) -> Response:
    """One contact in clear, for a purpose; the ledger has it."""
    page = Page(request)
    page.signed_in()
    outcome = await page.act("contactReveal", id=request.path_params["contact"])
    partial = request.headers.get("hx-request-type") == "partial"
    if not (outcome.done or partial):
        return await show_organisation(request, outcome)
    shown = {"id": request.path_params["contact"], **{name: outcome.payload.get(name) for name in ("name", "phone", "email")}}
    data = await page.ask("organisations/reveal", id=request.path_params["id"])
    name = "organisations/contact_revealed" if partial else "organisations/reveal"
    answer = page.render(name, data, outcome=outcome, contact=shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _record(request: Request) -> str:
    return f"/organisations/{request.path_params['id']}"


_ONE = "/organisations/{id}/contacts/{contact}"

ROUTES = [
    Route("/organisations/{id}/contacts/new", contact, methods=["GET"]),
    Route("/organisations/{id}/contacts/new", add, methods=["POST"]),
    Route(f"{_ONE}/edit", contact, methods=["GET"]),
    Route(f"{_ONE}/edit", change, methods=["POST"]),
    Route(f"{_ONE}/confirm", confirm, methods=["POST"]),
    Route(f"{_ONE}/remove", remove, methods=["POST"]),
    Route(f"{_ONE}/reveal", reveal, methods=["POST"]),
]
