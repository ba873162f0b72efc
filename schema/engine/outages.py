"""When the database is away or too busy: that is nobody's mistake and passes, so clients are told to send the request again.

For a read nothing has happened. A mutation may have been committed just before the connection broke: whoever sends it again with
its idempotency key gets its answer, and it acts once.
"""

import asyncpg
from graphql import GraphQLError

from schema.engine.errors import CODES

LOST = (
    asyncpg.InterfaceError,
    # A connection that was told of the end while nobody used it, and is used before it is closed.
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    OSError,
)
"""The database went away: worth one more try for a read."""

_BUSY = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, asyncpg.QueryCanceledError)
"""Others were in the way for too long; the transaction was rolled back."""

RETRY_AFTER = 2
"""Seconds after which clients are asked to try again (our default: PostgreSQL and a web process restart in about that time)."""


class Unavailable(GraphQLError):
    """The database cannot answer just now; whether a mutation was committed is unknown."""

    def __init__(self) -> None:
        super().__init__(CODES["SERVICE_UNAVAILABLE"], extensions={"code": "SERVICE_UNAVAILABLE"})


def passes(error: BaseException | None) -> bool:
    """Whether the same request may succeed later. A value that asyncpg cannot send is an InterfaceError too, but stays wrong."""
    return isinstance(error, LOST + _BUSY) and not isinstance(error, ValueError)
