"""What a plan is solved from: needs, lots that may serve them, what people have pinned or forbidden, and what counts how much.

Quantities are whole numbers of hundredths, 1250 is 12.50: of lines and pins in the unit of the need, of lots in their own. Shares
and scores are percent, 0 to 100. The order in which anything is given says nothing: whoever solves sorts first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

WHOLE = 100
"""Hundredths in one: a person, a place, a table."""
HEAVIEST = 10_000
"""Points of a need, or of a line, at most: the solver tells apart about nine digits."""
WAITS = 12
"""How many times the bonus for waiting is given at most: a need gains for a year of thirty-day months, not for ever."""


class LotKey(NamedTuple):
    """Which lot of which offer: an opening of it, or its stock, which has neither day nor hour."""

    resource: int
    """The offer's number."""
    day: date | None = None
    """The day of the opening."""
    opens: str | None = None
    """The hour at which the opening begins, such as 09:00."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a demand still lacks."""

    number: int
    """The demand's number."""
    community: str
    """Between whom fairness is kept: the path of the area that speaks for the need."""
    missing: int
    """Hundredths that nobody has promised yet."""
    weight: int
    """Points for serving all of it, 1 to `HEAVIEST`; `weight_of` says what is usual."""
    whole: bool = True
    """Only whole units make sense, so every line is a multiple of 100 hundredths."""
    partners: int | None = None
    """How many organisations may serve it, at most; those whose promises stand already are the caller's to deduct."""


@dataclass(frozen=True, slots=True)
class Lot:
    """What one opening, or the stock, of an offer has left."""

    key: LotKey
    """Which."""
    provider: int
    """The organisation that offers it."""
    free: int
    """Hundredths that are neither promised nor held."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A lot that may serve a need at all: in time, in the areas that it serves, open to the need's level."""

    need: int
    """The demand's number."""
    lot: LotKey
    """The lot."""
    score: float
    """How well the offer fits, 0 to 100, as in `MatchPair.total`."""
    nearness: int
    """How near it is, 0 to 100, as in `MatchPair.distance`: 100 the same community, 75 the same subdistrict, 45 the district."""
    takes: int = WHOLE
    """Hundredths of the lot that one whole unit of the need takes; 100 where both are counted alike. The least is 1."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A line that people insist on: this lot serves this need with exactly so much."""

    need: int
    """The demand's number."""
    lot: LotKey
    """The lot."""
    quantity: int
    """Hundredths; 0 keeps the lot from serving the need."""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """What may not serve a need: a lot, all lots of an offer, or all offers of an organisation. Exactly one of them is given."""

    need: int
    """The demand's number."""
    lot: LotKey | None = None
    """One lot."""
    resource: int | None = None
    """All lots of this offer."""
    provider: int | None = None
    """All offers of this organisation."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much; a version of the plan's weights. The numbers are our defaults."""

    urgent: int = 400
    """Points for a need that is urgent."""
    soon: int = 200
    """Points for one that is rather urgent."""
    normal: int = 100
    """Points for any other."""
    waiting: int = 10
    """Points more for each thirty days of waiting, twelve times at most."""
    fairness: int = 50
    """0 to 100: how much more the first part of a community's need counts than the last; at 0 communities do not matter."""
    fit: int = 10
    """Percent by which a line counts more if its score is 100 rather than 0."""
    nearness: int = 5
    """Percent by which a line counts more if its nearness is 100 rather than 0."""
    line: int = 2
    """Points that each line costs, so that nobody is asked for crumbs: with 2, for less than 2 % of a normal need."""


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a plan is solved from; equal problems have equal solutions."""

    needs: tuple[Need, ...]
    """Each number once."""
    lots: tuple[Lot, ...]
    """Each key once."""
    edges: tuple[Edge, ...]
    """Each pair of need and lot once."""
    pins: tuple[Pin, ...] = ()
    """Each pair once."""
    forbidden: tuple[Forbidden, ...] = ()
    """What people do not want."""
    lines: int | None = None
    """How many lines an organisation may get, at most; none means no limit."""
    lines_of: Mapping[int, int] = field(default_factory=dict)
    """Organisations for which another limit holds, such as those that have promised a lot already."""
    weights: Weights = Weights()
    """What counts how much."""


def weight_of(weights: Weights, urgency: str, waited: int) -> int:
    """Points for serving a need of this urgency (URGENT, SOON or NORMAL) that has been on the list for so many days.

    >>> weight_of(Weights(), "URGENT", 10), weight_of(Weights(), "NORMAL", 65), weight_of(Weights(), "SOON", 10_000)
    (400, 120, 320)
    """
    base = {"URGENT": weights.urgent, "SOON": weights.soon}.get(urgency, weights.normal)
    return base + weights.waiting * min(WAITS, max(0, waited) // 30)


def hundredths(amount: Decimal) -> int:
    """A quantity as the solver counts it.

    >>> hundredths(Decimal("12.5"))
    1250
    """
    return round(amount * WHOLE)
