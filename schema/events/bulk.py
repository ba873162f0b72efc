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
    """What happened to one row of a type, and which organisations it concerns."""

    verb: str
    number: int
    area_path: str
    data: dict[str, Any]
    organisations: Sequence[int] = ()


async def append_all(act: Act, type_: type, happenings: Sequence[Happening]) -> None:
    """Append these to the ledger, as :meth:`Act.event` does one."""
    rows = [{name: getattr(one, name) for name in Happening.__dataclass_fields__} for one in happenings]
    told = orjson.dumps(rows, default=str).decode()
    appended = sql.append_all(act.connection, account=act.viewer.account, via=act.viewer.via, type=type_.__name__, rows=told)
    act.verbs += [row["verb"] async for row in appended]
