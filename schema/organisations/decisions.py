"""Deciding over an organisation's place in the registry: approve, return, resubmit, suspend, resume, close."""

import strawberry

from schema.engine.actions import Act, action
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.organisations import pairs
from schema.organisations.payloads import OrganisationPayload
from schema.organisations.rules import ORGANISATION_STEPS
from schema.organisations.types import Organisation

sql = statements(__file__, "decisions")


@described
@strawberry.input(description="Which registration to approve.")
class OrganisationApproveInput(Change):
    """Which registration to approve."""


@described
@strawberry.input(description="Which registration to return, and why.")
class OrganisationReturnInput(Reasoned):
    """Which registration to return, and why."""


@described
@strawberry.input(description="Which registration to hand in again.")
class OrganisationResubmitInput(Change):
    """Which registration to hand in again."""


@described
@strawberry.input(description="Which unit to suspend, and why.")
class OrganisationSuspendInput(Reasoned):
    """Which unit to suspend, and why."""


@described
@strawberry.input(description="Which unit to take back.")
class OrganisationResumeInput(Change):
    """Which unit to take back."""


@described
@strawberry.input(description="Which entry to close, and why.")
class OrganisationCloseInput(Reasoned):
    """Which entry to close, and why."""


@action(scope="organisations:write")
async def organisation_approve(act: Act, input: OrganisationApproveInput) -> OrganisationPayload:
    """Take a registered unit into the registry (mission row B4)."""
    return await _decide(act, input, "approve", "organisation.approved")


@action(scope="organisations:write")
async def organisation_return(act: Act, input: OrganisationReturnInput) -> OrganisationPayload:
    """Send a registration back to its unit with the reason."""
    return await _decide(act, input, "return", "organisation.returned", reason=reason_of(input))


@action(scope="organisations:write")
async def organisation_resubmit(act: Act, input: OrganisationResubmitInput) -> OrganisationPayload:
    """Hand a returned registration in again, after it was edited."""
    return await _decide(act, input, "resubmit", "organisation.resubmitted")


@action(scope="organisations:write")
async def organisation_suspend(act: Act, input: OrganisationSuspendInput) -> OrganisationPayload:
    """Take a unit out of the public registry for a time."""
    return await _decide(act, input, "suspend", "organisation.suspended", reason=reason_of(input))


@action(scope="organisations:write")
async def organisation_resume(act: Act, input: OrganisationResumeInput) -> OrganisationPayload:
    """Take a suspended unit back."""
    return await _decide(act, input, "resume", "organisation.resumed")


@action(scope="organisations:write")
async def organisation_close(act: Act, input: OrganisationCloseInput) -> OrganisationPayload:
    """Close a unit's entry for good; its history stays."""
    return await _decide(act, input, "close", "organisation.closed", reason=reason_of(input))


async def _decide(act: Act, given: Change, step: str, verb: str, reason: str = "") -> OrganisationPayload:
    row = await act.find(Organisation, given.id, step=step, version=given.version)
    if row["kind"] == "COMMITTEE" and step in ("suspend", "close"):
        raise refuse("ORGANISATION_IS_COMMITTEE")
    returned = reason if step == "return" else ""
    changed = await sql.decide(act.connection, id=row["id"], status=ORGANISATION_STEPS.steps[step].target, reason=returned)
    if step in ("resubmit", "resume"):
        await pairs.suggest(act.connection, [row["id"]])
    data = {"reason": reason} if reason else {}
    await act.event(verb, Organisation, row["id"], area_path=changed["area_path"], organisations=[row["id"]], data=data)
    return OrganisationPayload.of(organisation=row["id"])
