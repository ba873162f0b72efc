"""Liaison teams: which areas they look after, and their visits to units, never to residents (mission row A12)."""

from datetime import date

import strawberry

from schema.engine.actions import Act, action
from schema.engine.days import today
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.organisations.form import NOTE, UnitForm
from schema.organisations.payloads import OrganisationPayload, VisitPayload
from schema.organisations.places import areas_for
from schema.organisations.rules import COORDINATOR, IN_REGISTRY
from schema.organisations.types import Organisation

sql = statements(__file__, "liaison")


@described
@strawberry.input(description="A liaison team and all the areas that it looks after.")
class LiaisonAssignInput(Change):
    """A liaison team and all the areas that it looks after."""

    areas: list[strawberry.ID]
    """The whole list, at most 100; an empty one ends the team's work."""


@described
@strawberry.input(description="A liaison team's visit to a unit.")
class VisitRecordInput(ActInput):
    """A liaison team's visit to a unit."""

    team: strawberry.ID
    """The liaison team."""
    organisation: strawberry.ID
    """The unit visited."""
    visited_on: date
    """The day; not in the future."""
    note: str | None = None
    """What was talked about, at most 1,000 characters; no names of residents."""


@action(scope="organisations:write")
async def liaison_assign(act: Act, input: LiaisonAssignInput) -> OrganisationPayload:
    """Set the areas that a liaison team looks after; the viewer coordinates the team's area and each of them that changes."""
    team = await act.find(Organisation, input.id, step="assign", version=input.version)
    areas = {area["id"]: area for area in await areas_for(act, input.areas, "areas")}
    before = {area["id"]: area async for area in sql.liaison_areas(act.connection, id=team["id"])}
    changed = areas.keys() ^ before.keys()
    if not all(act.viewer.coordinates((areas | before)[number]["path"]) for number in changed):
        raise refuse("NOT_ALLOWED", "areas", who=COORDINATOR.called)
    await sql.assign(act.connection, id=team["id"], areas=list(areas))
    data = {"before": [area["name"] for area in before.values()], "after": [area["name"] for area in areas.values()]}
    await act.event(
        "organisation.liaison_assigned",
        Organisation,
        team["id"],
        area_path=team["area_path"],
        organisations=[team["id"]],
        data=data,
    )
    return OrganisationPayload.of(organisation=team["id"])


@action(scope="organisations:write")
async def visit_record(act: Act, input: VisitRecordInput) -> VisitPayload:
    """Record a liaison team's visit to a unit; by the team's own people or the committee."""
    team = await act.find(Organisation, input.team, step="visit", path="team")
    unit = await act.find(Organisation, input.organisation, path="organisation")
    form = UnitForm()
    note = form.paragraphs(input.note, "note", NOTE)
    if team["id"] == unit["id"]:
        form.wrong("VISIT_SELF", "organisation")
    if unit["status"] not in IN_REGISTRY:
        form.wrong("STEP_NOT_POSSIBLE", "organisation")
    elif not await sql.looks_after(act.connection, team=team["id"], path=unit["area_path"]):
        form.wrong("VISIT_NOT_ASSIGNED", "organisation")
    if input.visited_on > today():
        form.wrong("VISIT_DATE", "visitedOn")
    form.settle()
    number = await sql.record_visit(
        act.connection, team=team["id"], organisation=unit["id"], visited_on=input.visited_on, note=note
    )
    await act.event(
        "organisation.visited",
        Organisation,
        unit["id"],
        area_path=unit["area_path"],
        organisations=[unit["id"], team["id"]],
        data={"team": team["name"], "on": input.visited_on.isoformat(), "visit": f"visit_{number}"},
    )
    return VisitPayload.of(visit=number)
