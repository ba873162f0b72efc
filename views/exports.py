"""Lists as files, in the columns that an import takes."""

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.language import N_, translate
from schema.spreadsheets.columns import Column
from schema.spreadsheets.workbook import Cell, csv_file, workbook
from views.files import CSV, XLSX, file
from views.labels import label
from views.page import Page

EXPORT_PAGE = 100
"""Rows that are read at a time."""

Node = Mapping[str, Any]


async def every(page: Page, document: str, root: str, variables: Mapping[str, Any]) -> AsyncIterator[dict[str, Any]]:
    """Every node of a list, page by page."""
    after = None
    while True:
        found = (await page.ask(document, **variables, first=EXPORT_PAGE, after=after))[root]
        for one in found["nodes"]:
            yield one
        if not found["pageInfo"]["hasNextPage"]:
            return
        after = found["pageInfo"]["endCursor"]


def exporting(
    root: str,
    document: str,
    title: str,
    columns: Sequence[Column],
    status: str,
    variables: Callable[[Page], Mapping[str, Any]],
    cells: Callable[[Node], Mapping[str, Cell]],
) -> list[Route]:
    """The addresses of a list as a workbook and as CSV: what the filter of its page shows, and how each stands."""

    async def export(request: Request) -> Response:
        page = Page(request)
        page.signed_in()
        language = page.viewer.language
        headings = [*(one.heading for one in columns), translate(language, N_("状态"))]
        rows = []
        async for node in every(page, document, root, variables(page)):
            found = cells(node)
            rows.append([*(found[one.field] for one in columns), label(language, status, node["status"])])
        if request.url.path.endswith(".csv"):
            return file(f"{title}.csv", csv_file(headings, rows), CSV)
        # Seconds for ten thousand rows, in which others want their pages.
        return file(f"{title}.xlsx", await to_thread(workbook, title, headings, rows, language), XLSX)

    return [Route(f"/{root}/export.{suffix}", export, methods=["GET"]) for suffix in ("xlsx", "csv")]
