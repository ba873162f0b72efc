"""``/files/{id}/full`` and ``/files/{id}/thumbnail``: the bytes of an attachment, for whoever sees it."""

from urllib.parse import quote

import structlog
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from views.page import NotThere, Page

log = structlog.get_logger()

_SIZES = {"full": "sha256", "thumbnail": "thumbnailSha256"}
_KEPT = "private, max-age=86400, immutable"
"""For the public: what it sees is no secret, and content never changes under its address."""
_ASKED = "private, no-cache"
"""For members: office computers are shared, and a right may be gone. The answer is 304, without bytes, while it is there."""
_POLICY = "default-src 'none'; sandbox"
"""Whatever a file turns out to be, no browser runs anything of it."""


async def file(request: Request) -> Response:
    """Stream the bytes; images are shown, everything else is downloaded."""
    page = Page(request)
    found = (await page.ask("attachments/file", id=request.path_params["id"]))["attachment"]
    digest = found and found.get(_SIZES.get(request.path_params["size"], ""))
    if not digest:
        raise NotThere
    tag = f'"{digest}"'
    headers = {"ETag": tag, "Cache-Control": _KEPT if page.viewer.is_public else _ASKED, "Content-Security-Policy": _POLICY}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    try:
        content = await page.engine.services.store.get(bytes.fromhex(digest))
    except FileNotFoundError:
        log.exception("stored bytes are missing", attachment=request.path_params["id"], digest=digest)
        raise NotThere from None
    full, image = request.path_params["size"] == "full", found["kind"] == "IMAGE"
    shown = "inline" if image else "attachment"
    headers["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(found['fileName'], safe='')}"
    if full:
        headers["Content-Length"] = str(found["size"])
    return StreamingResponse(content, headers=headers, media_type=found["mediaType"] if full else "image/jpeg")


ROUTES = [Route("/files/{id}/{size}", file, methods=["GET"])]
