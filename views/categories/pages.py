"""Pages about the classes of resources and demands, for administrators."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.forms import BASE
from views.handlers import of_path, step
from views.page import Outcome, Page


async def listed(request: Request, outcome: Outcome | None = None) -> Response:
    """The classes of each list."""
    page = Page(request)
    page.administers()
    return await page.show("categories/list", outcome=outcome)


async def new(request: Request, outcome: Outcome | None = None) -> Response:
    """The form for a new class."""
    page = Page(request)
    page.administers()
    return await page.show("categories/edit", variables=of_path(page), outcome=outcome)


async def create(request: Request) -> Response:
    """Add a class."""
    page = Page(request)
    outcome = await page.act("categoryCreate", await page.form())
    return page.redirect(LIST, "created") if outcome.done else await new(request, outcome)


async def edit(request: Request, outcome: Outcome | None = None) -> Response:
    """The form for a class that there is."""
    page = Page(request)
    page.administers()
    return await page.show("categories/edit", needs="category", variables=of_path(page), outcome=outcome)


async def save(request: Request) -> Response:
    """Change a class; a name that stays as it was shown, perhaps in another language, stays as it is."""
    page = Page(request)
    posted = await page.form()
    changed = [(name, value) for name, value in posted.multi_items() if name != "name" or value != posted.get(BASE + "name")]
    outcome = await page.act("categoryEdit", FormData(changed), id=request.path_params["id"])
    outcome.typed["name"] = str(posted.get("name", ""))
    return page.redirect(LIST, "saved") if outcome.done else await edit(request, outcome)


def _to_list(_page: Page, _outcome: Outcome) -> str:
    return LIST


LIST = "/categories"

ROUTES = [
    Route(LIST, listed, methods=["GET"]),
    Route("/categories/new", new, methods=["GET"]),
    Route("/categories/new", create, methods=["POST"]),
    Route("/categories/{id}/edit", edit, methods=["GET"]),
    Route("/categories/{id}/edit", save, methods=["POST"]),
    step("/categories/{id}/retire", "categoryRetire", listed, notice="retired", to=_to_list),
    step("/categories/{id}/restore", "categoryRestore", listed, notice="restored", to=_to_list),
]
