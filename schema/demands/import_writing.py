"""Writing checked rows into the demand list: a few statements for any number of rows, or nothing at all."""

import asyncio
from typing import Any

import orjson

from schema.demands.import_check import Checked
from schema.demands.types import Demand
from schema.engine.actions import Act
from schema.engine.ids import global_id
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.events.bulk import Happening, append_all
from schema.imports.rows import CheckedRow

sql = statements(__file__, "import_writing")


async def write(act: Act, checked: Checked, import_id: int) -> None:
    """Write the good rows. Refuses with CONFLICT when somebody changed one of the demands since it was checked a moment ago."""
    rows = [row for row in checked.rows if row.outcome in ("CREATE", "UPDATE")]
    fresh = [row for row in rows if row.known is None]
    numbers = {row.number: row.known or 0 for row in rows}
    reserved = [one["id"] async for one in sql.reserve(act.connection, count=len(fresh))]
    numbers |= dict(zip((row.number for row in fresh), reserved, strict=True))
    stored = await asyncio.to_thread(_stored, rows, checked, numbers)
    new, old = ([one for one in stored if (one["version"] == 0) is wanted] for wanted in (True, False))
    account = act.viewer.account or None
    await sql.create(act.connection, account=account, rows=orjson.dumps(new, default=str).decode())
    revised = await sql.revise(act.connection, rows=orjson.dumps(old, default=str).decode())
    if int(revised.rpartition(" ")[2]) < len(old):
        raise refuse("CONFLICT", "version")
    told = global_id("import", import_id)
    happenings = [one for row in rows for one in _happenings(row, checked, numbers[row.number], told)]
    await append_all(act, Demand, happenings)


def _stored(rows: list[CheckedRow], checked: Checked, numbers: dict[int, int]) -> list[dict[str, Any]]:
    """The rows of the table; version 0 for new ones."""
    found = []
    for row in rows:
        planned, known = checked.planned[row.number], checked.known.get(row.known or 0)
        place = {"id": numbers[row.number], "version": known.row["version"] if known else 0, "level": planned.level}
        found.append(place | planned.entry.stored())
    return found


def _happenings(row: CheckedRow, checked: Checked, number: int, import_id: str) -> list[Happening]:
    """What the ledger says of a row, as the actions say it of one demand, and by which import."""
    planned, known = checked.planned[row.number], checked.known.get(row.known or 0)
    after = planned.entry
    organisations = [after.organisation_id] if after.organisation_id else []
    told: dict[str, Any] = {"title": after.title, "import": import_id}
    changes = known.entry.changes_to(after) if known else {}
    steps: list[tuple[str, dict[str, Any]]] = [("demand.filed", {})] if known is None else []
    steps += [("demand.edited", {"changes": changes})] if changes else []
    steps += [("demand.listed", {"level": planned.level})] if planned.level else []
    return [Happening(verb, number, after.area_path, told | more, organisations) for verb, more in steps]
