"""The papers of a plenary as a workbook: every row of the lists, up to a bound."""

from asyncio import gather
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from schema.engine.language import N_, translate
from views.files import XLSX, file
from views.formats import format_datetime, format_half_year
from views.page import NotThere, Page
from views.plenaries.overview import overview
from views.plenaries.sheets import SHEETS
from views.workbook import Heading, workbook

READ = 80
"""Rows that are read at a time."""
MOST = 1_000
"""Rows of a sheet (our default): more than a plenary reads; the lists themselves have all."""

Rows = list[Mapping[str, Any]]


def asked(page: Page) -> dict[str, Any]:
    """Which papers the address names."""
    return {"area": page.request.path_params["area"], "halfYear": page.request.path_params["halfYear"]}


async def export(request: Request) -> Response:
    """The workbook that an office circulates."""
    page = Page(request)
    page.signed_in()
    language = page.viewer.language
    found = (await page.ask("plenaries/show", **asked(page), rows=READ, whole=True))["plenary"]
    if found is None:
        raise NotThere
    lists = await gather(*(_list(page, found, one.list) for one in SHEETS))
    committee = found["area"]["committee"]
    heading = Heading(
        (committee or found["area"])["name"],
        format_half_year(language, found["halfYear"]),
        format_datetime(language, datetime.now(UTC).isoformat()),
    )
    sheets = [one.filled(language, rows, total) for one, (rows, total) in zip(SHEETS, lists, strict=True)]
    name = translate(language, N_("{half}全体会议材料")).format(half=heading.period)
    return file(f"{found['area']['name']} {name}.xlsx", workbook(language, heading, overview(language, found), sheets), XLSX)


async def _list(page: Page, found: Mapping[str, Any], name: str) -> tuple[Rows, int]:
    """The rows of a list and how many there are; those of the projects before are of two lists."""
    if name == "previous":
        previous = found["previous"]
        if previous is None:
            return [], 0
        parts = [await _rest(page, previous, one) for one in ("finished", "unfinished")]
        return [row for rows, _ in parts for row in rows], sum(total for _, total in parts)
    return await _rest(page, found, name)


async def _rest(page: Page, papers: Mapping[str, Any], name: str) -> tuple[Rows, int]:
    """What has been read of a list with what follows, up to the bound."""
    part = papers[name]
    rows: Rows = list(part["nodes"])
    finished = {"finished": True, "unfinished": False}.get(name)
    field = name if finished is None else "past"
    while part["pageInfo"]["hasNextPage"] and len(rows) < MOST:
        variables = {**asked(page), "halfYear": papers["halfYear"], field: True, "finished": finished}
        after = part["pageInfo"]["endCursor"]
        part = (await page.ask("plenaries/more", **variables, rows=READ, after=after))["plenary"][field]
        rows += part["nodes"]
    return rows, papers[name]["totalCount"]
