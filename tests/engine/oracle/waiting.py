"""What waits for the viewer, in plain Python."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from schema.engine.days import OFFICE
from tests.engine.oracle import works
from tests.engine.oracle.filters import coordinated, lapsed, standing, waiting
from tests.engine.oracle.relations import FIELDS, Candidates, field
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row

FIELDS["Waiting.subject"] = lambda sight, row, args: [sight.world.find(row["subject_type"], row["subject_id"])]
PLACES = [
    *("DECIDE_REGISTRATION", "DECIDE_OFFER", "DECIDE_DEMAND", "MEND_REGISTRATION", "CONFIRM_CONTACT", "MEND_OFFER"),
    *("CONFIRM_OFFER", "MEND_DEMAND", "ANSWER_PROPOSAL", "ANSWER_UNIT", "ANSWER_WAIT", "CONFIRM_DELIVERY"),
    "DECIDE_PROJECT",
    *("CONFIRM_CLAIM", "ANSWER_INVITATION", "FINISH_STAGE", "RATE_PROJECT", "ANSWER_MENTION"),
    "DECIDE_RECORD",
]
HALF_YEAR = timedelta(days=180)
_MATCHES = {"PROPOSED": "ANSWER_PROPOSAL", "COUNTERED": "ANSWER_UNIT", "AGREED": "CONFIRM_DELIVERY"}
Found = tuple[str, Row, datetime]


def _night(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=OFFICE)


def _to_decide(sight: Sight) -> Iterator[Found]:
    kinds = {
        "Organisation": ("PENDING", "DECIDE_REGISTRATION", "created_at"),
        "Resource": ("SUBMITTED", "DECIDE_OFFER", "updated_at"),
    }
    kinds["Demand"] = ("SUBMITTED", "DECIDE_DEMAND", "created_at")
    for type_, (status, kind, since) in kinds.items():
        for row in sight.world.where(type_, lambda one, status=status: one["status"] == status):  # type: ignore[misc]
            if coordinated(sight.world, row, sight.viewer):
                yield kind, row, row[since]


def _to_mend(sight: Sight) -> Iterator[Found]:
    world, managed = sight.world, sight.viewer.managed
    for unit in world.where("Organisation", lambda one: one["id"] in managed):
        if unit["status"] == "RETURNED":
            yield "MEND_REGISTRATION", unit, unit["updated_at"]
        elif lapsed(world, unit):
            day = unit["contact_confirmed_on"]
            yield "CONFIRM_CONTACT", unit, _night(day + HALF_YEAR) if day else unit["created_at"]
    for offer in world.where("Resource", lambda one: one["organisation_id"] in managed):
        if offer["status"] == "RETURNED":
            yield "MEND_OFFER", offer, offer["updated_at"]
        if standing(world, offer) == "LAPSED":
            yield "CONFIRM_OFFER", offer, _night(offer["confirmed_on"] + HALF_YEAR)
    for demand in world.where("Demand", lambda one: one["status"] == "RETURNED"):
        mine = demand["account_id"] is not None and demand["account_id"] == sight.viewer.account
        if mine or demand["organisation_id"] in managed:
            yield "MEND_DEMAND", demand, demand["updated_at"]


def _to_answer(sight: Sight) -> Iterator[Found]:
    world = sight.world
    for match in world.where("Match", lambda one: waiting(world, one, sight.viewer)):
        delivered = world.where("Delivery", lambda one: one["match_id"] == match["id"] and one["status"] == "REPORTED")  # noqa: B023
        since = min(one["created_at"] for one in delivered) if match["status"] == "AGREED" else match["updated_at"]
        yield _MATCHES[match["status"]], match, since
    for wait in world.where("Wait", lambda one: one["status"] == "ASKED" and one["hold_until"] > world.now):
        demand = world.find("Demand", wait["demand_id"])
        if demand is not None and sight.viewer.coordinates(demand["area_path"]):
            yield "ANSWER_WAIT", Row("Demand", {**demand, "key": wait["id"]}), wait["updated_at"]
    for mention in world.where("Mention", lambda one: one["person_id"] == sight.viewer.person and one["answered_at"] is None):
        comment = world.find("Comment", mention["comment_id"])
        if comment is not None and comment["status"] == "STANDING" and sight.sees(comment):
            yield "ANSWER_MENTION", comment, comment["created_at"]
    for entry in world.where("RecordEntry", lambda one: one["status"] == "CONTESTED"):
        unit = world.find("Organisation", entry["organisation_id"])
        assert unit is not None
        if coordinated(world, unit, sight.viewer) and unit["id"] not in sight.viewer.organisations:
            yield "DECIDE_RECORD", entry, entry["contested_at"]


def _of_projects(sight: Sight) -> Iterator[Found]:
    """Those of partners are told apart by the partner."""
    world, me = sight.world, sight.viewer
    for project in world.rows["Project"]:
        mine, open_ = me.coordinates(project["area_path"]), project["status"] in works.OPEN
        if mine and (project["status"] in ("PROPOSED", "EVALUATED") or works.over(world, project)):
            yield "DECIDE_PROJECT", project, project["updated_at"]
        if project["status"] in ("SIGNED", "IN_PROGRESS") and project["lead_id"] in me.managed and works.due(world, project, 8):
            stages = world.where("ProjectStage", lambda one: one["project_id"] == project["id"] and one["done_on"] is None)  # noqa: B023
            yield "FINISH_STAGE", project, _night(min(one["ends_on"] for one in stages) - timedelta(days=7))
        if works.may_rate(world, project, me):
            day = project["delivered_on"]
            yield "RATE_PROJECT", project, _night(day) if day else project["updated_at"]
        for partner in world.where("ProjectPartner", lambda one: open_ and one["project_id"] == project["id"]):  # noqa: B023
            asks = {"CLAIMED": mine, "INVITED": partner["organisation_id"] in me.managed}
            if asks.get(partner["status"]):
                kind = "CONFIRM_CLAIM" if partner["status"] == "CLAIMED" else "ANSWER_INVITATION"
                yield kind, Row("Project", {**project, "key": partner["id"]}), partner["created_at"]


@field("Viewer.waiting")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    for part in (_to_decide, _to_mend, _to_answer, _of_projects):
        for kind, subject, since in part(sight):
            key = subject.get("key", subject["id"]) * 32 + PLACES.index(kind)
            yield Row(
                "Waiting", {"kind": kind, "subject_type": subject.type, "subject_id": subject["id"], "since": since, "id": key}
            )
