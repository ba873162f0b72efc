"""Areas and their place in the tree."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.areas.rules import AREA_STEPS
from schema.engine.access import EVERYONE, coordinates, within
from schema.engine.filters import AreaIs, EnumIs, TextIs, compare, compare_area, condition
from schema.engine.mapping import column, described, entity, pages, to_many, to_one
from schema.engine.ordering import by
from schema.engine.relay import Connection, Node
from schema.engine.text import query_words
from schema.engine.workflow import Workflow

if TYPE_CHECKING:
    from schema.balances.gaps import BalanceGap
    from schema.committees.types import Committee
    from schema.events.types import Event
    from schema.organisations.types import Organisation
    from schema.projects.types import Project
    from schema.zones.types import Zone

from schema.events.kinds import EventOrder
from schema.organisations.kinds import OrganisationFilter, OrganisationOrder
from schema.projects.kinds import FINISHED, ProjectFilter, ProjectOrder
from schema.zones.kinds import ZoneOrder


@strawberry.enum(description="The levels of the area tree.")
class AreaLevel(Enum):
    """The levels of the area tree; names after the statistical division codes and the grid below them."""

    DISTRICT = strawberry.enum_value("DISTRICT", description="区")
    SUBDISTRICT = strawberry.enum_value("SUBDISTRICT", description="街道、地区、乡镇")
    COMMUNITY = strawberry.enum_value("COMMUNITY", description="社区、村")
    GRID = strawberry.enum_value("GRID", description="网格")
    BUILDING = strawberry.enum_value("BUILDING", description="楼栋、楼门院")
    ESTATE = strawberry.enum_value("ESTATE", description="小区, which may overlap grids")


@strawberry.enum(description="The orders of a list of areas.")
class AreaOrder(Enum):
    """The orders of a list of areas."""

    CODE = by("{row}.code")
    NAME = by("{row}.name_key")


@described
@strawberry.input(description="Which areas; all conditions must hold.")
class AreaFilter:
    """Which areas; all conditions must hold."""

    level: EnumIs[AreaLevel] | None = compare("{row}.level")
    """The level."""
    code: TextIs | None = compare("{row}.code")
    """The code."""
    parent: "AreaIs | None" = compare_area("{row}.parent_id", "{row}.path")
    """The area directly above, or one that it lies within."""
    area_class: TextIs | None = compare("{row}.class_code")
    """The class of an estate."""
    search: str | None = condition("{row}.words @> {value}", "text[]", query_words)
    """Words of the name, in characters, pinyin or pinyin initials."""


@entity("area_class", visible=EVERYONE, public=EVERYONE, reads="areas")
class AreaClass:
    """A class of residential estate, which picks its default participants and process (configuration)."""

    code: str
    """The class's code."""
    name: str
    """Its name."""
    participants: list[str]
    """The kinds of party that take part by default."""
    process: str
    """The process that is followed by default."""


@entity("area_parentage", visible=EVERYONE, public=EVERYONE, reads="areas")
class AreaParentage:
    """Where an area stood in the tree, and when."""

    parent: Annotated["Area", strawberry.lazy("schema.areas.types")] | None = to_one("{self}.parent_id")
    """The area directly above in that period."""
    valid_from: date
    """The first day."""
    valid_to: date | None
    """The day after the last; null: still so."""


def _count_below(level: str, further: str = "true") -> str:
    return f"(select count(*) from area c$ where c$.level = '{level}' and {within('c$.path', '{row}.path')} and {further})"


_UNORGANISED = (
    "not exists (select from organisation o$ where o$.kind = 'PARTY_ORGANIZATION' and o$.status = 'ACTIVE'"
    f" and {within('o$.area_path', 'c$.path')})"
    " and not exists (select from organisation_service_area s$ join organisation o$ on o$.id = s$.organisation_id"
    " where s$.area_id = c$.id and o$.kind = 'PARTY_ORGANIZATION' and o$.status = 'ACTIVE')"
)
_FINISHED_HERE = f"{FINISHED.replace('{row}', 'p$')} and {within('p$.area_path', '{row}.path')}"
_ORGANISATIONS = "{row}.status = 'ACTIVE' and " + within("{row}.area_path", "{self}.path")


@entity("area", prefix="area", visible=EVERYONE, public=EVERYONE, reads="areas")
class Area(Node):
    """A district, subdistrict, community, grid, building or estate; it keeps its id wherever it is moved."""

    workflow: ClassVar[Workflow] = AREA_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    code: str
    """The statistical division code (6, 9 or 12 digits), extended downwards for grids and buildings."""
    level: AreaLevel
    """The level."""
    kind: str
    """The kind of unit within the level, such as subdistrict, area office, township; empty when not known."""
    name: str
    """The full name."""
    short_name: str
    """The name as people say it."""
    path: str
    """Codes from the district down to this area, each followed by a slash, as of today."""
    area_class: AreaClass | None = to_one(on="{row}.code = {self}.class_code")
    """The class of an estate."""
    parent: Annotated["Area", strawberry.lazy("schema.areas.types")] | None = to_one("{self}.parent_id")
    """The area directly above."""
    ancestors: list[Annotated["Area", strawberry.lazy("schema.areas.types")]] = to_many(
        "{row}.path <> {self}.path and {row}.code = any(string_to_array({self}.path, '/'))", "{row}.path", limit=8
    )
    """The areas above, from the district down."""
    children: Connection[Annotated["Area", strawberry.lazy("schema.areas.types")]] = pages(
        "{row}.parent_id = {self}.id", order=AreaOrder, filter=AreaFilter
    )
    """The areas directly below."""
    overlaps: list[Annotated["Area", strawberry.lazy("schema.areas.types")]] = to_many(
        "{row}.id in (select grid_id from area_overlap where estate_id = {self}.id"
        " union all select estate_id from area_overlap where grid_id = {self}.id)",
        "{row}.code",
    )
    """For an estate the grids it overlaps, for a grid the estates."""
    parentages: list[AreaParentage] = to_many("{row}.area_id = {self}.id", "{row}.valid_from")
    """Where it stood in the tree, period by period."""
    committee: Annotated["Committee", strawberry.lazy("schema.committees.types")] | None = to_one(
        on="{row}.area_id = {self}.id and {row}.field is null"
    )
    """The area's coordination committee."""
    special_committees: list[Annotated["Committee", strawberry.lazy("schema.committees.types")]] = to_many(
        "{row}.area_id = {self}.id and {row}.field is not null", "{row}.field"
    )
    """The special committees of the area, by field."""
    gaps: list[Annotated["BalanceGap", strawberry.lazy("schema.balances.gaps")]] = to_many(
        "{row}.area_id = {self}.id", "{row}.pending desc, {row}.category_id", limit=3
    )
    """The three classes of demands of which most is missing now (our default); empty unless the viewer coordinates there."""
    organisations: Connection[Annotated["Organisation", strawberry.lazy("schema.organisations.types")]] = pages(
        _ORGANISATIONS, order=OrganisationOrder, filter=OrganisationFilter
    )
    """Active organisations in the area and everything below it."""
    projects: Connection[Annotated["Project", strawberry.lazy("schema.projects.types")]] = pages(
        within("{row}.area_path", "{self}.path"), order=ProjectOrder, filter=ProjectFilter
    )
    """Projects in the area and below."""
    zones: Connection[Annotated["Zone", strawberry.lazy("schema.zones.types")]] = pages(
        within("{row}.area_path", "{self}.path"), order=ZoneOrder
    )
    """Business districts and parks in the area and below."""
    liaison_teams: list[Annotated["Organisation", strawberry.lazy("schema.organisations.types")]] = to_many(
        "{row}.id in (select organisation_id from liaison_area where area_id = {self}.id)", "{row}.name_key, {row}.id"
    )
    """The liaison teams that look after the area."""
    timeline: Connection[Annotated["Event", strawberry.lazy("schema.events.types")]] = pages(
        "{row}.subject_type = 'Area' and {row}.subject_id = {self}.id", order=EventOrder
    )
    """What happened to the area."""
    organisation_count: int = column(
        "(select count(*) from (select from organisation o$ where o$.status = 'ACTIVE' and "
        + within("o$.area_path", "{row}.path")
        + " limit 10000) x$)"
    )
    """Active organisations in the area and below, counted up to 10,000."""
    community_count: int = column(_count_below("COMMUNITY"))
    """Communities and villages in the area."""
    grid_count: int = column(_count_below("GRID"))
    """Grids in the area."""
    grids_without_party_organisation: int = column(_count_below("GRID", _UNORGANISED))
    """Grids in the area that no party organisation is in or serves; a number only, never a list of persons."""
    people_served: int = column(
        f"(select least(coalesce(sum(p$.beneficiaries), 0), 2147483647)::integer from project p$ where {_FINISHED_HERE})"
    )
    """How many people the finished projects in the area and below have benefited, all together: a number, never names."""
    satisfaction: Decimal | None = column(
        "(select trim_scale(round(sum(g$.sum) / nullif(sum(g$.count), 0), 2)) from project p$ cross join lateral"
        # Asked for each project by index: without the offset, the ratings of everywhere may be read.
        " (select sum(x$.rating), count(*) from project_rating x$ where x$.project_id = p$.id offset 0) g$"
        f" where {_FINISHED_HERE})"
    )
    """The mean of the ratings of the finished projects in the area and below, 1 to 5; null where there are none."""
    valid_from: date
    """Since when the area exists."""
    valid_to: date | None
    """Until when it existed (the day after its last); null: it does."""
    created_at: datetime
    """When it was recorded."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(AREA_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""
    viewer_coordinates: bool = column(coordinates("{row}.path"))
    """Whether the viewer coordinates this area or one above it."""
