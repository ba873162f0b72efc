"""Deciding over an offer: submit, list, return, confirm, withdraw, reopen."""

from collections.abc import Mapping
from typing import Any

import asyncpg
import strawberry

from schema.engine.actions import Act, action
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.statements import statements
from schema.matching.answering import end_with_offer
from schema.resources.payloads import ResourcePayload
from schema.resources.rules import RESOURCE_STEPS
from schema.resources.types import Resource

sql = statements(__file__, "decisions")


@described
@strawberry.input(description="Which offer to hand in.")
class ResourceSubmitInput(Change):
    """Which offer to hand in."""


@described
@strawberry.input(description="Which offer to put on the list.")
class ResourceListInput(Change):
    """Which offer to put on the list."""


@described
@strawberry.input(description="Which offer to return, and why.")
class ResourceReturnInput(Reasoned):
    """Which offer to return, and why."""


@described
@strawberry.input(description="Which offer still stands.")
class ResourceConfirmInput(Change):
    """Which offer still stands."""


@described
@strawberry.input(description="Which offer to withdraw, and why.")
class ResourceWithdrawInput(Reasoned):
    """Which offer to withdraw, and why."""


@described
@strawberry.input(description="Which withdrawn offer to take up again.")
class ResourceReopenInput(Change):
    """Which withdrawn offer to take up again."""


@action(scope="resources:write")
async def resource_submit(act: Act, input: ResourceSubmitInput) -> ResourcePayload:
    """Hand in an offer; the committee's own goes on the list at once."""
    row = await act.find(Resource, input.id, step="submit", version=input.version)
    status = "LISTED" if act.viewer.coordinates(row["area_path"]) else "SUBMITTED"
    return await _settle(act, row, "resource.listed" if status == "LISTED" else "resource.submitted", status)


@action(scope="resources:write")
async def resource_list(act: Act, input: ResourceListInput) -> ResourcePayload:
    """Put an offer on the resource list, for everybody to see."""
    return await _decide(act, input, "list", "resource.listed")


@action(scope="resources:write")
async def resource_return(act: Act, input: ResourceReturnInput) -> ResourcePayload:
    """Send an offer back to its unit with the reason."""
    return await _decide(act, input, "return", "resource.returned", reason_of(input))


@action(scope="resources:write")
async def resource_confirm(act: Act, input: ResourceConfirmInput) -> ResourcePayload:
    """Say that an offer still stands, so that it does not lapse (mission row N12)."""
    row = await act.find(Resource, input.id, step="confirm", version=input.version)
    await sql.confirm(act.connection, id=row["id"])
    await tell(act, row, "resource.confirmed")
    return ResourcePayload.of(resource=row["id"])


@action(scope="resources:write")
async def resource_withdraw(act: Act, input: ResourceWithdrawInput) -> ResourcePayload:
    """Take an offer back: open proposals end with it, for the same reason; what was agreed on stays agreed."""
    row = await act.find(Resource, input.id, step="withdraw", version=input.version)
    reason = reason_of(input)
    await end_with_offer(act, row, reason)
    return await _settle(act, row, "resource.withdrawn", "WITHDRAWN", reason)


@action(scope="resources:write")
async def resource_reopen(act: Act, input: ResourceReopenInput) -> ResourcePayload:
    """Take a withdrawn offer up again, as a draft."""
    return await _decide(act, input, "reopen", "resource.reopened")


async def _decide(act: Act, given: Change, step: str, verb: str, reason: str = "") -> ResourcePayload:
    row = await act.find(Resource, given.id, step=step, version=given.version)
    return await _settle(act, row, verb, str(RESOURCE_STEPS.steps[step].target), reason)


async def _settle(act: Act, row: asyncpg.Record, verb: str, status: str, reason: str = "") -> ResourcePayload:
    await sql.decide(act.connection, id=row["id"], status=status, reason=reason)
    await tell(act, row, verb, {"reason": reason} if reason else {})
    return ResourcePayload.of(resource=row["id"])


async def tell(act: Act, row: asyncpg.Record, verb: str, data: Mapping[str, Any] | None = None) -> None:
    """Append to the ledger what happened to an offer."""
    place = {"area_path": row["area_path"], "organisations": [row["organisation_id"]]}
    await act.event(verb, Resource, row["id"], **place, data={"title": row["title"], **(data or {})})
