"""Contesting an entry of a unit's record, and deciding on that: both with a reason, each step in the ledger."""

import asyncpg
import strawberry

from schema.engine.actions import Act, action
from schema.engine.mapping import described
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.statements import statements
from schema.records.payloads import RecordEntryPayload
from schema.records.rules import RECORD_STEPS
from schema.records.types import RecordEntry

sql = statements(__file__, "contesting")


@described
@strawberry.input(description="Which entry is wrong, and why.")
class RecordEntryContestInput(Reasoned):
    """Which entry is wrong, and why."""


@described
@strawberry.input(description="Which contested entry stays, and why.")
class RecordEntryUpholdInput(Reasoned):
    """Which contested entry stays, and why."""


@described
@strawberry.input(description="Which contested entry is struck out, and why.")
class RecordEntryStrikeInput(Reasoned):
    """Which contested entry is struck out, and why."""


@action(scope="organisations:write")
async def record_entry_contest(act: Act, input: RecordEntryContestInput) -> RecordEntryPayload:
    """Contest an entry of one's own unit's record within sixty days; until the committee has decided it does not count."""
    row = await act.find(RecordEntry, input.id, step="contest", version=input.version)
    reason = reason_of(input)
    unit = await sql.contest(act.connection, id=row["id"], reason=reason)
    return await _told(act, "record.contested", row, unit, reason)


@action(scope="organisations:write")
async def record_entry_uphold(act: Act, input: RecordEntryUpholdInput) -> RecordEntryPayload:
    """Decide that a contested entry was right; it counts again."""
    return await _decide(act, input, "uphold", "record.upheld")


@action(scope="organisations:write")
async def record_entry_strike(act: Act, input: RecordEntryStrikeInput) -> RecordEntryPayload:
    """Decide that a contested entry was wrong; it never counts again."""
    return await _decide(act, input, "strike", "record.struck")


async def _decide(act: Act, given: Reasoned, step: str, verb: str) -> RecordEntryPayload:
    row = await act.find(RecordEntry, given.id, step=step, version=given.version)
    reason = reason_of(given)
    unit = await sql.decide(act.connection, id=row["id"], status=RECORD_STEPS.steps[step].target, reason=reason)
    return await _told(act, verb, row, unit, reason)


async def _told(act: Act, verb: str, row: asyncpg.Record, unit: asyncpg.Record, reason: str) -> RecordEntryPayload:
    data = {"kind": row["kind"], "match": f"match_{row['match_id']}", "reason": reason}
    organisations = [unit["organisation_id"]]
    await act.event(verb, RecordEntry, row["id"], area_path=unit["area_path"], organisations=organisations, data=data)
    return RecordEntryPayload.of(record_entry=row["id"])
