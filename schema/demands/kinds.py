"""Where demands come from, how they stand, and how lists of them are filtered and ordered."""

from enum import Enum

import strawberry

from schema.balances.ageing import AGE, Age
from schema.balances.fitting import fitting
from schema.balances.periods import in_period
from schema.demands.rules import MET, UNCLAIMED_DAYS
from schema.engine.access import coordinated
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
from schema.engine.mapping import described
from schema.engine.ordering import Keys, by
from schema.engine.text import query_words
from schema.matching.standing import STANDS
from schema.plenaries.half_years import in_half_year
from schema.resources.kinds import OFFERED


@strawberry.enum(description="Through which channel a demand came in.")
class DemandOrigin(Enum):
    """Through which channel a demand came in (mission row B10)."""

    TALK = strawberry.enum_value("TALK", description="民情恳谈")
    COUNCIL = strawberry.enum_value("COUNCIL", description="党群议事")
    WISH_TREE = strawberry.enum_value("WISH_TREE", description="心愿树")
    WECHAT = strawberry.enum_value("WECHAT", description="微信")
    HOTLINE = strawberry.enum_value("HOTLINE", description="热线")
    GRID = strawberry.enum_value("GRID", description="网格")
    UNIT = strawberry.enum_value("UNIT", description="单位提出")
    SURVEY = strawberry.enum_value("SURVEY", description="调研走访")
    OTHER = strawberry.enum_value("OTHER", description="其他")


@strawberry.enum(description="Whose demand it is in the first place.")
class DemandAxis(Enum):
    """Whose demand it is in the first place (mission row B18)."""

    STATE = strawberry.enum_value("STATE", description="国家需求：上级部署的工作")
    RESIDENT = strawberry.enum_value("RESIDENT", description="居民需求")


@strawberry.enum(description="How urgent it is.")
class DemandUrgency(Enum):
    """How urgent it is."""

    NORMAL = strawberry.enum_value("NORMAL", description="一般")
    SOON = strawberry.enum_value("SOON", description="较急")
    URGENT = strawberry.enum_value("URGENT", description="紧急")


@strawberry.enum(description="The level of a demand, which decides who may claim it.")
class DemandLevel(Enum):
    """The level of a demand, which decides who may claim it (mission row B8)."""

    BASIC = strawberry.enum_value("BASIC", description="基础项目：个人认领")
    KEY = strawberry.enum_value("KEY", description="重点项目：单位认领")
    PREMIUM = strawberry.enum_value("PREMIUM", description="精品项目：单位认领")


@strawberry.enum(description="How a demand stands.")
class DemandStatus(Enum):
    """How a demand stands."""

    DRAFT = strawberry.enum_value("DRAFT", description="草稿")
    SUBMITTED = strawberry.enum_value("SUBMITTED", description="待审核")
    RETURNED = strawberry.enum_value("RETURNED", description="已退回")
    LISTED = strawberry.enum_value("LISTED", description="待对接")
    PARTLY_MATCHED = strawberry.enum_value("PARTLY_MATCHED", description="部分对接")
    MATCHED = strawberry.enum_value("MATCHED", description="已对接")
    FULFILLED = strawberry.enum_value("FULFILLED", description="已完成")
    CLOSED = strawberry.enum_value("CLOSED", description="已销号")
    MERGED = strawberry.enum_value("MERGED", description="已合并")
    DECLINED = strawberry.enum_value("DECLINED", description="不予受理")
    WITHDRAWN = strawberry.enum_value("WITHDRAWN", description="已撤回")
    EXPIRED = strawberry.enum_value("EXPIRED", description="已过期")


PROMISED = "{row}.promised"
"""SQL: how much of it is agreed upon or delivered; a trigger keeps it."""
STANDING = (
    "(case when {row}.status <> 'LISTED' then {row}.status"
    # What is met is promised too, so few rows ask. They ask their matches, not the sum beside them, which says the same: were a
    # status so cheap, the planner would rather look at every demand of a list than read it by an index.
    f" when {PROMISED} >= {{row}}.quantity"
    " then case when demand_met({row}.id) >= {row}.quantity then 'FULFILLED' else 'MATCHED' end"
    " when {row}.needed_by < current_date then 'EXPIRED'"
    f" when {PROMISED} > 0 then 'PARTLY_MATCHED' else 'LISTED' end)"
)
"""SQL: the status as people see it; what follows from days and promises is not stored."""
_DERIVED = ("EXPIRED", "PARTLY_MATCHED", "MATCHED", "FULFILLED")
_BEFOREHAND = (
    f"case when {{row}}.status <> 'LISTED' then null when {PROMISED} < {{row}}.quantity"
    " then case when {asked} <@ array['MATCHED', 'FULFILLED'] then false end"
    " when {asked} @> array['MATCHED', 'FULFILLED'] then true when not {asked} && array['MATCHED', 'FULFILLED'] then false end"
)
"""SQL: what follows from how much of it is promised, for the statuses asked for; saves working out how much of it is met."""
# Each row asks by index: without the offset, PostgreSQL may read whole tables into a hash to ask a few.
CLAIMED = "exists (select from claim c$ where c$.demand_id = {row}.id and c$.ended_at is null offset 0)"
"""SQL: somebody takes it on."""
_MATCHED = (
    "exists (select from match m$ where m$.demand_id = {row}.id and m$.status in ('PROPOSED', 'COUNTERED', 'AGREED', 'DONE')"
    " offset 0)"
)
UNCLAIMED = (
    f"({{row}}.status = 'LISTED' and {{row}}.needed_by >= current_date"
    f" and {{row}}.listed_at < now() - interval '{UNCLAIMED_DAYS} days' and {PROMISED} = 0 and not {CLAIMED} and not {_MATCHED})"
)
"""SQL: nobody has claimed it in time, nor has anybody matched it."""
FINISHED = f"({{row}}.status = 'CLOSED' or ({{row}}.status = 'LISTED' and {MET} >= {{row}}.quantity))"
"""SQL: all of it is delivered and confirmed, or it is written off."""
UNMET = f"({{row}}.status = 'LISTED' and {PROMISED} < {{row}}.quantity)"
"""SQL: it is on the list, and not all of it is agreed upon or delivered."""
PENDING = f"({UNMET} and {{row}}.needed_by >= current_date)"
"""SQL: it is unmet, and something can still be found for it."""


def counts_in(first_day: str, next_day: str) -> str:
    """SQL: it counts into a half-year: it came onto the list in it, or before and was still open when it began."""
    open_still = f"({{row}}.needed_by >= {first_day} and ({{row}}.status = 'LISTED' or {{row}}.closed_at >= {first_day}))"
    return (
        f"({{row}}.status in ('LISTED', 'CLOSED') and {{row}}.listed_at < {next_day}"
        f" and ({{row}}.listed_at >= {first_day} or {open_still}))"
    )


def new_in(first_day: str, next_day: str) -> str:
    """SQL: of those that count into a half-year, it came onto the list in it."""
    return f"({{row}}.status in ('LISTED', 'CLOSED') and {{row}}.listed_at >= {first_day} and {{row}}.listed_at < {next_day})"


@strawberry.enum(description="Why a demand is not met, as far as the records tell.")
class UnmetReason(Enum):
    """Why a demand is not met, as far as the records tell; of several reasons the first (our default)."""

    EXPIRED = strawberry.enum_value("EXPIRED", description="已过期限")
    PARTLY_MATCHED = strawberry.enum_value("PARTLY_MATCHED", description="部分对接，尚有缺口")
    PROPOSED = strawberry.enum_value("PROPOSED", description="已提出对接，待答复")
    CLAIMED = strawberry.enum_value("CLAIMED", description="已认领，尚未对接")
    DECLINED = strawberry.enum_value("DECLINED", description="提出过对接，未达成")
    NO_OFFER = strawberry.enum_value("NO_OFFER", description="清单上没有对口资源")
    UNCLAIMED = strawberry.enum_value("UNCLAIMED", description="有对口资源，无人认领")


# Ordered and cut: the freshest first, by the index of just that, where any one will do.
_OFFERED = (
    "exists (select from category_affinity f$ cross join lateral (select from resource r$"
    f" where r$.category_id = f$.resource_category_id and {OFFERED.replace('{row}', 'r$')}"
    " and r$.area_path ^@ substring({row}.area_path from '^[^/]+/') order by r$.confirmed_on desc limit 1) x$"
    " where f$.demand_category_id = {row}.category_id)"
)
UNMET_REASON = (
    f"(case when not {UNMET} then null when {{row}}.needed_by < current_date then 'EXPIRED'"
    f" when {PROMISED} > 0 then 'PARTLY_MATCHED'"
    f" when exists (select from match m$ where m$.demand_id = {{row}}.id and {STANDS.replace('{row}', 'm$')}) then 'PROPOSED'"
    f" when {CLAIMED} then 'CLAIMED'"
    " when exists (select from match m$ where m$.demand_id = {row}.id) then 'DECLINED'"
    f" when not {_OFFERED} then 'NO_OFFER' else 'UNCLAIMED' end)"
)
"""SQL: why it is not met; null where it is, or is not on the list."""


def reached(row: str) -> str:
    """SQL: the path of the area whose committee a demand has reached that nobody claims: one level up for every 14 days."""
    waited = f"floor(extract(epoch from now() - {row}.listed_at) / 86400 / {UNCLAIMED_DAYS})::integer"
    return f"area_upwards({row}.area_path, {waited})"


def _levels(path: str) -> str:
    """SQL: how deep an area is that a path names, the district being 1."""
    return f"(length({path}) - length(replace({path}, '/', '')))"


# The same as being reached (see there), by depths instead of paths: asked of every demand that nobody claims.
_BELOW = f"(least(3, {_levels('{row}.area_path')}) - {_levels('v$')})"
ESCALATED = (
    f"(cardinality({{viewer.areas}}) > 0 and {UNCLAIMED}"
    f" and exists (select from unnest({{viewer.areas}}) v$ where {{row}}.area_path ^@ v$ and {_BELOW} > 0"
    f" and {{row}}.listed_at <= now() - {_BELOW} * interval '{24 * UNCLAIMED_DAYS} hours'))"
)
"""SQL: nobody has claimed it in time, and so it has come up to a committee for which the viewer acts."""
ESCALATED_TO = (
    f"{UNCLAIMED.replace('{row}', '{self}')} and {{row}}.path = {reached('{self}')}"
    " and {row}.path <> area_upwards({self}.area_path, 0)"
)
"""SQL: the area whose committee it has reached because nobody claims it."""


@strawberry.enum(description="The orders of a list of demands.")
class DemandOrder(Enum):
    """The orders of a list of demands."""

    RECENT = by("{row}.updated_at", "timestamptz", descending=True)
    TITLE = by("{row}.title_key")
    NEEDED = by("{row}.needed_by", "date")
    WAITING = by("coalesce({row}.listed_at, {row}.created_at)", "timestamptz")
    PRESSING = Keys(
        ("(case {row}.urgency when 'URGENT' then 0 when 'SOON' then 1 else 2 end)", "{row}.needed_by"), ("integer", "date")
    )


@described
@strawberry.input(description="Which demands; all conditions must hold.")
class DemandFilter:
    """Which demands; all conditions must hold."""

    category: IDIs | None = compare_id("{row}.category_id", "category")
    """Its class."""
    fits: strawberry.ID | None = fitting("{row}.category_id", "{value}")
    """A class of offers that serves its class, at least 60 %."""
    need: IDIs | None = compare_id("{row}.need_id", "category")
    """The type of need."""
    organisation: IDIs | None = compare_id("not {row}.anonymous and {row}.organisation_id", "org")
    """The organisation that files it; anonymous ones are not found by it."""
    area: AreaIs | None = compare_area("{row}.area_id", "{row}.area_path")
    """Where it is."""
    status: EnumIs[DemandStatus] | None = compare_standing(STANDING, _DERIVED, _BEFOREHAND)
    """How it stands."""
    level: EnumIs[DemandLevel] | None = compare("{row}.level")
    """Its level."""
    origin: EnumIs[DemandOrigin] | None = compare("{row}.origin")
    """Through which channel it came in."""
    axis: EnumIs[DemandAxis] | None = compare("{row}.axis")
    """Whose demand it is."""
    urgency: EnumIs[DemandUrgency] | None = compare("{row}.urgency")
    """How urgent it is."""
    needed_by: DateIs | None = compare("{row}.needed_by", "date")
    """By when it is to be met."""
    listed_at: TimeIs | None = compare("{row}.listed_at", "timestamptz")
    """When it came onto the list."""
    claimed: bool | None = flag(CLAIMED)
    """Whether somebody takes it on."""
    coordinated: bool | None = flag(coordinated())
    """Whether the viewer coordinates where it is."""
    half_year: str | None = in_half_year(counts_in)
    """The half-year into which it counts, such as 2026-H2: listed in it, or before and still open when it began."""
    period: str | None = in_period(counts_in)
    """The half-year or month into which it counts, likewise, such as 2026-H2 or 2026-11."""
    listed_in: str | None = in_period(new_in)
    """The half-year or month in which it came onto the list, where it still is or was written off."""
    age: EnumIs[Age] | None = compare(AGE)
    """How many days it has been on the list."""
    unmet: bool | None = flag(UNMET)
    """Whether it is on the list, and not all of it is agreed upon or delivered."""
    pending: bool | None = flag(PENDING)
    """Whether it is unmet and its day is not over, so that something can still be found for it."""
    finished: bool | None = flag(FINISHED)
    """Whether all of it is delivered and confirmed, or it is written off."""
    unclaimed: bool | None = flag(UNCLAIMED)
    """Whether nobody has claimed it for 14 days."""
    escalated: bool | None = flag(ESCALATED)
    """Whether nobody has claimed it, and it has come up to a committee for which the viewer acts: one level for every 14 days."""
    search: str | None = condition("{row}.words @> {value}", "text[]", query_words)
    """Characters, pinyin or pinyin initials of its title."""
