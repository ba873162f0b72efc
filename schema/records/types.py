"""A unit's record entry by entry, and what it comes to."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.engine.access import Viewer, any_of, belongs, coordinates
from schema.engine.mapping import column, computed, entity, pages, to_one
from schema.engine.relay import Connection, Node
from schema.engine.workflow import Workflow
from schema.events.kinds import EventOrder
from schema.matching.types import Delivery, Match
from schema.records.kinds import AREA, RecordFilter, RecordKind, RecordOrder, RecordStatus
from schema.records.rule import CONTEST_DAYS, LATEST, MONTHS, VERSION, effect
from schema.records.rules import RECORD_STEPS

if TYPE_CHECKING:
    from schema.events.types import Event
    from schema.organisations.types import Organisation

_SEEN = f"({{row}}.happened_at <= now() and {any_of(coordinates(AREA), belongs('{row}.organisation_id'))})"
_UNTIL = f"({{row}}.happened_at + interval '{MONTHS} months')"
_COUNTS = (
    "(select c$.* from (select x$.id, row_number() over (order by x$.happened_at desc, x$.id desc) as place, x$.kind, x$.rating"
    " from record_entry x$ where x$.organisation_id = {row}.organisation_id and x$.status in ('COUNTS', 'UPHELD')"
    f" and x$.happened_at <= now() and x$.happened_at > now() - interval '{MONTHS} months') c$ where c$.place <= {LATEST})"
)
_OTHERS = "c$.id <> {row}.id"


def _sums(which: str) -> str:
    """SQL: how many of the entries c$ there are of each kind, and the points of deliveries."""
    kinds = ("DELIVERED", "CANCELLED", "UNANSWERED", "DECLINED")
    counts = ", ".join(f"'{kind.lower()}', count(*) filter (where c$.kind = '{kind}' and {which})" for kind in kinds)
    return f"json_build_object({counts}, 'stars', coalesce(sum(c$.rating) filter (where {which}), 0))"


def _effect(viewer: Viewer, sums: Sequence[Mapping[str, int]]) -> str:
    return effect(*sums)


@entity("record_entry", prefix="record", visible=_SEEN, reads="organisations")
class RecordEntry(Node):
    """What came of one promise or proposal of a unit; for its own people and its area's coordinators."""

    workflow: ClassVar[Workflow] = RECORD_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    organisation: Annotated["Organisation", strawberry.lazy("schema.organisations.types")] | None = to_one(
        "{self}.organisation_id"
    )
    """The unit."""
    kind: RecordKind
    """What came of it."""
    match: Match | None = to_one("{self}.match_id")
    """The promise or proposal, if the viewer may see it."""
    delivery: Delivery | None = to_one("{self}.delivery_id")
    """For a delivery: which."""
    rating: int | None
    """For a delivery: what the side that needed it gave, 1 to 5."""
    happened_at: datetime
    """When it was confirmed, declined, cancelled, or its hold was over."""
    counts: bool = column(f"({{row}}.id in (select c$.id from {_COUNTS} c$))")
    """Whether it counts today: neither contested nor struck out nor too old, and among the latest."""
    counts_until: date = column(f"{_UNTIL}::date")
    """The day on which it drops out of the record."""
    effect: Decimal = computed(_effect, sums=f"(select json_build_array({_sums('true')}, {_sums(_OTHERS)}) from {_COUNTS} c$)")
    """By how many points of 100 it moves the mark today, to a tenth: the mark with it less the mark without it."""
    status: RecordStatus
    """How it stands."""
    reason: str
    """Why the unit contests it."""
    contested_at: datetime | None
    """When it did."""
    decision: str
    """Why the committee upheld or struck it."""
    decided_at: datetime | None
    """When it did."""
    contestable_until: date = column(f"({{row}}.happened_at + interval '{CONTEST_DAYS} days')::date")
    """The day until which the unit can contest it."""
    timeline: Connection[Annotated["Event", strawberry.lazy("schema.events.types")]] = pages(
        "{row}.subject_type = 'RecordEntry' and {row}.subject_id = {self}.id", order=EventOrder
    )
    """What happened to it."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(RECORD_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""


_MARK = (
    "(select o$.id as organisation_id, o$.area_path, c$.*,"
    " record_mark(c$.delivered, c$.stars, c$.cancelled, c$.unanswered, c$.declined) as mark"
    " from organisation o$ cross join lateral record_counts(o$.id) c$)"
)


@entity(_MARK, visible=any_of(coordinates(), belongs("{row}.organisation_id")), reads="organisations")
class RecordMark:
    """What a unit's record comes to today, as it counts in the score of its offers; for its own people and its coordinators."""

    mark: int
    """Of 100; 50 without any record."""
    rule: int = column(f"{VERSION}")
    """The version of the rule, as ``MatchWeights.deliveryRule``."""
    delivered: int
    """Confirmed deliveries that count."""
    rating: Decimal | None = column("trim_scale(round({row}.stars::numeric / nullif({row}.delivered, 0), 1))")
    """The mean of their ratings, 1 to 5, to one decimal; null without any."""
    cancelled: int
    """Promises that the unit gave up."""
    unanswered: int
    """Proposals that it left unanswered."""
    declined: int
    """Proposals that it declined with a reason."""
    entries: Connection[RecordEntry] = pages(
        "{row}.organisation_id = {self}.organisation_id", order=RecordOrder, filter=RecordFilter
    )
    """The entries, those that do not count too."""
