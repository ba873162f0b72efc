"""``/graphql`` over WebSocket: the protocol ``graphql-transport-ws`` (https://github.com/enisdenjo/graphql-ws).

Any operation may be sent; a subscription goes on until it is completed. Who connects is known by the request's header or cookie,
or by ``{"authorization": "Bearer …"}`` in the payload of the first message, since a browser cannot set headers here.
"""

import asyncio
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Any

import orjson
import structlog
from graphql import GraphQLError
from starlette.websockets import WebSocket, WebSocketState

from api.followers import Again, Ended, Followers
from api.graphql import Operation, Rejected, operation_of
from api.graphql_stream import SLOW_SECONDS, told_errors
from api.identity import recognise
from api.json_body import NotStrict, json_object
from api.visitor import visitor_of
from schema.engine.access import Viewer
from schema.engine.documents import Invalid
from schema.engine.errors import formatted
from schema.engine.outages import Unavailable
from schema.engine.reader import Engine, Failed
from schema.events.following import following

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

log = structlog.get_logger()

PROTOCOL = "graphql-transport-ws"
INIT_SECONDS = 5.0
"""Time for the first message (our default)."""
OPERATIONS = 20
"""Operations of one connection at a time (our default)."""
LONGEST_ID = 100
"""Characters of an operation's id (our default)."""


class Closed(Exception):
    """The connection is to be closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code, self.reason = code, reason


class GraphQLSocket:
    """The endpoint: give an instance to a WebSocketRoute."""

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Talk with one client until either side ends it."""
        socket = WebSocket(scope, receive, send)
        fits = PROTOCOL in scope["subprotocols"]
        await socket.accept(PROTOCOL if fits else None)
        if not fits:
            await socket.close(4406, "Subprotocol not acceptable")
            return
        try:
            async with asyncio.TaskGroup() as group:
                await _Connection(socket, group).talk()
        except* Closed as closed:
            await _close(socket, closed.exceptions[0])
        except* Unavailable:
            await _close(socket, Closed(1013, "Try again later"))
        except* Exception:
            log.exception("a connection failed")
            await _close(socket, Closed(4500, "Internal server error"))


async def _close(socket: WebSocket, closed: BaseException) -> None:
    if isinstance(closed, BaseExceptionGroup):
        closed = closed.exceptions[0]
    assert isinstance(closed, Closed)
    if socket.application_state is WebSocketState.CONNECTED and socket.client_state is WebSocketState.CONNECTED:
        with suppress(TimeoutError, RuntimeError):
            async with asyncio.timeout(1):
                await socket.close(closed.code, closed.reason)


class _Connection:
    """One client."""

    def __init__(self, socket: WebSocket, group: asyncio.TaskGroup) -> None:
        self.socket, self.group = socket, group
        self.engine: Engine = socket.app.state.engine
        self.viewer: Viewer = socket.state.viewer
        self.again: Again = lambda: recognise(socket.scope)
        self.begun = self.acknowledged = False
        self.running: dict[str, asyncio.Task[None]] = {}

    async def talk(self) -> None:
        try:
            async with asyncio.timeout(INIT_SECONDS):
                while not self.acknowledged:
                    if not await self._take():
                        return
        except TimeoutError:
            raise Closed(4408, "Connection initialisation timeout") from None
        while await self._take():
            pass
        for task in self.running.values():
            task.cancel()

    async def _take(self) -> bool:
        """Take one message; False when the client is gone."""
        received = await self.socket.receive()
        if received["type"] == "websocket.disconnect":
            return False
        text = received.get("text")
        try:
            message = json_object((text or "").encode(), "message")
        except NotStrict as error:
            raise Closed(4400, str(error)) from None
        await self._answer(message)
        return True

    async def _answer(self, message: dict[str, Any]) -> None:
        match message:
            case {"type": "connection_init"}:
                await self._begin(message.get("payload"))
            case {"type": "ping"}:
                await self._send({"type": "pong"})
            case {"type": "pong"}:
                pass
            case {"type": "subscribe", "id": str(id_), "payload": dict(payload)} if 0 < len(id_) <= LONGEST_ID:
                self._subscribe(id_, payload)
            case {"type": "complete", "id": str(id_)}:
                if task := self.running.pop(id_, None):
                    task.cancel()
            case _:
                raise Closed(4400, "Invalid message")

    async def _begin(self, payload: Any) -> None:
        if self.begun:
            raise Closed(4429, "Too many initialisation requests")
        self.begun = True
        given = payload if isinstance(payload, dict) else {}
        token = next((value for name, value in given.items() if name.lower() == "authorization"), None)
        if token is not None:
            await self._recognise(token)
        self.acknowledged = True
        await self._send({"type": "connection_ack"})

    async def _recognise(self, authorization: Any) -> None:
        scheme, _, secret = str(authorization).partition(" ")
        visitor, identities = visitor_of(self.socket.scope), self.socket.app.state.identities
        self.again = lambda: identities.of_token(secret.strip(), visitor)
        found = await self.again() if scheme.lower() == "bearer" else None
        if found is None:
            raise Closed(4403, "Forbidden")
        self.viewer = found

    def _subscribe(self, id_: str, payload: dict[str, Any]) -> None:
        if not self.acknowledged:
            raise Closed(4401, "Unauthorized")
        if id_ in self.running:
            raise Closed(4409, f"Subscriber for {id_} already exists")
        if len(self.running) >= OPERATIONS:
            raise Closed(4429, f"A connection has at most {OPERATIONS} operations at a time")
        self.running[id_] = self.group.create_task(self._run(id_, payload))

    async def _run(self, id_: str, payload: dict[str, Any]) -> None:
        try:
            await self._perform(id_, await operation_of(payload, self.socket.app.state.documents))
        except Ended as ended:
            raise (Closed(4401, "Unauthorized") if ended.unknown else Closed(4403, "Forbidden")) from None
        except Rejected as error:
            told = formatted(GraphQLError(str(error), extensions={"code": error.code}))
            await self._send({"id": id_, "type": "error", "payload": [told]})
        except (Invalid, Failed, GraphQLError) as error:
            await self._send({"id": id_, "type": "error", "payload": told_errors(error)})
        else:
            await self._send({"id": id_, "type": "complete"})
        finally:
            if self.running.get(id_) is asyncio.current_task():
                del self.running[id_]

    async def _perform(self, id_: str, asked: Operation) -> None:
        text, variables, name, digest = asked
        operation = self.engine.documents.get(text).operation(name)
        if digest is not None:
            await self.socket.app.state.documents.keep(digest, text)
        metered = self.socket.app.state.budgets.of(self.viewer)
        meter = metered.take if metered else None
        if operation.kind != "subscription":
            answer = await self.engine.execute(text, variables, name, self.viewer, meter)
            if not answer.executed:
                raise Failed(orjson.loads(answer.body)["errors"])
            await self._next(id_, answer.body)
            return
        followers: Followers = self.socket.app.state.followers
        what = following(self.engine, operation, variables, self.viewer)
        told = followers.follow(what, self.viewer, self.again, meter)
        async with aclosing(told):  # type: ignore[type-var]
            async for one in told:
                if one is not None:
                    await self._next(id_, one.body)

    async def _next(self, id_: str, body: bytes) -> None:
        await self._send_text(f'{{"id":{orjson.dumps(id_).decode()},"type":"next","payload":{body.decode()}}}')

    async def _send(self, message: dict[str, Any]) -> None:
        await self._send_text(orjson.dumps(message).decode())

    async def _send_text(self, text: str) -> None:
        try:
            async with asyncio.timeout(SLOW_SECONDS):
                await self.socket.send_text(text)
        except TimeoutError:
            raise Closed(4408, "What was sent was not read") from None
