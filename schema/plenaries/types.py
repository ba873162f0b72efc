"""The papers of a plenary: an area's three lists in one half-year, summed up."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry

from schema.areas.types import Area
from schema.categories.types import Category
from schema.demands.kinds import UNMET, DemandFilter, DemandOrder
from schema.demands.kinds import counts_in as demand_counts_in
from schema.demands.types import Demand
from schema.engine.access import ADMINISTRATOR, any_of, coordinates, within
from schema.engine.mapping import column, entity, pages, to_many, to_one
from schema.engine.relay import Connection
from schema.plenaries import groups
from schema.plenaries.groups import PlenaryGroup
from schema.projects.kinds import ProjectFilter, ProjectOrder, ProjectStatus
from schema.projects.types import Project
from schema.resources.kinds import IDLE, ResourceFilter, ResourceOrder
from schema.resources.kinds import counts_in as resource_counts_in
from schema.resources.types import Resource

ROWS = 200
"""The most rows of one table of sums: the classes, and the areas directly below one (our default)."""
UNITS = 10
"""The most units of quantity shown for a class, the most used first (our default)."""

_COMMITTEE = any_of(coordinates(), ADMINISTRATOR)
_SAME = "{row}.area_id = {self}.area_id and {row}.half_year = {self}.half_year"
_OF_CLASS = f"{_SAME} and {{self}}.by = 'CLASS' and {{row}}.category_id = {{self}}.category_id"
_PART = "{self}.by = 'AREA' and {row}.code = coalesce(nullif({self}.part, ''), substring({self}.area_path from '([^/]+)/$'))"
_HERE = within("{row}.area_path", "{self}.area_path")
_PERIOD = ("{self}.first_day", "{self}.next_day")


_STATES = ",".join(one.name for one in ProjectStatus)
_BY_STATUS = f"array_position('{{{_STATES}}}'::text[], {{row}}.status)"


def _in_order(*more: str) -> str:
    """SQL: totals first, then classes in their order, then areas by code."""
    groups_ = ",".join(one.name for one in PlenaryGroup)
    place = "(select c$.place from category c$ where c$.id = {row}.category_id)"
    return ", ".join([f"array_position('{{{groups_}}}'::text[], {{row}}.by)", place, "{row}.category_id", *more, "{row}.part"])


@entity(groups.STOCKS, visible=_COMMITTEE, reads="plenaries")
class PlenaryStock:
    """How much of one class is on the resource list today, counted in one unit; only stocks (Measure.TOTAL) can be added up."""

    unit: str
    """What is counted."""
    count: int
    """How many offers."""
    quantity: Decimal = column("trim_scale({row}.quantity)")
    """How much they are in all."""
    free: Decimal = column("trim_scale({row}.free)")
    """How much of it is neither used nor promised nor held."""


@entity(groups.NEEDS, visible=_COMMITTEE, reads="plenaries")
class PlenaryNeed:
    """How much of one class is needed, counted in one unit."""

    unit: str
    """What is counted."""
    count: int
    """How many demands."""
    quantity: Decimal = column("trim_scale({row}.quantity)")
    """How much they need in all."""
    delivered: Decimal = column("trim_scale({row}.delivered)")
    """How much has been delivered and confirmed."""
    missing: Decimal = column("trim_scale({row}.missing)")
    """How much is neither met nor promised nor held by a proposal."""


@entity(groups.RESOURCES, visible=_COMMITTEE, reads="plenaries")
class PlenaryResources:
    """How many offers count into a half-year, and how they stand today: listed, exhausted, lapsed and expired are all of them."""

    by: PlenaryGroup
    """By what it sums up."""
    category: Category | None = to_one("{self}.category_id")
    """By class: the class."""
    area: Area | None = to_one(on=_PART)
    """By area: the one directly below, or the area itself for what lies in none below."""
    count: int
    """How many offers."""
    units: int
    """How many organisations offer them, each once."""
    new: int
    """How many of them first came onto the list in the half-year."""
    listed: int
    """How many are on the list today and to be had."""
    exhausted: int
    """Of how many nothing is left."""
    lapsed: int
    """How many nobody has confirmed for half a year."""
    expired: int
    """How many are past their last day."""
    idle: int
    """Of how many on the list today nothing is promised, held or used."""
    stocks: list[PlenaryStock] = to_many(_OF_CLASS, "{row}.count desc, {row}.unit", limit=UNITS)
    """By class: how much there is, by unit."""


@entity(groups.DEMANDS, visible=_COMMITTEE, reads="plenaries")
class PlenaryDemands:
    """How many demands count into a half-year, and how they stand today: listed to expired are all of them."""

    by: PlenaryGroup
    """By what it sums up."""
    category: Category | None = to_one("{self}.category_id")
    """By class: the class."""
    area: Area | None = to_one(on=_PART)
    """By area: the one directly below, or the area itself for what lies in none below."""
    count: int
    """How many demands."""
    new: int
    """How many of them came onto the list in the half-year."""
    listed: int
    """For how many nothing is agreed upon yet."""
    partly_matched: int
    """For how many something is agreed upon, but not all."""
    matched: int
    """For how many all is agreed upon."""
    fulfilled: int
    """For how many all is delivered and confirmed."""
    closed: int
    """How many are written off."""
    expired: int
    """How many are past their day without all of it being agreed upon."""
    unmet: int
    """For how many not all is agreed upon: listed, partly matched and expired together."""
    beneficiaries: Decimal
    """How many people they are for, where a demand says so."""
    needs: list[PlenaryNeed] = to_many(_OF_CLASS, "{row}.count desc, {row}.unit", limit=UNITS)
    """By class: how much is needed, by unit."""


@entity(groups.PROJECTS, visible=_COMMITTEE, reads="plenaries")
class PlenaryProjects:
    """How many published projects a half-year has: under way, finished, carried over and terminated are all of them.

    What is carried over keeps here what it has spent; the rest counts with the project that continues it.
    """

    by: PlenaryGroup
    """By what it sums up."""
    category: Category | None = to_one("{self}.category_id")
    """By class: that of the first demand that a project fulfils, null for those that fulfil none; by brand: the brand."""
    area: Area | None = to_one(on=_PART)
    """By area: the one directly below, or the area itself for what lies in none below."""
    status: ProjectStatus | None
    """By status: the status."""
    count: int
    """How many projects."""
    under_way: int
    """How many are neither rated nor carried over nor terminated."""
    finished: int
    """How many are done and rated."""
    carried_over: int
    """How many were carried over into the next half-year."""
    terminated: int
    """How many were given up."""
    award: Decimal = column("trim_scale({row}.award)")
    """The money approved, in yuan."""
    spent: Decimal = column("trim_scale({row}.spent)")
    """What was spent of it."""
    beneficiaries: Decimal
    """How many people benefited, where a project says so."""
    rated: int
    """How many have been rated."""
    rating: Decimal | None = column("trim_scale({row}.rating)")
    """The mean of their ratings, 1 to 5; each project counts once."""


@entity(groups.PLENARIES, visible=_COMMITTEE, reads="plenaries")
class Plenary:
    """The papers of a committee's plenary for one half-year (mission rows A2, B3, B17): its three lists, summed up.

    The half-year decides what counts; how it stands is told as of now, so that each number is that of the list with the same
    filter. Merged, declined and withdrawn items do not count. For the committee of the area or above; filers are not named.
    """

    area: Area = to_one("{self}.area_id")
    """The area; what lies below it counts too, each item once."""
    half_year: str
    """The half-year, such as 2026-H2."""
    first_day: date
    """Its first day."""
    last_day: date = column("{row}.next_day - 1")
    """Its last day."""
    running: bool = column("(current_date >= {row}.first_day and current_date < {row}.next_day)")
    """Whether it is the present one, so that the numbers still grow."""
    previous: Annotated["Plenary", strawberry.lazy("schema.plenaries.types")] | None = to_one(
        on="{row}.area_id = {self}.area_id and {row}.half_year = {self}.previous"
    )
    """The papers of the half-year before, whose projects the plenary hears about."""
    resource_counts: list[PlenaryResources] = to_many(_SAME, _in_order(), limit=ROWS)
    """The resource list: in all, by class, by area."""
    demand_counts: list[PlenaryDemands] = to_many(_SAME, _in_order(), limit=ROWS)
    """The demand list: in all, by class, by area."""
    project_counts: list[PlenaryProjects] = to_many(_SAME, _in_order(_BY_STATUS), limit=ROWS)
    """The project list: in all, by class, by area, by status, by brand."""
    resources: Connection[Resource] = pages(
        f"{_HERE} and {resource_counts_in(*_PERIOD)}", order=ResourceOrder, filter=ResourceFilter
    )
    """The offers that count: on the list before the half-year's end, and to be had on its first day or later."""
    demands: Connection[Demand] = pages(f"{_HERE} and {demand_counts_in(*_PERIOD)}", order=DemandOrder, filter=DemandFilter)
    """The demands that count: listed in the half-year, or before and neither written off nor past their day when it began."""
    projects: Connection[Project] = pages(
        f"{_HERE} and {{row}}.half_year = {{self}}.half_year and {{row}}.published_at is not null",
        order=ProjectOrder,
        filter=ProjectFilter,
    )
    """The projects of the half-year that were published."""
    unmet: Connection[Demand] = pages(
        f"{_HERE} and {demand_counts_in(*_PERIOD)} and {UNMET}", order=DemandOrder, filter=DemandFilter
    )
    """Of the demands, those of which not all is agreed upon; ``unmetReason`` says why, WAITING puts the oldest first."""
    idle: Connection[Resource] = pages(
        f"{_HERE} and {resource_counts_in(*_PERIOD)} and {IDLE}", order=ResourceOrder, filter=ResourceFilter
    )
    """Of the offers, those on the list today of which nothing is promised, held or used."""
