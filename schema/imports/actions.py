"""Importing a spreadsheet into a list: upload and preview, correct the columns, then run or discard."""

import asyncio
import base64
import binascii
from enum import Enum
from typing import Any

import asyncpg
import orjson
import strawberry

from schema.demands.importing import DEMANDS
from schema.engine.access import EVERYONE, Viewer
from schema.engine.actions import Act, action
from schema.engine.form import Form, readable
from schema.engine.ids import global_id
from schema.engine.mapping import described, entity, to_one
from schema.engine.payloads import Act as ActInput
from schema.engine.payloads import Change, Payload
from schema.engine.refusals import Reason, Refused, refuse
from schema.engine.services import Services
from schema.engine.statements import statements
from schema.imports.kinds import ImportList, ListImportField
from schema.imports.lists import Checked, Importable
from schema.imports.preview import counted, shown
from schema.imports.rows import CellError
from schema.imports.types import ListImport
from schema.organisations.importing import ORGANISATIONS
from schema.organisations.places import area_for
from schema.resources.importing import RESOURCES
from schema.spreadsheets.cells import is_fault
from schema.spreadsheets.columns import guess_mapping
from schema.spreadsheets.reading import Sheet, SheetRow, SpreadsheetProblem, read_sheet

LISTS: dict[str, Importable[Any]] = {"ORGANISATIONS": ORGANISATIONS, "RESOURCES": RESOURCES, "DEMANDS": DEMANDS}
"""By name in the contract: the lists into which spreadsheets are imported."""
CONTENT_MEGABYTES = 5
"""Length of a file in Base64 (our default); ``/graphql`` takes less, the import page and the command line take all of it."""

_SEALED_FOR = "organisation import"
"""The purpose of the seal; as it was when only units were imported, so that what waits can still be opened."""

sql = statements(__file__, "imports")


@strawberry.enum(description="Which rows an import takes.")
class ListImportMode(Enum):
    """Which rows an import takes."""

    ALL_OR_NOTHING = strawberry.enum_value("ALL_OR_NOTHING", description="refused when one row is wrong")
    GOOD_ROWS = strawberry.enum_value("GOOD_ROWS", description="leaves out the rows that are wrong")


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ListImportPayload(Payload):
    """The import as it is now."""

    list_import: ListImport | None = to_one("{result.list_import:bigint}")
    """The import."""


@described
@strawberry.input(description="A file, and the area below which its rows look for theirs.")
class ListImportPreviewInput(ActInput):
    """A file, and the area below which its rows look for theirs."""

    file_name: str
    """The file's name."""
    list: ImportList = ImportList.ORGANISATIONS
    """Into which list."""
    content: str
    """An Excel workbook or a CSV, in Base64; at most 5 MB of it."""
    area: strawberry.ID
    """An area that the viewer coordinates, or any for the lists of a unit's own; below it rows look for theirs."""


@described
@strawberry.input(description="What a column is taken for.")
class ListImportColumnInput:
    """What a column is taken for."""

    heading: str
    """The column's heading."""
    field: ListImportField | None = None
    """What it is taken for; null: it is not imported."""


@described
@strawberry.input(description="What the columns are taken for; those left out are not imported.")
class ListImportMapInput(Change):
    """What the columns are taken for; those left out are not imported."""

    columns: list[ListImportColumnInput]
    """The columns; no field twice, and one of them the name."""


@described
@strawberry.input(description="Which import, and which of its rows.")
class ListImportRunInput(Change):
    """Which import, and which of its rows."""

    mode: ListImportMode = ListImportMode.ALL_OR_NOTHING
    """Whether wrong rows stop it."""


@described
@strawberry.input(description="Which import.")
class ListImportDiscardInput(Change):
    """Which import."""


async def _read(services: Services, viewer: Viewer, given: ListImportPreviewInput) -> Sheet:
    """The table in the file; reading it happens apart, as it may take seconds."""
    into = LISTS[given.list.name]
    _check_reach(viewer, into)
    try:
        data = base64.b64decode(given.content, validate=True) if len(given.content) <= CONTENT_MEGABYTES << 20 else b""
    except (binascii.Error, ValueError):
        data = b""
    if not data and given.content:
        raise refuse("IMPORT_CONTENT", "content", limit=CONTENT_MEGABYTES)
    try:
        return await asyncio.to_thread(read_sheet, data, _file_name(given), into.columns)
    except SpreadsheetProblem as problem:
        raise Refused(Reason(problem.code, "content", problem.parameters)) from problem


def _check_reach(viewer: Viewer, into: Importable[Any], path: str | None = None) -> None:
    """Whether the viewer may import into the list, in the area with a path; a token needs the list's own scope, too."""
    if not viewer.may(into.scope):
        raise refuse("SCOPE_MISSING", scope=into.scope)
    if not into.may(viewer, path):
        raise refuse("NOT_ALLOWED", "area", who=into.who.called)


def _file_name(given: ListImportPreviewInput) -> str:
    return " ".join(readable(given.file_name).split())[:200]


@action(scope="imports:write", before=_read)
async def list_import_preview(act: Act, input: ListImportPreviewInput) -> ListImportPayload:
    """Read a spreadsheet and say what each row would do; nothing is changed yet. The sheet is kept sealed."""
    area = await area_for(act, input.area)
    into = LISTS[input.list.name]
    _check_reach(act.viewer, into, area["path"])
    name, sheet = _file_name(input), act.ready
    mapping = guess_mapping(sheet.headings, into.columns)
    number = await sql.begin(
        act.connection,
        account=act.viewer.account,
        list=input.list.name,
        area=area["id"],
        name=name,
        headings=list(sheet.headings),
        sheet=act.services.seal.close(_packed(sheet), _SEALED_FOR),
    )
    await _show(act, number, into, area, sheet, mapping)
    await _event(act, "import.prepared", number, area, {"file": name, "rows": len(sheet.rows)})
    return ListImportPayload.of(list_import=number)


@action(scope="imports:write")
async def list_import_map(act: Act, input: ListImportMapInput) -> ListImportPayload:
    """Say what the columns are, and check the rows again."""
    row = await act.find(ListImport, input.id, step="map", version=input.version)
    into = LISTS[row["list"]]
    mapping = _mapping(row["headings"], input.columns, into)
    area = await sql.area(act.connection, id=row["area_id"])
    sheet = _unpacked(act.services.seal.open(row["sheet_sealed"], _SEALED_FOR))
    await _show(act, row["id"], into, area, sheet, mapping)
    await _event(act, "import.mapped", row["id"], area, {"mapping": mapping})
    return ListImportPayload.of(list_import=row["id"])


@action(scope="imports:write")
async def list_import_run(act: Act, input: ListImportRunInput) -> ListImportPayload:
    """Write the rows into the list, in one transaction; they are checked once more, as the list may have changed.

    Running the same file again changes nothing: every row is unchanged then.
    """
    row = await act.find(ListImport, input.id, step="run", version=input.version)
    area = await sql.area(act.connection, id=row["area_id"])
    into = LISTS[row["list"]]
    _check_reach(act.viewer, into, area["path"])
    await sql.take_time(act.connection)
    await sql.one_at_a_time(act.connection, list=row["list"])
    sheet = _unpacked(act.services.seal.open(row["sheet_sealed"], _SEALED_FOR))
    checked = await _checked(act, into, area, sheet, orjson.loads(row["mapping"]))
    counts = counted(checked.rows) | {"HIDDEN": sheet.hidden}
    if input.mode is ListImportMode.ALL_OR_NOTHING and counts["WRONG"]:
        raise refuse("IMPORT_ROWS_WRONG", "mode", count=counts["WRONG"])
    if counts["WRONG"] == len(checked.rows):
        raise refuse("IMPORT_NOTHING", "mode")
    await into.write(act, checked, row["id"])
    await sql.finish(act.connection, id=row["id"], status="DONE", counts=orjson.dumps(counts).decode())
    told = {name: counts[kind] for name, kind in (("created", "CREATE"), ("updated", "UPDATE"), ("left_out", "WRONG"))}
    await _event(act, into.verb, row["id"], area, told | {"file": row["file_name"]})
    return ListImportPayload.of(list_import=row["id"])


@action(scope="imports:write")
async def list_import_discard(act: Act, input: ListImportDiscardInput) -> ListImportPayload:
    """Give an import up; its content is erased."""
    row = await act.find(ListImport, input.id, step="discard", version=input.version)
    area = await sql.area(act.connection, id=row["area_id"])
    await sql.finish(act.connection, id=row["id"], status="DISCARDED", counts=row["counts"])
    await _event(act, "import.discarded", row["id"], area, {"file": row["file_name"]})
    return ListImportPayload.of(list_import=row["id"])


def _packed(sheet: Sheet) -> str:
    rows = [[row.number, row.cells] for row in sheet.rows]
    return orjson.dumps({"name": sheet.name, "headings": sheet.headings, "rows": rows, "hidden": sheet.hidden}).decode()


def _unpacked(text: str) -> Sheet:
    found = orjson.loads(text)
    rows = tuple(SheetRow(number, tuple(cells)) for number, cells in found["rows"])
    return Sheet(found["name"], tuple(found["headings"]), rows, found.get("hidden", 0))


def _mapping(headings: list[str], columns: list[ListImportColumnInput], into: Importable[Any]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    known = {one.field: one.heading for one in into.columns}
    form = Form()
    for place, one in enumerate(columns[: len(headings) + 1]):
        if one.heading not in headings:
            form.wrong("REFERENCE_MISSING", f"columns.{place}.heading")
        elif one.field is None:
            continue
        elif (field := one.field.name.lower()) not in known:
            form.wrong("IMPORT_FIELD_UNKNOWN", f"columns.{place}.field")
        elif field in mapping.values():
            form.wrong("IMPORT_FIELD_TWICE", f"columns.{place}.field")
        else:
            mapping[one.heading] = field
    if into.required not in mapping.values():
        form.wrong("IMPORT_MAPPING", "columns", heading=known[into.required])
    form.settle()
    return mapping


async def _checked(act: Act, into: Importable[Any], area: asyncpg.Record, sheet: Sheet, mapping: dict[str, str]) -> Checked:
    """The rows as the list checks them; the error of a formula is all that is said about its cell."""
    checked: Checked = await into.check(act, area, sheet, mapping)
    for source, row in zip(sheet.rows, checked.rows, strict=True):
        faults = {
            heading: cell
            for heading, cell in zip(sheet.headings, source.cells, strict=True)
            if heading in mapping and is_fault(cell)
        }
        others = [error for error in row.errors if error.heading not in faults] if faults else row.errors
        row.errors = [*others, *(CellError(heading, cell, "ROW_FAULT", {"value": cell}) for heading, cell in faults.items())]
    return checked


async def _show(
    act: Act, number: int, into: Importable[Any], area: asyncpg.Record, sheet: Sheet, mapping: dict[str, str]
) -> None:
    """Check the rows, and keep what the check found for the preview."""
    await sql.take_time(act.connection)
    rows = (await _checked(act, into, area, sheet, mapping)).rows
    await sql.check(
        act.connection,
        id=number,
        mapping=orjson.dumps(mapping).decode(),
        counts=orjson.dumps(counted(rows) | {"HIDDEN": sheet.hidden}).decode(),
        rows=orjson.dumps(shown(sheet, mapping, rows, into.masks), default=str).decode(),
    )


async def _event(act: Act, verb: str, number: int, area: asyncpg.Record, data: dict[str, Any]) -> None:
    told = data | {"import": global_id("import", number)}
    await act.event(verb, ListImport, number, area_path=area["path"], data=told)
