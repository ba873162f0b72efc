"""Checking a sheet of demands against the list as it is now."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import asyncpg

from schema.demands.entry import Entry
from schema.demands.import_rows import Key, Known, Planned, Rows
from schema.demands.sheet import cells
from schema.demands.types import Demand
from schema.engine.actions import Act
from schema.engine.ids import global_id, number_of
from schema.engine.refusals import Refused
from schema.engine.statements import statements
from schema.imports.drafts import Columns, Draft, note_doubles
from schema.imports.places import KnownArea
from schema.imports.rows import CheckedRow
from schema.imports.units import Units
from schema.imports.world import Areas, Classes
from schema.matching.ledger import demand_stays
from schema.spreadsheets.reading import Sheet

_PROMISED = {"quantity", "unit"}
"""Fields of which something may be promised."""

sql = statements(__file__, "import_check")


@dataclass
class Checked:
    """A sheet's rows after the check, and what they come to."""

    rows: list[CheckedRow]
    known: dict[int, Known]
    planned: dict[int, Planned] = field(default_factory=dict)
    """By number of the row."""


async def check_sheet(act: Act, area: asyncpg.Record, sheet: Sheet, mapping: Mapping[str, str]) -> Checked:
    """Every row with what it would do on the list as it is now."""
    columns = Columns(sheet, mapping)
    units = await Units.named(act, columns.all("organisation"))
    areas = await Areas.around(act, area["path"])
    place = KnownArea(area["id"], "", area["name"], "", "", area["path"])
    classes, needs = await Classes.of(act, "DEMAND"), await Classes.of(act, "NEED")
    rows = Rows(act.viewer, columns, units, areas, place, classes, needs)
    rows.same = await _same(act, rows)
    items = {number for one in columns.all("item") if (number := number_of(one.lower(), "demand"))}
    rows.known = await _known(act, items.union(*rows.same.values()))
    drafts = await asyncio.to_thread(rows.drafts)
    note_doubles(drafts, "item")
    await _keep_promises(act, drafts, rows)
    return Checked([draft.row for draft in drafts], rows.known, rows.planned)


async def _same(act: Act, rows: Rows) -> dict[Key, list[int]]:
    """The demands still open that rows without a number may mean: those of the same unit, area and title."""
    keys = set()
    for source in rows.columns.sheet.rows:
        if not rows.columns.cell(source, "item"):
            keys.add(rows.key(Draft(rows.columns, source))[0])
    wanted = [key for key in keys if key is not None]
    found: dict[Key, list[int]] = {}
    units, areas, titles = ([key[place] for key in wanted] for place in range(3))
    async for row in sql.same(act.connection, units=units, areas=areas, titles=titles):
        found.setdefault((row["organisation_id"], row["area_id"], row["title"]), []).append(row["id"])
    return found


async def _known(act: Act, numbers: set[int]) -> dict[int, Known]:
    """The demands with these numbers that the viewer may see, and how they stand in a table."""
    rows = await act.seen(Demand, sorted(numbers), step="edit")
    listable = await act.seen(Demand, list(rows), step="list")
    told = {one["id"]: dict(one) async for one in sql.told(act.connection, ids=list(rows))}
    found = {}
    # What somebody has just put out of the viewer's sight is not in the later answer.
    for number in rows.keys() & listable.keys():
        demand = dict(rows[number]) | told[number] | {"item": global_id("demand", number)}
        found[number] = Known(rows[number], Entry.of(rows[number]), cells(demand), listable[number])
    return found


async def _keep_promises(act: Act, drafts: Sequence[Draft], rows: Rows) -> None:
    """Changed demands still need what was promised to them; from here on nobody promises more to them."""
    concerned = {draft.row.known or 0: draft for draft in drafts if not draft.row.errors and _PROMISED & set(draft.row.changed)}
    promised = [one["id"] async for one in sql.hold_promised(act.connection, ids=list(concerned))]
    for number in promised:
        draft = concerned[number]
        after = rows.planned[draft.row.number].entry
        try:
            await demand_stays(act, rows.known[number].row, after.quantity, after.unit)
        except Refused as refused:
            draft.refused("quantity", refused)
