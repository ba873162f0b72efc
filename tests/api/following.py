"""Clients that follow the feed: streams of server-sent events, and bare WebSockets."""

import asyncio
from typing import Any

import httpx
import orjson
import websockets

from tests.api.served import Served
from tests.story import Story

FOLLOW = """
subscription Follow($after: String, $filter: EventFilter = {subjectType: {eq: "Area"}}) {
  told: events(after: $after, filter: $filter) { cursor ...Said }
}
fragment Said on EventEdge { node { verb subjectId subject { id } } }
"""
NOW = "{ eventHorizon }"
PATIENCE = 30
"""Seconds until a test gives up."""


class Sse:
    """A stream of server-sent events, read event by event."""

    def __init__(self, response: httpx.Response) -> None:
        self.response, self.lines = response, response.aiter_lines()

    async def next(self) -> tuple[str, str, Any]:
        """Id, name and data of the next event; the name is empty when the stream has ended."""
        found = {"id": "", "event": "", "data": ""}
        async with asyncio.timeout(PATIENCE):
            async for line in self.lines:
                name, _, value = line.partition(": ")
                if name in found:
                    found[name] = value
                elif line == "" and found["event"]:
                    break
        return found["id"], found["event"], orjson.loads(found["data"]) if found["data"] else None

    async def subject(self) -> str:
        _, _, data = await self.next()
        return str(data["data"]["told"]["node"]["subjectId"])


class Following:
    """Opens streams as one token, and closes them."""

    def __init__(self, served: Served, token: str) -> None:
        self.served, self.client = served, httpx.AsyncClient(timeout=PATIENCE)
        served.clients.append(self.client)
        self.headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}

    async def open(self, query: str = FOLLOW, last: str = "", **variables: Any) -> Sse:
        body = {"query": query, "variables": variables}
        headers = self.headers | ({"Last-Event-ID": last} if last else {})
        request = self.client.build_request("POST", self.served.address, json=body, headers=headers)
        response = await self.client.send(request, stream=True)
        assert response.status_code == 200, await response.aread()
        assert response.headers["content-type"].startswith("text/event-stream")
        return Sse(response)


async def following(served: Served, story: Story, login: str, *scopes: str) -> Following:
    return Following(served, (await served.token(story, login, *scopes))[0])


async def now(served: Served, story: Story, login: str = "admin") -> str:
    return str((await served.ask(NOW, (await served.token(story, login))[0]))["eventHorizon"])


class Socket:
    """A bare client of the protocol."""

    def __init__(self, connection: websockets.ClientConnection) -> None:
        self.connection = connection

    async def say(self, **message: Any) -> None:
        await self.connection.send(orjson.dumps(message).decode())

    async def hear(self) -> Any:
        return orjson.loads(await asyncio.wait_for(self.connection.recv(), PATIENCE))

    async def closed(self) -> int | None:
        """The code with which the server closes; what it says before is passed over."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    await self.connection.recv()
        except websockets.ConnectionClosed:
            return self.connection.close_code


async def connected(served: Served, token: str = "", **headers: str) -> Socket:
    more = headers | ({"Authorization": f"Bearer {token}"} if token else {})
    protocols: Any = ["graphql-transport-ws"]
    return Socket(await websockets.connect(served.socket, subprotocols=protocols, additional_headers=more))


async def begun(served: Served, token: str = "") -> Socket:
    socket = await connected(served, token)
    await socket.say(type="connection_init")
    assert await socket.hear() == {"type": "connection_ack"}
    return socket
