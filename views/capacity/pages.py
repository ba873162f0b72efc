"""The book of an offer's capacity, on the screen and as a file; and correcting it."""

from asyncio import to_thread
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.days import OFFICE
from schema.engine.language import N_, translate
from schema.spreadsheets.workbook import Cell, csv_file, workbook
from views.exports import EXPORT_PAGE
from views.files import CSV, XLSX, file
from views.forms import typed
from views.handlers import here, paged
from views.labels import label
from views.matching.terms import opening_of
from views.page import NotThere, Outcome, Page
from views.resources.pages import show

HEADINGS = (
    *(N_("时间"), N_("事项"), N_("增减"), N_("单位"), N_("余量"), N_("日期"), N_("开始")),
    *(N_("留至"), N_("用于需求"), N_("说明"), N_("经办")),
)


async def book(request: Request) -> Response:
    """The entries, the latest first; for whoever takes part in the offer."""
    page = Page(request)
    page.signed_in()
    data = await page.ask("capacity/list", **paged(page), **request.path_params)
    if data["resource"] is None or not data["resource"]["viewerTakesPart"]:
        raise NotThere
    return page.render("capacity/list", data)


async def export(request: Request) -> Response:
    """Every entry as a workbook or as CSV."""
    page = Page(request)
    page.signed_in()
    title, after = "", None
    entries: list[Mapping[str, Any]] = []
    while after is not None or not title:
        found = (await page.ask("capacity/export", id=request.path_params["id"], first=EXPORT_PAGE, after=after))["resource"]
        if found is None or not found["viewerTakesPart"]:
            raise NotThere
        title, entries = found["title"], entries + found["ledger"]["nodes"]
        after = found["ledger"]["pageInfo"]["endCursor"] if found["ledger"]["pageInfo"]["hasNextPage"] else None
    language = page.viewer.language
    name, rows = f"{title} {translate(language, N_('余量台账'))}", [_cells(one, language) for one in entries]
    headings = [translate(language, one) for one in HEADINGS]
    if request.url.path.endswith(".csv"):
        return file(f"{name}.csv", csv_file(headings, rows), CSV)
    return file(f"{name}.xlsx", await to_thread(workbook, translate(language, N_("余量台账")), headings, rows, language), XLSX)


def _cells(entry: Mapping[str, Any], language: str) -> list[Cell]:
    demand = entry["match"]["demand"] if entry["match"] else None
    return [
        _moment(entry["at"]),
        label(language, "CapacityKind", entry["kind"]),
        *(Decimal(entry["quantity"]), entry["unit"], Decimal(entry["balance"])),
        *(date.fromisoformat(entry["day"]) if entry["day"] else None, entry["opens"][:5] if entry["opens"] else ""),
        *(_moment(entry["until"]), demand["title"] if demand else ""),
        *(entry["reason"], entry["actor"]["name"] if entry["actor"] else ""),
    ]


def _moment(written: str | None) -> datetime | None:
    """A moment on the office's clock, as spreadsheets have no zones."""
    return datetime.fromisoformat(written).astimezone(OFFICE).replace(tzinfo=None) if written else None


async def correct(request: Request) -> Response:
    """Enter a correction; whether there is more or less of it is chosen beside the number, as phones offer no minus for one."""
    page = Page(request)
    at = here(page, Outcome({}))
    if request.method != "POST":
        return page.redirect(at)
    posted = await page.form()
    less = "-" if posted.get("way") == "less" else ""
    signed = FormData([(name, f"{less}{value}" if name == "quantity" else value) for name, value in posted.multi_items()])
    outcome = await page.act("capacityCorrect", signed, id=request.path_params["id"], **opening_of(posted))
    outcome.typed |= typed(posted) | {"step": "correct"}
    return page.redirect(at, "corrected") if outcome.done else await show(request, outcome)


ROUTES = [
    Route("/resources/{id}/capacity", book, methods=["GET"]),
    *[Route(f"/resources/{{id}}/capacity.{suffix}", export, methods=["GET"]) for suffix in ("xlsx", "csv")],
    Route("/resources/{id}/correct", correct, methods=["GET", "POST"]),
]
