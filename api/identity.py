"""Who is asking: the session of a cookie, the app of a token, or the public. Plain ASGI, around everything that asks the schema.

``/graphql`` takes a token before a cookie, and one that is not valid is refused rather than passed over; everywhere else only the
cookie counts. The viewers themselves are kept by ``app.state.identities``.
"""

from typing import TYPE_CHECKING

import orjson
from graphql import GraphQLError

from api.accept import JSON, answer_type
from api.identity_cache import IdentityCache
from api.visitor import Visitor, cookie, language, visitor_of
from schema.engine.access import Viewer
from schema.engine.errors import formatted
from schema.engine.language import LANGUAGES
from views.identity.cookie import LANGUAGE, session_cookie

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

GRAPHQL = "/graphql"
UNAUTHENTICATED = 4401
"""How a WebSocket is closed whose token is not valid (graphql-transport-ws)."""
_CHALLENGE = (b"www-authenticate", b'Bearer realm="gongzhi", error="invalid_token"')


class Identity:
    """Puts the viewer into ``scope["state"]["viewer"]``."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Recognise whoever asks and pass the request on; refuse a token that is not valid."""
        if scope["type"] in ("http", "websocket"):
            viewer = await _viewer(scope)
            if viewer is None:
                await _refuse(scope, send)
                return
            scope.setdefault("state", {})["viewer"] = viewer
        await self.app(scope, receive, send)


async def _viewer(scope: "Scope") -> Viewer | None:
    """The viewer; None when a token was sent that is not valid."""
    visitor = visitor_of(scope)
    identities: IdentityCache = scope["app"].state.identities
    scheme, _, token = (visitor.authorization or b"").partition(b" ")
    if scheme.lower() == b"bearer" and scope["path"] == GRAPHQL:
        return await identities.of_token(token.strip().decode("latin-1"), visitor)
    secret = cookie(visitor.cookies, session_cookie(scope["scheme"] in ("https", "wss"))) if visitor.cookies else None
    found = await identities.of_session(secret, visitor) if secret else None
    return found or Viewer(language=_language(visitor), address=visitor.address, device=visitor.device)


def _language(visitor: Visitor) -> str:
    """What somebody who has not signed in chose in this browser, else what the browser asks for."""
    chosen = cookie(visitor.cookies, LANGUAGE) if visitor.cookies else None
    return chosen if chosen in LANGUAGES else language(visitor.accepts)


async def _refuse(scope: "Scope", send: "Send") -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": UNAUTHENTICATED, "reason": "Unauthorized"})
        return
    told = GraphQLError("The token is not valid, or has ended.", extensions={"code": "UNAUTHENTICATED"})
    body = orjson.dumps({"errors": [formatted(told)]})
    accept = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    headers = [
        (b"content-type", answer_type(accept) or JSON),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
        _CHALLENGE,
    ]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": body})
