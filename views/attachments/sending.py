"""Files in a form, attached one after another: each is opened, sent and hung on the item as an app would do it."""

import base64
from collections.abc import Callable
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from schema.attachments.limits import ATTACHMENTS, BYTES
from schema.engine.language import N_, translate
from schema.engine.refusals import Reason, messages
from views.handlers import here
from views.page import Outcome, Page
from views.pickers import Posted

_BESIDES = 1 << 20
"""Bytes of a form besides its files (our default)."""
_PATHS = {"content": "file", "fileName": "file", "upload": "file", "item": "file"}
"""By the field of the input: the field of the form."""

messages({"FILE_CHOOSE": N_("请选择一个文件。")})


def attaching(path: str, again: Callable[[Request, Outcome], Any]) -> Route:
    """The form for more attachments of the item at ``path``; ``again`` shows the item's page with the refusals."""

    async def attach(request: Request) -> Response:
        page = Page(request)
        if request.method != "POST":
            return page.redirect(f"{here(page, Outcome({}))}#attachments")
        page.signed_in()
        outcome = await attach_files(page, request.path_params["id"], await files_form(page))
        return answered(page, outcome, f"{here(page, outcome)}#attachments") or await again(request, outcome)

    return Route(f"{path}/attachments", attach, methods=["GET", "POST"])


def answered(page: Page, outcome: Outcome, to: str) -> Response | None:
    """What follows: the page to go to, nothing where the form is to be shown again with the refusals.

    A script sends one file at a time and asks for JSON: 201, or 422 with the refusals.
    """
    if "application/json" in page.request.headers.get("accept", ""):
        return JSONResponse(outcome.payload, 201 if outcome.done else 422)
    return page.redirect(to, "attached") if outcome.done else None


async def files_form(page: Page) -> Posted:
    """What was posted, files among it: as many and as long as one item holds."""
    length = page.request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > ATTACHMENTS * BYTES + _BESIDES:
        raise HTTPException(413, headers={"Connection": "close"})
    return await page.form(files=2 * ATTACHMENTS)


def files_of(posted: FormData) -> list[UploadFile]:
    """The files that were chosen."""
    return [one for one in posted.getlist("file") if isinstance(one, UploadFile) and one.filename]


async def attach_files(page: Page, item: str, posted: FormData) -> Outcome:
    """Attach every file of a form; what is refused is told with its name, and the others are there."""
    files = files_of(posted)
    language = page.viewer.language
    refusals = [] if files else [Reason("FILE_CHOOSE", "file").told(language)]
    for place, file in enumerate(files):
        key = f"{str(posted.get('idempotencyKey', ''))[:80]}-{place}"
        for one in (await _attached(page, item, file, str(posted.get("caption", "")), key)).refusals:
            message = translate(language, N_("“{name}”：{message}")).format(name=file.filename, message=one["message"])
            refusals.append({"code": one["code"], "path": _PATHS.get(one["path"], one["path"]), "message": message})
    return Outcome({"refusals": refusals}, {"caption": str(posted.get("caption", ""))})


async def _attached(page: Page, item: str, file: UploadFile, caption: str, key: str) -> Outcome:
    """One file: what the first of the three mutations that was refused says, or the last."""
    content = base64.b64encode(await file.read(BYTES + 1)).decode()
    opened = await page.act("uploadOpen", FormData(), fileName=file.filename, idempotencyKey=f"{key}-open")
    if not opened.done:
        return opened
    id_, signature = opened.payload["address"].split("/")[2:]
    given = {"id": id_, "signature": signature, "content": content, "idempotencyKey": f"{key}-fill"}
    filled = await page.act("uploadFill", FormData(), **given)
    if not filled.done:
        return filled
    given = {"item": item, "upload": id_, "caption": caption, "idempotencyKey": f"{key}-add"}
    return await page.act("attachmentAdd", FormData(), **given)
