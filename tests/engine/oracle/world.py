"""All rows of the database in Python's memory: what the oracle knows."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import asyncpg

from schema.engine.mapping import TYPES

TABLES = {
    "Area": "area",
    "AreaClass": "area_class",
    "AreaParentage": "area_parentage",
    "Organisation": "organisation",
    "Contact": "contact",
    "Visit": "visit",
    "Person": "person",
    "Membership": "membership",
    "Committee": "committee",
    "Seat": "seat",
    "Zone": "zone",
    "ZoneUnit": "zone_unit",
    "Category": "category",
    "Resource": "resource",
    "ResourceWindow": "resource_window",
    "CapacityEntry": "capacity_entry",
    "Wait": "wait",
    "Demand": "demand",
    "Claim": "claim",
    "Match": "match",
    "Delivery": "delivery",
    "MatchWeights": "match_weights",
    "RecordEntry": "record_entry",
    "Plan": "plan",
    "PlanNeed": "plan_need",
    "PlanLine": "plan_line",
    "PlanRule": "plan_rule",
    "PlanAlternative": "plan_alternative",
    "PlanCommunity": "plan_community",
    "PlanWeights": "plan_weights",
    "Project": "project",
    "ProjectPartner": "project_partner",
    "ProjectCriterion": "project_criterion",
    "ProjectStage": "project_stage",
    "ProjectNote": "project_note",
    "ProjectSpending": "project_spending",
    "ProjectRating": "project_rating",
    "Comment": "comment",
    "Mention": "mention",
    "Attachment": "attachment",
    "Upload": "upload",
    "Watch": "watch",
    "Notification": "notification",
    "Account": "account",
    "Session": "session",
    "Token": "token",
    "Event": "event",
    "OrganisationDuplicate": "organisation_duplicate",
}
"""By type: its table."""
LINKS = (
    *("area_overlap", "organisation_service_area", "liaison_area", "resource_service_area"),
    *("project_demand", "project_match", "project_brand"),
)


class Row(dict[str, Any]):
    """A row and the type it is of."""

    def __init__(self, type_: str, values: Any) -> None:
        super().__init__(values)
        self.type = type_

    @property
    def global_id(self) -> str:
        """What clients see as its id."""
        return f"{TYPES[self.type].prefix}_{self['id']}"


class World:
    """Every row by type, links by table."""

    def __init__(self, today: date, now: datetime) -> None:
        self.today, self.now = today, now
        self.rows: dict[str, list[Row]] = {}
        self.links: dict[str, list[tuple[int, int]]] = {}
        self.carried: list[tuple[int, int]] = []
        """Of the links of projects with promises: those that have not ended."""
        self.choices: list[Row] = []
        """What was chosen of the candidates at each proposal."""
        self.letters: list[Row] = []
        """Those that were written."""
        self.affinity: dict[tuple[int, int], int] = {}
        """By class of demands and class of resources: how well one serves the other, in percent."""
        self._numbers: dict[str, dict[int, Row]] = {}

    def find(self, type_: str, number: int | None) -> Row | None:
        """The row with this number."""
        if type_ not in self._numbers:
            self._numbers[type_] = {row["id"]: row for row in self.rows[type_] if "id" in row}
        return self._numbers[type_].get(number) if number is not None else None

    def where(self, type_: str, holds: Callable[[Row], bool]) -> Iterator[Row]:
        """The rows for which something holds."""
        return (row for row in self.rows[type_] if holds(row))

    def current(self, row: Row) -> bool:
        """Whether today lies within the row's period of validity (the last day is not part of it)."""
        return bool(row["valid_from"] <= self.today and (row["valid_to"] is None or row["valid_to"] > self.today))


async def load_world(connection: asyncpg.Pool) -> World:
    """Read everything."""
    world = World(await connection.fetchval("select current_date"), await connection.fetchval("select now()"))
    for type_, table in TABLES.items():
        world.rows[type_] = [Row(type_, row) for row in await connection.fetch(f"select * from {table}")]
    world.choices = [Row("Choice", row) for row in await connection.fetch("select * from match_choice")]
    world.letters = [Row("Letter", row) for row in await connection.fetch("select kind, error, given_up_at from letter")]
    for table in LINKS:
        world.links[table] = [(row[0], row[1]) for row in await connection.fetch(f"select * from {table}")]
    carried = await connection.fetch("select project_id, match_id from project_match where ended_at is null")
    world.carried = [(row[0], row[1]) for row in carried]
    for demand, resource, percent in await connection.fetch("select * from category_affinity"):
        world.affinity[demand, resource] = percent
    world.rows["OrganisationDuplicate"] = [pair for row in world.rows["OrganisationDuplicate"] for pair in _both_ways(row)]
    return world


def _both_ways(row: Row) -> list[Row]:
    """A suggested pair is shown from either side, unless somebody has said that they are two."""
    if row["distinguished"]:
        return []
    ends = (row["first_id"], row["second_id"])
    return [Row(row.type, {**row, "one_id": one, "other_id": other}) for one, other in (ends, ends[::-1])]
