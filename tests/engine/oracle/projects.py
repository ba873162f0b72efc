"""What relations and values of projects hold, in plain Python."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.engine.oracle.relations import FIELDS, Candidates, by_id, field, owns, refers
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.works import late
from tests.engine.oracle.world import Row, World

FIELDS["Query.projects"] = lambda sight, row, args: sight.world.rows["Project"]
FIELDS["Query.project"] = by_id("Project", "project")
refers("Project.area", "Area", "area_id")
refers("Project.lead", "Organisation", "lead_id")
refers("Project.carriedFrom", "Project", "carried_from_id")
owns("Project.carriedTo", "Project", "carried_from_id")
owns("Project.partners", "ProjectPartner", "project_id", lambda row: (row["id"],))
owns("Project.criteria", "ProjectCriterion", "project_id", lambda row: (row["place"],))
owns("Project.stages", "ProjectStage", "project_id", lambda row: (row["starts_on"], row["id"]))
owns("Project.ratings", "ProjectRating", "project_id", lambda row: (row["rated_at"], row["id"]))
owns("Project.notes", "ProjectNote", "project_id")
owns("Project.spendings", "ProjectSpending", "project_id")
for _part in ("Partner", "Stage", "Spending"):
    refers(f"Project{_part}.project", "Project", "project_id")
refers("ProjectPartner.organisation", "Organisation", "organisation_id")
refers("ProjectNote.project", "Project", "project_id")
refers("ProjectNote.by", "Person", "person_id")
refers("ProjectRating.demand", "Demand", "demand_id")


def _linked(sight: Sight, row: Row, table: str, type_: str) -> Candidates:
    numbers = {other for project, other in sight.world.links[table] if project == row["id"]}
    return sight.world.where(type_, lambda one: one["id"] in numbers)


@field("Project.demands", lambda row: (row["id"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return _linked(sight, row, "project_demand", "Demand")


@field("Project.matches", lambda row: (row["id"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return _linked(sight, row, "project_match", "Match")


@field("Project.brands", lambda row: (row["place"], row["id"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return _linked(sight, row, "project_brand", "Category")


@field("Demand.projects", lambda row: (row["id"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return _linking(sight, row, "project_demand")


@field("Category.projects")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return _linking(sight, row, "project_brand")


def _linking(sight: Sight, row: Row, table: str) -> Candidates:
    """The projects that are linked with a row."""
    numbers = {project for project, other in sight.world.links[table] if other == row["id"]}
    return sight.world.where("Project", lambda one: one["id"] in numbers)


@field("Match.project")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """The one that has not handed it on."""
    return [sight.world.find("Project", project) for project, match in sight.world.carried if match == row["id"]]


@field("Organisation.projects")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    agreed = sight.world.where("ProjectPartner", lambda one: one["organisation_id"] == row["id"] and one["status"] == "AGREED")
    numbers = {one["project_id"] for one in agreed}
    return sight.world.where("Project", lambda one: one["id"] in numbers)


@field("Area.projects")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Project", lambda one: one["area_path"].startswith(row["path"]))


@field("Category.outputs", lambda row: (-int(row["half_year"].replace("-H", "")),))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """What its finished projects brought, by half-year."""
    finished = [one for one in _linking(sight, row, "project_brand") if one and one["status"] in ("EVALUATED", "WRITTEN_OFF")]
    for half in sorted({one["half_year"] for one in finished}):
        those = [one for one in finished if one["half_year"] == half]
        rated = [Decimal(told) for one in those if (told := _rating(sight.world, one))]
        mean = sum(rated, Decimal(0)) / len(rated) if rated else None
        brought = {"projects": len(those), "beneficiaries": sum(one["beneficiaries"] or 0 for one in those)}
        spent = {"spent": _plainly(sum((_spent(sight.world, one) for one in those), Decimal(0)))}
        rating = None if mean is None else _plainly(mean.quantize(Decimal("0.01"), ROUND_HALF_UP))
        yield Row("BrandOutput", {"half_year": half, "rating": rating, **brought, **spent})


def _plainly(amount: Decimal) -> str:
    """A number without zeros that say nothing."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _spent(world: World, project: Row) -> Decimal:
    """What was entered and not voided."""
    entries = world.where("ProjectSpending", lambda one: one["project_id"] == project["id"] and one["voided_at"] is None)
    return sum((one["amount"] for one in entries), Decimal(0))


def _rating(world: World, project: Row) -> str | None:
    """The mean, to two places."""
    given = [one["rating"] for one in world.where("ProjectRating", lambda one: one["project_id"] == project["id"])]
    mean = Decimal(sum(given)) / len(given) if given else None
    return None if mean is None else _plainly(mean.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _missing(world: World, project: Row) -> list[str]:
    partners = world.where("ProjectPartner", lambda one: one["project_id"] == project["id"] and one["status"] == "AGREED")
    there = {one["kind"] for one in partners}
    return [kind for kind in project["required_kinds"] if kind not in there]


def _finished_in(world: World, area: Row) -> list[Row]:
    """The projects of an area and below that are done and rated."""
    done = ("EVALUATED", "WRITTEN_OFF")
    return list(world.where("Project", lambda one: one["status"] in done and one["area_path"].startswith(area["path"])))


def _satisfaction(world: World, area: Row) -> str | None:
    """The mean of all ratings of finished projects there."""
    numbers = {one["id"] for one in _finished_in(world, area)}
    found = [one["rating"] for one in world.where("ProjectRating", lambda one: one["project_id"] in numbers)]
    return _plainly((Decimal(sum(found)) / len(found)).quantize(Decimal("0.01"), ROUND_HALF_UP)) if found else None


VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    "Area.peopleServed": lambda sight, row: sum(one["beneficiaries"] or 0 for one in _finished_in(sight.world, row)),
    "Area.satisfaction": lambda sight, row: _satisfaction(sight.world, row),
    "Project.late": lambda sight, row: late(sight.world, row),
    "Project.award": lambda sight, row: None if row["award"] is None else _plainly(row["award"]),
    "Project.spent": lambda sight, row: _plainly(_spent(sight.world, row)),
    "Project.left": lambda sight, row: _plainly((row["award"] or Decimal(0)) - _spent(sight.world, row)),
    "Project.rating": lambda sight, row: _rating(sight.world, row),
    "Project.missingKinds": lambda sight, row: _missing(sight.world, row),
    "Project.reason": lambda sight, row: "" if sight.viewer.account is None else row["reason"],
    "ProjectPartner.reason": lambda sight, row: row["reason"] if sight.is_concerned(row) else "",
    "ProjectSpending.amount": lambda sight, row: _plainly(row["amount"]),
    "ProjectStage.late": lambda sight, row: row["done_on"] is None and row["ends_on"] < sight.world.today,
}
"""By ``Type.field``."""
