"""Where projects come from, how they and those who take part stand, and how lists of them are filtered and ordered."""

from enum import Enum

import strawberry

from schema.engine.access import coordinated
from schema.engine.filters import (
    AreaIs,
    EnumIs,
    IDIs,
    Operator,
    TextIs,
    Where,
    compare,
    compare_area,
    compare_id,
    condition,
    flag,
)
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.ordering import by
from schema.engine.text import query_words
from schema.projects.waiting import LATE, WAITING


@strawberry.enum(description="Where a project comes from.")
class ProjectOrigin(Enum):
    """Where a project comes from (mission rows B3 and B11)."""

    MATCHES = strawberry.enum_value("MATCHES", description="供需对接")
    RESIDENTS = strawberry.enum_value("RESIDENTS", description="居民提案")
    COMMITTEE = strawberry.enum_value("COMMITTEE", description="委员会确定")


@strawberry.enum(description="How a project stands.")
class ProjectStatus(Enum):
    """How a project stands (domain.md section 9)."""

    PROPOSED = strawberry.enum_value("PROPOSED", description="待发布")
    PUBLISHED = strawberry.enum_value("PUBLISHED", description="待认领")
    CLAIMED = strawberry.enum_value("CLAIMED", description="已认领，待签约")
    SIGNED = strawberry.enum_value("SIGNED", description="已签约")
    IN_PROGRESS = strawberry.enum_value("IN_PROGRESS", description="实施中")
    DELIVERED = strawberry.enum_value("DELIVERED", description="已完成，待评议")
    EVALUATED = strawberry.enum_value("EVALUATED", description="已评议")
    WRITTEN_OFF = strawberry.enum_value("WRITTEN_OFF", description="已销号")
    CARRIED_OVER = strawberry.enum_value("CARRIED_OVER", description="结转下一半年")
    TERMINATED = strawberry.enum_value("TERMINATED", description="已终止")


@strawberry.enum(description="As what an organisation takes part.")
class ParticipantKind(Enum):
    """As what an organisation takes part (三社/五社联动, mission row B16)."""

    COMMUNITY = strawberry.enum_value("COMMUNITY", description="社区")
    SOCIAL_ORGANISATION = strawberry.enum_value("SOCIAL_ORGANISATION", description="社会组织")
    SOCIAL_WORKER = strawberry.enum_value("SOCIAL_WORKER", description="社会工作者")
    VOLUNTEER = strawberry.enum_value("VOLUNTEER", description="社区志愿者")
    CHARITY = strawberry.enum_value("CHARITY", description="社会慈善资源")
    OTHER = strawberry.enum_value("OTHER", description="其他单位，不属于五社")


@strawberry.enum(description="How an organisation stands to a project.")
class PartnerStatus(Enum):
    """How an organisation stands to a project."""

    INVITED = strawberry.enum_value("INVITED", description="待单位答复")
    CLAIMED = strawberry.enum_value("CLAIMED", description="待委员会确认")
    AGREED = strawberry.enum_value("AGREED", description="参与")
    DECLINED = strawberry.enum_value("DECLINED", description="未参与")
    LEFT = strawberry.enum_value("LEFT", description="已退出")


UNDER_WAY = "{row}.status in ('PUBLISHED', 'CLAIMED', 'SIGNED', 'IN_PROGRESS', 'DELIVERED')"
"""SQL: it was published and has not been rated yet, carried over or terminated."""
FINISHED = "{row}.status in ('EVALUATED', 'WRITTEN_OFF')"
"""SQL: it is done and rated; from then on it is public."""
RATING = "(select round(avg(g$.rating), 2) from project_rating g$ where g$.project_id = {row}.id)"
"""SQL: the mean of its ratings, or null."""
CATEGORY = (
    "(select d$.category_id from project_demand x$ join demand d$ on d$.id = x$.demand_id where x$.project_id = {row}.id"
    " order by d$.id limit 1)"
)
"""SQL: the class of the demand that it fulfils, of several the first; null where it fulfils none."""
MISSING_KINDS = (
    "array(select k$ from unnest({row}.required_kinds) with ordinality as k$(k$, n$) where not exists"
    " (select from project_partner p$ where p$.project_id = {row}.id and p$.status = 'AGREED' and p$.kind = k$.k$) order by n$)"
)
"""SQL: the kinds of participant that it requires and does not have."""


@strawberry.enum(description="The orders of a list of projects.")
class ProjectOrder(Enum):
    """The orders of a list of projects."""

    RECENT = by("{row}.updated_at", "timestamptz", descending=True)
    TITLE = by("{row}.title_key")
    HALF_YEAR = by("{row}.half_year", descending=True)
    WAITING = by("{row}.updated_at", "timestamptz")


@strawberry.enum(description="The orders of the notes of a project.")
class ProjectNoteOrder(Enum):
    """The orders of the notes of a project."""

    RECENT = by("{row}.noted_on", "date", descending=True)


@strawberry.enum(description="The orders of what was spent for a project.")
class ProjectSpendingOrder(Enum):
    """The orders of what was spent for a project."""

    RECENT = by("{row}.spent_on", "date", descending=True)


def _linked(select: str, prefix: str) -> Where:
    """A project compared by the ids of what it is linked to."""

    def numbers(values: list[object]) -> list[int]:
        return [number for value in values if (number := number_of(value, prefix))]

    within = f"{{row}}.id in (select x$.project_id from {select}"
    return Where(
        {
            "eq": Operator(f"{within} = {{value}})", "bigint", lambda value: number_of(value, prefix)),
            "in": Operator(f"{within} = any({{value}}))", "bigint[]", numbers),
        }
    )


_PARTNER = _linked("project_partner x$ where x$.status = 'AGREED' and x$.organisation_id", "org")
_BRAND = _linked("project_brand x$ where x$.category_id", "category")
_DEMAND = _linked("project_demand x$ where x$.demand_id", "demand")
_MATCH = _linked("project_match x$ where x$.match_id", "match")


@described
@strawberry.input(description="Which projects; all conditions must hold.")
class ProjectFilter:
    """Which projects; all conditions must hold."""

    area: AreaIs | None = compare_area("{row}.area_id", "{row}.area_path")
    """Where it is."""
    half_year: TextIs | None = compare("{row}.half_year")
    """In which half-year, such as 2026-H2."""
    status: EnumIs[ProjectStatus] | None = compare("{row}.status")
    """How it stands."""
    origin: EnumIs[ProjectOrigin] | None = compare("{row}.origin")
    """Where it comes from."""
    published: bool | None = flag("{row}.published_at is not null")
    """Whether it was published; what was only proposed is not on the list."""
    under_way: bool | None = flag(UNDER_WAY)
    """Whether it was published and is neither rated nor carried over nor terminated."""
    finished: bool | None = flag(FINISHED)
    """Whether it is done and rated."""
    demanded: bool | None = flag("exists (select from project_demand x$ where x$.project_id = {row}.id)")
    """Whether it fulfils a demand of the list."""
    category: IDIs | None = compare_id(CATEGORY, "category")
    """The class of the demand that it fulfils, of several the first."""
    lead: IDIs | None = compare_id("{row}.lead_id", "org")
    """The organisation that leads it."""
    partner: IDIs | None = strawberry.field(default=None, metadata={"where": _PARTNER})
    """An organisation that takes part in it, the lead included."""
    brand: IDIs | None = strawberry.field(default=None, metadata={"where": _BRAND})
    """A brand or programme under which it runs."""
    demand: IDIs | None = strawberry.field(default=None, metadata={"where": _DEMAND})
    """A demand that it fulfils."""
    match: IDIs | None = strawberry.field(default=None, metadata={"where": _MATCH})
    """A promise that it carries out."""
    coordinated: bool | None = flag(coordinated())
    """Whether the viewer coordinates where it is."""
    late: bool | None = flag(LATE)
    """Whether its half-year or one of its stages is over before that is done."""
    waiting: bool | None = flag(WAITING, public="false")
    """Whether it waits for the viewer: to publish it, confirm a claim, answer an invitation, do a stage that is due, rate it,
    write it off, or carry it over."""
    search: str | None = condition("{row}.words @> {value}", "text[]", query_words)
    """Characters, pinyin or pinyin initials of its title."""
