"""``PUT /uploads/{id}/{signature}``: the bytes of a file, to the address that ``uploadOpen`` gave, as the account that opened it.

``/graphql`` takes small requests only. This is a client of ``uploadFill`` like any other; sent again, it answers the same.
"""

import base64
import hashlib

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.body import BodyTooLarge, BodyTooSlow, Disconnected, read_body
from schema.attachments.limits import BYTES
from schema.engine.reader import Engine

SECONDS = 120.0
"""Time for a file to arrive in (our default: ten megabytes over a poor mobile connection)."""

_DOCUMENT = """
mutation($input: UploadFillInput!) {
  uploadFill(input: $input) {
    upload { id status fileName kind mediaType size width height expiresAt }
    refusals { code path message }
  }
}
"""
_STATUS = {"SIGN_IN_FIRST": 401, "NOT_FOUND": 404, "STEP_NOT_POSSIBLE": 409, "FILE_TOO_LARGE": 413}
"""By refusal, where 422 does not say enough."""


async def put(request: Request) -> Response:
    """Take the bytes; the answer is the mutation's payload as JSON: 201, or another status where it was refused."""
    try:
        body = await read_body(request.receive, request.headers.get("content-length", "").encode(), BYTES, SECONDS)
    except BodyTooLarge:
        raise HTTPException(413, headers={"Connection": "close"}) from None
    except BodyTooSlow:
        raise HTTPException(408, headers={"Connection": "close"}) from None
    except Disconnected:
        return Response(status_code=400)
    engine: Engine = request.app.state.engine
    given = {
        **request.path_params,
        "content": base64.b64encode(body).decode(),
        "idempotencyKey": f"put {hashlib.sha256(body).hexdigest()}",
    }
    payload = (await engine.ask(_DOCUMENT, {"input": given}, request.state.viewer))["uploadFill"]
    refusals = payload["refusals"]
    return JSONResponse(payload, _STATUS.get(refusals[0]["code"], 422) if refusals else 201, {"Cache-Control": "no-store"})
