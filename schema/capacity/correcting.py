"""Correcting an offer's capacity: stock that was found damaged or counted anew, a room that is closed on one day."""

from datetime import date
from decimal import Decimal

import asyncpg
import strawberry

from schema.engine.actions import Act, action
from schema.engine.amounts import plainly
from schema.engine.days import today
from schema.engine.form import QUANTITY, Form
from schema.engine.mapping import described
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.refusals import Reason, Refused, refuse
from schema.engine.statements import statements
from schema.matching import ledger
from schema.resources.decisions import tell
from schema.resources.hours import Hour
from schema.resources.payloads import ResourcePayload
from schema.resources.types import Resource

sql = statements(__file__, "correcting")


@described
@strawberry.input(description="What there is more or less of an offer than it says, and why.")
class CapacityCorrectInput(Reasoned):
    """What there is more or less of an offer (``id``) than it says, and why."""

    quantity: Decimal
    """How much more, or below zero how much less, in its unit; at most two decimals."""
    day: date | None = None
    """For an offer by openings: only of the opening on this day; unless given, of every opening alike."""
    opens: Hour | None = None
    """And the hour at which that opening begins."""


@action(scope="resources:write")
async def capacity_correct(act: Act, input: CapacityCorrectInput) -> ResourcePayload:
    """Enter a correction into the book of an offer's capacity; never below what is promised of it (mission row N2)."""
    row = await act.find(Resource, input.id, step="correct", version=input.version)
    reason = reason_of(input)
    change = _change(row, input.quantity)
    if input.day is None and input.opens is None:
        await _restock(act, row, change)
    else:
        await _correct_opening(act, row, change, input, reason)
    opening = {"day": input.day, "opens": input.opens} if input.day else {}
    told = {"change": f"{'+' if change > 0 else '−'}{plainly(abs(change))}", "unit": row["unit"], "reason": reason}
    await tell(act, row, "resource.corrected", told | opening)
    return ResourcePayload.of(resource=row["id"])


def _change(row: asyncpg.Record, given: Decimal) -> Decimal:
    """The change as it is. Raises a refusal for what is none or leads too far."""
    if (
        not given.is_finite()
        or given == 0
        or abs(given) > QUANTITY
        or given != round(given, 2)
        or row["quantity"] + given > QUANTITY
    ):
        raise refuse("CORRECTION_QUANTITY", "quantity", limit=f"{QUANTITY:,}")
    return given


async def _restock(act: Act, row: asyncpg.Record, change: Decimal) -> None:
    used: Decimal = await ledger.sql.used(act.connection, id=row["id"])
    if row["quantity"] + change < used:
        raise refuse("RESOURCE_PROMISED", "quantity", used=plainly(used), unit=row["unit"])
    if row["quantity"] + change <= 0:
        raise refuse("CORRECTION_NOTHING", "quantity")
    await sql.restock(act.connection, id=row["id"], change=change)


async def _correct_opening(act: Act, row: asyncpg.Record, change: Decimal, given: CapacityCorrectInput, reason: str) -> None:
    form = Form()
    if row["measure"] == "TOTAL":
        form.wrong("MATCH_NO_OPENING", "day")
    elif given.day is None or given.opens is None or not await ledger.opens_at(act, row["id"], given.day, given.opens):
        form.wrong("MATCH_OPENING", "day")
    elif given.day < today():
        form.wrong("DAY_PAST", "day")
    form.settle()
    opening = {"day": given.day, "opens": given.opens}
    found = await ledger.sql.resource(act.connection, id=row["id"], **opening)
    left = row["quantity"] - found["taken"]
    if left + change < 0:
        raise Refused(Reason("CORRECTION_LEFT", "quantity", {"left": plainly(left), "unit": row["unit"]}))
    if left + change > QUANTITY:
        raise refuse("CORRECTION_QUANTITY", "quantity", limit=f"{QUANTITY:,}")
    await sql.correct_opening(act.connection, id=row["id"], account=act.viewer.account, change=change, reason=reason, **opening)
