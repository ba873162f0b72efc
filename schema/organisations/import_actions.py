"""Importing organisations from a spreadsheet: upload and preview, correct the columns, then run or discard."""

import asyncio
import base64
import binascii
from enum import Enum
from typing import Any

import asyncpg
import orjson
import strawberry

from schema.engine.access import EVERYONE, Viewer
from schema.engine.actions import Act, action
from schema.engine.form import readable
from schema.engine.ids import global_id
from schema.engine.mapping import described, entity, to_one
from schema.engine.payloads import Act as ActInput
from schema.engine.payloads import Change, Payload
from schema.engine.refusals import Reason, Refused, refuse
from schema.engine.services import Services
from schema.engine.statements import statements
from schema.organisations import pairs
from schema.organisations.columns import guess_mapping
from schema.organisations.form import UnitForm
from schema.organisations.import_check import Checked, check_sheet
from schema.organisations.import_preview import counted, shown
from schema.organisations.import_writing import write
from schema.organisations.imports import OrganisationImport, OrganisationImportField
from schema.organisations.places import area_for
from schema.organisations.rules import COORDINATOR
from schema.organisations.spreadsheet import Sheet, SheetRow, SpreadsheetProblem, read_sheet

CONTENT_MEGABYTES = 5
"""Length of a file in Base64 (our default); ``/graphql`` takes less, the import page and the command line take all of it."""

_SEALED_FOR = "organisation import"

sql = statements(__file__, "imports")


@strawberry.enum(description="Which rows an import takes.")
class OrganisationImportMode(Enum):
    """Which rows an import takes."""

    ALL_OR_NOTHING = strawberry.enum_value("ALL_OR_NOTHING", description="refused when one row is wrong")
    GOOD_ROWS = strawberry.enum_value("GOOD_ROWS", description="leaves out the rows that are wrong")


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class OrganisationImportPayload(Payload):
    """The import as it is now."""

    organisation_import: OrganisationImport | None = to_one("{result.organisation_import:bigint}")
    """The import."""


@described
@strawberry.input(description="A file, and the area below which its rows look for theirs.")
class OrganisationImportPreviewInput(ActInput):
    """A file, and the area below which its rows look for theirs."""

    file_name: str
    """The file's name."""
    content: str
    """An Excel workbook or a CSV, in Base64; at most 5 MB of it."""
    area: strawberry.ID
    """An area that the viewer coordinates; rows that name no area get this one."""


@described
@strawberry.input(description="What a column is taken for.")
class OrganisationImportColumnInput:
    """What a column is taken for."""

    heading: str
    """The column's heading."""
    field: OrganisationImportField | None = None
    """What it is taken for; null: it is not imported."""


@described
@strawberry.input(description="What the columns are taken for; those left out are not imported.")
class OrganisationImportMapInput(Change):
    """What the columns are taken for; those left out are not imported."""

    columns: list[OrganisationImportColumnInput]
    """The columns; no field twice, and one of them the name."""


@described
@strawberry.input(description="Which import, and which of its rows.")
class OrganisationImportRunInput(Change):
    """Which import, and which of its rows."""

    mode: OrganisationImportMode = OrganisationImportMode.ALL_OR_NOTHING
    """Whether wrong rows stop it."""


@described
@strawberry.input(description="Which import.")
class OrganisationImportDiscardInput(Change):
    """Which import."""


async def _read(services: Services, viewer: Viewer, given: OrganisationImportPreviewInput) -> Sheet:
    """The table in the file; reading it happens apart, as it may take seconds."""
    if not (viewer.areas or viewer.administrator):
        raise refuse("NOT_ALLOWED", "area", who=COORDINATOR.called)
    try:
        data = base64.b64decode(given.content, validate=True) if len(given.content) <= CONTENT_MEGABYTES << 20 else b""
    except (binascii.Error, ValueError):
        data = b""
    if not data and given.content:
        raise refuse("IMPORT_CONTENT", "content", limit=CONTENT_MEGABYTES)
    try:
        return await asyncio.to_thread(read_sheet, data, _file_name(given))
    except SpreadsheetProblem as problem:
        raise Refused(Reason(problem.code, "content", problem.parameters)) from problem


def _file_name(given: OrganisationImportPreviewInput) -> str:
    return " ".join(readable(given.file_name).split())[:200]


@action(scope="organisations:write", before=_read)
async def organisation_import_preview(act: Act, input: OrganisationImportPreviewInput) -> OrganisationImportPayload:
    """Read a spreadsheet and say what each row would do; nothing is changed yet. The sheet is kept sealed."""
    area = await area_for(act, input.area)
    _check_reach(act, area)
    name, sheet = _file_name(input), act.ready
    mapping = guess_mapping(sheet.headings)
    number = await sql.begin(
        act.connection,
        account=act.viewer.account,
        area=area["id"],
        name=name,
        headings=list(sheet.headings),
        sheet=act.services.seal.close(_packed(sheet), _SEALED_FOR),
    )
    await _show(act, number, sheet, mapping, await check_sheet(act, area, sheet, mapping))
    await _event(act, "import.prepared", number, area, {"file": name, "rows": len(sheet.rows)})
    return OrganisationImportPayload.of(organisation_import=number)


@action(scope="organisations:write")
async def organisation_import_map(act: Act, input: OrganisationImportMapInput) -> OrganisationImportPayload:
    """Say what the columns are, and check the rows again."""
    row = await act.find(OrganisationImport, input.id, step="map", version=input.version)
    mapping = _mapping(row["headings"], input.columns)
    area = await sql.area(act.connection, id=row["area_id"])
    sheet = _unpacked(act.services.seal.open(row["sheet_sealed"], _SEALED_FOR))
    await _show(act, row["id"], sheet, mapping, await check_sheet(act, area, sheet, mapping))
    await _event(act, "import.mapped", row["id"], area, {"mapping": mapping})
    return OrganisationImportPayload.of(organisation_import=row["id"])


@action(scope="organisations:write")
async def organisation_import_run(act: Act, input: OrganisationImportRunInput) -> OrganisationImportPayload:
    """Write the rows into the registry, in one transaction; they are checked once more, as the registry may have changed.

    Running the same file again changes nothing: every row is unchanged then.
    """
    row = await act.find(OrganisationImport, input.id, step="run", version=input.version)
    area = await sql.area(act.connection, id=row["area_id"])
    _check_reach(act, area)
    await sql.take_time(act.connection)
    await sql.one_at_a_time(act.connection)
    sheet = _unpacked(act.services.seal.open(row["sheet_sealed"], _SEALED_FOR))
    checked = await check_sheet(act, area, sheet, orjson.loads(row["mapping"]))
    counts = counted(checked)
    if input.mode is OrganisationImportMode.ALL_OR_NOTHING and counts["WRONG"]:
        raise refuse("IMPORT_ROWS_WRONG", "mode", count=counts["WRONG"])
    if counts["WRONG"] == len(checked.rows):
        raise refuse("IMPORT_NOTHING", "mode")
    changed = await write(act, checked, row["id"])
    await pairs.suggest(act.connection, changed)
    await sql.finish(act.connection, id=row["id"], status="DONE", counts=orjson.dumps(counts).decode())
    told = {name: counts[kind] for name, kind in (("created", "CREATE"), ("updated", "UPDATE"), ("left_out", "WRONG"))}
    await _event(act, "organisation.imported", row["id"], area, told | {"file": row["file_name"]})
    return OrganisationImportPayload.of(organisation_import=row["id"])


@action(scope="organisations:write")
async def organisation_import_discard(act: Act, input: OrganisationImportDiscardInput) -> OrganisationImportPayload:
    """Give an import up; its content is erased."""
    row = await act.find(OrganisationImport, input.id, step="discard", version=input.version)
    area = await sql.area(act.connection, id=row["area_id"])
    await sql.finish(act.connection, id=row["id"], status="DISCARDED", counts=row["counts"])
    await _event(act, "import.discarded", row["id"], area, {"file": row["file_name"]})
    return OrganisationImportPayload.of(organisation_import=row["id"])


def _check_reach(act: Act, area: asyncpg.Record) -> None:
    """Coordinators import into their areas; the administrator brings in the first registry from the command line."""
    if not (act.viewer.coordinates(area["path"]) or act.viewer.administrator):
        raise refuse("NOT_ALLOWED", "area", who=COORDINATOR.called)


def _packed(sheet: Sheet) -> str:
    rows = [[row.number, row.cells] for row in sheet.rows]
    return orjson.dumps({"name": sheet.name, "headings": sheet.headings, "rows": rows}).decode()


def _unpacked(text: str) -> Sheet:
    found = orjson.loads(text)
    rows = tuple(SheetRow(number, tuple(cells)) for number, cells in found["rows"])
    return Sheet(found["name"], tuple(found["headings"]), rows)


def _mapping(headings: list[str], columns: list[OrganisationImportColumnInput]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    form = UnitForm()
    for place, one in enumerate(columns[: len(headings) + 1]):
        if one.heading not in headings:
            form.wrong("REFERENCE_MISSING", f"columns.{place}.heading")
        elif one.field is not None and one.field.name.lower() in mapping.values():
            form.wrong("IMPORT_FIELD_TWICE", f"columns.{place}.field")
        elif one.field is not None:
            mapping[one.heading] = one.field.name.lower()
    if "name" not in mapping.values():
        form.wrong("IMPORT_MAPPING", "columns")
    form.settle()
    return mapping


async def _show(act: Act, number: int, sheet: Sheet, mapping: dict[str, str], checked: Checked) -> None:
    """Keep what the check found for the preview."""
    await sql.check(
        act.connection,
        id=number,
        mapping=orjson.dumps(mapping).decode(),
        counts=orjson.dumps(counted(checked)).decode(),
        rows=orjson.dumps(shown(sheet, mapping, checked)).decode(),
    )


async def _event(act: Act, verb: str, number: int, area: asyncpg.Record, data: dict[str, Any]) -> None:
    told = data | {"import": global_id("import", number)}
    await act.event(verb, OrganisationImport, number, area_path=area["path"], data=told)
