"""What the orders of connections mean, in plain Python."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.engine.oracle.world import Row


class Transaction(str):
    """A transaction's number, which cursors have as text: compared as a number."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return int(self) < int(other)

    def __gt__(self, other: str) -> bool:
        return int(self) > int(other)


SEATS = ["CHAIR", "VICE_CHAIR", "SECRETARY_GENERAL", "MEMBER", "PART_TIME_MEMBER", "LIAISON", "MEMBER_UNIT"]
ORDERS: dict[str, tuple[Callable[[Row], Any], bool]] = {
    "AreaOrder.CODE": (lambda row: row["code"], False),
    "AreaOrder.NAME": (lambda row: row["name_key"], False),
    "OrganisationOrder.NAME": (lambda row: row["name_key"], False),
    "OrganisationOrder.RECENT": (lambda row: row["updated_at"], True),
    "OrganisationOrder.CONTACT": (lambda row: row["contact_confirmed_on"] or date(1949, 10, 1), False),
    "CommitteeOrder.AREA": (lambda row: row["area_path"], False),
    "SeatOrder.ROLE": (lambda row: SEATS.index(row["role"]) + 1, False),
    "SeatOrder.RECENT": (lambda row: row["valid_from"], True),
    "MembershipOrder.SINCE": (lambda row: row["valid_from"], True),
    "CommentOrder.OLDEST": (lambda row: row["created_at"], False),
    "CommentOrder.RECENT": (lambda row: row["created_at"], True),
    "NotificationOrder.RECENT": (lambda row: row["event_at"], True),
    "WatchOrder.RECENT": (lambda row: row["created_at"], True),
    "WaitingOrder.OLDEST": (lambda row: row["since"], False),
    "VisitOrder.RECENT": (lambda row: row["visited_on"], True),
    "PersonOrder.NAME": (lambda row: row["name_key"], False),
    "AccountOrder.LOGIN": (lambda row: row["login"], False),
    "EventOrder.RECENT": (lambda row: row["at"], True),
    "EventOrder.COMMITTED": (lambda row: Transaction(row["xid"]), False),
    "ZoneOrder.NAME": (lambda row: row["name_key"], False),
    "ZoneUnitOrder.ADDED": (lambda row: row["created_at"], False),
    "CategoryOrder.PLACE": (lambda row: row["place"], False),
    "ResourceOrder.RECENT": (lambda row: row["updated_at"], True),
    "ResourceOrder.TITLE": (lambda row: row["title_key"], False),
    "ResourceOrder.UNTIL": (lambda row: row["valid_until"], False),
    "WaitOrder.LINE": (lambda row: row["id"], False),
    "WaitOrder.RECENT": (lambda row: row["updated_at"], True),
    "CapacityOrder.RECENT": (lambda row: row["at"], True),
    "CapacityOrder.OLDEST": (lambda row: row["at"], False),
    "DemandOrder.RECENT": (lambda row: row["updated_at"], True),
    "DemandOrder.TITLE": (lambda row: row["title_key"], False),
    "DemandOrder.NEEDED": (lambda row: row["needed_by"], False),
    "DemandOrder.PRESSING": (lambda row: (("URGENT", "SOON", "NORMAL").index(row["urgency"]), row["needed_by"]), False),
    "DemandOrder.WAITING": (lambda row: row["listed_at"] or row["created_at"], False),
    "RecordOrder.RECENT": (lambda row: row["happened_at"], True),
    "MatchOrder.RECENT": (lambda row: row["updated_at"], True),
    "ProjectOrder.RECENT": (lambda row: row["updated_at"], True),
    "ProjectOrder.TITLE": (lambda row: row["title_key"], False),
    "ProjectOrder.HALF_YEAR": (lambda row: row["half_year"], True),
    "ProjectOrder.WAITING": (lambda row: row["updated_at"], False),
    "ProjectNoteOrder.RECENT": (lambda row: row["noted_on"], True),
    "ProjectSpendingOrder.RECENT": (lambda row: row["spent_on"], True),
    "MatchOrder.OLDEST": (lambda row: row["id"], False),
    "DuplicateOrder.LIKENESS": (lambda row: row["score"], True),
}
"""By enum and member: the key, and whether the greatest comes first; the id decides between equals, in the same direction."""
