"""Deciding over an organisation's place in the registry: approve, return, suspend, resume, close."""

import strawberry

from schema.engine.access import EVERYONE
from schema.engine.actions import Act, action
from schema.engine.mapping import described, entity, to_one
from schema.engine.payloads import Change, Payload
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.organisations.rules import ORGANISATION_STEPS
from schema.organisations.types import Organisation

sql = statements(__file__, "decisions")


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class OrganisationPayload(Payload):
    """The organisation as it is now."""

    organisation: Organisation | None = to_one("{result.organisation:bigint}")
    """The organisation; after a conflict, its present state."""


@described
@strawberry.input(description="Which organisation to approve.")
class OrganisationApproveInput(Change):
    """Which organisation to approve."""


@described
@strawberry.input(description="Which organisation, and why.")
class OrganisationReasonInput(Change):
    """Which organisation, and why."""

    reason: str
    """Shown to the unit; at most 500 characters."""


@action(scope="organisations:write")
async def organisation_approve(act: Act, input: OrganisationApproveInput) -> OrganisationPayload:
    """Take a registered unit into the registry (mission row B4)."""
    return await _decide(act, input, "approve", "organisation.approved")


@action(scope="organisations:write")
async def organisation_return(act: Act, input: OrganisationReasonInput) -> OrganisationPayload:
    """Send a registration back to its unit with the reason."""
    return await _decide(act, input, "return", "organisation.returned", reason=_reason(input))


def _reason(given: OrganisationReasonInput) -> str:
    reason = given.reason.strip()
    if not reason:
        raise refuse("REASON_REQUIRED", "reason")
    if len(reason) > 500:
        raise refuse("TOO_LONG", "reason", limit=500)
    return reason


async def _decide(act: Act, given: Change, step: str, verb: str, reason: str = "") -> dict[str, int]:
    row = await act.find(Organisation, given.id, step=step, version=given.version)
    target = ORGANISATION_STEPS.steps[step].target
    changed = await sql.decide(act.connection, id=row["id"], status=target, reason=reason)
    await act.event(
        verb, Organisation, row["id"], area_path=changed["area_path"], organisations=[row["id"]], data={"reason": reason}
    )
    return {"organisation": row["id"]}
