"""Answering a proposal: accept, ask for something else, decline; agree, withdraw, cancel."""

from datetime import date
from decimal import Decimal

import asyncpg
import strawberry

from schema.capacity.asking import ask_next, end_line
from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.reasons import Reasoned, reason_of
from schema.matching.ledger import sql
from schema.matching.payloads import MatchPayload
from schema.matching.proposing import tell, terms_of
from schema.matching.rules import HOLD, MATCH_STEPS, NOTE
from schema.matching.types import Match
from schema.resources.hours import Hour


@described
@strawberry.input(description="Which proposal to accept.")
class MatchAcceptInput(Change):
    """Which proposal to accept."""


@described
@strawberry.input(description="What a unit can do instead of what was proposed.")
class MatchCounterInput(Change):
    """What a unit can do instead of what was proposed."""

    quantity: Decimal
    """How much of the offer, in its unit."""
    covers: Decimal | None = None
    """How much of the demand that meets, in its unit; the same number unless given, where both are counted in one unit."""
    day: date | None = None
    """For an offer by openings: on which day."""
    opens: Hour | None = None
    """And the hour at which that opening begins."""
    note: str | None = None
    """Why, at most 500 characters."""


@described
@strawberry.input(description="Which proposal to decline, and why.")
class MatchDeclineInput(Reasoned):
    """Which proposal to decline, and why."""


@described
@strawberry.input(description="Which unit's own proposal to agree to.")
class MatchAgreeInput(Change):
    """Which unit's own proposal to agree to."""


@described
@strawberry.input(description="Which proposal to withdraw, and why.")
class MatchWithdrawInput(Reasoned):
    """Which proposal to withdraw, and why."""


@described
@strawberry.input(description="Which agreed match to cancel, and why.")
class MatchCancelInput(Reasoned):
    """Which agreed match to cancel, and why."""


@action(scope="matching:write")
async def match_accept(act: Act, input: MatchAcceptInput) -> MatchPayload:
    """Accept a proposal as it is; from now on it is a promise."""
    return await _move(act, input, "accept", "match.accepted")


@action(scope="matching:write")
async def match_agree(act: Act, input: MatchAgreeInput) -> MatchPayload:
    """Agree to what a unit offers or can do instead."""
    return await _move(act, input, "agree", "match.agreed")


@action(scope="matching:write")
async def match_decline(act: Act, input: MatchDeclineInput) -> MatchPayload:
    """Decline a proposal, with the reason; what it held is free again."""
    return await _move(act, input, "decline", "match.declined", reason_of(input))


@action(scope="matching:write")
async def match_withdraw(act: Act, input: MatchWithdrawInput) -> MatchPayload:
    """Take a proposal back, or refuse what a unit offers, with the reason."""
    return await _move(act, input, "withdraw", "match.withdrawn", reason_of(input))


@action(scope="matching:write")
async def match_cancel(act: Act, input: MatchCancelInput) -> MatchPayload:
    """Give up an agreed match, with the reason; what it used is free again."""
    return await _move(act, input, "cancel", "match.cancelled", reason_of(input))


@action(scope="matching:write")
async def match_counter(act: Act, input: MatchCounterInput) -> MatchPayload:
    """Answer a proposal with another quantity or time; the committee answers in its turn."""
    row = await act.find(Match, input.id, step="counter", version=input.version)
    demand, resource = await sides_of(act, row)
    if resource["waited"]:
        await ask_next(act, resource)
    form = Form()
    note = form.paragraphs(input.note, "note", NOTE)
    # Its own hold must not stand in its way: it is let go first, and everything is undone if the new one is refused.
    await sql.move(act.connection, id=row["id"], status="WITHDRAWN", reason="", broken=False)
    agreed = await terms_of(act, form, input, row["demand_id"], row["resource_id"])
    await sql.revise(act.connection, id=row["id"], **agreed, status="COUNTERED", note=note, hold=HOLD)
    await tell(act, "match.countered", row["id"], demand, resource, agreed)
    return MatchPayload.of(match=row["id"], demand=demand["id"], resource=resource["id"])


async def sides_of(act: Act, row: asyncpg.Record) -> tuple[asyncpg.Record, asyncpg.Record]:
    """A match's demand and resource, locked."""
    demand = await sql.demand(act.connection, id=row["demand_id"])
    opens = str(row["opens"]) if row["opens"] else None
    resource = await sql.resource(act.connection, id=row["resource_id"], day=row["day"], opens=opens)
    return demand, resource


async def end_with_offer(act: Act, resource: asyncpg.Record, reason: str) -> None:
    """The open proposals and the waiting list of an offer end with it; what was agreed on stays until somebody cancels it."""
    ended = [row async for row in sql.release(act.connection, resource=resource["id"], reason=reason)]
    for row in ended:
        await tell(act, "match.ended", row["match_id"], row, resource, {"quantity": row["quantity"], "reason": reason})
    await end_line(act, resource)


async def _move(act: Act, given: Change, step: str, verb: str, reason: str = "") -> MatchPayload:
    row = await act.find(Match, given.id, step=step, version=given.version)
    demand, resource = await sides_of(act, row)
    # What the unit itself gives up of what it agreed to stands in its record; what the committee cancels does not.
    broken = step == "cancel" and resource["organisation_id"] in act.viewer.managed
    await sql.move(act.connection, id=row["id"], status=MATCH_STEPS.steps[step].target, reason=reason, broken=broken)
    data = {"quantity": row["quantity"], "covers": row["covers"], "day": row["day"], "opens": row["opens"]}
    await tell(act, verb, row["id"], demand, resource, data | ({"reason": reason} if reason else {}))
    return MatchPayload.of(match=row["id"], demand=demand["id"], resource=resource["id"])
