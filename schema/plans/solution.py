"""What comes out of solving a plan: lines, totals, how near to the best they are, and what stands in the way of pins."""

from dataclasses import dataclass
from enum import StrEnum

from schema.plans.problem import LotKey, Pin


class Status(StrEnum):
    """How solving ended."""

    OPTIMAL = "OPTIMAL"
    """No plan is better by more than rounding."""
    NEAR = "NEAR"
    """No plan is better by more than the gap."""
    TIMED = "TIMED"
    """As NEAR, but the time that was given ran out: another run, on an idler machine, may come further."""
    CANCELLED = "CANCELLED"
    """Whoever asked called it off; the lines are the best that there were until then."""
    INFEASIBLE = "INFEASIBLE"
    """The pins cannot all hold; the conflicts say which. There are no lines."""


class Phase(StrEnum):
    """What solving is at."""

    BOUNDING = "BOUNDING"
    """How much can be served at most, if lines could be split at will (the LP relaxation)."""
    SEARCHING = "SEARCHING"
    """Looking for whole lines that come near to it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is told while solving goes on, several times a second."""

    phase: Phase
    """What it is at."""
    elapsed: float
    """Seconds since it began."""
    value: float
    """Points of the best plan so far; the one by hand to begin with."""
    bound: float | None
    """Points that no plan exceeds, once known."""
    gap: float | None
    """How far the best is from the bound, as a share of the bound."""


@dataclass(frozen=True, slots=True)
class Line:
    """So much of a lot for a need."""

    need: int
    """The demand's number."""
    lot: LotKey
    """The lot."""
    quantity: int
    """Hundredths of the need's unit, more than 0."""
    pinned: bool = False
    """People insist on it."""


@dataclass(frozen=True, slots=True)
class CommunityShare:
    """How a community fares."""

    community: str
    """Its path."""
    needs: int
    """How many needs it has."""
    weight: int
    """Points of all its needs."""
    served: float
    """Share of them that is served, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a set of lines comes to."""

    value: float
    """Points, as in `worth.py`: what is maximised."""
    served: float
    """Share of all needs that is served, each by its weight, 0 to 1."""
    full: int
    """Needs that are served in full."""
    touched: int
    """Needs that are served at all."""
    lines: int
    """How many lines."""
    partners: int
    """How many organisations."""
    score: float
    """Mean score of the lines, each by the weight of what it serves; 0 without lines."""
    nearness: float
    """Mean nearness of the lines, likewise."""
    communities: tuple[CommunityShare, ...]
    """Each community, in the order of their paths."""


class Clash(StrEnum):
    """Why pins cannot hold."""

    NOT_ALLOWED = "NOT_ALLOWED"
    """The lot may not serve the need at all, or either is gone."""
    FORBIDDEN = "FORBIDDEN"
    """The pair is forbidden as well."""
    NOT_WHOLE = "NOT_WHOLE"
    """The need takes whole units only."""
    LOT = "LOT"
    """Together they take more than the lot has left."""
    NEED = "NEED"
    """Together they bring more than the need lacks."""
    PARTNERS = "PARTNERS"
    """More organisations than may serve the need."""
    LINES = "LINES"
    """More lines than the organisation may get."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Pins that cannot hold, by themselves or together."""

    code: Clash
    """Why."""
    pins: tuple[Pin, ...]
    """Which, in canonical order."""
    most: int
    """What would hold at most: hundredths of the lot or the need, a number of organisations or lines; 0 for the others."""


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan."""

    status: Status
    """How solving ended."""
    lines: tuple[Line, ...]
    """In canonical order: by demand, then by lot."""
    totals: Totals
    """What they come to."""
    greedy: Totals
    """What people reach by hand: the most pressing need first, its best offer first."""
    bound: float
    """Points that no plan exceeds. If it was called off before that was known, what serving everything ideally would bring."""
    gap: float
    """How far the value is from the bound, as a share of the bound."""
    seconds: float
    """Time that the solver took; the only part that is not the same every time."""
    conflicts: tuple[Conflict, ...] = ()
    """Of pins, if it is infeasible."""
