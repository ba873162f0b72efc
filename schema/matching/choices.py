"""What was chosen of what was suggested: kept at each proposal of a committee, so that the ranking can be compared with it.

It says nothing about who proposed. Units that offer by themselves do not choose among candidates.
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
