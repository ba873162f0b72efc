"""Lists of organisations: on the screen, for the notice board, as a file."""

from asyncio import to_thread
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.spreadsheets.workbook import csv_file, workbook
from views.exports import EXPORT_PAGE, every
from views.files import CSV, XLSX, file
from views.handlers import paged, shown
from views.labels import label
from views.page import Page


def wanted(page: Page) -> dict[str, Any]:
    """The filter that the address asks for."""
    query = page.query
    found: dict[str, Any] = {
        "search": query.get("search"),
        "kind": {"eq": query["kind"]} if query.get("kind") else None,
        "status": {"eq": query["status"]} if query.get("status") else None,
        "area": {"within": query["within"]} if query.get("within") else None,
        "tag": query.get("tag"),
        "contactLapsed": True if query.get("lapsed") else None,
    }
    return {name: value for name, value in found.items() if value}


def _variables(page: Page) -> dict[str, Any]:
    within = {"within": page.query["within"]} if page.query.get("within") else {}
    return {"filter": wanted(page) or None, "orderBy": page.query.get("order") or "NAME"} | within


def _listed(page: Page) -> dict[str, Any]:
    return paged(page) | _variables(page)


def _printed(page: Page) -> dict[str, Any]:
    return _variables(page) | {"first": EXPORT_PAGE}


def _options(page: Page) -> dict[str, Any]:
    kind = page.query.get("kind")
    return {"filter": {"search": page.query.get("search")} | ({"kind": {"eq": kind}} if kind else {})}


async def export(request: Request) -> Response:
    """The list as a workbook or as CSV, in the columns that an import takes."""
    page = Page(request)
    page.signed_in()
    language = page.viewer.language
    headings = ["单位名称", "单位类型", "统一社会信用代码", "所在区域", "区域代码", "地址", "状态", "标签", "联系人确认日期"]
    rows = [
        [
            one["name"],
            label(language, "OrganisationKind", one["kind"]),
            one["uscc"] or "",
            one["area"]["name"],
            one["area"]["code"],
            one["address"],
            label(language, "OrganisationStatus", one["status"]),
            "、".join(one["tags"]),
            one["contactConfirmedOn"] or "",
        ]
        async for one in every(page, "organisations/export", "organisations", _variables(page))
    ]
    if request.url.path.endswith(".csv"):
        return file("成员单位.csv", csv_file(headings, rows), CSV)
    return file("成员单位.xlsx", await to_thread(workbook, "成员单位", headings, rows), XLSX)


ROUTES = [
    shown("/organisations", "organisations/list", variables=_listed),
    shown("/organisations/options", "organisations/options", variables=_options),
    shown("/organisations/print", "organisations/print", variables=_printed),
    *[Route(f"/organisations/export.{suffix}", export, methods=["GET"]) for suffix in ("xlsx", "csv")],
]
