"""Kinds and states of organisations, and how lists of them are filtered and ordered."""

from enum import Enum

import strawberry

from schema.engine.access import within
from schema.engine.filters import AreaIs, DateIs, EnumIs, IDIs, TextIs, TimeIs, compare, compare_area, compare_id, condition, flag
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.ordering import by
from schema.engine.text import query_words

CONTACT_DAYS = 180
"""A contact that nobody has confirmed for this many days counts as lapsed (our default: half a year, as the plenaries)."""


@strawberry.enum(description="What an organisation is.")
class OrganisationKind(Enum):
    """What an organisation is."""

    DEPARTMENT = strawberry.enum_value("DEPARTMENT", description="机关、委办局、街道办事处")
    PARTY_ORGANIZATION = strawberry.enum_value("PARTY_ORGANIZATION", description="党组织")
    SOCIAL_ORGANIZATION = strawberry.enum_value("SOCIAL_ORGANIZATION", description="社会组织")
    ENTERPRISE = strawberry.enum_value("ENTERPRISE", description="企业")
    PUBLIC_INSTITUTION = strawberry.enum_value("PUBLIC_INSTITUTION", description="事业单位")
    PROPERTY_COMPANY = strawberry.enum_value("PROPERTY_COMPANY", description="物业企业")
    SELF_GOVERNING_BODY = strawberry.enum_value("SELF_GOVERNING_BODY", description="群众性自治组织")
    COMMITTEE = strawberry.enum_value("COMMITTEE", description="党建工作协调委员会及其专委会")
    OTHER = strawberry.enum_value("OTHER", description="其他")


@strawberry.enum(description="How an organisation stands in the registry.")
class OrganisationStatus(Enum):
    """How an organisation stands in the registry."""

    PENDING = strawberry.enum_value("PENDING", description="待审核")
    RETURNED = strawberry.enum_value("RETURNED", description="已退回")
    ACTIVE = strawberry.enum_value("ACTIVE", description="在册")
    SUSPENDED = strawberry.enum_value("SUSPENDED", description="已停用")
    CLOSED = strawberry.enum_value("CLOSED", description="已注销")
    MERGED = strawberry.enum_value("MERGED", description="已合并")


@strawberry.enum(description="The orders of a list of organisations.")
class OrganisationOrder(Enum):
    """The orders of a list of organisations."""

    NAME = by("{row}.name_key")
    RECENT = by("{row}.updated_at", "timestamptz", descending=True)
    CONTACT = by("coalesce({row}.contact_confirmed_on, '1949-10-01')", "date")


LAPSED = (
    "({row}.status = 'ACTIVE' and {row}.kind <> 'COMMITTEE'"
    f" and coalesce({{row}}.contact_confirmed_on < current_date - {CONTACT_DAYS}, true))"
)
"""SQL: nobody has confirmed the unit's contact in time. A committee is reached through its own people, not a contact."""

_SERVES = (
    "exists (select from organisation_service_area s$ join area a$ on a$.id = s$.area_id where s$.organisation_id = {row}.id and "
)


@described
@strawberry.input(description="Which organisations; all conditions must hold.")
class OrganisationFilter:
    """Which organisations; all conditions must hold."""

    kind: EnumIs[OrganisationKind] | None = compare("{row}.kind")
    """What it is."""
    status: EnumIs[OrganisationStatus] | None = compare("{row}.status")
    """How it stands in the registry."""
    area: AreaIs | None = compare_area("{row}.area_id", "{row}.area_path")
    """Where it is."""
    serves: strawberry.ID | None = condition(
        _SERVES + within("(select path from area where id = {value})", "a$.path") + ")",
        "bigint",
        lambda value: number_of(value, "area"),
    )
    """An area that it serves, directly or as part of a larger one."""
    parent: IDIs | None = compare_id("{row}.parent_id", "org")
    """The organisation above it."""
    uscc: TextIs | None = compare("{row}.uscc")
    """The unified social credit code."""
    tag: str | None = condition("{row}.tags @> array[{value}]", "text")
    """A tag."""
    search: str | None = condition("{row}.words @> {value}", "text[]", query_words)
    """Words of the name, in characters, pinyin or pinyin initials, or the beginning of the credit code."""
    contact_lapsed: bool | None = flag(LAPSED)
    """Whether its contact has to be confirmed again."""
    member_unit: bool | None = flag(
        "exists (select from seat m$ where m$.organisation_id = {row}.id and m$.role = 'MEMBER_UNIT'"
        " and m$.valid_from <= current_date and coalesce(m$.valid_to > current_date, true))"
    )
    """Whether it is a member unit of a committee now."""
    contact_confirmed_on: DateIs | None = compare("{row}.contact_confirmed_on", "date")
    """When its contact was last confirmed."""
    updated_at: TimeIs | None = compare("{row}.updated_at", "timestamptz")
    """When it was last changed."""
