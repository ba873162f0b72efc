"""Deciding over a demand: submit, list, return, decline, merge, withdraw."""

from typing import Any

import asyncpg
import strawberry

from schema.demands.kinds import DemandLevel
from schema.demands.payloads import DemandPayload
from schema.demands.rules import DEMAND_STEPS
from schema.demands.types import Demand
from schema.engine.actions import Act, action
from schema.engine.ids import number_of
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.matching.ledger import nothing_stands

sql = statements(__file__, "decisions")


@described
@strawberry.input(description="Which demand to hand in.")
class DemandSubmitInput(Change):
    """Which demand to hand in."""


@described
@strawberry.input(description="Which demand to put on the list, and at which level.")
class DemandListInput(Change):
    """Which demand to put on the list, and at which level."""

    level: DemandLevel
    """Who may claim it: a member a basic one, an organisation the others."""


@described
@strawberry.input(description="Which demand to return, and why.")
class DemandReturnInput(Reasoned):
    """Which demand to return, and why."""


@described
@strawberry.input(description="Which demand to decline, and why.")
class DemandDeclineInput(Reasoned):
    """Which demand to decline, and why."""


@described
@strawberry.input(description="Which demand is the same as which other.")
class DemandMergeInput(Change):
    """Which demand is the same as which other."""

    into: strawberry.ID
    """The demand on the list that stands for both from now on."""


@described
@strawberry.input(description="Which demand to write off.")
class DemandCloseInput(Change):
    """Which demand to write off."""


@described
@strawberry.input(description="Which demand to withdraw, and why.")
class DemandWithdrawInput(Reasoned):
    """Which demand to withdraw, and why."""


@action(scope="demands:write")
async def demand_submit(act: Act, input: DemandSubmitInput) -> DemandPayload:
    """Hand in a draft, or a returned demand again."""
    return await _decide(act, input, "submit", "demand.submitted")


@action(scope="demands:write")
async def demand_list(act: Act, input: DemandListInput) -> DemandPayload:
    """Accept a demand onto the list at a level (mission row B8)."""
    return await _decide(act, input, "list", "demand.listed", level=input.level.name)


@action(scope="demands:write")
async def demand_return(act: Act, input: DemandReturnInput) -> DemandPayload:
    """Send a demand back to whoever files it, with the reason."""
    return await _decide(act, input, "return", "demand.returned", reason_of(input))


@action(scope="demands:write")
async def demand_decline(act: Act, input: DemandDeclineInput) -> DemandPayload:
    """Decline a demand, with the reason."""
    return await _decide(act, input, "decline", "demand.declined", reason_of(input))


@action(scope="demands:write")
async def demand_withdraw(act: Act, input: DemandWithdrawInput) -> DemandPayload:
    """Take a demand back."""
    return await _decide(act, input, "withdraw", "demand.withdrawn", reason_of(input))


@action(scope="demands:write")
async def demand_close(act: Act, input: DemandCloseInput) -> DemandPayload:
    """Write a demand off (销号) once all of it has been delivered, confirmed and rated."""
    return await _decide(act, input, "close", "demand.closed")


@action(scope="demands:write")
async def demand_merge(act: Act, input: DemandMergeInput) -> DemandPayload:
    """State that a demand is the same as another, which stands for both from now on; its claims go along."""
    numbers = {path: number_of(one, "demand") or 0 for path, one in (("id", input.id), ("into", input.into))}
    if numbers["id"] == numbers["into"]:
        raise refuse("DEMAND_DUPLICATE_SELF", "into")
    found: dict[str, asyncpg.Record] = {}
    # In one order, or two who merge both ways would wait for one another.
    for path in sorted(numbers, key=lambda path: numbers[path]):
        source = path == "id"
        found[path] = await act.find(
            Demand,
            input.id if source else input.into,
            step="merge" if source else None,
            version=input.version if source else None,
            path=path,
        )
    row, into = found["id"], found["into"]
    if not act.viewer.coordinates(into["area_path"]):
        raise refuse("DEMAND_DUPLICATE_AREA", "into")
    if into["status"] != "LISTED":
        raise refuse("DEMAND_DUPLICATE_STATE", "into")
    await nothing_stands(act, "DEMAND_STILL_PROMISED", demand=row["id"])
    await sql.follow(act.connection, id=row["id"], into=into["id"])
    await sql.end_claims(act.connection, id=row["id"])
    await sql.merge(act.connection, id=row["id"], into=into["id"])
    await _tell(act, row, "demand.merged", {"into": into["title"], "target": input.into})
    await _tell(act, into, "demand.absorbed", {"other": row["title"], "source": input.id})
    return DemandPayload.of(demand=row["id"])


async def _decide(act: Act, given: Change, step: str, verb: str, reason: str = "", *, level: str | None = None) -> DemandPayload:
    row = await act.find(Demand, given.id, step=step, version=given.version)
    await sql.decide(act.connection, id=row["id"], status=DEMAND_STEPS.steps[step].target, reason=reason, level=level)
    if step in ("decline", "withdraw", "close"):
        await nothing_stands(act, "DEMAND_STILL_PROMISED", demand=row["id"])
    if step in ("decline", "withdraw"):
        await sql.end_claims(act.connection, id=row["id"])
    data = {"reason": reason} if reason else {"level": level} if level else {}
    await _tell(act, row, verb, data)
    return DemandPayload.of(demand=row["id"])


async def _tell(act: Act, row: asyncpg.Record, verb: str, data: dict[str, Any]) -> None:
    organisations = [row["organisation_id"]] if row["organisation_id"] else []
    told = {"title": row["title"], **data}
    await act.event(verb, Demand, row["id"], area_path=row["area_path"], organisations=organisations, data=told)
