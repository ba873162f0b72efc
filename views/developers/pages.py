"""Pages for those who write apps: how to talk to the contract, its reference by concept, and how it changed."""

import re
from asyncio import to_thread
from collections.abc import Sequence
from functools import cache

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema import contract, schema
from schema.reference.bruno import collection, packed
from schema.reference.examples import FOLDER, Example, examples, scopes_of
from schema.reference.pages import Reference
from schema.releases.releasing import CHANGELOG, DECLARED, Section, declared, section, sections, since_release
from views.developers.titles import TITLES
from views.handlers import of_path
from views.page import NotThere, Page

REFERENCE = Reference(contract)
_CODE = re.compile(r"``?([^`]+)``?")
LLMS = FOLDER.parent / "llms.txt"


@cache
def shown_examples() -> Sequence[tuple[Example, Sequence[str]]]:
    """Each example with the scopes that its token needs."""
    return [(one, scopes_of(one.document, contract)) for one in examples()]


@cache
def _printed() -> str:
    return schema.as_str() + "\n"


@cache
def _changes() -> Sequence[Section]:
    """What changed since the last release, then each release."""
    known = declared(DECLARED.read_text(encoding="utf-8"))
    unreleased = section(since_release(_printed()), known, "")
    return sections(unreleased + "\n" + CHANGELOG.read_text(encoding="utf-8"))


@cache
def _chapters() -> Sequence[str]:
    """The concepts: those that are called something first, in that order."""
    return [*(name for name in TITLES if name in REFERENCE.concepts), *(set(REFERENCE.concepts) - set(TITLES))]


def words(text: str) -> Markup:
    """A description, with what it sets in backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


async def index(request: Request) -> Response:
    """How to talk to the contract; with a text, where it stands in it."""
    page = Page(request)
    text = page.query.get("search", "").strip()
    hits = REFERENCE.find(text) if text else None
    return await page.show(
        "developers/index",
        variables=of_path(page),
        chapters=_chapters(),
        hits=hits,
        examples=shown_examples(),
    )


async def concept(request: Request) -> Response:
    """A chapter of the reference."""
    page = Page(request)
    name = request.path_params["concept"]
    if name not in REFERENCE.concepts:
        raise NotThere
    return await page.show(
        "developers/concept",
        variables=of_path(page),
        concept=REFERENCE.concepts[name],
        homes=REFERENCE.homes,
        words=words,
    )


async def changes(request: Request) -> Response:
    """What changed in the contract: since the last release, and with each."""
    releases = await to_thread(_changes)  # the contract is built twice to be compared, which takes half a second
    return await Page(request).show("developers/changes", releases=releases)


async def sdl(_request: Request) -> Response:
    """The contract as SDL."""
    return Response(_printed(), media_type="text/plain; charset=utf-8")


async def llms(_request: Request) -> Response:
    """How to talk to the contract, for language models."""
    return Response(LLMS.read_text(encoding="utf-8"), media_type="text/plain; charset=utf-8")


async def bruno(request: Request) -> Response:
    """The examples as a collection of Bruno."""
    files = collection(str(request.base_url).rstrip("/"))
    named = {"Content-Disposition": "attachment; filename=gongzhi-bruno.zip"}
    return Response(packed(files), media_type="application/zip", headers=named)


ROUTES = [
    Route("/developers", index, methods=["GET"]),
    Route("/developers/changes", changes, methods=["GET"]),
    Route("/developers/schema.graphql", sdl, methods=["GET"]),
    Route("/developers/bruno.zip", bruno, methods=["GET"]),
    Route("/developers/{concept}", concept, methods=["GET"]),
    Route("/llms.txt", llms, methods=["GET"]),
]
