"""Organisations: the registry of everybody who takes part."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.areas.types import Area
from schema.committees.kinds import SeatOrder
from schema.demands.kinds import DemandFilter, DemandOrder
from schema.demands.rules import INSIDERS as DEMAND_INSIDERS
from schema.engine.access import ADMINISTRATOR, any_of, belongs, coordinates, within
from schema.engine.mapping import Argument, column, entity, pages, to_many, to_one
from schema.engine.relay import Connection, Node
from schema.engine.workflow import Workflow
from schema.events.kinds import EventOrder
from schema.organisations.contacts import Contact
from schema.organisations.kinds import LAPSED, OrganisationFilter, OrganisationKind, OrganisationOrder, OrganisationStatus
from schema.organisations.rules import ORGANISATION_STEPS
from schema.organisations.visits import Visit, VisitOrder
from schema.people.kinds import MembershipOrder
from schema.projects.kinds import ProjectFilter, ProjectOrder
from schema.resources.kinds import ResourceFilter, ResourceOrder

if TYPE_CHECKING:
    from schema.committees.types import Committee, Seat
    from schema.demands.types import Demand
    from schema.events.types import Event
    from schema.organisations.pairs import OrganisationDuplicate
    from schema.organisations.records import OrganisationRecord
    from schema.people.types import Membership
    from schema.projects.types import Project
    from schema.records.types import RecordMark
    from schema.resources.types import Resource
    from schema.zones.types import ZoneUnit

_LISTED = "{row}.status = 'ACTIVE'"
_INSIDERS = any_of(coordinates(), belongs(), belongs("{row}.merged_into_id"), ADMINISTRATOR)


@entity("organisation", prefix="org", visible=any_of(_LISTED, _INSIDERS), public=_LISTED, reads="organisations")
class Organisation(Node):
    """A member unit, department, party organisation, social organisation, enterprise or any other body that takes part."""

    workflow: ClassVar[Workflow] = ORGANISATION_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    kind: OrganisationKind
    """What it is."""
    name: str
    """The full registered name."""
    short_name: str
    """The name as people say it; empty when none is used."""
    uscc: str | None
    """The unified social credit code (GB 32100-2015)."""
    area: Area = to_one("{self}.area_id")
    """Where it is."""
    address: str
    """The street address of its site."""
    description: str
    """What it does."""
    parent: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one("{self}.parent_id")
    """The organisation above it."""
    children: Connection[Annotated["Organisation", strawberry.lazy("schema.organisations.types")]] = pages(
        "{row}.parent_id = {self}.id", order=OrganisationOrder, filter=OrganisationFilter
    )
    """The organisations directly below it."""
    service_areas: list[Area] = to_many(
        "{row}.id in (select area_id from organisation_service_area where organisation_id = {self}.id)", "{row}.path"
    )
    """The areas that it serves."""
    liaison_areas: list[Area] = to_many(
        "{row}.id in (select area_id from liaison_area where organisation_id = {self}.id)", "{row}.path"
    )
    """For a liaison team: the areas that it looks after."""
    tags: list[str]
    """Tags, such as brands and programmes."""
    status: OrganisationStatus
    """How it stands in the registry."""
    merged_into: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one("{self}.merged_into_id")
    """For a merged one: where its records went."""
    absorbed: list[Annotated["Organisation", strawberry.lazy("schema.organisations.types")]] = to_many(
        "{row}.merged_into_id = {self}.id", "{row}.id"
    )
    """Entries that were merged into it, for those who may see them."""
    duplicates: list[Annotated["OrganisationDuplicate", strawberry.lazy("schema.organisations.pairs")]] = to_many(
        "{row}.one_id = {self}.id", "{row}.score desc, {row}.id"
    )
    """Entries that may be the same unit, the likeliest first; for coordinators."""
    return_reason: str = column(f"case when {_INSIDERS} then {{row}}.return_reason else '' end")
    """Why a registration was returned; for its unit and the committee."""
    contacts: list[Contact] = to_many("{row}.organisation_id = {self}.id", "{row}.liaison desc, {row}.id")
    """How it is reached, masked; for the unit and the committee."""
    liaison: Contact | None = to_one(on="{row}.organisation_id = {self}.id and {row}.liaison")
    """Its liaison officer to the committee, masked."""
    contact_confirmed_on: date | None
    """When a contact was last confirmed to be right."""
    liaison_teams: list[Annotated["Organisation", strawberry.lazy("schema.organisations.types")]] = to_many(
        f"{{row}}.id in (select l$.organisation_id from liaison_area l$ join area a$ on a$.id = l$.area_id"
        f" where {within('{self}.area_path', 'a$.path')})",
        "{row}.name_key, {row}.id",
    )
    """The liaison teams that look after its area."""
    contact_lapsed: bool = column(LAPSED)
    """Whether nobody has confirmed a contact for 180 days."""
    memberships: Connection[Annotated["Membership", strawberry.lazy("schema.people.types")]] = pages(
        "{row}.organisation_id = {self}.id", order=MembershipOrder
    )
    """Who belongs to it, in which role."""
    seats: Connection[Annotated["Seat", strawberry.lazy("schema.committees.types")]] = pages(
        "{row}.organisation_id = {self}.id", order=SeatOrder
    )
    """Its seats in committees."""
    visits: Connection[Visit] = pages("{row}.organisation_id = {self}.id", order=VisitOrder)
    """Visits of liaison teams to it."""
    zone_units: list[Annotated["ZoneUnit", strawberry.lazy("schema.zones.types")]] = to_many(
        "{row}.organisation_id = {self}.id", "{row}.id"
    )
    """The business districts and parks that it is in."""
    resources: Connection[Annotated["Resource", strawberry.lazy("schema.resources.types")]] = pages(
        "{row}.organisation_id = {self}.id", order=ResourceOrder, filter=ResourceFilter
    )
    """What it offers."""
    demands: Connection[Annotated["Demand", strawberry.lazy("schema.demands.types")]] = pages(
        f"{{row}}.organisation_id = {{self}}.id and (not {{row}}.anonymous or {DEMAND_INSIDERS})",
        order=DemandOrder,
        filter=DemandFilter,
    )
    """What it needs; of anonymous ones only its own people and the committee learn that."""
    record: Annotated["OrganisationRecord", strawberry.lazy("schema.organisations.records")] | None = to_one(
        on="{row}.organisation_id = {self}.id and {row}.period = {arg.period}",
        period=Argument(str, "text", description="A half-year such as 2026-H2, or a year such as 2026"),
    )
    """What came of its offers in a period; for its own people and its area's coordinators."""
    record_mark: Annotated["RecordMark", strawberry.lazy("schema.records.types")] | None = to_one(
        on="{row}.organisation_id = {self}.id"
    )
    """What its record comes to today, with the entries behind it; for its own people and its area's coordinators."""
    projects: Connection[Annotated["Project", strawberry.lazy("schema.projects.types")]] = pages(
        "{row}.id in (select p$.project_id from project_partner p$"
        " where p$.organisation_id = {self}.id and p$.status = 'AGREED')",
        order=ProjectOrder,
        filter=ProjectFilter,
    )
    """The projects in which it takes part."""
    committee: Annotated["Committee", strawberry.lazy("schema.committees.types")] | None = to_one(
        on="{row}.organisation_id = {self}.id"
    )
    """The committee, when it is one."""
    timeline: Connection[Annotated["Event", strawberry.lazy("schema.events.types")]] = pages(
        "{row}.subject_type = 'Organisation' and {row}.subject_id = any(array("
        "select {self}.id union all select m$.id from organisation m$ where m$.merged_into_id = {self}.id))",
        order=EventOrder,
    )
    """What happened to it, and to the entries that were merged into it."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it was last changed."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(ORGANISATION_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""
