"""An import from a spreadsheet into one of the lists, between upload and decision, as the one who uploaded it sees it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import strawberry

from schema.areas.types import Area
from schema.engine.access import EVERYONE
from schema.engine.mapping import column, computed, entity, pages, to_many, to_one
from schema.engine.refusals import Reason
from schema.engine.relay import Connection, Node
from schema.engine.workflow import Workflow
from schema.imports.kinds import (
    ImportList,
    ListImportAction,
    ListImportField,
    ListImportRowFilter,
    ListImportRowOrder,
    ListImportStatus,
)
from schema.imports.rules import IMPORT_STEPS

if TYPE_CHECKING:
    from schema.demands.types import Demand
    from schema.engine.access import Viewer
    from schema.organisations.types import Organisation
    from schema.resources.types import Resource


def _message(viewer: "Viewer", code: str, parameters: dict[str, Any]) -> str:
    return Reason(code, "", parameters).told(viewer.language)["message"]


_COLUMNS = (
    "(select i$.id as import_id, h$.place, h$.heading, upper(i$.mapping ->> h$.heading) as field"
    " from list_import i$, unnest(i$.headings) with ordinality as h$(heading, place))"
)
_PROBLEMS = (
    "(select r$.id as row_id, p$.place, p$.value ->> 'heading' as heading, p$.value ->> 'code' as code,"
    " p$.value -> 'parameters' as parameters"
    " from list_import_row r$, jsonb_array_elements(r$.problems) with ordinality as p$(value, place))"
)
_MINE = "exists (select from list_import i$ where i$.id = {row}.import_id and i$.account_id = {viewer.account})"


@entity(_COLUMNS, visible=_MINE, reads="imports")
class ListImportColumn:
    """A column of the spreadsheet, and what it is taken for."""

    heading: str
    """Its heading; no two columns have the same."""
    field: ListImportField | None
    """What it is taken for; null: it is not imported."""


@entity(_PROBLEMS, visible=EVERYONE, reads="imports")
class ListImportProblem:
    """What is wrong with a row."""

    heading: str
    """The column; empty when the spreadsheet lacks it."""
    code: str
    """A stable code."""
    message: str = computed(_message, code="{row}.code", parameters="{row}.parameters")
    """A sentence in the viewer's language."""


@entity("list_import_row", visible=_MINE, reads="imports")
class ListImportRow:
    """A row of the spreadsheet, checked."""

    number: int
    """Its number as the spreadsheet shows it."""
    action: ListImportAction
    """What it would do."""
    organisation: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one(
        "{self}.organisation_id"
    )
    """The unit in the registry that it is about."""
    resource: Annotated["Resource", strawberry.lazy("schema.resources.types")] | None = to_one("{self}.resource_id")
    """The offer that it is about."""
    demand: Annotated["Demand", strawberry.lazy("schema.demands.types")] | None = to_one("{self}.demand_id")
    """The demand that it is about."""
    cells: list[str]
    """Its cells in the order of the columns; people's names and numbers masked, columns that are not imported empty."""
    changed: list[ListImportField]
    """Which fields of the item would change."""
    problems: list[ListImportProblem] = to_many("{row}.row_id = {self}.id", "{row}.place")
    """What is wrong with it."""


@entity("list_import", visible="{row}.account_id = {viewer.account}", reads="imports")
class ListImportCounts:
    """How many rows do what; of an import that is done, did what."""

    create: int = column("coalesce(({row}.counts ->> 'CREATE')::int, 0)")
    """New items."""
    update: int = column("coalesce(({row}.counts ->> 'UPDATE')::int, 0)")
    """Changed items."""
    unchanged: int = column("coalesce(({row}.counts ->> 'UNCHANGED')::int, 0)")
    """Rows that say what the list says."""
    hidden: int = column("coalesce(({row}.counts ->> 'HIDDEN')::int, 0)")
    """Of all of them, those that are hidden in the spreadsheet (.xlsx; of other kinds that is not known)."""
    wrong: int = column("coalesce(({row}.counts ->> 'WRONG')::int, 0)")
    """Rows to be corrected."""


@entity("list_import", prefix="import", visible="{row}.account_id = {viewer.account}", reads="imports")
class ListImport(Node):
    """A spreadsheet between upload and decision; its content is erased when it is done or discarded."""

    workflow: ClassVar[Workflow] = IMPORT_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    status: ListImportStatus
    """How it stands."""
    file_name: str
    """The file's name."""
    area: Area = to_one("{self}.area_id")
    """The area below which its rows look for theirs, and that of rows that name none."""
    columns: list[ListImportColumn] = to_many("{row}.import_id = {self}.id", "{row}.place")
    """The columns, and what they are taken for."""
    counts: ListImportCounts = to_one("{self}.id")
    """How many rows do what."""
    rows: Connection[ListImportRow] = pages("{row}.import_id = {self}.id", order=ListImportRowOrder, filter=ListImportRowFilter)
    """The rows as they were checked; none when it is done or discarded."""
    created_at: datetime
    """When it was uploaded."""
    version: int
    """Rises with every change."""
    viewer_steps: list[str] = column(IMPORT_STEPS.viewer_steps())
    """What the viewer can do with it now: map, run, discard."""
    # Last, because its name hides the builtin from what follows.
    list: ImportList
    """Into which list."""
