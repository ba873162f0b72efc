"""What waits for the viewer, kind by kind: what is counted on every page, and listed with its age.

Each kind is found from the smaller side, as every page asks. What waits for a committee is asked only of those who coordinate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import strawberry

from schema.capacity.lines import ASKED
from schema.comments.rules import INSIDERS
from schema.engine.access import SIGNED_IN, coordinates, manages
from schema.engine.mapping import entity, polymorphic
from schema.engine.ordering import by
from schema.engine.relay import Node
from schema.matching.sides import WAITS
from schema.organisations.kinds import CONTACT_DAYS, LAPSED
from schema.projects.waiting import WAITS as PROJECT_WAITS
from schema.records.rules import DECIDES
from schema.resources.kinds import UNCONFIRMED
from schema.resources.rules import FRESH_DAYS


@strawberry.enum(description="What somebody is waited for to do.")
class WaitingKind(Enum):
    """What somebody is waited for to do."""

    DECIDE_REGISTRATION = strawberry.enum_value("DECIDE_REGISTRATION", description="审核单位登记")
    DECIDE_OFFER = strawberry.enum_value("DECIDE_OFFER", description="审核资源")
    DECIDE_DEMAND = strawberry.enum_value("DECIDE_DEMAND", description="审核需求")
    MEND_REGISTRATION = strawberry.enum_value("MEND_REGISTRATION", description="改正被退回的登记")
    CONFIRM_CONTACT = strawberry.enum_value("CONFIRM_CONTACT", description="确认联系人")
    MEND_OFFER = strawberry.enum_value("MEND_OFFER", description="改正被退回的资源")
    CONFIRM_OFFER = strawberry.enum_value("CONFIRM_OFFER", description="确认资源仍可提供")
    MEND_DEMAND = strawberry.enum_value("MEND_DEMAND", description="改正被退回的需求")
    ANSWER_PROPOSAL = strawberry.enum_value("ANSWER_PROPOSAL", description="答复对接")
    ANSWER_UNIT = strawberry.enum_value("ANSWER_UNIT", description="答复单位的应答")
    ANSWER_WAIT = strawberry.enum_value("ANSWER_WAIT", description="答复候补")
    CONFIRM_DELIVERY = strawberry.enum_value("CONFIRM_DELIVERY", description="确认交付并评价")
    DECIDE_PROJECT = strawberry.enum_value("DECIDE_PROJECT", description="发布、销号或结转项目")
    CONFIRM_CLAIM = strawberry.enum_value("CONFIRM_CLAIM", description="确认项目认领")
    ANSWER_INVITATION = strawberry.enum_value("ANSWER_INVITATION", description="答复项目邀请")
    FINISH_STAGE = strawberry.enum_value("FINISH_STAGE", description="完成到期的阶段")
    RATE_PROJECT = strawberry.enum_value("RATE_PROJECT", description="评价项目")
    ANSWER_MENTION = strawberry.enum_value("ANSWER_MENTION", description="回复评论中的提到")
    DECIDE_RECORD = strawberry.enum_value("DECIDE_RECORD", description="处理履约记录异议")


@dataclass(frozen=True, slots=True)
class Waits:
    """One kind: of which type the item is, and the rows, as SQL."""

    kind: str
    type: str
    rows: str
    """FROM and WHERE."""
    id: str = "o$.id"
    since: str = "o$.updated_at"
    key: str = ""
    """What tells it apart from others of its kind; empty: the id."""


_COORDINATES = "cardinality({viewer.areas}) > 0"


def _to_decide(table: str, status: str) -> str:
    return f"{table} o$ where {_COORDINATES} and o$.status = '{status}' and {coordinates('o$.area_path')}"


def _offers(stands: str) -> str:
    return f"resource o$ where {manages('o$.organisation_id')} and {stands.replace('{row}', 'o$')}"


_LAPSED = LAPSED.replace("{row}", "o$")
_MENTIONS = (
    "mention n$ join comment c$ on c$.id = n$.comment_id where n$.person_id = {viewer.person} and n$.answered_at is null"
    f" and c$.status = 'STANDING' and {INSIDERS.replace('{row}', 'c$')}"
)

_CONTESTED = f"record_entry o$ where {_COORDINATES} and o$.status = 'CONTESTED' and {DECIDES.replace('{row}', 'o$')}"


def _kinds() -> Iterator[Waits]:
    yield Waits("DECIDE_REGISTRATION", "Organisation", _to_decide("organisation", "PENDING"), since="o$.created_at")
    yield Waits("DECIDE_OFFER", "Resource", _to_decide("resource", "SUBMITTED"))
    yield Waits("DECIDE_DEMAND", "Demand", _to_decide("demand", "SUBMITTED"), since="o$.created_at")
    yield Waits("MEND_REGISTRATION", "Organisation", f"organisation o$ where {manages('o$.id')} and o$.status = 'RETURNED'")
    yield Waits(
        "CONFIRM_CONTACT",
        "Organisation",
        f"organisation o$ where {manages('o$.id')} and o$.status <> 'RETURNED' and {_LAPSED}",
        since=f"coalesce((o$.contact_confirmed_on + {CONTACT_DAYS})::timestamptz, o$.created_at)",
    )
    yield Waits("MEND_OFFER", "Resource", _offers("{row}.status = 'RETURNED'"))
    yield Waits("CONFIRM_OFFER", "Resource", _offers(UNCONFIRMED), since=f"(o$.confirmed_on + {FRESH_DAYS})::timestamptz")
    yield Waits(
        "MEND_DEMAND",
        "Demand",
        f"demand o$ where o$.status = 'RETURNED' and ({manages('o$.organisation_id')} or o$.account_id = {{viewer.account}})",
    )
    for kind, rows, since in WAITS:
        yield Waits(kind, "Match", rows, "p$.id", since)
    yield Waits("ANSWER_WAIT", "Demand", ASKED, since="p$.updated_at", key="p$.id")
    for kind, rows, key, since in PROJECT_WAITS:
        yield Waits(kind, "Project", rows, since=since, key=key)
    yield Waits("ANSWER_MENTION", "Comment", _MENTIONS, "c$.id", "c$.created_at")
    yield Waits("DECIDE_RECORD", "RecordEntry", _CONTESTED, since="o$.contested_at")


def _union(told: str) -> str:
    """SQL: all kinds together, of each row what is told."""
    parts = []
    for one in _kinds():
        place = list(WaitingKind).index(WaitingKind[one.kind])
        columns = told.format(kind=one.kind, type=one.type, subject=one.id, since=one.since, key=one.key or one.id, place=place)
        parts.append(f"select {columns} from {one.rows}")
    return " union all ".join(parts)


_TOLD = (
    "'{kind}'::text as kind, '{type}'::text as subject_type, {subject} as subject_id, {since} as since,"
    " {key} * 32 + {place} as id"
)
COUNTED = f"(select count(*) from ({_union('1')}) w$)"
"""SQL: how much waits for the viewer."""


@strawberry.enum(description="The orders of what waits.")
class WaitingOrder(Enum):
    """The orders of what waits."""

    OLDEST = by("{row}.since", "timestamptz")


@entity(f"({_union(_TOLD)})", visible=SIGNED_IN)
class Waiting:
    """Something that waits for the viewer."""

    kind: WaitingKind
    """What is to be done."""
    subject: Node | None = polymorphic("{row}.subject_type", "{row}.subject_id")
    """What waits: a registration, an offer, a demand, a match, a project; for a mention the comment, which names its item; for a
    place on a waiting list the demand that stands there."""
    since: datetime
    """Since when: it came in, was returned, was proposed, was delivered, or lapsed."""
