"""Checking a sheet of offers against the list as it is now."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import asyncpg

from schema.engine.actions import Act
from schema.engine.ids import global_id, number_of
from schema.engine.refusals import Reason, Refused
from schema.engine.statements import statements
from schema.imports.drafts import Columns, Draft, note_doubles
from schema.imports.places import KnownArea
from schema.imports.rows import CheckedRow
from schema.imports.units import Units
from schema.imports.world import Areas, Classes
from schema.matching.ledger import resource_stays, standing
from schema.resources.entry import Entry
from schema.resources.import_rows import Known, Planned, Rows, Same, title_of
from schema.resources.sheet import cells
from schema.resources.types import Resource
from schema.resources.windows import Window
from schema.spreadsheets.reading import Sheet

_PROMISED = {"quantity", "unit", "measure", "windows"}
"""Fields of which something may be promised."""

sql = statements(__file__, "import_check")


@dataclass
class Checked:
    """A sheet's rows after the check, and what they come to."""

    rows: list[CheckedRow]
    known: dict[int, Known]
    areas: dict[int, KnownArea]
    planned: dict[int, Planned] = field(default_factory=dict)
    """By number of the row."""


async def check_sheet(act: Act, area: asyncpg.Record, sheet: Sheet, mapping: Mapping[str, str]) -> Checked:
    """Every row with what it would do on the list as it is now."""
    columns = Columns(sheet, mapping)
    units = await Units.named(act, columns.all("organisation"))
    areas, classes = await Areas.around(act, area["path"]), await Classes.of(act, "RESOURCE")
    same = await _same(act, columns, units)
    items = {number for one in columns.all("item") if (number := number_of(one.lower(), "resource"))}
    known = await _known(act, items.union(*same.values()))
    rows = Rows(act.viewer, columns, units, areas, classes, known, same)
    drafts = await asyncio.to_thread(rows.drafts)
    note_doubles(drafts, "item")
    await _keep_promises(act, drafts, rows)
    return Checked([draft.row for draft in drafts], known, areas.by_id, rows.planned)


async def _same(act: Act, columns: Columns, units: Units) -> Same:
    """The offers still open that rows without a number may mean: those of the same unit and title."""
    pairs: set[tuple[int, str]] = set()
    for source in columns.sheet.rows:
        unit = units.find(columns.cell(source, "organisation"))
        if not isinstance(unit, Reason) and not columns.cell(source, "item"):
            pairs.add((unit["id"], title_of(columns.cell(source, "title"))))
    found: dict[tuple[int, str], list[int]] = {}
    given = {"units": [unit for unit, _ in pairs], "titles": [title for _, title in pairs]}
    async for row in sql.same(act.connection, **given):
        found.setdefault((row["organisation_id"], row["title"]), []).append(row["id"])
    return found


async def _known(act: Act, numbers: set[int]) -> dict[int, Known]:
    """The offers with these numbers that the viewer may see, and how they stand in a table."""
    rows = await act.seen(Resource, sorted(numbers), step="edit")
    told = {one["id"]: dict(one) async for one in sql.told(act.connection, ids=list(rows))}
    windows: dict[int, list[Window]] = {}
    async for one in sql.windows(act.connection, ids=list(rows)):
        windows.setdefault(one["resource_id"], []).append(Window.of(one))
    served: dict[int, dict[int, str]] = {}
    async for one in sql.served(act.connection, ids=list(rows)):
        served.setdefault(one["resource_id"], {})[one["id"]] = one["name"]
    found = {}
    for number, row in rows.items():
        opens, areas = windows.get(number, []), served.get(number, {})
        offer = dict(row) | told[number] | {"item": global_id("resource", number)}
        found[number] = Known(row, Entry.of(row), opens, areas, cells(offer, opens, list(areas.values())))
    return found


async def _keep_promises(act: Act, drafts: Sequence[Draft], rows: Rows) -> None:
    """Changed offers still hold what was promised of them; from here on nobody promises more of them."""
    concerned = {draft.row.known or 0: draft for draft in drafts if not draft.row.errors and _PROMISED & set(draft.row.changed)}
    promised = [one["id"] async for one in sql.hold_promised(act.connection, ids=list(concerned))]
    for number in promised:
        draft, known = concerned[number], rows.known[number]
        after = rows.planned[draft.row.number]
        try:
            await resource_stays(act, known.row, after.entry.quantity, after.entry.unit, after.entry.measure)
        except Refused as refused:
            draft.refused("quantity", refused)
        for match in await standing(act, resource=number):
            if match["day"] and not any(one.opens_on(match["day"], match["opens"]) for one in after.windows):
                draft.wrong("windows", "RESOURCE_OPENING_PROMISED", day=match["day"].isoformat())
