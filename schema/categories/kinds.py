"""Which lists have classes, what is counted, and how classes are filtered and ordered."""

from enum import Enum

import strawberry

from schema.engine.filters import EnumIs, compare, flag
from schema.engine.mapping import described
from schema.engine.ordering import by


@strawberry.enum(description="The lists whose items have classes.")
class CategoryList(Enum):
    """The lists whose items have classes."""

    RESOURCE = strawberry.enum_value("RESOURCE", description="资源清单")
    DEMAND = strawberry.enum_value("DEMAND", description="需求清单")
    NEED = strawberry.enum_value("NEED", description="需求类型，如就业、居住、安全")
    BRAND = strawberry.enum_value("BRAND", description="项目的品牌和计划")


@strawberry.enum(description="What a quantity means.")
class Measure(Enum):
    """What a quantity means."""

    TOTAL = strawberry.enum_value("TOTAL", description="总量：一共有这么多，用一份少一份")
    PER_WINDOW = strawberry.enum_value("PER_WINDOW", description="按时段：每个开放时段有这么多，如一间会议室")


@strawberry.enum(description="The orders of a list of classes.")
class CategoryOrder(Enum):
    """The orders of a list of classes."""

    PLACE = by("{row}.place", "integer")


@described
@strawberry.input(description="Which classes; all conditions must hold.")
class CategoryFilter:
    """Which classes; all conditions must hold."""

    list: EnumIs[CategoryList] | None = compare("{row}.list")
    """Of which list."""
    retired: bool | None = flag("{row}.retired")
    """Whether new items can no longer have it."""
