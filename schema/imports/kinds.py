"""Into which lists spreadsheets are imported, how an import stands, and what its rows and columns are."""

from enum import Enum

import strawberry

from schema.engine.filters import EnumIs, compare
from schema.engine.mapping import described
from schema.engine.ordering import by


@strawberry.enum(description="A list into which spreadsheets are imported.")
class ImportList(Enum):
    """A list into which spreadsheets are imported."""

    ORGANISATIONS = strawberry.enum_value("ORGANISATIONS", description="单位")
    RESOURCES = strawberry.enum_value("RESOURCES", description="资源清单")
    DEMANDS = strawberry.enum_value("DEMANDS", description="需求清单")


@strawberry.enum(description="What a column of a spreadsheet may hold.")
class ListImportField(Enum):
    """What a column of a spreadsheet may hold."""

    NAME = strawberry.enum_value("NAME", description="单位名称")
    SHORT_NAME = strawberry.enum_value("SHORT_NAME", description="简称")
    USCC = strawberry.enum_value("USCC", description="统一社会信用代码")
    KIND = strawberry.enum_value("KIND", description="单位类型")
    SUBDISTRICT = strawberry.enum_value("SUBDISTRICT", description="所属街道")
    AREA = strawberry.enum_value("AREA", description="所在区域")
    ADDRESS = strawberry.enum_value("ADDRESS", description="地址")
    CONTACT_NAME = strawberry.enum_value("CONTACT_NAME", description="联系人")
    CONTACT_PHONE = strawberry.enum_value("CONTACT_PHONE", description="联系电话")
    CONTACT_DUTY = strawberry.enum_value("CONTACT_DUTY", description="职务")
    CONFIRMED_ON = strawberry.enum_value("CONFIRMED_ON", description="核实日期")
    PARENT = strawberry.enum_value("PARENT", description="上级单位")
    SERVICE_AREAS = strawberry.enum_value("SERVICE_AREAS", description="服务区域")
    TAGS = strawberry.enum_value("TAGS", description="标签")
    DESCRIPTION = strawberry.enum_value("DESCRIPTION", description="简介、说明")
    ITEM = strawberry.enum_value("ITEM", description="编号：已在清单中的资源或需求")
    ORGANISATION = strawberry.enum_value("ORGANISATION", description="单位")
    CATEGORY = strawberry.enum_value("CATEGORY", description="类别")
    TITLE = strawberry.enum_value("TITLE", description="名称、标题")
    QUANTITY = strawberry.enum_value("QUANTITY", description="数量")
    UNIT = strawberry.enum_value("UNIT", description="计量单位")
    MEASURE = strawberry.enum_value("MEASURE", description="数量含义")
    CONDITIONS = strawberry.enum_value("CONDITIONS", description="提供条件")
    WINDOWS = strawberry.enum_value("WINDOWS", description="开放时段")
    VALID_UNTIL = strawberry.enum_value("VALID_UNTIL", description="有效期至")
    NEEDED_BY = strawberry.enum_value("NEEDED_BY", description="期限")
    PLACE = strawberry.enum_value("PLACE", description="具体地点")
    BENEFICIARIES = strawberry.enum_value("BENEFICIARIES", description="受益人数")
    ORIGIN = strawberry.enum_value("ORIGIN", description="征集渠道")
    AXIS = strawberry.enum_value("AXIS", description="需求来源")
    NEED = strawberry.enum_value("NEED", description="需求类型")
    URGENCY = strawberry.enum_value("URGENCY", description="紧急程度")
    LEVEL = strawberry.enum_value("LEVEL", description="级别")


@strawberry.enum(description="How an import stands.")
class ListImportStatus(Enum):
    """How an import stands."""

    PREVIEW = strawberry.enum_value("PREVIEW", description="待确认")
    DONE = strawberry.enum_value("DONE", description="已导入")
    DISCARDED = strawberry.enum_value("DISCARDED", description="已放弃")


@strawberry.enum(description="What a row of a spreadsheet would do.")
class ListImportAction(Enum):
    """What a row of a spreadsheet would do."""

    CREATE = strawberry.enum_value("CREATE", description="新增")
    UPDATE = strawberry.enum_value("UPDATE", description="更新")
    UNCHANGED = strawberry.enum_value("UNCHANGED", description="无变化")
    WRONG = strawberry.enum_value("WRONG", description="需更正")


@strawberry.enum(description="The orders of an import's rows.")
class ListImportRowOrder(Enum):
    """The orders of an import's rows."""

    NUMBER = by("{row}.number", "integer")


@described
@strawberry.input(description="Which rows; all conditions must hold.")
class ListImportRowFilter:
    """Which rows; all conditions must hold."""

    action: EnumIs[ListImportAction] | None = compare("{row}.action")
    """What the row would do."""


@strawberry.enum(description="The orders of a list of imports.")
class ListImportOrder(Enum):
    """The orders of a list of imports."""

    RECENT = by("{row}.created_at", "timestamptz", descending=True)


@described
@strawberry.input(description="Which imports; all conditions must hold.")
class ListImportFilter:
    """Which imports; all conditions must hold."""

    status: EnumIs[ListImportStatus] | None = compare("{row}.status")
    """How it stands."""
    list: EnumIs[ImportList] | None = compare("{row}.list")
    """Into which list."""
