"""What everybody may see of an area: listed resources and finished projects, on the screen and for the notice board."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
import segno
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.access import Viewer
from views.page import NotThere, Page

SIZES = ("A4", "A3")
_MARK = 10
"""Characters of the mark (our default: short enough to compare with paper by eye)."""


async def public(request: Request) -> Response:
    """The page that the code on a notice board leads to."""
    page = _as_public(request)
    data = await _told(page)
    return page.render("areas/public", data, classes=by_class(data["resources"]["nodes"]), mark=mark_of(data))


async def sheet(request: Request) -> Response:
    """The same to print and to put up."""
    page = _as_public(request)
    data = await _told(page)
    mark = mark_of(data)
    address = f"{page.engine.services.site}/areas/{data['area']['id']}/public"
    code = segno.make(f"{address}?sheet={mark}", error="m").svg_inline(scale=4, border=2, svgclass=None, lineclass=None)
    size = page.query.get("size") if page.query.get("size") in SIZES else SIZES[0]
    told: dict[str, Any] = {
        "classes": by_class(data["resources"]["nodes"]),
        "mark": mark,
        "code": code,
        "address": address,
        "size": size,
    }
    return page.render("areas/sheet", data, **told)


def _as_public(request: Request) -> Page:
    """Whoever looks sees what the public sees, so that nothing else gets onto a board or into its mark."""
    page = Page(request)
    page.viewer = Viewer(language=page.viewer.language)
    return page


async def _told(page: Page) -> dict[str, Any]:
    data = await page.ask("areas/public", id=page.request.path_params["id"])
    if data["area"] is None:
        raise NotThere
    return data


def by_class(offers: list[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Offers by their class, the class with the most first."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in offers:
        found.setdefault(one["category"]["name"], []).append(one)
    return sorted(found.items(), key=lambda one: -len(one[1]))


def mark_of(data: Mapping[str, Any]) -> str:
    """A mark of what is shown: the same words have the same mark, on paper and on the screen."""
    shown = {name: data[name] for name in ("area", "resources", "projects")}
    # In whichever language: names of classes are translated.
    shown["resources"] = [{**one, "category": None} for one in data["resources"]["nodes"]]
    return hashlib.sha256(orjson.dumps(shown, option=orjson.OPT_SORT_KEYS)).hexdigest()[:_MARK].upper()


ROUTES = [
    Route("/areas/{id}/public", public, methods=["GET"]),
    Route("/areas/{id}/public/sheet", sheet, methods=["GET"]),
]
