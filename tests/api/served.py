"""The whole application over real sockets, with a token for whoever asks."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn

from api.settings import Settings
from schema.accounts.rules import SCOPES
from tests.schema.acting import done
from tests.story import Story
from tests.views.house import House, open_house

READING = sorted(scope for scope in SCOPES if not scope.endswith(":write"))


@dataclass
class Served:
    """An application that listens."""

    house: House
    port: int
    clients: list[httpx.AsyncClient] = field(default_factory=list)
    """Those whose streams end with the application at the latest."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/graphql"

    @property
    def socket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/graphql"

    async def token(self, story: Story, login: str, *scopes: str) -> tuple[str, str]:
        """The secret and the id of a new token with these scopes, or all for reading."""
        given = {"name": "test", "scopes": list(scopes) or READING}
        made = await done(self.house.engine, story.viewers[login], "tokenCreate", given, "secret token { id }")
        return made["secret"], made["token"]["id"]

    async def happen(self, number: int, path: str = "110105/", verb: str = "area.renamed") -> None:
        """Something happens to an area."""
        sql = "select event_append(null, 'job', $3, 'Area', $1, $2, '{}', '{}')"
        await self.house.engine.services.pool.execute(sql, number, path, verb)

    async def ask(self, query: str, token: str, **variables: Any) -> Any:
        """The data of a query over HTTP."""
        async with httpx.AsyncClient() as client:
            headers = {"Authorization": f"Bearer {token}"}
            response = await client.post(self.address, json={"query": query, "variables": variables}, headers=headers)
        return response.json()["data"]


@asynccontextmanager
async def serve(servers: Settings, new_database: Callable[[str], str], template: str) -> AsyncIterator[Served]:
    """The application on a copy of a database, for as long as the block lasts."""
    settings = servers.model_copy(update={"database_url": new_database(template), "hosts": ("127.0.0.1", "localhost")})
    async with open_house(settings) as house:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            config = uvicorn.Config(
                house.served, lifespan="off", log_level="critical", ws_max_size=64 * 1024, timeout_graceful_shutdown=1
            )
            server = uvicorn.Server(config)

            running = asyncio.create_task(server.serve(sockets=[listening]))
            served = Served(house, listening.getsockname()[1])
            yield served
            for client in served.clients:
                await client.aclose()
            server.should_exit = True
            await running
