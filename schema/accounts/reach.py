"""Who of some accounts sees what: a predicate of a type asked for many viewers at once."""

import re
from collections.abc import Sequence

import asyncpg

from schema.accounts.identity import ROLES
from schema.engine.access import VIEWER_VALUES

_VIEWER = re.compile(r"\{viewer\.(\w+)\}")
_VIEWERS = f"""
select a.id as account, a.person_id as person, null::bigint as session, a.administrator, a.language,
    r.areas, r.managed, r.organisations
from account a
{ROLES}
where a.id = any($1::bigint[]) and a.status = 'ACTIVE'
"""


async def who_reaches(
    connection: asyncpg.Connection, table: str, predicate: str, numbers: Sequence[int], accounts: Sequence[int]
) -> set[tuple[int, int]]:
    """Pairs of an account and the number of a row for which the predicate holds with that account as the viewer.

    The same text that decides what a viewer reads decides who is told, so that the two cannot differ.
    """
    holds = _VIEWER.sub(lambda match: f"(v$.{match[1]})::{VIEWER_VALUES[match[1]]}", predicate).replace("{row}", "w$")
    found = await connection.fetch(
        f"select v$.account, w$.id from ({_VIEWERS}) v$ join {table} w$ on w$.id = any($2::bigint[]) where {holds}",
        *(list(accounts), list(numbers)),
    )
    return {(row["account"], row["id"]) for row in found}
