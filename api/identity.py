"""Who is asking: the session of a cookie, the app of a token, or the public. Plain ASGI, around everything that asks the schema.

``/graphql`` and the addresses of files take a token before a cookie, and one that is not valid is refused rather than passed
over; everywhere else only the cookie counts. The viewers themselves are kept by ``app.state.identities``.
"""

from typing import TYPE_CHECKING

import orjson
from graphql import GraphQLError
from starlette.requests import Request

from api.accept import JSON, answer_type
from api.failures import unavailable
from api.identity_cache import IdentityCache
from api.visitor import Visitor, cookie, language, visitor_of
from schema.engine.access import Viewer
from schema.engine.errors import formatted
from schema.engine.language import LANGUAGES
from schema.engine.outages import RETRY_AFTER, Unavailable
from views.identity.cookie import LANGUAGE, session_cookie

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from api.graphql import Headers

GRAPHQL = "/graphql"
FILES = ("/uploads/", "/files/")
"""Where an app sends its token, too: bytes do not go through ``/graphql``."""
UNAUTHENTICATED = 4401
"""How a WebSocket is closed whose token is not valid (graphql-transport-ws)."""
TRY_AGAIN_LATER = 1013
"""How a WebSocket is closed in an outage (RFC 6455's registry of codes)."""
_CHALLENGE = (b"www-authenticate", b'Bearer realm="gongzhi", error="invalid_token"')


class Identity:
    """Puts the viewer into ``scope["state"]["viewer"]``."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Recognise whoever asks and pass the request on; refuse a token that is not valid, and to guess in an outage."""
        if scope["type"] in ("http", "websocket"):
            try:
                viewer = await recognise(scope)
            except Unavailable as error:
                await _put_off(scope, receive, send, error)
                return
            if viewer is None:
                told = GraphQLError("The token is not valid, or has ended.", extensions={"code": "UNAUTHENTICATED"})
                await _refuse(scope, send, 401, told, [_CHALLENGE])
                return
            scope.setdefault("state", {})["viewer"] = viewer
        await self.app(scope, receive, send)


async def recognise(scope: "Scope") -> Viewer | None:
    """The viewer of a request; None when a token was sent that is not valid. Raises Unavailable."""
    visitor = visitor_of(scope)
    identities: IdentityCache = scope["app"].state.identities
    scheme, _, token = (visitor.authorization or b"").partition(b" ")
    if scheme.lower() == b"bearer" and (scope["path"] == GRAPHQL or scope["path"].startswith(FILES)):
        return await identities.of_token(token.strip().decode("latin-1"), visitor)
    secret = cookie(visitor.cookies, session_cookie(scope["scheme"] in ("https", "wss"))) if visitor.cookies else None
    found = await identities.of_session(secret, visitor) if secret else None
    return found or _visiting(visitor)


def _visiting(visitor: Visitor) -> Viewer:
    return Viewer(language=_language(visitor), address=visitor.address, device=visitor.device)


def _language(visitor: Visitor) -> str:
    """What somebody who has not signed in chose in this browser, else what the browser asks for."""
    chosen = cookie(visitor.cookies, LANGUAGE) if visitor.cookies else None
    return chosen if chosen in LANGUAGES else language(visitor.accepts)


async def _put_off(scope: "Scope", receive: "Receive", send: "Send", error: Unavailable) -> None:
    """Who asks cannot be known now; taking somebody for the public would show a wrong page, or an error that is none."""
    if scope["type"] == "websocket" or scope["path"] == GRAPHQL:
        await _refuse(scope, send, 503, error, [(b"retry-after", b"%d" % RETRY_AFTER)])
        return
    scope.setdefault("state", {})["viewer"] = _visiting(visitor_of(scope))
    await (await unavailable(Request(scope), error))(scope, receive, send)


async def _refuse(scope: "Scope", send: "Send", status: int, told: GraphQLError, more: "Headers") -> None:
    if scope["type"] == "websocket":
        code, reason = (UNAUTHENTICATED, "Unauthorized") if status == 401 else (TRY_AGAIN_LATER, "Try again later")
        await send({"type": "websocket.close", "code": code, "reason": reason})
        return
    body = orjson.dumps({"errors": [formatted(told)]})
    accept = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    headers = [
        (b"content-type", answer_type(accept) or JSON),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
