"""What relations and values of comments hold, in plain Python."""

from collections.abc import Callable
from typing import Any

from schema.engine.access import Viewer
from schema.engine.ids import number_of
from schema.engine.text import query_words
from tests.engine.oracle.relations import FIELDS, LIMITS, Candidates, by_id, field, owns, refers
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row, World

FIELDS["Query.comment"] = by_id("Comment", "comment")
FIELDS["Comment.item"] = lambda sight, row, args: [sight.item_of(row)]
refers("Comment.author", "Person", "person_id")
refers("Comment.organisation", "Organisation", "organisation_id")
owns("Comment.mentions", "Mention", "comment_id", lambda row: (row["id"],))
refers("Mention.person", "Person", "person_id")
for _type, _column in (("Resource", "resource"), ("Demand", "demand"), ("Match", "match"), ("Project", "project")):
    owns(f"{_type}.comments", "Comment", f"{_column}_id")
FIELDS["Query.watch"] = by_id("Watch", "watch")
FIELDS["Query.notification"] = by_id("Notification", "notification")
FIELDS["Watch.item"] = lambda sight, row, args: [sight.world.find(row["item_type"], row["item_id"])]
FIELDS["Notification.subject"] = lambda sight, row, args: [sight.world.find(row["subject_type"], row["subject_id"])]
FIELDS["Viewer.notifications"] = lambda sight, row, args: sight.world.rows["Notification"]
FIELDS["Viewer.watches"] = lambda sight, row, args: sight.world.where("Watch", lambda one: one["stopped_at"] is None)
refers("Notification.comment", "Comment", "comment_id")
LIMITS |= {"Query.participants": 12, "Comment.mentions": 20}


@field("Query.participants", lambda row: (row["name_key"], row["id"]))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """Whoever has an account and takes part in the item by what they are, not as administrators; for those who do so too."""
    types = ("Resource", "Demand", "Match", "Project")
    found = [sight.world.find(type_, number_of(args["item"], type_.lower())) for type_ in types]
    item = next((one for one in found if one is not None), None)
    if item is None or not sight.takes_part_in(item):
        return
    wanted = set(query_words(args["search"]))
    for account in sight.world.where("Account", lambda one: one["status"] == "ACTIVE"):
        person = sight.world.find("Person", account["person_id"])
        assert person is not None
        if wanted <= set(person["words"]) and Sight(sight.world, acting(sight.world, account)).takes_part_in(item):
            yield Row("Participant", person)


@field("Notification.actor")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    event = sight.world.find("Event", row["event_id"])
    account = sight.world.find("Account", event["account_id"]) if event else None
    return [sight.world.find("Person", account["person_id"])] if account else []


@field("Viewer.digests", lambda row: (row["place"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """Daily each, as nobody in the crowd has chosen."""
    kinds = ("MENTIONED", "PROPOSED", "DELIVERED", "RETURNED", "DECIDED", "COMMENTED", "MOVED")
    return [Row("Digest", {"kind": kind, "rhythm": "DAILY", "place": place}) for place, kind in enumerate(kinds)]


def acting(world: World, account: Row) -> Viewer:
    """An account in the roles that its person has today, without administration."""
    posts = [one for one in world.where("Membership", world.current) if one["person_id"] == account["person_id"]]
    offices = {one["organisation_id"] for one in posts if one["role"] == "COORDINATOR"}
    active = {one["id"] for one in world.where("Organisation", lambda one: one["status"] == "ACTIVE")}
    places = {one["area_id"] for one in world.where("Committee", lambda one: one["organisation_id"] in offices & active)}
    began = world.where("AreaParentage", lambda one: one["valid_from"] <= world.today)
    stood = [one["path"] for one in began if one["area_id"] in places]
    return Viewer(
        account=account["id"],
        person=account["person_id"],
        areas=tuple(stood),
        organisations=tuple(one["organisation_id"] for one in posts),
    )


def _first_unit(world: World, person: Row) -> str:
    posts = [one for one in world.where("Membership", world.current) if one["person_id"] == person["id"]]
    unit = world.find("Organisation", min(posts, key=lambda one: one["id"])["organisation_id"]) if posts else None
    return unit["name"] if unit else ""


def _author(sight: Sight, row: Row) -> Any:
    person = sight.world.find("Person", row["person_id"])
    return person["name"] if person else None


def _watches(sight: Sight, row: Row) -> bool:
    mine = sight.world.where("Watch", lambda one: one["account_id"] == sight.viewer.account and one["stopped_at"] is None)
    return any((one["item_type"], one["item_id"]) == (row.type, row["id"]) for one in mine)


def _unread(sight: Sight, row: Row) -> int:
    mine = sight.world.where("Notification", lambda one: one["account_id"] == sight.viewer.account and one["read_at"] is None)
    return min(100, len(list(mine)))


VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    "Comment.authorName": _author,
    "Participant.personId": lambda sight, row: f"person_{row['id']}",
    "Participant.unit": lambda sight, row: _first_unit(sight.world, row),
    "Viewer.unreadCount": _unread,
    **{f"{type_}.viewerWatches": _watches for type_ in ("Resource", "Demand", "Match", "Project")},
    **{
        f"{type_}.viewerTakesPart": lambda sight, row: sight.takes_part_in(row)
        for type_ in ("Resource", "Demand", "Match", "Project")
    },
}
"""By ``Type.field``."""
