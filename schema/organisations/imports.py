"""An import of organisations from a spreadsheet, between upload and decision, as the one who uploaded it sees it."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import strawberry

from schema.areas.types import Area
from schema.engine.access import EVERYONE
from schema.engine.filters import EnumIs, compare
from schema.engine.language import N_
from schema.engine.mapping import column, computed, described, entity, pages, to_many, to_one
from schema.engine.ordering import by
from schema.engine.refusals import Reason
from schema.engine.relay import Connection, Node
from schema.engine.roots import by_id
from schema.engine.workflow import Party, Step, Workflow

if TYPE_CHECKING:
    from schema.engine.access import Viewer
    from schema.organisations.types import Organisation

_OWNER = Party(N_("上传文件的人"), "{row}.account_id = {viewer.account}")

IMPORT_STEPS = Workflow(
    [
        Step("map", N_("调整对应关系"), (_OWNER,), ("PREVIEW",)),
        Step("run", N_("导入"), (_OWNER,), ("PREVIEW",), "DONE"),
        Step("discard", N_("放弃"), (_OWNER,), ("PREVIEW",), "DISCARDED"),
    ],
    state="{row}.status",
)


@strawberry.enum(description="What a column of a spreadsheet may hold.")
class OrganisationImportField(Enum):
    """What a column of a spreadsheet may hold."""

    NAME = strawberry.enum_value("NAME", description="单位名称")
    SHORT_NAME = strawberry.enum_value("SHORT_NAME", description="简称")
    USCC = strawberry.enum_value("USCC", description="统一社会信用代码")
    KIND = strawberry.enum_value("KIND", description="单位类型")
    SUBDISTRICT = strawberry.enum_value("SUBDISTRICT", description="所属街道")
    AREA = strawberry.enum_value("AREA", description="所属社区")
    ADDRESS = strawberry.enum_value("ADDRESS", description="地址")
    CONTACT_NAME = strawberry.enum_value("CONTACT_NAME", description="联系人")
    CONTACT_PHONE = strawberry.enum_value("CONTACT_PHONE", description="联系电话")
    CONTACT_DUTY = strawberry.enum_value("CONTACT_DUTY", description="职务")
    CONFIRMED_ON = strawberry.enum_value("CONFIRMED_ON", description="核实日期")
    PARENT = strawberry.enum_value("PARENT", description="上级单位")
    SERVICE_AREAS = strawberry.enum_value("SERVICE_AREAS", description="服务区域")
    TAGS = strawberry.enum_value("TAGS", description="标签")
    DESCRIPTION = strawberry.enum_value("DESCRIPTION", description="简介")


@strawberry.enum(description="How an import stands.")
class OrganisationImportStatus(Enum):
    """How an import stands."""

    PREVIEW = strawberry.enum_value("PREVIEW", description="待确认")
    DONE = strawberry.enum_value("DONE", description="已导入")
    DISCARDED = strawberry.enum_value("DISCARDED", description="已放弃")


@strawberry.enum(description="What a row of a spreadsheet would do.")
class OrganisationImportAction(Enum):
    """What a row of a spreadsheet would do."""

    CREATE = strawberry.enum_value("CREATE", description="新增")
    UPDATE = strawberry.enum_value("UPDATE", description="更新")
    UNCHANGED = strawberry.enum_value("UNCHANGED", description="无变化")
    WRONG = strawberry.enum_value("WRONG", description="需更正")


@strawberry.enum(description="The orders of an import's rows.")
class OrganisationImportRowOrder(Enum):
    """The orders of an import's rows."""

    NUMBER = by("{row}.number", "integer")


@described
@strawberry.input(description="Which rows; all conditions must hold.")
class OrganisationImportRowFilter:
    """Which rows; all conditions must hold."""

    action: EnumIs[OrganisationImportAction] | None = compare("{row}.action")
    """What the row would do."""


def _message(viewer: "Viewer", code: str, parameters: dict[str, Any]) -> str:
    return Reason(code, "", parameters).told(viewer.language)["message"]


_COLUMNS = (
    "(select i$.id as import_id, h$.place, h$.heading, upper(i$.mapping ->> h$.heading) as field"
    " from organisation_import i$, unnest(i$.headings) with ordinality as h$(heading, place))"
)
_PROBLEMS = (
    "(select r$.id as row_id, p$.place, p$.value ->> 'heading' as heading, p$.value ->> 'code' as code,"
    " p$.value -> 'parameters' as parameters"
    " from organisation_import_row r$, jsonb_array_elements(r$.problems) with ordinality as p$(value, place))"
)
_MINE = "exists (select from organisation_import i$ where i$.id = {row}.import_id and i$.account_id = {viewer.account})"


@entity(_COLUMNS, visible=_MINE, reads="organisations")
class OrganisationImportColumn:
    """A column of the spreadsheet, and what it is taken for."""

    heading: str
    """Its heading; no two columns have the same."""
    field: OrganisationImportField | None
    """What it is taken for; null: it is not imported."""


@entity(_PROBLEMS, visible=EVERYONE, reads="organisations")
class OrganisationImportProblem:
    """What is wrong with a row."""

    heading: str
    """The column; empty when the spreadsheet lacks it."""
    code: str
    """A stable code."""
    message: str = computed(_message, code="{row}.code", parameters="{row}.parameters")
    """A sentence in the viewer's language."""


@entity("organisation_import_row", visible=_MINE, reads="organisations")
class OrganisationImportRow:
    """A row of the spreadsheet, checked."""

    number: int
    """Its number as the spreadsheet shows it."""
    action: OrganisationImportAction
    """What it would do."""
    organisation: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one(
        "{self}.organisation_id"
    )
    """The unit in the registry that it is about."""
    cells: list[str]
    """Its cells in the order of the columns; people's names and numbers masked, columns that are not imported empty."""
    changed: list[OrganisationImportField]
    """Which fields of the unit would change."""
    problems: list[OrganisationImportProblem] = to_many("{row}.row_id = {self}.id", "{row}.place")
    """What is wrong with it."""


@entity("organisation_import", visible="{row}.account_id = {viewer.account}", reads="organisations")
class OrganisationImportCounts:
    """How many rows do what; of an import that is done, did what."""

    create: int = column("coalesce(({row}.counts ->> 'CREATE')::int, 0)")
    """New units."""
    update: int = column("coalesce(({row}.counts ->> 'UPDATE')::int, 0)")
    """Changed units."""
    unchanged: int = column("coalesce(({row}.counts ->> 'UNCHANGED')::int, 0)")
    """Rows that say what the registry says."""
    wrong: int = column("coalesce(({row}.counts ->> 'WRONG')::int, 0)")
    """Rows to be corrected."""


@entity("organisation_import", prefix="import", visible="{row}.account_id = {viewer.account}", reads="organisations")
class OrganisationImport(Node):
    """A spreadsheet of organisations between upload and decision; its content is erased when it is done or discarded."""

    workflow: ClassVar[Workflow] = IMPORT_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    status: OrganisationImportStatus
    """How it stands."""
    file_name: str
    """The file's name."""
    area: Area = to_one("{self}.area_id")
    """The area below which its rows look for theirs, and that of rows that name none."""
    columns: list[OrganisationImportColumn] = to_many("{row}.import_id = {self}.id", "{row}.place")
    """The columns, and what they are taken for."""
    counts: OrganisationImportCounts = to_one("{self}.id")
    """How many rows do what."""
    rows: Connection[OrganisationImportRow] = pages(
        "{row}.import_id = {self}.id", order=OrganisationImportRowOrder, filter=OrganisationImportRowFilter
    )
    """The rows as they were checked; none when it is done or discarded."""
    created_at: datetime
    """When it was uploaded."""
    version: int
    """Rises with every change."""
    viewer_steps: list[str] = column(IMPORT_STEPS.viewer_steps())
    """What the viewer can do with it now: map, run, discard."""


@strawberry.enum(description="The orders of a list of imports.")
class OrganisationImportOrder(Enum):
    """The orders of a list of imports."""

    RECENT = by("{row}.created_at", "timestamptz", descending=True)


@described
@strawberry.input(description="Which imports; all conditions must hold.")
class OrganisationImportFilter:
    """Which imports; all conditions must hold."""

    status: EnumIs[OrganisationImportStatus] | None = compare("{row}.status")
    """How it stands."""


@strawberry.type
class ImportQueries:
    """Root fields about imports."""

    organisation_import: OrganisationImport | None = by_id("import")
    """An import, for the account that made it."""
    organisation_imports: Connection[OrganisationImport] = pages(order=OrganisationImportOrder, filter=OrganisationImportFilter)
    """The viewer's imports."""
