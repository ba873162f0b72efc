"""Importing organisations: a file, its columns, its rows, done."""

import base64
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.language import N_, translate
from schema.organisations.workbook import template, workbook
from views.handlers import of_path, step
from views.organisations.lists import XLSX, file
from views.page import NotThere, Outcome, Page

LARGEST = 4 * 1024 * 1024
"""Bytes of a file (our default): five megabytes in Base64, as the mutation takes."""


async def choose(request: Request, outcome: Outcome | None = None) -> Response:
    """The form for a file."""
    page = Page(request)
    page.signed_in()
    return await page.show("organisations/import_new", outcome=outcome)


async def upload(request: Request) -> Response:
    """Read a file and show what it would do."""
    page = Page(request)
    page.signed_in()
    posted = await page.form()
    sent = posted.get("file")
    content = await sent.read(LARGEST + 1) if isinstance(sent, UploadFile) else b""
    name = (sent.filename or "") if isinstance(sent, UploadFile) else ""
    if len(content) > LARGEST or not content:
        told = N_("文件过大，最多 4 MB。") if content else N_("请选择一个文件。")
        reason = {"code": "IMPORT_CONTENT", "path": "file", "message": translate(page.viewer.language, told)}
        return await choose(request, Outcome({"refusals": [reason]}))
    encoded = base64.b64encode(content).decode()
    outcome = await page.act("organisationImportPreview", posted, fileName=name, content=encoded)
    if outcome.done:
        return page.redirect(f"/organisations/imports/{outcome.payload['organisationImport']['id']}?columns=1")
    for one in outcome.payload["refusals"]:
        one["path"] = one["path"].replace("content", "file")
    return await choose(request, outcome)


async def show(request: Request, outcome: Outcome | None = None) -> Response:
    """An import as it stands."""
    page = Page(request)
    page.signed_in()
    return await page.show("organisations/import", needs="organisationImport", variables=of_path(page), outcome=outcome)


async def columns(request: Request) -> Response:
    """Say what the columns are."""
    page = Page(request)
    posted = await page.form()
    found = (await page.ask("organisations/import", **request.path_params))["organisationImport"]
    if found is None:
        raise NotThere
    chosen = [
        {"heading": one["heading"], "field": str(posted.get(f"column.{place}") or "") or None}
        for place, one in enumerate(found["columns"])
    ]
    outcome = await page.act("organisationImportMap", posted, id=found["id"], columns=chosen)
    return page.redirect(f"/organisations/imports/{found['id']}") if outcome.done else await show(request, outcome)


async def problems(request: Request) -> Response:
    """The rows to be corrected, as a workbook that can be corrected and imported in turn."""
    page = Page(request)
    page.signed_in()
    rows: list[list[str]] = []
    headings: list[str] = []
    after = None
    while True:
        data = await page.ask("organisations/import_problems", **request.path_params, after=after)
        found = data["organisationImport"]
        if found is None:
            raise NotThere
        headings = [*(one["heading"] for one in found["columns"]), translate(page.viewer.language, N_("需要改正"))]
        rows += [[*one["cells"], "；".join(p["message"] for p in one["problems"])] for one in found["rows"]["nodes"]]
        if not found["rows"]["pageInfo"]["hasNextPage"]:
            break
        after = found["rows"]["pageInfo"]["endCursor"]
    return file("需改正的行.xlsx", workbook("需改正的行", headings, rows), XLSX)


async def blank(request: Request) -> Response:
    """The template to fill in."""
    return file("单位导入模板.xlsx", template(Page(request).viewer.language), XLSX)


def _import(page: Page) -> dict[str, Any]:
    mode = {"mode": page.query["mode"]} if "mode" in page.query else {}
    return {"id": page.request.path_params["id"], **mode}


def _shown(page: Page, _outcome: Outcome) -> str:
    return f"/organisations/imports/{page.request.path_params['id']}"


ROUTES = [
    Route("/organisations/imports/new", choose, methods=["GET"]),
    Route("/organisations/imports/new", upload, methods=["POST"]),
    Route("/organisations/imports/template.xlsx", blank, methods=["GET"]),
    Route("/organisations/imports/{id}", show, methods=["GET"]),
    Route("/organisations/imports/{id}/problems.xlsx", problems, methods=["GET"]),
    Route("/organisations/imports/{id}/columns", columns, methods=["POST"]),
    step("/organisations/imports/{id}/run", "organisationImportRun", show, notice="imported", to=_shown, given=_import),
    step("/organisations/imports/{id}/discard", "organisationImportDiscard", show, notice="discarded", to=_shown, given=_import),
]
