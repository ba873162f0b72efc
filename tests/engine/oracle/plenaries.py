"""What the papers of a plenary hold, in plain Python."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from schema.engine.ids import number_of
from schema.projects.kinds import ProjectStatus
from tests.engine.oracle import scores
from tests.engine.oracle.filters import claimed, demanded, first_class, standing
from tests.engine.oracle.periods import demand_counts, idle, is_new, offer_counts, offered, period, unmet
from tests.engine.oracle.projects import VALUES as OF_PROJECTS
from tests.engine.oracle.relations import FIELDS, LIMITS, ORDERS, Candidates, refers
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row, World

GROUPS = ("ALL", "CLASS", "AREA", "STATUS", "BRAND")
_FINISHED = ("EVALUATED", "WRITTEN_OFF")
_OVER = (*_FINISHED, "CARRIED_OVER", "TERMINATED")


def _papers(sight: Sight, area_id: int | None, half_year: str) -> Candidates:
    area, days = sight.world.find("Area", area_id), period(half_year)
    if area is None or days is None:
        return []
    year, half = half_year.split("-H")
    previous = f"{int(year) - 1}-H2" if half == "1" else f"{year}-H1"
    same = {"area_id": area["id"], "area_path": area["path"], "half_year": half_year}
    return [Row("Plenary", {**same, "first_day": days[0], "next_day": days[1], "previous": previous})]


FIELDS["Query.plenary"] = lambda sight, row, args: _papers(sight, number_of(args["area"], "area"), args["halfYear"])
FIELDS["Plenary.previous"] = lambda sight, row, args: _papers(sight, row["area_id"], row["previous"])
refers("Plenary.area", "Area", "area_id")


FIELDS["Project.category"] = lambda sight, row, args: [sight.world.find("Category", first_class(sight.world, row))]


def _counted(sight: Sight, papers: Row, type_: str) -> list[Row]:
    """The rows of a list that count."""
    days = papers["first_day"], papers["next_day"]
    here = sight.world.where(type_, lambda one: one["area_path"].startswith(papers["area_path"]))
    if type_ == "Project":
        return [one for one in here if one["half_year"] == papers["half_year"] and one["published_at"]]
    counts = offer_counts if type_ == "Resource" else demand_counts
    return [one for one in here if counts(one, *days)]


for _name, _type in {"resources": "Resource", "demands": "Demand", "projects": "Project"}.items():
    FIELDS[f"Plenary.{_name}"] = lambda sight, row, args, type_=_type: _counted(sight, row, type_)  # type: ignore[misc]
FIELDS["Plenary.unmet"] = lambda sight, row, args: [one for one in _counted(sight, row, "Demand") if unmet(sight.world, one)]
FIELDS["Plenary.idle"] = lambda sight, row, args: [one for one in _counted(sight, row, "Resource") if idle(sight.world, one)]

Key = tuple[str, Any, Any, Any]
"""Group, class or brand, area, status."""


def _keys(world: World, papers: Row, row: Row) -> list[Key]:
    """The sums of which a row is part."""
    part = row["area_path"].removeprefix(papers["area_path"]).split("/")[0]
    project = row.type == "Project"
    category = first_class(world, row) if project else row["category_id"]
    found: list[Key] = [("ALL", None, None, None), ("CLASS", category, None, None), ("AREA", None, part, None)]
    if project:
        brands = [brand for one, brand in world.links["project_brand"] if one == row["id"]]
        found += [("STATUS", None, None, row["status"]), *(("BRAND", brand, None, None) for brand in brands)]
    return found


def _sums(type_: str, of: str, sum_up: Callable[[World, list[Row], tuple[date, date]], dict[str, Any]]) -> None:
    def rule(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
        members: dict[Key, list[Row]] = {("ALL", None, None, None): []}
        for one in _counted(sight, row, of):
            for key in _keys(sight.world, row, one):
                members.setdefault(key, []).append(one)
        days = row["first_day"], row["next_day"]
        for (by, category, part, status), rows in members.items():
            found = sight.world.find("Category", category)
            own = {"by": by, "category_id": category, "part": part, "status": status, "place": found["place"] if found else None}
            papers = {"papers": row, "members": rows, "area_path": row["area_path"]}
            yield Row(type_, own | papers | sum_up(sight.world, rows, days))

    name = f"Plenary.{of.lower()}Counts"
    FIELDS[name] = rule
    ORDERS[name] = lambda row: (
        GROUPS.index(row["by"]),
        *(_last(row[one]) for one in ("place", "category_id")),
        _last(None if row["status"] is None else list(ProjectStatus.__members__).index(row["status"])),
        _last(row["part"]),
    )
    LIMITS[name] = 200
    refers(f"{type_}.category", "Category", "category_id")
    FIELDS[f"{type_}.area"] = _area


def _last(value: Any) -> tuple[bool, Any]:
    """Nothing comes last."""
    return value is None, value or 0 if not isinstance(value, str) else value


def _area(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """The area below, or the one itself for what lies in none below."""
    code = row["part"] or row["area_path"].rstrip("/").split("/")[-1]
    return sight.world.where("Area", lambda one: row["by"] == "AREA" and one["code"] == code)


def _number(rows: Iterable[Row], holds: Callable[[Row], bool]) -> int:
    return sum(1 for row in rows if holds(row))


def _of_offers(world: World, rows: list[Row], days: tuple[date, date]) -> dict[str, Any]:
    states = [standing(world, row) for row in rows]
    return {
        "count": len(rows),
        "units": len({row["organisation_id"] for row in rows}),
        "new": _number(rows, lambda row: is_new(row, *days)),
        **{state.lower(): states.count(state) for state in ("LISTED", "EXHAUSTED", "LAPSED", "EXPIRED")},
        "idle": _number(rows, lambda row: idle(world, row)),
    }


def _of_demands(world: World, rows: list[Row], days: tuple[date, date]) -> dict[str, Any]:
    states = [demanded(world, row) for row in rows]
    names = ("LISTED", "PARTLY_MATCHED", "MATCHED", "FULFILLED", "CLOSED", "EXPIRED")
    return {
        "count": len(rows),
        "new": _number(rows, lambda row: is_new(row, *days)),
        **{state.lower(): states.count(state) for state in names},
        "unmet": _number(rows, lambda row: unmet(world, row)),
        "beneficiaries": sum(row["beneficiaries"] or 0 for row in rows),
    }


def _of_projects(world: World, rows: list[Row], days: tuple[date, date]) -> dict[str, Any]:
    ratings = [Decimal(one) for row in rows if (one := OF_PROJECTS["Project.rating"](Sight(world, None), row)) is not None]  # type: ignore[arg-type]
    spent = [Decimal(OF_PROJECTS["Project.spent"](Sight(world, None), row)) for row in rows]  # type: ignore[arg-type]
    mean = sum(ratings, Decimal(0)) / len(ratings) if ratings else None
    return {
        "count": len(rows),
        "under_way": _number(rows, lambda row: row["status"] not in _OVER),
        "finished": _number(rows, lambda row: row["status"] in _FINISHED),
        "carried_over": _number(rows, lambda row: row["status"] == "CARRIED_OVER"),
        "terminated": _number(rows, lambda row: row["status"] == "TERMINATED"),
        "award": sum((row["award"] or Decimal(0) for row in rows), Decimal(0)),
        "spent": sum(spent, Decimal(0)),
        "beneficiaries": sum(row["beneficiaries"] or 0 for row in rows),
        "rated": len(ratings),
        "rating": None if mean is None else mean.quantize(Decimal("0.01"), ROUND_HALF_UP),
    }


_sums("PlenaryResources", "Resource", _of_offers)
_sums("PlenaryDemands", "Demand", _of_demands)
_sums("PlenaryProjects", "Project", _of_projects)


def _by_unit(row: Row, type_: str, rows: list[Row], sum_up: Callable[[list[Row]], dict[str, Any]]) -> Candidates:
    if row["by"] == "CLASS":
        for unit in {one["unit"] for one in rows}:
            same = [one for one in rows if one["unit"] == unit]
            yield Row(type_, {"unit": unit, "count": len(same), "area_path": row["area_path"]} | sum_up(same))


def _total(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _stocks(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """Of those that can be had today, the stocks."""
    world = sight.world
    rows = [one for one in row["members"] if one["measure"] == "TOTAL" and offered(world, one)]
    return _by_unit(
        row,
        "PlenaryStock",
        rows,
        lambda same: {
            "quantity": _total(one["quantity"] for one in same),
            "free": _total(scores.free(world, one, one["valid_until"]) for one in same),
        },
    )


def _needs(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    world = sight.world
    return _by_unit(
        row,
        "PlenaryNeed",
        row["members"],
        lambda same: {
            "quantity": _total(one["quantity"] for one in same),
            "delivered": _total(scores.met(world, one) for one in same),
            "missing": _total(max(Decimal(0), one["quantity"] - scores.covered(world, one)) for one in same),
        },
    )


FIELDS |= {"PlenaryResources.stocks": _stocks, "PlenaryDemands.needs": _needs}
for _field in ("PlenaryResources.stocks", "PlenaryDemands.needs"):
    ORDERS[_field] = lambda row: (-row["count"], row["unit"])
    LIMITS[_field] = 10


def _plainly(amount: Decimal | int | None) -> str | None:
    """A number without zeros that say nothing."""
    if amount is None:
        return None
    text = f"{Decimal(amount):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unmet_reason(world: World, row: Row) -> str | None:
    """Why a demand is not met: the first of the reasons that holds."""
    if not unmet(world, row):
        return None
    matches = list(world.where("Match", lambda one: one["demand_id"] == row["id"]))
    held = any(one["status"] in ("PROPOSED", "COUNTERED") and one["hold_until"] > world.now for one in matches)
    district = row["area_path"].split("/")[0] + "/"
    near = (one for one in world.rows["Resource"] if offered(world, one) and one["area_path"].startswith(district))
    served = any(world.affinity.get((row["category_id"], one["category_id"])) for one in near)
    reasons = {
        "EXPIRED": row["needed_by"] < world.today,
        "PARTLY_MATCHED": scores.promised(world, row) > 0,
        "PROPOSED": held,
        "CLAIMED": claimed(world, row),
        "DECLINED": bool(matches),
        "NO_OFFER": not served,
    }
    return next((name for name, holds in reasons.items() if holds), "UNCLAIMED")


def _figures(type_: str, *names: str) -> dict[str, Callable[[Sight, Row], Any]]:
    return {f"{type_}.{name}": lambda sight, row, name=name: _plainly(row[name]) for name in names}  # type: ignore[misc]


VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    "Plenary.lastDay": lambda sight, row: row["next_day"] - timedelta(days=1),
    "Plenary.running": lambda sight, row: row["first_day"] <= sight.world.today < row["next_day"],
    **_figures("PlenaryStock", "quantity", "free"),
    **_figures("PlenaryNeed", "quantity", "delivered", "missing"),
    **_figures("PlenaryDemands", "beneficiaries"),
    **_figures("PlenaryProjects", "award", "spent", "beneficiaries", "rating"),
    "Demand.unmetReason": lambda sight, row: unmet_reason(sight.world, row),
}
"""By ``Type.field``."""
