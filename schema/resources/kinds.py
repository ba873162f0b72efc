"""How an offer stands, and how lists of offers are filtered and ordered."""

from enum import Enum

import strawberry

from schema.balances.ageing import AGE, Age
from schema.balances.fitting import fitting
from schema.balances.periods import in_period
from schema.engine.access import coordinated, within
from schema.engine.filters import (
    AreaIs,
    DateIs,
    EnumIs,
    IDIs,
    TimeIs,
    compare,
    compare_area,
    compare_id,
    compare_standing,
    condition,
    flag,
)
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.ordering import by
from schema.engine.text import query_words
from schema.matching.standing import STANDS
from schema.plenaries.half_years import in_half_year
from schema.resources.rules import FRESH_DAYS


@strawberry.enum(description="How an offer stands.")
class ResourceStatus(Enum):
    """How an offer stands."""

    DRAFT = strawberry.enum_value("DRAFT", description="草稿")
    SUBMITTED = strawberry.enum_value("SUBMITTED", description="待审核")
    RETURNED = strawberry.enum_value("RETURNED", description="已退回")
    LISTED = strawberry.enum_value("LISTED", description="已发布")
    LAPSED = strawberry.enum_value("LAPSED", description="待确认：半年未确认仍可提供")
    EXHAUSTED = strawberry.enum_value("EXHAUSTED", description="已无余量")
    EXPIRED = strawberry.enum_value("EXPIRED", description="已过期")
    WITHDRAWN = strawberry.enum_value("WITHDRAWN", description="已撤回")


# What the function resource_used says of a stock, written out: asked of whole lists, each call would cost ten times as much.
_PROMISED = (
    "coalesce((select sum(coalesce(m$.settled, m$.quantity)) from match m$"
    f" where m$.resource_id = {{row}}.id and {STANDS.replace('{row}', 'm$')}), 0)"
)
_ASKED = (
    "coalesce((select sum(w$.quantity) from wait w$"
    " where w$.resource_id = {row}.id and w$.status = 'ASKED' and w$.hold_until > now()), 0)"
)
STANDING = (
    "(case when {row}.status <> 'LISTED' then {row}.status when {row}.valid_until < current_date then 'EXPIRED'"
    f" when {{row}}.confirmed_on < current_date - {FRESH_DAYS} then 'LAPSED'"
    f" when {{row}}.measure = 'TOTAL' and {{row}}.quantity <= {_PROMISED} + {_ASKED} then 'EXHAUSTED' else 'LISTED' end)"
)
"""SQL: the status as people see it; that a day has passed is seen on the day, without a job."""
OFFERED = (
    f"({{row}}.status = 'LISTED' and {{row}}.valid_until >= current_date and {{row}}.confirmed_on >= current_date - {FRESH_DAYS})"
)
"""SQL: it is on the list today, as far as it goes by itself."""
UNCONFIRMED = (
    f"({{row}}.status = 'LISTED' and {{row}}.valid_until >= current_date and {{row}}.confirmed_on < current_date - {FRESH_DAYS})"
)
"""SQL: it would be on the list today, had somebody confirmed it in time; the status LAPSED."""
# Compared, not "exists": of that PostgreSQL would make a hash of all units, for a page of twenty offers.
LISTED = f"({OFFERED} and (select o$.status from organisation o$ where o$.id = {{row}}.organisation_id) = 'ACTIVE')"
"""SQL: it is on the list today, and so is its unit."""
IDLE = f"({OFFERED} and not exists (select from match m$ where m$.resource_id = {{row}}.id and {STANDS.replace('{row}', 'm$')}))"
"""SQL: it is on the list today, and nothing of it is promised, held or used."""
ENGAGED = f"({OFFERED} and not {IDLE})"
"""SQL: it is on the list today, and something of it is promised, held or used."""


def counts_in(first_day: str, next_day: str) -> str:
    """SQL: it counts into a half-year: on the list before its end, and to be had on its first day or later."""
    return f"({{row}}.status = 'LISTED' and {{row}}.listed_at < {next_day} and {{row}}.valid_until >= {first_day})"


def new_in(first_day: str, next_day: str) -> str:
    """SQL: of those that count into a half-year, it first came onto the list in it."""
    return f"({{row}}.status = 'LISTED' and {{row}}.listed_at >= {first_day} and {{row}}.listed_at < {next_day})"


@strawberry.enum(description="The orders of a list of resources.")
class ResourceOrder(Enum):
    """The orders of a list of resources."""

    RECENT = by("{row}.updated_at", "timestamptz", descending=True)
    TITLE = by("{row}.title_key")
    UNTIL = by("{row}.valid_until", "date")


_DERIVED = ("LAPSED", "EXHAUSTED", "EXPIRED")
_MEANT = "exists (select from resource_service_area s$ join area a$ on a$.id = s$.area_id where s$.resource_id = {row}.id and "


@described
@strawberry.input(description="Which resources; all conditions must hold.")
class ResourceFilter:
    """Which resources; all conditions must hold."""

    category: IDIs | None = compare_id("{row}.category_id", "category")
    """Its class."""
    fits: strawberry.ID | None = fitting("{value}", "{row}.category_id")
    """A class of demands that its class serves, at least 60 %."""
    organisation: IDIs | None = compare_id("{row}.organisation_id", "org")
    """The unit that offers it."""
    area: AreaIs | None = compare_area("{row}.area_id", "{row}.area_path")
    """Where it is."""
    serves: strawberry.ID | None = condition(
        # Each row asks by index: without the offset, PostgreSQL may read the whole table into a hash to ask a few.
        "(not exists (select from resource_service_area s$ where s$.resource_id = {row}.id offset 0) or "
        + _MEANT
        + within("(select path from area where id = {value})", "a$.path")
        + "))",
        "bigint",
        lambda value: number_of(value, "area"),
    )
    """An area for which it is meant."""
    status: EnumIs[ResourceStatus] | None = compare_standing(STANDING, _DERIVED)
    """How it stands."""
    coordinated: bool | None = flag(coordinated())
    """Whether the viewer coordinates where it is."""
    half_year: str | None = in_half_year(counts_in)
    """The half-year into which it counts, such as 2026-H2: on the list before its end, to be had on its first day or later."""
    period: str | None = in_period(counts_in)
    """The half-year or month into which it counts, likewise, such as 2026-H2 or 2026-11."""
    listed_in: str | None = in_period(new_in)
    """The half-year or month in which it first came onto the list, where it still is."""
    listed_at: TimeIs | None = compare("{row}.listed_at", "timestamptz")
    """When it first came onto the list."""
    age: EnumIs[Age] | None = compare(AGE)
    """How many days ago it first came onto the list."""
    idle: bool | None = flag(IDLE)
    """Whether it is on the list today, and nothing of it is promised, held or used."""
    engaged: bool | None = flag(ENGAGED)
    """Whether it is on the list today, and something of it is promised, held or used."""
    valid_until: DateIs | None = compare("{row}.valid_until", "date")
    """The last day on which it is to be had."""
    search: str | None = condition("{row}.words @> {value}", "text[]", query_words)
    """Characters, pinyin or pinyin initials of its title."""
