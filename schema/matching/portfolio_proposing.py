"""Proposing a portfolio: all of its parts at once, or nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from operator import itemgetter

import asyncpg
import strawberry

from schema.demands.types import Demand
from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.refusals import CONSTRAINTS, Reason, Refused, refuse
from schema.matching.payloads import PortfolioPayload
from schema.matching.portfolio_kinds import PARTS
from schema.matching.proposing import MatchProposeInput, promise
from schema.matching.rules import NOTE
from schema.resources.hours import Hour
from schema.resources.types import Resource


@described
@strawberry.input(description="So much of one offer, or of one of its openings.")
class PortfolioPartInput:
    """So much of one offer, or of one of its openings."""

    resource: strawberry.ID
    """The offer."""
    quantity: Decimal
    """How much of the offer, in its unit."""
    covers: Decimal | None = None
    """How much of the demand that meets, in its unit; the same number unless given, where both are counted in one unit."""
    day: date | None = None
    """For an offer by openings: on which day."""
    opens: Hour | None = None
    """And the hour at which that opening begins."""


@described
@strawberry.input(description="Several offers that together are proposed for a demand.")
class PortfolioProposeInput(ActInput):
    """Several offers that together are proposed for a demand."""

    demand: strawberry.ID
    """The demand."""
    parts: list[PortfolioPartInput]
    """What is proposed, 1 to 80 parts; an offer several times for several of its openings."""
    note: str | None = None
    """What there is to say to the units, at most 500 characters."""


@action(scope="matching:write")
async def portfolio_propose(act: Act, input: PortfolioProposeInput) -> PortfolioPayload:
    """Propose several offers for a demand at once; each quantity is held for a week.

    All or nothing: where one part is refused none is proposed, and all that is wrong is told at its part (``parts.2.quantity``).
    """
    demand = await act.find(Demand, input.demand, step="propose", path="demand")
    if not input.parts:
        raise refuse("REQUIRED", "parts")
    if len(input.parts) > PARTS:
        raise refuse("TOO_MANY", "parts", limit=PARTS)
    form = Form()
    form.paragraphs(input.note, "note", NOTE)
    form.settle()
    matches: list[int] = []
    wrong: list[tuple[int, Reason]] = []
    # In the order of the offers' numbers: two who propose the same offers wait for one another, and do not lock each other out.
    for place, part in sorted(enumerate(input.parts), key=lambda one: number_of(one[1].resource, "resource") or 0):
        try:
            matches.append(await _propose(act, input, part, demand))
        except Refused as refused:
            wrong += [(place, replace(one, path=f"parts.{place}.{one.path}")) for one in refused.reasons]
    if wrong:
        raise Refused(*(reason for _, reason in sorted(wrong, key=itemgetter(0))))
    return PortfolioPayload.of(matches=matches, demand=demand["id"])


async def _propose(act: Act, given: PortfolioProposeInput, part: PortfolioPartInput, demand: asyncpg.Record) -> int:
    """One part; the number of its match. What went wrong with one is undone alone, so that the others are looked at too."""
    one = MatchProposeInput(demand=given.demand, note=given.note, **vars(part))
    try:
        async with act.connection.transaction():
            resource = await act.find(Resource, part.resource, path="resource")
            return await promise(act, one, demand, resource, "PROPOSED")
    except asyncpg.IntegrityConstraintViolationError as error:
        if error.constraint_name not in CONSTRAINTS:
            raise
        raise refuse(*CONSTRAINTS[error.constraint_name]) from error
