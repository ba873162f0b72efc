"""When a project is late, who may rate it, and for whom one waits, in plain Python."""

from datetime import timedelta

from schema.engine.access import Viewer
from schema.projects.rules import half_year_of
from tests.engine.oracle.world import Row, World

OPEN = ("PROPOSED", "PUBLISHED", "CLAIMED", "SIGNED", "IN_PROGRESS")


def over(world: World, project: Row) -> bool:
    """Its half-year is."""
    return project["status"] in OPEN[1:] and project["half_year"] < half_year_of(world.today)


def due(world: World, project: Row, days: int = 0) -> bool:
    """A stage has ended, or ends within so many days, and is not done."""
    stages = world.where("ProjectStage", lambda one: one["project_id"] == project["id"] and one["done_on"] is None)
    return any(one["ends_on"] < world.today + timedelta(days=days) for one in stages)


def late(world: World, project: Row) -> bool:
    """Its half-year or one of its stages is over before that is done."""
    return over(world, project) or (project["status"] in OPEN and due(world, project))


def _units(world: World, project: Row, status: str) -> set[int]:
    """The organisations that stand to it like this."""
    partners = world.where("ProjectPartner", lambda one: one["project_id"] == project["id"] and one["status"] == status)
    return {one["organisation_id"] for one in partners}


def _employers(world: World, account: int | None) -> set[int]:
    """The organisations that somebody belongs to today."""
    known = world.find("Account", account)
    held = world.where("Membership", lambda one: known is not None and one["person_id"] == known["person_id"])
    return {one["organisation_id"] for one in held if world.current(one)}


def _speaks_for(world: World, demand: Row, doers: set[int], viewer: Viewer) -> bool:
    unit, filer = demand["organisation_id"], demand["account_id"]
    own_work = unit in doers if unit is not None else bool(_employers(world, filer) & doers)
    nobody = unit is None and filer is None
    return unit in viewer.managed or filer == viewer.account or ((nobody or own_work) and viewer.coordinates(demand["area_path"]))


def may_rate(world: World, project: Row, viewer: Viewer) -> bool:
    """The viewer speaks for something that it fulfils and nobody has rated yet, and has no part in the doing."""
    doers = _units(world, project, "AGREED")
    if project["status"] not in ("DELIVERED", "EVALUATED") or doers & set(viewer.organisations):
        return False
    rated = {one["demand_id"] for one in world.where("ProjectRating", lambda one: one["project_id"] == project["id"])}
    numbers = {demand for number, demand in world.links["project_demand"] if number == project["id"]}
    if not numbers:
        return None not in rated and (project["account_id"] == viewer.account or viewer.coordinates(project["area_path"]))
    demands = world.where("Demand", lambda one: one["id"] in numbers - rated)
    return any(_speaks_for(world, one, doers, viewer) for one in demands)


def waits(world: World, project: Row, viewer: Viewer) -> bool:
    """For the committee, for a unit that is asked, for the lead, for those who needed it."""
    if viewer.account is None:
        return False
    open_, status = project["status"] in OPEN, project["status"]
    asked = bool(_units(world, project, "INVITED") & set(viewer.managed))
    decides = status in ("PROPOSED", "EVALUATED") or over(world, project) or (open_ and _units(world, project, "CLAIMED"))
    carries_out = status in ("SIGNED", "IN_PROGRESS") and project["lead_id"] in viewer.managed
    return bool(
        (viewer.coordinates(project["area_path"]) and decides)
        or (open_ and asked)
        or (carries_out and due(world, project, days=8))
        or may_rate(world, project, viewer)
    )
