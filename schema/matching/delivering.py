"""Deliveries: reported by the unit, confirmed and rated by the side that needed it."""

from datetime import date
from decimal import Decimal

import asyncpg
import strawberry

from schema.engine.actions import Act, action
from schema.engine.amounts import plainly
from schema.engine.days import today
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.matching import ledger
from schema.matching.answering import sides_of
from schema.matching.payloads import DeliveryPayload, MatchPayload
from schema.matching.proposing import tell
from schema.matching.rules import BEST, NOTE
from schema.matching.types import Delivery, Match

sql = statements(__file__, "delivering")


@described
@strawberry.input(description="What was delivered of a match.")
class DeliveryReportInput(Change):
    """What was delivered of a match."""

    quantity: Decimal
    """How much, in the resource's unit; a match may be delivered in parts."""
    delivered_on: date | None = None
    """When; today unless given."""
    note: str | None = None
    """What there is to say about it, at most 500 characters."""


@described
@strawberry.input(description="Which delivery to confirm, and how it was.")
class DeliveryConfirmInput(Change):
    """Which delivery to confirm, and how it was."""

    rating: int
    """1 to 5, the best."""
    words: str | None = None
    """In words, at most 500 characters."""


@described
@strawberry.input(description="Which delivery was not as reported, and why.")
class DeliveryDisputeInput(Reasoned):
    """Which delivery was not as reported, and why."""


@described
@strawberry.input(description="Which match to close.")
class MatchFinishInput(Change):
    """Which match to close."""


@action(scope="matching:write")
async def delivery_report(act: Act, input: DeliveryReportInput) -> DeliveryPayload:
    """Record a delivery of an agreed match; it counts once the side that needed it has confirmed."""
    row = await act.find(Match, input.id, step="report", version=input.version)
    form = Form()
    quantity = form.quantity(input.quantity)
    day = input.delivered_on or today()
    if day > today():
        form.wrong("DELIVERY_LATE", "deliveredOn")
    note = form.paragraphs(input.note, "note", NOTE)
    form.settle()
    demand, resource = await sides_of(act, row)
    provider = resource["organisation_id"]
    number = await sql.report(act.connection, match=row["id"], provider=provider, quantity=quantity, delivered_on=day, note=note)
    await tell(act, "match.delivered", row["id"], demand, resource, {"delivered": quantity, "on": day})
    return DeliveryPayload.of(delivery=number, match=row["id"])


@action(scope="matching:write")
async def delivery_confirm(act: Act, input: DeliveryConfirmInput) -> DeliveryPayload:
    """Confirm a delivery and rate it; when all of the promise is confirmed, the match is closed."""
    row = await act.find(Delivery, input.id, step="confirm", version=input.version)
    form = Form()
    words = form.paragraphs(input.words, "words", NOTE)
    if not 1 <= input.rating <= BEST:
        form.wrong("DELIVERY_RATING", "rating")
    form.settle()
    match = await sql.match(act.connection, id=row["match_id"])
    demand, resource = await sides_of(act, match)
    await sql.confirm(act.connection, id=row["id"], rating=input.rating, words=words)
    data = {"delivered": row["quantity"], "rating": input.rating}
    await tell(act, "match.confirmed", match["id"], demand, resource, data)
    found = await sql.deliveries(act.connection, match=match["id"])
    if match["status"] == "AGREED" and not found["waiting"] and found["confirmed"] >= match["quantity"]:
        await settle(act, match, demand, resource, found["confirmed"])
    return DeliveryPayload.of(delivery=row["id"], match=match["id"])


@action(scope="matching:write")
async def delivery_dispute(act: Act, input: DeliveryDisputeInput) -> DeliveryPayload:
    """State that a delivery was not as reported, with the reason."""
    row = await act.find(Delivery, input.id, step="dispute", version=input.version)
    words = reason_of(input)
    match = await sql.match(act.connection, id=row["match_id"])
    demand, resource = await sides_of(act, match)
    await sql.dispute(act.connection, id=row["id"], words=words)
    await tell(act, "match.disputed", match["id"], demand, resource, {"delivered": row["quantity"], "reason": words})
    return DeliveryPayload.of(delivery=row["id"], match=match["id"])


@action(scope="matching:write")
async def match_finish(act: Act, input: MatchFinishInput) -> MatchPayload:
    """Close a match with what has been confirmed, even if less than was promised; the rest is free again."""
    row = await act.find(Match, input.id, step="finish", version=input.version)
    demand, resource = await sides_of(act, row)
    found = await sql.deliveries(act.connection, match=row["id"])
    if found["waiting"]:
        raise refuse("DELIVERY_OPEN")
    if not found["confirmed"]:
        raise refuse("MATCH_UNDELIVERED")
    await settle(act, row, demand, resource, found["confirmed"])
    return MatchPayload.of(match=row["id"], demand=demand["id"], resource=resource["id"])


async def settle(act: Act, row: asyncpg.Record, demand: asyncpg.Record, resource: asyncpg.Record, confirmed: Decimal) -> None:
    """Close a match with what has been confirmed of it."""
    await ledger.sql.settle(act.connection, id=row["id"])
    await tell(act, "match.done", row["id"], demand, resource, {"quantity": plainly(confirmed)})
