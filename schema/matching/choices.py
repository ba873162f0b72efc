"""What was chosen of what was suggested: kept at each single proposal of a committee, to compare the ranking with it.

It says nothing about who proposed. What comes of a plan, a portfolio, a waiting list or a transfer was not chosen among the
candidates, nor was what units offer by themselves.
"""

from collections.abc import Mapping
from typing import Any

from schema.engine.actions import Act
from schema.engine.statements import statements

sql = statements(__file__, "choices")


async def ranked(act: Act, demand: int, resource: int) -> Mapping[str, Any]:
    """The offer's place among the candidates for a demand before anything of it is held: the columns of a choice by name."""
    found = await sql.ranked(act.connection, demand=demand, resource=resource)
    return dict(found)


async def keep(act: Act, match: int, choice: Mapping[str, Any]) -> None:
    """Keep with a proposal what stood where when it was made."""
    await sql.keep(act.connection, match=match, **choice)
