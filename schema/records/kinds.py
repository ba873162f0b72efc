"""What stands in a record, how an entry stands, and how lists of entries are filtered and ordered."""

from enum import Enum

import strawberry

from schema.engine.filters import EnumIs, compare
from schema.engine.mapping import described
from schema.engine.ordering import by

AREA = "(select u$.area_path from organisation u$ where u$.id = {row}.organisation_id)"
"""SQL: the place of the unit that an entry is about."""


@strawberry.enum(description="What came of a promise or proposal.")
class RecordKind(Enum):
    """What came of a promise or proposal."""

    DELIVERED = strawberry.enum_value("DELIVERED", description="需求方确认的交付")
    DECLINED = strawberry.enum_value("DECLINED", description="写明理由未接受")
    CANCELLED = strawberry.enum_value("CANCELLED", description="达成后由单位取消")
    UNANSWERED = strawberry.enum_value("UNANSWERED", description="保留期内未答复")


@strawberry.enum(description="How an entry of a record stands.")
class RecordStatus(Enum):
    """How an entry of a record stands."""

    COUNTS = strawberry.enum_value("COUNTS", description="在录")
    CONTESTED = strawberry.enum_value("CONTESTED", description="异议处理中，暂不计")
    UPHELD = strawberry.enum_value("UPHELD", description="经复核维持")
    STRUCK = strawberry.enum_value("STRUCK", description="异议成立，不计")


@strawberry.enum(description="The orders of a list of entries.")
class RecordOrder(Enum):
    """The orders of a list of entries."""

    RECENT = by("{row}.happened_at", "timestamptz", descending=True)


@described
@strawberry.input(description="Which entries; all conditions must hold.")
class RecordFilter:
    """Which entries; all conditions must hold."""

    kind: EnumIs[RecordKind] | None = compare("{row}.kind")
    """What came of it."""
    status: EnumIs[RecordStatus] | None = compare("{row}.status")
    """How it stands."""
