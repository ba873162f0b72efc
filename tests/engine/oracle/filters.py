"""What filters and orders mean, in plain Python."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from schema.engine.access import Viewer
from schema.engine.ids import number_of
from schema.engine.text import query_words
from tests.engine.oracle import lines, periods, scores, works
from tests.engine.oracle.world import Row, World

Test = Callable[[World, Row, Any], bool]


def fits(world: World, row: Row, type_: str, wanted: dict[str, Any] | None, viewer: Viewer) -> bool:
    """Whether a row fits a filter: all conditions given must hold. Some are about the viewer."""
    given = {name: value for name, value in (wanted or {}).items() if value is not None}
    own = {f"{type_}.{name}": given.pop(name) for name in list(given) if f"{type_}.{name}" in OWN}
    if any(OWN[name](world, row, viewer) is not value for name, value in own.items()):
        return False
    return all(FILTERS[f"{type_}.{name}"](world, row, value) for name, value in given.items())


def compared(read: Callable[[World, Row], Any], plain: Callable[[Any], Any] = lambda value: value) -> Test:
    """A value compared by eq, in, gte and lt; nothing compares with null."""

    def test(world: World, row: Row, wanted: dict[str, Any]) -> bool:
        value = read(world, row)
        checks: dict[str, Callable[[Any], bool]] = {
            "eq": lambda operand: value == plain(operand),
            "in": lambda operand: value in [plain(one) for one in operand],
            "gte": lambda operand: value >= plain(operand),
            "lt": lambda operand: value < plain(operand),
            "within": lambda operand: False,
        }
        given = {name.rstrip("_"): operand for name, operand in wanted.items() if operand is not None}
        return all(value is not None and checks[name](operand) for name, operand in given.items())

    return test


def _column(name: str) -> Test:
    return compared(lambda world, row: row[name], lambda value: getattr(value, "name", value))


def _area(id_column: str, path_column: str) -> Test:
    by_id = compared(lambda world, row: row[id_column], lambda value: number_of(value, "area"))

    def test(world: World, row: Row, wanted: dict[str, Any]) -> bool:
        inside = wanted.get("within")
        rest = {name: operand for name, operand in wanted.items() if name != "within"}
        return by_id(world, row, rest) and (inside is None or _lies_in(world, row[path_column], inside))

    return test


def _lies_in(world: World, path: str, id_: str) -> bool:
    area = world.find("Area", number_of(id_, "area"))
    return area is not None and path.startswith(area["path"])


def _words(world: World, row: Row, wanted: str) -> bool:
    return set(query_words(wanted)) <= set(row["words"])


def _serves(world: World, row: Row, wanted: str) -> bool:
    """It serves the area or a larger one around it."""
    area = world.find("Area", number_of(wanted, "area"))
    served = [world.find("Area", number) for unit, number in world.links["organisation_service_area"] if unit == row["id"]]
    return area is not None and any(one is not None and area["path"].startswith(one["path"]) for one in served)


def lapsed(world: World, row: Row) -> bool:
    """Nobody has confirmed an active unit's contact for 180 days; committees have none to confirm."""
    confirmed = row["contact_confirmed_on"]
    active = row["status"] == "ACTIVE" and row["kind"] != "COMMITTEE"
    return active and (confirmed is None or confirmed < world.today - timedelta(days=180))


def standing(world: World, offer: Row) -> str:
    """A listed offer is over after its last day, and lapses when nobody has confirmed it for 180 days."""
    if offer["status"] != "LISTED":
        return str(offer["status"])
    if world.today > offer["valid_until"]:
        return "EXPIRED"
    if world.today - offer["confirmed_on"] > timedelta(days=180):
        return "LAPSED"
    taken = scores.used(world, scores.of_resource(world, offer)) + lines.wanted(lines.held(world, offer["id"]))
    gone = offer["measure"] == "TOTAL" and offer["quantity"] <= taken
    return "EXHAUSTED" if gone else "LISTED"


def demanded(world: World, demand: Row) -> str:
    """A listed demand is fulfilled or matched when all of it is; over after its last day; else perhaps partly matched."""
    if demand["status"] != "LISTED":
        return str(demand["status"])
    promised = scores.promised(world, demand)
    if promised >= demand["quantity"]:
        return "FULFILLED" if scores.met(world, demand) >= demand["quantity"] else "MATCHED"
    if world.today > demand["needed_by"]:
        return "EXPIRED"
    return "PARTLY_MATCHED" if promised else "LISTED"


def claimed(world: World, demand: Row) -> bool:
    """Somebody claims it."""
    return any(world.where("Claim", lambda claim: claim["demand_id"] == demand["id"] and claim["ended_at"] is None))


def unclaimed(world: World, demand: Row) -> bool:
    """It has stood on the list for more than 14 days, and nobody claims or matches it."""
    open_ = demand["status"] == "LISTED" and world.today <= demand["needed_by"]
    waited = open_ and world.now - demand["listed_at"] > timedelta(days=14)
    matched = world.where("Match", lambda one: one["demand_id"] == demand["id"] and one["status"] in _TAKEN)
    return waited and not claimed(world, demand) and not any(matched)


def reached(world: World, demand: Row) -> str:
    """The path of the area whose committee it has reached: one level above its community for every 14 days."""
    days = (world.now - demand["listed_at"]) // timedelta(days=14)
    parts = demand["area_path"].rstrip("/").split("/")[:3]
    return "/".join(parts[: max(1, len(parts) - days)]) + "/"


def community(path: str) -> str:
    """The path of the community, or of the larger area, in which a place lies."""
    return "/".join(path.rstrip("/").split("/")[:3]) + "/"


def escalated(world: World, demand: Row, viewer: Viewer) -> bool:
    """Nobody claims it, and it has come up to a committee above its own for which the viewer acts."""
    if not unclaimed(world, demand):
        return False
    path, top = demand["area_path"], reached(world, demand)
    return any(path.startswith(own) and own.startswith(top) and own != community(path) for own in viewer.areas)


_TAKEN = ("PROPOSED", "COUNTERED", "AGREED", "DONE")


def _by_unit(world: World, row: Row) -> int | None:
    """Anonymous ones are not found by who files them."""
    return None if row["anonymous"] else row["organisation_id"]


def _meant(world: World, row: Row, wanted: str) -> bool:
    """It is meant for whoever asks, for the area, or for a larger one around it."""
    area = world.find("Area", number_of(wanted, "area"))
    meant = [world.find("Area", number) for offer, number in world.links["resource_service_area"] if offer == row["id"]]
    return not meant or (area is not None and any(one is not None and area["path"].startswith(one["path"]) for one in meant))


def _member_unit(world: World, row: Row) -> bool:
    seats = world.where("Seat", lambda seat: seat["organisation_id"] == row["id"] and seat["role"] == "MEMBER_UNIT")
    return any(world.current(seat) for seat in seats)


def _account_search(world: World, row: Row, wanted: str) -> bool:
    person = world.find("Person", row["person_id"])
    return person is not None and _words(world, person, wanted)


def _provider(world: World, match: Row) -> int | None:
    """The unit whose resource is promised."""
    resource = world.find("Resource", match["resource_id"])
    return resource["organisation_id"] if resource else None


def promise(world: World, match: Row) -> str:
    """A hold that is over has expired."""
    over = match["status"] in ("PROPOSED", "COUNTERED") and match["hold_until"] <= world.now
    return "EXPIRED" if over else str(match["status"])


def _linked(table: str, prefix: str) -> Test:
    """A project is linked with one of these."""

    def test(world: World, row: Row, wanted: dict[str, Any]) -> bool:
        numbers = {other for project, other in world.links[table] if project == row["id"]}
        return _names_any(numbers, wanted, prefix)

    return test


UNDER_WAY = ("PUBLISHED", "CLAIMED", "SIGNED", "IN_PROGRESS", "DELIVERED")


def first_class(world: World, project: Row) -> int | None:
    """The class of the first demand that a project fulfils."""
    numbers = [demand for one, demand in world.links["project_demand"] if one == project["id"]]
    first = world.find("Demand", min(numbers, default=None))
    return first["category_id"] if first else None


def _partner(world: World, row: Row, wanted: dict[str, Any]) -> bool:
    """One of these takes part in a project."""
    agreed = world.where("ProjectPartner", lambda one: one["project_id"] == row["id"] and one["status"] == "AGREED")
    return _names_any({one["organisation_id"] for one in agreed}, wanted, "org")


def _names_any(numbers: set[int], wanted: dict[str, Any], prefix: str) -> bool:
    eq, in_ = wanted.get("eq"), wanted.get("in_", wanted.get("in"))
    return (eq is None or number_of(eq, prefix) in numbers) and (
        in_ is None or any(number_of(one, prefix) in numbers for one in in_)
    )


def coordinated(world: World, row: Row, viewer: Viewer) -> bool:
    """The viewer coordinates where it is."""
    return any(row["area_path"].startswith(area) for area in viewer.areas)


def provided(world: World, match: Row, viewer: Viewer) -> bool:
    """The viewer acts for the unit whose resource is promised."""
    return _provider(world, match) in viewer.managed


def reported(world: World, match: Row) -> bool:
    """A delivery of it waits to be confirmed."""
    of_it = world.where("Delivery", lambda one: one["match_id"] == match["id"] and one["status"] == "REPORTED")
    return match["status"] == "AGREED" and any(of_it)


def waiting(world: World, match: Row, viewer: Viewer) -> bool:
    """A proposal waits for its unit, a unit's for the committee, a reported delivery for whoever filed the demand."""
    demand = world.find("Demand", match["demand_id"])
    assert demand
    match promise(world, match):
        case "PROPOSED":
            return provided(world, match, viewer)
        case "COUNTERED":
            return coordinated(world, demand, viewer)
        case "AGREED":
            of_nobody = demand["organisation_id"] is None and demand["account_id"] is None
            own = viewer.account is not None and demand["account_id"] == viewer.account
            needs = own or demand["organisation_id"] in viewer.managed or (of_nobody and coordinated(world, demand, viewer))
            return needs and reported(world, match)
    return False


def _event_organisation(world: World, row: Row, wanted: str) -> bool:
    return number_of(wanted, "org") in row["organisation_ids"]


FILTERS: dict[str, Test] = {
    "Area.level": _column("level"),
    "Area.code": _column("code"),
    "Area.parent": _area("parent_id", "path"),
    "Area.areaClass": _column("class_code"),
    "Area.search": _words,
    "Organisation.kind": _column("kind"),
    "Organisation.status": _column("status"),
    "Organisation.area": _area("area_id", "area_path"),
    "Organisation.serves": _serves,
    "Organisation.parent": compared(lambda world, row: row["parent_id"], lambda value: number_of(value, "org")),
    "Organisation.uscc": _column("uscc"),
    "Organisation.tag": lambda world, row, wanted: wanted in row["tags"],
    "Organisation.search": _words,
    "Organisation.contactLapsed": lambda world, row, wanted: lapsed(world, row) is wanted,
    "Organisation.memberUnit": lambda world, row, wanted: _member_unit(world, row) is wanted,
    "Organisation.contactConfirmedOn": _column("contact_confirmed_on"),
    "Organisation.updatedAt": _column("updated_at"),
    "Committee.area": _area("area_id", "area_path"),
    "Committee.field": _column("field"),
    "Committee.special": lambda world, row, wanted: (row["field"] is not None) is wanted,
    "Seat.role": _column("role"),
    "Seat.current": lambda world, row, wanted: world.current(row) is wanted,
    "Seat.lapsed": lambda world, row, wanted: (row["valid_to"] is not None and row["valid_to"] <= world.today) is wanted,
    "Membership.role": _column("role"),
    "Person.search": _words,
    "Account.status": _column("status"),
    "Account.administrator": lambda world, row, wanted: row["administrator"] is wanted,
    "Account.search": _account_search,
    "Zone.kind": _column("kind"),
    "Zone.area": _area("area_id", "area_path"),
    "Category.list": _column("list"),
    "Category.retired": lambda world, row, wanted: row["retired"] is wanted,
    "Resource.category": compared(lambda world, row: row["category_id"], lambda value: number_of(value, "category")),
    "Resource.organisation": compared(lambda world, row: row["organisation_id"], lambda value: number_of(value, "org")),
    "Resource.area": _area("area_id", "area_path"),
    "Resource.serves": _meant,
    "Resource.status": compared(standing, lambda value: value.name),
    "Resource.validUntil": _column("valid_until"),
    "Resource.halfYear": periods.within(periods.offer_counts, periods.period),
    "Resource.period": periods.within(periods.offer_counts),
    "Resource.listedAt": _column("listed_at"),
    "Resource.age": compared(periods.age, lambda value: value.name),
    "Resource.fits": lambda world, row, wanted: periods.fits(world, number_of(wanted, "category"), row["category_id"]),
    "Resource.engaged": lambda world, row, wanted: periods.engaged(world, row) is wanted,
    "Resource.listedIn": periods.within(lambda row, *days: row["status"] == "LISTED" and periods.is_new(row, *days)),
    "Resource.idle": lambda world, row, wanted: periods.idle(world, row) is wanted,
    "Resource.search": _words,
    "Demand.category": compared(lambda world, row: row["category_id"], lambda value: number_of(value, "category")),
    "Demand.need": compared(lambda world, row: row["need_id"], lambda value: number_of(value, "category")),
    "Demand.organisation": compared(_by_unit, lambda value: number_of(value, "org")),
    "Demand.area": _area("area_id", "area_path"),
    "Demand.status": compared(demanded, lambda value: value.name),
    **{f"Demand.{name}": _column(name) for name in ("level", "origin", "axis", "urgency")},
    "Demand.neededBy": _column("needed_by"),
    "Demand.listedAt": _column("listed_at"),
    "Demand.claimed": lambda world, row, wanted: claimed(world, row) is wanted,
    "Demand.halfYear": periods.within(periods.demand_counts, periods.period),
    "Demand.period": periods.within(periods.demand_counts),
    "Demand.age": compared(periods.age, lambda value: value.name),
    "Demand.fits": lambda world, row, wanted: periods.fits(world, row["category_id"], number_of(wanted, "category")),
    "Demand.pending": lambda world, row, wanted: periods.pending(world, row) is wanted,
    "Demand.finished": lambda world, row, wanted: periods.finished(world, row) is wanted,
    "Demand.listedIn": periods.within(periods.is_new),
    "Demand.unmet": lambda world, row, wanted: periods.unmet(world, row) is wanted,
    "Demand.unclaimed": lambda world, row, wanted: unclaimed(world, row) is wanted,
    "Demand.search": _words,
    "Match.demand": compared(lambda world, row: row["demand_id"], lambda value: number_of(value, "demand")),
    "Match.resource": compared(lambda world, row: row["resource_id"], lambda value: number_of(value, "resource")),
    "Match.provider": compared(_provider, lambda value: number_of(value, "org")),
    "RecordEntry.kind": _column("kind"),
    "RecordEntry.status": _column("status"),
    "Match.reported": lambda world, row, wanted: reported(world, row) is wanted,
    "Match.status": compared(promise, lambda value: value.name),
    "Plan.area": _area("area_id", "area_path"),
    "Plan.status": _column("status"),
    "PlanLine.status": _column("status"),
    "Project.area": _area("area_id", "area_path"),
    "Project.halfYear": _column("half_year"),
    "Project.status": _column("status"),
    "Project.origin": _column("origin"),
    "Project.published": lambda world, row, wanted: (row["published_at"] is not None) is wanted,
    "Project.underWay": lambda world, row, wanted: (row["status"] in UNDER_WAY) is wanted,
    "Project.finished": lambda world, row, wanted: (row["status"] in ("EVALUATED", "WRITTEN_OFF")) is wanted,
    "Project.demanded": lambda world, row, wanted: (first_class(world, row) is not None) is wanted,
    "Project.category": compared(first_class, lambda value: number_of(value, "category")),
    "Project.lead": compared(lambda world, row: row["lead_id"], lambda value: number_of(value, "org")),
    "Project.partner": _partner,
    "Project.brand": _linked("project_brand", "category"),
    "Project.demand": _linked("project_demand", "demand"),
    "Project.match": _linked("project_match", "match"),
    "Project.late": lambda world, row, wanted: works.late(world, row) is wanted,
    "Project.search": _words,
    "Notification.kind": _column("kind"),
    "Notification.unread": lambda world, row, wanted: (row["read_at"] is None) is wanted,
    "Wait.inLine": lambda world, row, wanted: lines.in_line(world, row) is wanted,
    "Event.verb": _column("verb"),
    "Event.subjectType": _column("subject_type"),
    "Event.at": _column("at"),
    "Event.within": lambda world, row, wanted: _lies_in(world, row["area_path"], wanted),
    "Event.organisation": _event_organisation,
}
"""By type and filter field."""

OWN: dict[str, Callable[[World, Row, Viewer], bool]] = {
    **{f"{type_}.coordinated": coordinated for type_ in ("Resource", "Demand", "Project")},
    "Match.provided": provided,
    "Match.waiting": waiting,
    "Project.waiting": works.waits,
    "Demand.escalated": escalated,
}
"""By type and filter field: what of a row is so for the viewer."""
