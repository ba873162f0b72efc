"""``/graphql`` over HTTP, as plain ASGI: what may be asked and how, what the answer looks like (GraphQL over HTTP, July 2025).

POST takes one operation as JSON; GET takes queries only, and subscriptions where they are streamed. What the document means is
the engine's affair, and so are its limits.
A cross-site request never arrives here (see :mod:`api.security`): this endpoint only insists on a media type that a form of
another site cannot send.
"""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

import orjson
import structlog
from graphql import GraphQLError, OperationType, get_operation_ast

from api.accept import JSON, answer_type, is_json
from api.body import BodyTooLarge, BodyTooSlow, Disconnected, read_body
from api.budget import Metered
from api.conditional import VARY, caching, is_known, tag_of
from api.graphql_stream import EVENTS, stream
from api.json_body import NotStrict, json_object
from api.persisted import Mistaken, NotKnown, Persisted, hash_of
from schema.engine.errors import formatted
from schema.engine.limits import parse_bounded
from schema.engine.outages import RETRY_AFTER, Unavailable

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

log = structlog.get_logger()

NOT_KNOWN = "PERSISTED_QUERY_NOT_FOUND"
BODY_LIMIT = 256 * 1024
"""Bytes of one request (our default)."""
BODY_SECONDS = 8.0
"""Time for a body to arrive in (our default)."""

READING = (OperationType.QUERY,)
FOLLOWING = (OperationType.QUERY, OperationType.SUBSCRIPTION)
"""What GET may ask for: it changes nothing."""


class Operation(NamedTuple):
    """What is asked for."""

    text: str
    variables: dict[str, Any] | None
    name: str | None
    """Of the operation to run."""
    digest: str | None = None
    """By which the client will name the document the next time."""


Headers = list[tuple[bytes, bytes]]


class Rejected(Exception):
    """The request cannot be given to the engine."""

    def __init__(self, status: int, code: str, message: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, list(headers)


class GraphQL:
    """The endpoint: give an instance to a Route without ``methods``.

    It runs ``scope["app"].state.engine`` for ``scope["state"]["viewer"]``.
    """

    def __init__(self, body_limit: int = BODY_LIMIT, body_seconds: float = BODY_SECONDS) -> None:
        self.body_limit, self.body_seconds = body_limit, body_seconds

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer one request."""
        headers = _headers(scope)
        media = answer_type(headers.get(b"accept", b""))
        try:
            streams = EVENTS in headers.get(b"accept", b"")
            if media is None and not streams:
                raise Rejected(406, "NOT_ACCEPTABLE", "Accept application/graphql-response+json or application/json.", CLOSE)
            operation = await self._operation(scope, receive, headers, READING if not streams else FOLLOWING)
            if streams and (media is None or _kind(operation) is OperationType.SUBSCRIPTION):
                await stream(operation, scope, receive, send)
                return
            assert media is not None
            app, viewer = scope["app"].state, scope["state"]["viewer"]
            metered: Metered | None = app.budgets.of(viewer)
            answer = await app.engine.execute(*operation[:3], viewer, metered.take if metered else None)
            if operation.digest is not None and answer.executed:
                await app.documents.keep(operation.digest, operation.text)
        except Disconnected:
            return
        except Rejected as error:
            told = GraphQLError(str(error), extensions={"code": error.code})
            # Clients of before the specification take any other status for a failure of the network.
            status = 200 if error.code == NOT_KNOWN and media is JSON else error.status
            await _send(send, status, media or JSON, _errors(told), error.headers)
        except Unavailable as error:
            await _send(send, 503, media or JSON, _errors(error), [(b"retry-after", b"%d" % RETRY_AFTER)])
        except Exception as error:
            log.exception("graphql request failed")
            await _send(send, 500, media or JSON, _errors(error))
        else:
            status = 200 if answer.executed or media is JSON else 400
            if metered is not None:
                status = 429 if metered.refused else status
            more = metered.headers() if metered else []
            if scope["method"] == "GET" and answer.executed:
                await _send_unless_known(send, media, answer.body, headers.get(b"if-none-match", b""), [caching(viewer), *more])
            else:
                await _send(send, status, media, answer.body, more)

    async def _operation(
        self, scope: "Scope", receive: "Receive", headers: Mapping[bytes, bytes], got: Collection[OperationType]
    ) -> Operation:
        """The operation that is asked for; ``got``: of which kind it may be when it comes by GET."""
        if scope["method"] == "POST":
            return await operation_of(await self._posted(receive, headers), scope["app"].state.documents)
        if scope["method"] == "GET":
            if len(scope["query_string"]) > self.body_limit:
                raise Rejected(414, "PAYLOAD_TOO_LARGE", "The address is too long.")
            operation = await operation_of(_asked(scope["query_string"]), scope["app"].state.documents)
            if _kind(operation) not in (None, *got):
                raise Rejected(405, "METHOD_NOT_ALLOWED", "GET takes queries only; send POST.", (b"allow", b"POST"))
            return operation
        raise Rejected(405, "METHOD_NOT_ALLOWED", "Send POST, or GET for a query.", (b"allow", b"GET, POST"), CLOSE)

    async def _posted(self, receive: "Receive", headers: Mapping[bytes, bytes]) -> dict[str, Any]:
        if not is_json(headers.get(b"content-type", b"")):
            accept = (b"accept", b"application/json")
            raise Rejected(415, "UNSUPPORTED_MEDIA_TYPE", "Send application/json in UTF-8.", accept, CLOSE)
        if headers.get(b"content-encoding", b"identity").lower() != b"identity":
            encoding = (b"accept-encoding", b"identity")
            raise Rejected(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body unpacked.", encoding, CLOSE)
        try:
            body = await read_body(receive, headers.get(b"content-length"), self.body_limit, self.body_seconds)
            return json_object(body)
        except BodyTooLarge:
            raise Rejected(413, "PAYLOAD_TOO_LARGE", f"A body has at most {self.body_limit:,} bytes.", CLOSE) from None
        except BodyTooSlow:
            raise Rejected(408, "REQUEST_TIMEOUT", "The body took too long to arrive.", CLOSE) from None
        except NotStrict as error:
            raise Rejected(400, "BAD_REQUEST", str(error)) from None


CLOSE = (b"connection", b"close")
"""Sent when a body may still be on its way, which nobody is going to read."""


def _headers(scope: "Scope") -> dict[bytes, bytes]:
    """Headers by lower-case name; those given several times are joined."""
    pairs = scope["headers"]
    headers = dict(pairs)
    if len(headers) < len(pairs):
        headers = {}
        for name, value in pairs:
            headers[name] = headers[name] + b", " + value if name in headers else value
    return headers


async def operation_of(parameters: Mapping[str, Any], documents: Persisted) -> Operation:
    """The operation that a request's parameters ask for, its document known by its hash perhaps. Raises Rejected."""
    text = parameters.get("query")
    variables = parameters.get("variables")
    name = parameters.get("operationName")
    if variables is not None and not isinstance(variables, dict):
        raise Rejected(400, "BAD_REQUEST", "The parameter 'variables' is an object.")
    if name is not None and not isinstance(name, str):
        raise Rejected(400, "BAD_REQUEST", "The parameter 'operationName' is a string.")
    if not isinstance(parameters.get("extensions"), dict | None):
        raise Rejected(400, "BAD_REQUEST", "The parameter 'extensions' is an object.")
    try:
        digest = hash_of(parameters)
        if digest is not None and text is None:
            text = await documents.text(digest)
    except Mistaken as error:
        raise Rejected(400, "BAD_REQUEST", str(error)) from None
    except NotKnown:
        raise Rejected(400, NOT_KNOWN, "PersistedQueryNotFound") from None
    if not isinstance(text, str):
        raise Rejected(400, "BAD_REQUEST", "The parameter 'query' holds the document, a string.")
    return Operation(text, variables, name, digest)


def _asked(query_string: bytes) -> dict[str, Any]:
    """The parameters of a GET request, those that hold JSON parsed."""
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10)
    except ValueError:
        raise Rejected(400, "BAD_REQUEST", "The address does not hold parameters in UTF-8.") from None
    parameters: dict[str, Any] = dict(pairs)
    if len(parameters) < len(pairs):
        raise Rejected(400, "BAD_REQUEST", "A parameter is given twice.")
    for name in ("variables", "extensions"):
        given = parameters.pop(name, "").strip()
        if given not in ("", "null"):
            try:
                parameters[name] = json_object(given.encode(), f"parameter '{name}'")
            except NotStrict as error:
                raise Rejected(400, "BAD_REQUEST", str(error)) from None
    return parameters


def _kind(operation: Operation) -> OperationType | None:
    """What an operation is; None for a document that cannot be read, to which the engine says what is wrong with it."""
    try:
        chosen = get_operation_ast(parse_bounded(operation.text), operation.name)
    except GraphQLError:
        return None
    return chosen.operation if chosen is not None else None


def _errors(error: Exception) -> bytes:
    return orjson.dumps({"errors": [formatted(error)]})


async def _send_unless_known(send: "Send", media: bytes, body: bytes, known: bytes, more: Headers) -> None:
    tag = tag_of(body)
    more = [*more, VARY, (b"etag", tag)]
    if is_known(known, tag):
        await send({"type": "http.response.start", "status": 304, "headers": more})
        await send({"type": "http.response.body"})
        return
    headers = [(b"content-type", media), (b"content-length", b"%d" % len(body)), *more]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _send(send: "Send", status: int, media: bytes, body: bytes, more: Headers | None = None) -> None:
    headers = [(b"content-type", media), (b"content-length", b"%d" % len(body)), (b"cache-control", b"no-store"), *(more or ())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
