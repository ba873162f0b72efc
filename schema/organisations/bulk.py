"""Many events of one action in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from schema.engine.actions import Act
from schema.engine.statements import statements

sql = statements(__file__, "bulk")


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to one organisation."""

    verb: str
    organisation: int
    area_path: str
    data: dict[str, Any]


async def append_all(act: Act, happenings: Sequence[Happening]) -> None:
    """Append these to the ledger, as :meth:`Act.event` does one."""
    rows = [
        {"verb": one.verb, "organisation": one.organisation, "area_path": one.area_path, "data": one.data} for one in happenings
    ]
    appended = sql.append_all(
        act.connection, account=act.viewer.account, via=act.viewer.via, rows=orjson.dumps(rows, default=str).decode()
    )
    act.verbs += [row["verb"] async for row in appended]
