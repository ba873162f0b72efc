"""Reads through a pool's connections, with less of the pool's bookkeeping where many reads wait for few connections.

To give a connection back to asyncpg's pool and to take it out again costs about twice the CPU of a short read itself. A read that
is done while others wait hands its connection on to the first of them instead.
"""

import asyncio
from collections import deque
from typing import Any

import asyncpg

TURNS = 50
"""After so many reads a connection goes back to the pool, where actions wait for theirs (our default)."""

Connection = Any
"""What the pool gives: a proxy for an asyncpg connection."""


class Lending:
    """Lends the connections of one pool to one read after another."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._largest = pool.get_max_size()
        self._lent = 0
        self._waiting: deque[asyncio.Future[tuple[Connection, int] | None]] = deque()

    async def fetchval(self, sql: str, *values: Any) -> Any:
        """The one value that a statement gives; raises what asyncpg raises."""
        connection, turns = await self._take()
        try:
            found = await connection.fetchval(sql, *values)
        except BaseException:
            # Whatever went wrong, the pool knows how to make sure that the connection is still good.
            await self._give_back(connection)
            raise
        if turns < TURNS and self._hand_on(connection, turns + 1):
            return found
        await self._give_back(connection)
        return found

    async def _take(self) -> tuple[Connection, int]:
        """A connection, and how many reads have had it since it left the pool."""
        while self._lent >= self._largest:
            handed = await self._wait()
            if handed is not None:
                return handed
        self._lent += 1
        try:
            return await self._pool.acquire(), 1
        except BaseException:
            self._returned()
            raise

    async def _wait(self) -> tuple[Connection, int] | None:
        """A connection handed on, or None: the pool may have one."""
        future: asyncio.Future[tuple[Connection, int] | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            return await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                # It came at the last moment and nobody will use it here.
                handed = future.result()
                if handed is None:
                    self._wake(None)
                elif not self._hand_on(*handed):
                    await self._give_back(handed[0])
            raise

    def _hand_on(self, connection: Connection, turns: int) -> bool:
        """Give the connection to the first who waits, if anybody does."""
        return self._wake((connection, turns))

    def _wake(self, handed: tuple[Connection, int] | None) -> bool:
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_result(handed)
                return True
        return False

    async def _give_back(self, connection: Connection) -> None:
        try:
            await self._pool.release(connection)
        finally:
            self._returned()

    def _returned(self) -> None:
        self._lent -= 1
        self._wake(None)
