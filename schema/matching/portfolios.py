"""Portfolios: combinations of several units' offers that together cover what is missing of a demand.

What is combined are lots: a stock, or one opening of an offer. One unit of quantity counts as much as any other, so filling lots
up in the order of a criterion covers as much as can be covered, and puts as much of it as can be on what comes first in that
order (a greedy choice is optimal here; tests compare it with brute force). Only the fewest units are a choice among sets, and
are found exactly. What is hardly better in something than a portfolio before is no other choice: that one is told to be best in
it as well. Ties are broken by the number of the offer, so that the order in which offers are found changes nothing.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.engine.access import ADMINISTRATOR, SIGNED_IN, any_of, coordinates
from schema.engine.mapping import column, computed, entity, many_of, one_of
from schema.matching.narrowing import FOUND, OF_OFFERS
from schema.matching.portfolio_kinds import OPENINGS, PARTS, PortfolioExclusionReason, PortfolioStrength, exclusion
from schema.matching.rules import CANDIDATES
from schema.resources.hours import Hour

if TYPE_CHECKING:
    from schema.matching.types import Candidate

_STRENGTHS = len(PortfolioStrength)
_OFFERS = 60
"""How many offers :data:`~schema.matching.narrowing.FOUND` gives at most."""


def _pair() -> Any:
    """The candidate that a row of this module carries with it, so that it is not scored again."""
    return one_of("jsonb_populate_record(null::match_pair, {self}.pair)")


@entity("unnest(null::portfolio_part[])", visible=SIGNED_IN, reads="matching")
class PortfolioPart:
    """So much of one offer, or of one of its openings."""

    candidate: Annotated["Candidate", strawberry.lazy("schema.matching.types")] | None = _pair()
    """The offer with its score and the reasons in words."""
    quantity: Decimal = column("trim_scale({row}.quantity)")
    """How much of the offer, in its unit."""
    covers: Decimal = column("trim_scale({row}.quantity)")
    """How much of the demand that meets; the same number, as only what is counted in one unit is combined."""
    day: date | None
    """For an offer by openings: on which day."""
    opens: Hour | None
    """And the hour at which that opening begins."""


@entity("unnest(null::portfolio[])", visible=SIGNED_IN, reads="matching")
class Portfolio:
    """A combination of offers that covers as much as can be covered of what is missing."""

    strengths: list[PortfolioStrength]
    """In what it is best; several where one combination is."""
    score: Decimal = column("trim_scale({row}.score)")
    """The mean score of its parts by quantity."""
    units: int
    """How many organisations take part."""
    covered: Decimal = column("trim_scale({row}.covered)")
    """How much it covers, in the demand's unit."""
    uncovered: Decimal = column("trim_scale({row}.uncovered)")
    """How much is still missing with it."""
    distance_percent: int = column("{row}.distance")
    """How near its farthest part is, as of a candidate."""
    last_day: date | None
    """On which day the last of it is to be had; null where a part is by arrangement."""
    confirmed_on: date
    """On which day the part was confirmed whose confirmation is the oldest."""
    parts: list[PortfolioPart] = many_of("unnest({self}.parts)", "{row}.place", PARTS)
    """What it consists of, in the order in which its first strength takes them."""


@entity("unnest(null::portfolio_exclusion[])", visible=SIGNED_IN, reads="matching")
class PortfolioExclusion:
    """An offer that was found for the demand and is in no portfolio."""

    candidate: Annotated["Candidate", strawberry.lazy("schema.matching.types")] | None = _pair()
    """The offer with its score."""
    why: PortfolioExclusionReason
    """Why it is in none."""
    place: int | None
    """Its place by score among those that can be combined; null for those that cannot."""
    reason: str = computed(exclusion, why="{row}.why", place="{row}.place", pair="{row}.pair")
    """Why, in words and in the viewer's language."""


@entity(
    "demand_portfolios(0, null, 0, 0)",
    visible=any_of(coordinates("{row}.demand_path"), ADMINISTRATOR),
    reads="matching",
)
class Portfolios:
    """How the offers that were found for a demand can be combined."""

    missing: Decimal = column("trim_scale({row}.missing)")
    """What is to be covered: how much is neither met nor promised nor held by a proposal."""
    whole: bool
    """Whether only whole numbers are combined, as what is needed and what is missing are whole."""
    choices: list[Portfolio] = many_of("unnest({self}.choices)", "{row}.place", _STRENGTHS)
    """The combinations, in the order of their strengths; empty where nothing is missing or nothing can be combined."""
    excluded: list[PortfolioExclusion] = many_of("unnest({self}.excluded)", "{row}.turn", _OFFERS)
    """The offers that are in none of them, and why; the best first."""


_ARGUMENTS = {name: one for name, one in OF_OFFERS.items() if name != "weights"}


def portfolios_for_demand() -> Any:
    """The portfolios for a demand, narrowed as its candidates are; null for whoever is not of its committee."""
    found = f"array(select f$.resource_id from {FOUND.replace('{arg.weights}', 'null')} f$)"
    return one_of(f"demand_portfolios({{self}}.id, {found}, {CANDIDATES}, {OPENINGS})", **_ARGUMENTS)
