"""Transferring what is promised and not delivered: to another demand of the committee, or to another offer of the same unit."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import asyncpg
import strawberry

from schema.capacity.asking import ask_next, opening_of
from schema.demands.types import Demand
from schema.engine.actions import Act, action
from schema.engine.amounts import plainly
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.refusals import refuse
from schema.matching import delivering
from schema.matching.answering import sides_of
from schema.matching.ledger import sql
from schema.matching.payloads import MatchTransferPayload
from schema.matching.proposing import MatchProposeInput, promise, tell
from schema.matching.rules import COORDINATOR
from schema.matching.types import Match
from schema.resources.hours import Hour
from schema.resources.types import Resource

LEAST = Decimal("0.01")
"""What a promise covers at least, however little of it is left."""


@described
@strawberry.input(description="What of a promise goes to another demand, or comes from another offer of the unit, and why.")
class MatchTransferInput(Reasoned):
    """What of a promise (``id``) goes to another demand, or comes from another offer of the unit, and why."""

    demand: strawberry.ID | None = None
    """The demand that gets it; or else ``resource``."""
    resource: strawberry.ID | None = None
    """The offer of the same unit that it comes from instead, such as another room; or else ``demand``."""
    quantity: Decimal | None = None
    """How much, in the offer's unit; unless given, all that is not delivered."""
    covers: Decimal | None = None
    """How much of the demand that meets, in its unit; in proportion unless given, where that can be said."""
    day: date | None = None
    """For an offer by openings: on which day; the same as before unless given."""
    opens: Hour | None = None
    """And the hour at which that opening begins."""


@dataclass
class Move:
    """What goes where."""

    demand: asyncpg.Record
    resource: asyncpg.Record
    covers: Decimal | None
    named: str
    """The title of what it goes to."""


@action(scope="matching:write")
async def match_transfer(act: Act, input: MatchTransferInput) -> MatchTransferPayload:
    """Transfer an agreed match, or a part of it, of what is not delivered.

    Whoever has not agreed to it yet is asked: a unit about another demand, a committee about another offer of the unit. Both
    sides of what was promised before are told, with the reason.
    """
    row = await act.find(Match, input.id, step="transfer", version=input.version)
    reason = reason_of(input)
    demand, resource = await sides_of(act, row)
    confirmed, quantity = await _undelivered(act, row, resource, input.quantity)
    part = max(LEAST, round(row["covers"] * quantity / row["quantity"], 2))
    to = await _target(act, input, row, demand, resource, part)
    await _lessen(act, row, quantity, part, reason)
    if input.resource is not None:
        await ask_next(act, to.resource)
    told = {"quantity": quantity, "to": to.named, "reason": reason}
    await tell(act, "match.transferred", row["id"], demand, resource, told | opening_of(row))
    opening = {"day": input.day, "opens": input.opens} if input.day or input.opens else opening_of(row)
    if to.resource["measure"] == "TOTAL":
        opening = {"day": None, "opens": None}
    given = MatchProposeInput(demand=input.id, resource=input.id, quantity=quantity, covers=to.covers, **opening)
    number = await promise(act, given, to.demand, to.resource, _status(act, to), source=row["id"])
    if quantity == row["quantity"] - confirmed and confirmed:
        await delivering.settle(act, row, demand, resource, confirmed)
    return MatchTransferPayload.of(match=row["id"], transferred=number, demand=to.demand["id"], resource=to.resource["id"])


async def _undelivered(act: Act, row: asyncpg.Record, resource: asyncpg.Record, given: Decimal | None) -> tuple[Decimal, Decimal]:
    """How much is confirmed, and how much is to go. Raises a refusal when that is more than what is not delivered."""
    found = await delivering.sql.deliveries(act.connection, match=row["id"])
    if found["waiting"]:
        raise refuse("DELIVERY_OPEN")
    left = row["quantity"] - found["confirmed"]
    form = Form()
    quantity = form.quantity(given) if given is not None else left
    form.settle()
    if quantity > left or left <= 0:
        raise refuse("TRANSFER_DELIVERED", "quantity", left=plainly(max(Decimal(0), left)), unit=resource["unit"])
    return found["confirmed"], quantity


async def _target(
    act: Act, given: MatchTransferInput, row: asyncpg.Record, demand: asyncpg.Record, resource: asyncpg.Record, part: Decimal
) -> Move:
    """Where it goes. Raises a refusal for what the viewer may not give it to, or what it cannot go to."""
    if (given.demand is None) == (given.resource is None):
        raise refuse("TRANSFER_ONE", "demand")
    if given.demand is not None:
        if not act.viewer.coordinates(demand["area_path"]):
            raise refuse("NOT_ALLOWED", who=COORDINATOR.called)
        other = await act.find(Demand, given.demand, step="propose", path="demand")
        if other["id"] == demand["id"]:
            raise refuse("TRANSFER_SAME", "demand")
        # In proportion where both are counted alike; otherwise the action asks, as for any promise.
        covers = given.covers if given.covers is not None or other["unit"] != demand["unit"] else part
        return Move(other, resource, covers, other["title"])
    room = await act.find(Resource, given.resource or strawberry.ID(""), path="resource")
    if room["organisation_id"] != resource["organisation_id"]:
        raise refuse("TRANSFER_UNIT", "resource")
    if room["unit"] != resource["unit"]:
        raise refuse("TRANSFER_MEASURE", "resource")
    before = opening_of(row)
    if room["id"] == resource["id"] and (given.day, given.opens) in ((None, None), (before["day"], before["opens"])):
        raise refuse("TRANSFER_SAME", "resource")
    return Move(demand, room, part if given.covers is None else given.covers, room["title"])


async def _lessen(act: Act, row: asyncpg.Record, quantity: Decimal, part: Decimal, reason: str) -> None:
    """What goes is no longer promised where it was: it is free for where it goes. No promise is broken by that."""
    if quantity == row["quantity"]:
        await sql.move(act.connection, id=row["id"], status="CANCELLED", reason=reason, broken=False)
        return
    covers = max(LEAST, row["covers"] - part)
    await sql.lessen(act.connection, id=row["id"], quantity=row["quantity"] - quantity, covers=covers)


def _status(act: Act, to: Move) -> str:
    """Agreed where the viewer acts for both sides; otherwise the other one is asked."""
    needs, provides = act.viewer.coordinates(to.demand["area_path"]), to.resource["organisation_id"] in act.viewer.managed
    return "AGREED" if needs and provides else "PROPOSED" if needs else "COUNTERED"
