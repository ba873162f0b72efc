"""Roles and orders of people and memberships."""

from enum import Enum

import strawberry

from schema.engine.filters import EnumIs, compare, condition
from schema.engine.mapping import described
from schema.engine.ordering import by
from schema.engine.text import query_words

CURRENT = "({row}.valid_from <= current_date and coalesce({row}.valid_to > current_date, true))"
"""SQL: holds today."""


@strawberry.enum(description="What somebody is in an organisation.")
class MembershipRole(Enum):
    """What somebody is in an organisation."""

    COORDINATOR = strawberry.enum_value("COORDINATOR", description="协调员: acts for a committee in its area and below")
    MANAGER = strawberry.enum_value("MANAGER", description="管理员: keeps the organisation's entry and members")
    HANDLER = strawberry.enum_value("HANDLER", description="经办人: handles its matters")
    MEMBER = strawberry.enum_value("MEMBER", description="成员")


@strawberry.enum(description="The orders of a list of memberships.")
class MembershipOrder(Enum):
    """The orders of a list of memberships."""

    SINCE = by("{row}.valid_from", "date", descending=True)


@strawberry.enum(description="The orders of a list of people.")
class PersonOrder(Enum):
    """The orders of a list of people."""

    NAME = by("{row}.name_key")


@described
@strawberry.input(description="Which memberships; all conditions must hold.")
class MembershipFilter:
    """Which memberships; all conditions must hold."""

    role: EnumIs[MembershipRole] | None = compare("{row}.role")
    """The role."""


@described
@strawberry.input(description="Which people; all conditions must hold.")
class PersonFilter:
    """Which people; all conditions must hold."""

    search: str | None = condition("{row}.words @> {value}", "text[]", query_words)
    """Words of the name, in characters, pinyin or pinyin initials."""
