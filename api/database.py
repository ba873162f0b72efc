"""Connections to PostgreSQL: one pool for those who are signed in and for the product itself, one for the public."""

import re
from types import MappingProxyType

import asyncpg

PUBLIC_ROLE = "gongzhi_public"
"""The database role that can select only what the public may see (migrations/0005_public_role.sql)."""

SESSION = MappingProxyType(
    {
        # Dates and working days are those of a Chinese office, wherever the server stands.
        "timezone": "Asia/Shanghai",
        "application_name": "gongzhi",
        # A read that takes longer helps nobody; imports and jobs raise it for their transaction.
        "statement_timeout": "15s",
        "idle_in_transaction_session_timeout": "60s",
        # The statements are many small ones; compiling them would cost more than it saves.
        "jit": "off",
        # Many are answered at once: to call in other processes for one statement delays the others more than it helps.
        "max_parallel_workers_per_gather": "0",
    }
)


class Session(asyncpg.Connection):
    """A connection that goes back to the pool as it is, which saves every read the round trip of a reset.

    Nothing of ours outlives a statement or a transaction.
    """

    def get_reset_query(self) -> str:
        """Nothing to reset."""
        return ""


async def open_pool(url: str, size: int, *, public: bool = False) -> asyncpg.Pool:
    """A pool of up to ``size`` connections. Values of json and jsonb are text both ways, as asyncpg leaves them.

    ``public``: its connections act as the role of the public from their first statement on.
    """
    role = {"role": PUBLIC_ROLE} if public else {}
    return await asyncpg.create_pool(
        url,
        min_size=min(2, size),
        max_size=size,
        timeout=10,
        # Only against a connection that died unnoticed: how long a statement may take is the server's statement_timeout.
        command_timeout=300,
        max_inactive_connection_lifetime=300,
        connection_class=Session,
        # Documents compile to statements of tens of kilobytes; each is prepared once a connection.
        statement_cache_size=1_000,
        max_cacheable_statement_size=0,
        server_settings={**SESSION, **role},
    )


def with_database(url: str, database: str) -> str:
    """The same server's address with another database."""
    return re.sub(r"^(\w+://[^/?#]*)(/[^?#]*)?", rf"\1/{database}", url)
