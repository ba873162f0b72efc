"""Writing checked rows into the resource list: a few statements for any number of rows, or nothing at all."""

import asyncio
from typing import Any

import orjson

from schema.engine.actions import Act
from schema.engine.ids import global_id
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.events.bulk import Happening, append_all
from schema.imports.rows import CheckedRow
from schema.resources.import_check import Checked
from schema.resources.types import Resource

sql = statements(__file__, "import_writing")


async def write(act: Act, checked: Checked, import_id: int) -> None:
    """Write the good rows. Refuses with CONFLICT when somebody changed one of the offers since it was checked a moment ago."""
    rows = [row for row in checked.rows if row.outcome in ("CREATE", "UPDATE")]
    fresh = [row for row in rows if row.known is None]
    numbers = {row.number: row.known or 0 for row in rows}
    reserved = [one["id"] async for one in sql.reserve(act.connection, count=len(fresh))]
    numbers |= dict(zip((row.number for row in fresh), reserved, strict=True))
    stored = await asyncio.to_thread(_stored, rows, checked, numbers)
    await sql.create(act.connection, rows=orjson.dumps([one for one in stored if not one["version"]], default=str).decode())
    revised = await sql.revise(act.connection, rows=orjson.dumps([one for one in stored if one["version"]], default=str).decode())
    if int(revised.rpartition(" ")[2]) < len(rows) - len(fresh):
        raise refuse("CONFLICT", "version")
    opened = [_windows(row, checked, numbers) for row in rows if row.known is None or "windows" in row.changed]
    served = [_served(row, checked, numbers) for row in rows if row.known is None or "service_areas" in row.changed]
    await sql.open_windows(act.connection, rows=orjson.dumps(opened).decode())
    await sql.serve(act.connection, rows=orjson.dumps(served).decode())
    told = global_id("import", import_id)
    await append_all(act, Resource, [_happening(row, checked, numbers[row.number], told) for row in rows])


def _stored(rows: list[CheckedRow], checked: Checked, numbers: dict[int, int]) -> list[dict[str, Any]]:
    """The rows of the table; version 0 for new ones."""
    found = []
    for row in rows:
        planned, known = checked.planned[row.number], checked.known.get(row.known or 0)
        place = {"id": numbers[row.number], "version": known.row["version"] if known else 0, "status": planned.status}
        found.append(place | planned.entry.stored())
    return found


def _windows(row: CheckedRow, checked: Checked, numbers: dict[int, int]) -> dict[str, Any]:
    windows = [
        {name: getattr(one, name) for name in ("first_day", "last_day", "weekdays", "opens", "closes")}
        for one in checked.planned[row.number].windows
    ]
    return {"id": numbers[row.number], "windows": windows}


def _served(row: CheckedRow, checked: Checked, numbers: dict[int, int]) -> dict[str, Any]:
    return {"id": numbers[row.number], "areas": checked.planned[row.number].served}


def _happening(row: CheckedRow, checked: Checked, number: int, import_id: str) -> Happening:
    """What the ledger says of a row, as the actions say it of one offer, and by which import."""
    planned, known = checked.planned[row.number], checked.known.get(row.known or 0)
    after = planned.entry
    told: dict[str, Any] = {"title": after.title, "import": import_id}
    if known is None:
        told["status"] = planned.status
        return Happening("resource.registered", number, after.area_path, told, [after.organisation_id])
    changes = known.entry.changes_to(after)
    if "windows" in row.changed:
        changes["windows"] = [[one.as_told() for one in some] for some in (known.windows, planned.windows)]
    if "service_areas" in row.changed:
        changes["serviceAreas"] = [checked.areas[one].name for one in planned.served if one in checked.areas]
    return Happening("resource.edited", number, after.area_path, told | {"changes": changes}, [after.organisation_id])
