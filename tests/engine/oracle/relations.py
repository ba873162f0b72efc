"""What each relation holds before visibility, in plain Python: the candidates of a field of an object, and their order."""

from collections.abc import Callable, Iterable
from typing import Any

from schema.engine.ids import number_of
from schema.engine.text import query_words
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row

Candidates = Iterable[Row | None]
Rule = Callable[[Sight, Row, dict[str, Any]], Candidates]
Key = Callable[[Row], tuple[Any, ...]]

FIELDS: dict[str, Rule] = {}
"""By ``Type.field``: the rows it may hold."""
ORDERS: dict[str, Key] = {}
"""By ``Type.field`` for plain lists: the order."""


def field(name: str, order: Key | None = None) -> Callable[[Rule], Rule]:
    """Declare what ``Type.field`` holds."""

    def declare(rule: Rule) -> Rule:
        FIELDS[name] = rule
        if order:
            ORDERS[name] = order
        return rule

    return declare


def refers(name: str, target: str, column: str) -> None:
    """``Type.field`` holds the row whose number stands in a column."""
    FIELDS[name] = lambda sight, row, args: [sight.world.find(target, row[column])]


def owns(name: str, target: str, column: str, order: Key | None = None) -> None:
    """``Type.field`` holds the rows that name this one in a column."""
    rule: Rule = lambda sight, row, args: sight.world.where(target, lambda one: one[column] == row["id"])  # noqa: E731
    field(name, order)(rule)


def path(row: Row) -> tuple[str]:
    """Sorted by path."""
    return (row["path"],)


def code(row: Row) -> tuple[str]:
    """Sorted by code."""
    return (row["code"],)


def name_key(row: Row) -> tuple[str, int]:
    """Sorted by the sound of the name."""
    return row["name_key"], row["id"]


refers("Area.parent", "Area", "parent_id")
FIELDS["Query.rateLimit"] = lambda sight, row, args: []
"""No budget is kept for whoever asks the engine itself."""
owns("Area.children", "Area", "parent_id")
owns("Area.parentages", "AreaParentage", "area_id", lambda row: (row["valid_from"],))
refers("AreaParentage.parent", "Area", "parent_id")
refers("Organisation.area", "Area", "area_id")
refers("Organisation.parent", "Organisation", "parent_id")
owns("Organisation.children", "Organisation", "parent_id")
refers("Organisation.mergedInto", "Organisation", "merged_into_id")
owns("Organisation.absorbed", "Organisation", "merged_into_id", lambda row: (row["id"],))
owns("Organisation.contacts", "Contact", "organisation_id", lambda row: (not row["liaison"], row["id"]))
owns("Organisation.duplicates", "OrganisationDuplicate", "one_id", lambda row: (-row["score"], row["id"]))
owns("Organisation.memberships", "Membership", "organisation_id")
owns("Organisation.seats", "Seat", "organisation_id")
owns("Organisation.visits", "Visit", "organisation_id")
owns("Organisation.zoneUnits", "ZoneUnit", "organisation_id", lambda row: (row["id"],))
owns("Organisation.resources", "Resource", "organisation_id")
owns("Organisation.committee", "Committee", "organisation_id")
refers("OrganisationDuplicate.organisation", "Organisation", "one_id")
refers("OrganisationDuplicate.other", "Organisation", "other_id")
refers("Contact.organisation", "Organisation", "organisation_id")
refers("Visit.team", "Organisation", "team_id")
refers("Visit.organisation", "Organisation", "organisation_id")
refers("Membership.person", "Person", "person_id")
refers("Membership.organisation", "Organisation", "organisation_id")
owns("Person.memberships", "Membership", "person_id")
owns("Person.seats", "Seat", "person_id")
owns("Person.account", "Account", "person_id")
refers("Account.person", "Person", "person_id")
refers("Viewer.account", "Account", "account_id")
refers("Viewer.person", "Person", "person_id")
refers("Seat.committee", "Committee", "committee_id")
refers("Seat.person", "Person", "person_id")
refers("Seat.organisation", "Organisation", "organisation_id")
refers("Committee.organisation", "Organisation", "organisation_id")
refers("Committee.area", "Area", "area_id")
owns("Committee.seats", "Seat", "committee_id")
refers("Zone.area", "Area", "area_id")
refers("Zone.partyOrganisation", "Organisation", "party_organisation_id")
refers("ZoneUnit.zone", "Zone", "zone_id")
refers("ZoneUnit.organisation", "Organisation", "organisation_id")
refers("Resource.organisation", "Organisation", "organisation_id")
refers("Resource.category", "Category", "category_id")
refers("Resource.area", "Area", "area_id")
refers("Resource.contact", "Contact", "contact_id")
refers("Demand.category", "Category", "category_id")
refers("Demand.need", "Category", "need_id")
refers("Demand.area", "Area", "area_id")
refers("Demand.mergedInto", "Demand", "merged_into_id")
owns("Demand.absorbed", "Demand", "merged_into_id", lambda row: (row["id"],))
refers("Claim.demand", "Demand", "demand_id")
refers("Claim.person", "Person", "person_id")
refers("Claim.organisation", "Organisation", "organisation_id")
owns("Resource.windows", "ResourceWindow", "resource_id", lambda row: (row["first_day"], row["opens"], row["id"]))


@field("Area.areaClass")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("AreaClass", lambda one: one["code"] == row["class_code"])


@field("Area.ancestors", path)
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    above = row["path"].split("/")[:-2]
    return sight.world.where("Area", lambda one: one["code"] in above)


@field("Area.overlaps", code)
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    links = sight.world.links["area_overlap"]
    found = {grid for estate, grid in links if estate == row["id"]} | {estate for estate, grid in links if grid == row["id"]}
    return sight.world.where("Area", lambda one: one["id"] in found)


@field("Area.committee")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Committee", lambda one: one["area_id"] == row["id"] and one["field"] is None)


@field("Area.specialCommittees", lambda row: (row["field"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Committee", lambda one: one["area_id"] == row["id"] and one["field"] is not None)


@field("Area.organisations")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    inside = lambda one: one["status"] == "ACTIVE" and one["area_path"].startswith(row["path"])  # noqa: E731
    return sight.world.where("Organisation", inside)


@field("Area.zones")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Zone", lambda one: one["area_path"].startswith(row["path"]))


@field("Zone.units")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """Those that are in the registry."""
    registered = {one["id"] for one in sight.world.where("Organisation", lambda one: one["status"] in ("ACTIVE", "SUSPENDED"))}
    inside = lambda one: one["zone_id"] == row["id"] and one["organisation_id"] in registered  # noqa: E731
    return sight.world.where("ZoneUnit", inside)


@field("Area.liaisonTeams", name_key)
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    teams = {team for team, area in sight.world.links["liaison_area"] if area == row["id"]}
    return sight.world.where("Organisation", lambda one: one["id"] in teams)


@field("Area.timeline")
@field("Zone.timeline")
@field("Resource.timeline")
@field("Demand.timeline")
@field("Match.timeline")
@field("Project.timeline")
@field("Plan.timeline")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Event", lambda one: (one["subject_type"], one["subject_id"]) == (row.type, row["id"]))


@field("Organisation.timeline")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    whole = {row["id"], *(one["id"] for one in sight.world.where("Organisation", lambda one: one["merged_into_id"] == row["id"]))}
    return sight.world.where("Event", lambda one: one["subject_type"] == "Organisation" and one["subject_id"] in whole)


@field("Committee.timeline")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    subjects = {("Committee", row["id"])}
    subjects |= {("Seat", seat["id"]) for seat in sight.world.where("Seat", lambda one: one["committee_id"] == row["id"])}
    return sight.world.where("Event", lambda one: (one["subject_type"], one["subject_id"]) in subjects)


@field("Organisation.serviceAreas", path)
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    areas = {area for unit, area in sight.world.links["organisation_service_area"] if unit == row["id"]}
    return sight.world.where("Area", lambda one: one["id"] in areas)


@field("Demand.organisation")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    hidden = row["anonymous"] and not sight.files(row)
    return [] if hidden else [sight.world.find("Organisation", row["organisation_id"])]


@field("Organisation.demands")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """Without the anonymous ones, but for those who know them anyway."""
    own = sight.world.where("Demand", lambda one: one["organisation_id"] == row["id"])
    return [one for one in own if not one["anonymous"] or sight.files(one)]


@field("Demand.claims", lambda row: (row["claimed_at"], row["id"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Claim", lambda one: one["demand_id"] == row["id"] and one["ended_at"] is None)


@field("Demand.similar", lambda row: (-row["likeness"], row["id"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """Open ones of its class in its subdistrict whose titles have much in common."""
    place = "".join(f"{part}/" for part in row["area_path"].split("/")[:2] if part)
    for one in sight.world.where("Demand", lambda one: one["category_id"] == row["category_id"] and one["id"] != row["id"]):
        common = len(set(one["words"]) & set(row["words"]))
        likeness = common / max(1, len(one["words"]) + len(row["words"]) - common)
        if one["status"] in ("SUBMITTED", "LISTED") and one["area_path"].startswith(place) and likeness >= 0.35:
            yield Row("Demand", {**one, "likeness": likeness})


@field("Resource.serviceAreas", path)
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    areas = {area for offer, area in sight.world.links["resource_service_area"] if offer == row["id"]}
    return sight.world.where("Area", lambda one: one["id"] in areas)


@field("Organisation.liaisonAreas", path)
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    areas = {area for team, area in sight.world.links["liaison_area"] if team == row["id"]}
    return sight.world.where("Area", lambda one: one["id"] in areas)


@field("Organisation.liaisonTeams", name_key)
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    above = {area["id"] for area in sight.world.rows["Area"] if row["area_path"].startswith(area["path"])}
    teams = {team for team, area in sight.world.links["liaison_area"] if area in above}
    return sight.world.where("Organisation", lambda one: one["id"] in teams)


@field("Organisation.liaison")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Contact", lambda one: one["organisation_id"] == row["id"] and one["liaison"])


@field("Committee.parent")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    area = sight.world.find("Area", row["area_id"])
    assert area is not None
    above = row["area_id"] if row["field"] else area["parent_id"]
    return sight.world.where("Committee", lambda one: one["area_id"] == above and one["field"] is None)


@field("Committee.specialCommittees", lambda row: (row["field"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    if row["field"]:
        return []
    return sight.world.where("Committee", lambda one: one["area_id"] == row["area_id"] and one["field"] is not None)


@field("Committee.chair")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return [seat for seat in _chairs(sight, row) if sight.world.current(seat)]


@field("Committee.chairHistory", lambda row: (-row["valid_from"].toordinal(),))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return _chairs(sight, row)


def _chairs(sight: Sight, row: Row) -> list[Row]:
    return list(sight.world.where("Seat", lambda one: one["committee_id"] == row["id"] and one["role"] == "CHAIR"))


@field("Account.sessions", lambda row: (-row["seen_at"].timestamp(), row["id"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    own = sight.world.where("Session", lambda one: one["account_id"] == row["id"])
    return [one for one in own if one["ended_at"] is None and one["expires_at"] > sight.world.now]


@field("Account.tokens", lambda row: (-row["id"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Token", lambda one: one["account_id"] == row["id"] and one["ended_at"] is None)


@field("Viewer.areas", path)
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Area", lambda one: one["path"] in sight.viewer.areas)


@field("Viewer.memberships", lambda row: (row["id"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Membership", lambda one: one["person_id"] == sight.viewer.person and sight.world.current(one))


@field("Viewer.demands")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    own = lambda one: one["account_id"] == sight.viewer.account and one["organisation_id"] is None  # noqa: E731
    return sight.world.where("Demand", own)


@field("Viewer.units", name_key)
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Organisation", lambda one: one["id"] in sight.viewer.managed)


@field("Event.actor")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    account = sight.world.find("Account", row["account_id"])
    return [sight.world.find("Person", account["person_id"])] if account else []


@field("Event.area")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Area", lambda one: one["code"] == row["area_path"].rstrip("/").split("/")[-1])


@field("Event.subject")
@field("SearchHit.subject")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    known = row["subject_type"] in sight.world.rows
    return [sight.world.find(row["subject_type"], row["subject_id"])] if known else []


def _roots() -> None:
    for name, target in {"areas": "Area", "organisations": "Organisation", "committees": "Committee", "zones": "Zone"}.items():
        FIELDS[f"Query.{name}"] = lambda sight, row, args, target=target: sight.world.rows[target]  # type: ignore[misc]
    for name, target in {"people": "Person", "accounts": "Account", "events": "Event", "resources": "Resource"}.items():
        FIELDS[f"Query.{name}"] = lambda sight, row, args, target=target: sight.world.rows[target]  # type: ignore[misc]
    for name, prefix in {"area": "area", "committee": "committee", "zone": "zone", "person": "person"}.items():
        FIELDS[f"Query.{name}"] = by_id(name.capitalize(), prefix)
    FIELDS["Query.categories"] = lambda sight, row, args: sight.world.rows["Category"]
    FIELDS["Query.demands"] = lambda sight, row, args: sight.world.rows["Demand"]
    for name in ("category", "resource", "demand", "claim"):
        FIELDS[f"Query.{name}"] = by_id(name.capitalize(), name)
    FIELDS["Query.account"] = by_id("Account", "account")
    FIELDS["Query.event"] = by_id("Event", "event")


def by_id(type_: str, prefix: str) -> Rule:
    """A root field holds the row of an id."""
    return lambda sight, row, args: [sight.world.find(type_, number_of(args["id"], prefix))]


_roots()


@field("Query.organisation")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """The link of a merged one leads to the one that took it in."""
    found = sight.world.find("Organisation", number_of(args["id"], "org"))
    return [sight.world.find("Organisation", found["merged_into_id"] or found["id"])] if found else []


@field("Query.organisationDuplicates")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("OrganisationDuplicate", lambda one: one["one_id"] < one["other_id"])


@field("Query.areaByCode")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.where("Area", lambda one: one["code"] == args["code"])


@field("Query.areaClasses", code)
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    return sight.world.rows["AreaClass"]


@field("Query.viewer")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    me = sight.viewer
    known = {"account_id": me.account, "person_id": me.person, "administrator": me.administrator, "language": me.language}
    return [Row("Viewer", known)]


@field("Query.search", lambda row: (len(row["name_key"]), row["name_key"], row["subject_type"], row["subject_id"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    wanted = set(query_words(args["text"]))
    keys = {"Area": "name_key", "Organisation": "name_key", "Person": "name_key"}
    keys |= {"Resource": "title_key", "Demand": "title_key", "Project": "title_key"}
    for type_, key in keys.items():
        for one in sight.world.where(type_, lambda one: wanted <= set(one["words"])):
            yield Row("SearchHit", {"subject_type": type_, "subject_id": one["id"], "name_key": one[key], "id": 0})


LIMITS = {"Query.search": 12, "Viewer.areas": 20, "Area.ancestors": 8, "Resource.windows": 20, "Demand.similar": 5}
LIMITS |= {"Viewer.units": 50}
"""By ``Type.field``: the most elements of a plain list, where that is not 100."""
