"""Choosing a class for something: only one of its list, and a retired one only for what has it already."""

from typing import Any

import asyncpg

from schema.engine.actions import Act
from schema.engine.ids import number_of
from schema.engine.refusals import refuse
from schema.engine.statements import statements

sql = statements(__file__, "choosing")


async def category_for(
    act: Act,
    given: str | None,
    of: str,
    present: int | None = None,
    *,
    path: str = "category",
    unknown: str = "CATEGORY_UNKNOWN",
) -> asyncpg.Record:
    """A class of the list ``of``, not retired unless it is the ``present`` one, kept as it is until the action is over.

    Raises a refusal at ``path``, for a class that is not there with the code ``unknown``.
    """
    row: Any = await sql.category(act.connection, id=number_of(given, "category"), list=of)
    if row is None:
        raise refuse(unknown, path)
    if row["retired"] and row["id"] != present:
        raise refuse("CATEGORY_RETIRED", path)
    found: asyncpg.Record = row
    return found
