"""Importing into a list: a file, its columns, its rows, done."""

import base64
from asyncio import to_thread
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema.engine.language import N_, translate
from schema.imports.actions import LISTS
from schema.spreadsheets.template import template
from schema.spreadsheets.workbook import workbook
from views.files import XLSX, file
from views.handlers import of_path, step
from views.page import NotThere, Outcome, Page

LARGEST = 4 * 1024 * 1024
"""Bytes of a file (our default): five megabytes in Base64, as the mutation takes."""

Choices = dict[str, list[str]]
"""By field: the words that may be chosen and are data."""


async def _no_choices(_page: Page) -> Choices:
    return {}


@dataclass(frozen=True)
class Importing:
    """The pages of one list's imports; ``name`` is its place in the contract and, in small letters, in addresses."""

    name: str
    title: str
    sheet: str
    area_hint: str
    hint: str
    choices: Callable[[Page], Awaitable[Choices]] = _no_choices
    done: str = N_("新增 {created} 条，更新 {updated} 条；上传的表格内容已删除。")
    given_up: str = N_("已放弃，没有写入任何内容")
    onwards: str = N_("查看清单")

    @property
    def base(self) -> str:
        """Where the list's imports are."""
        return f"/{self.name.lower()}/imports"

    @property
    def routes(self) -> list[Route]:
        """Its addresses."""
        base, each = self.base, f"{self.base}/{{id}}"
        return [
            Route(f"{base}/new", self.choose, methods=["GET"]),
            Route(f"{base}/new", self.upload, methods=["POST"]),
            Route(f"{base}/template.xlsx", self.blank, methods=["GET"]),
            Route(each, self.show, methods=["GET"]),
            Route(f"{each}/problems.xlsx", self.problems, methods=["GET"]),
            Route(f"{each}/columns", self.columns, methods=["POST"]),
            step(f"{each}/run", "listImportRun", self.show, notice="imported", to=self._shown, given=_import),
            step(f"{each}/discard", "listImportDiscard", self.show, notice="discarded", to=self._shown, given=_import),
        ]

    async def choose(self, request: Request, outcome: Outcome | None = None) -> Response:
        """The form for a file."""
        page = Page(request)
        page.signed_in()
        return await page.show("imports/new", outcome=outcome, importing=self)

    async def upload(self, request: Request) -> Response:
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
            return await self.choose(request, Outcome({"refusals": [reason]}))
        encoded = base64.b64encode(content).decode()
        outcome = await page.act("listImportPreview", posted, fileName=name, content=encoded, list=self.name)
        if outcome.done:
            return page.redirect(f"{self.base}/{outcome.payload['listImport']['id']}?columns=1")
        for one in outcome.payload["refusals"]:
            one["path"] = one["path"].replace("content", "file")
        return await self.choose(request, outcome)

    async def show(self, request: Request, outcome: Outcome | None = None) -> Response:
        """An import as it stands."""
        page = Page(request)
        page.signed_in()
        data = await page.ask("imports/show", **of_path(page))
        self._found(data)
        fields = {one.field.upper(): translate(page.viewer.language, one.heading) for one in LISTS[self.name].columns}
        required = fields[LISTS[self.name].required.upper()]
        return page.render("imports/show", data, outcome=outcome, importing=self, fields=fields, required=required)

    async def columns(self, request: Request) -> Response:
        """Say what the columns are."""
        page = Page(request)
        posted = await page.form()
        found = self._found(await page.ask("imports/show", **request.path_params))
        chosen = [
            {"heading": one["heading"], "field": str(posted.get(f"column.{place}") or "") or None}
            for place, one in enumerate(found["columns"])
        ]
        outcome = await page.act("listImportMap", posted, id=found["id"], columns=chosen)
        return page.redirect(f"{self.base}/{found['id']}") if outcome.done else await self.show(request, outcome)

    async def problems(self, request: Request) -> Response:
        """The rows to be corrected, as a workbook that can be corrected and imported in turn."""
        page = Page(request)
        page.signed_in()
        rows: list[list[str]] = []
        headings: list[str] = []
        after = None
        while True:
            found = self._found(await page.ask("imports/problems", **request.path_params, after=after))
            headings = [*(one["heading"] for one in found["columns"]), translate(page.viewer.language, N_("需要改正"))]
            rows += [[*one["cells"], "；".join(p["message"] for p in one["problems"])] for one in found["rows"]["nodes"]]
            if not found["rows"]["pageInfo"]["hasNextPage"]:
                break
            after = found["rows"]["pageInfo"]["endCursor"]
        return file("需改正的行.xlsx", await to_thread(workbook, "需改正的行", headings, rows), XLSX)

    async def blank(self, request: Request) -> Response:
        """The template to fill in."""
        page = Page(request)
        content = template(self.sheet, LISTS[self.name].columns, await self.choices(page), page.viewer.language)
        return file(f"{self.sheet}导入模板.xlsx", content, XLSX)

    def _found(self, data: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] | None = data["listImport"]
        if found is None or found["list"] != self.name:
            raise NotThere
        return found

    def _shown(self, page: Page, _outcome: Outcome) -> str:
        return f"{self.base}/{page.request.path_params['id']}"


def _import(page: Page) -> dict[str, Any]:
    mode = {"mode": page.query["mode"]} if "mode" in page.query else {}
    return {"id": page.request.path_params["id"], **mode}
