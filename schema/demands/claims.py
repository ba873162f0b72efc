"""Claiming a demand (认领): a member takes on a basic one, an organisation one of the others (mission row B8)."""

import asyncpg
import strawberry

from schema.demands.payloads import ClaimPayload
from schema.demands.rules import BY_ORGANISATIONS, MANAGER, NOTE
from schema.demands.types import Claim, Demand
from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.organisations.types import Organisation

sql = statements(__file__, "claims")


@described
@strawberry.input(description="Which demand to claim, and for whom.")
class DemandClaimInput(Change):
    """Which demand to claim, and for whom."""

    organisation: strawberry.ID | None = None
    """The organisation that claims it; none: the viewer in person."""
    note: str | None = None
    """How it is to be done, at most 200 characters."""


@described
@strawberry.input(description="Which claim to give back.")
class ClaimReleaseInput(Change):
    """Which claim to give back."""


@action(scope="demands:write")
async def demand_claim(act: Act, input: DemandClaimInput) -> ClaimPayload:
    """Claim a demand of the list; the wrong kind of claimer is refused."""
    row = await act.find(Demand, input.id, step="claim", version=input.version)
    form = Form()
    note = form.line(input.note, "note", NOTE)
    form.settle()
    unit = await _unit(act, row, input.organisation)
    person = None if unit else act.viewer.person
    if unit is None and person is None:
        raise refuse("CLAIM_NOBODY")
    claim = await sql.claim(act.connection, demand=row["id"], person=person, organisation=unit["id"] if unit else None, note=note)
    await sql.touch(act.connection, id=row["id"])
    organisations = [one for one in (row["organisation_id"], unit["id"] if unit else None) if one]
    data = {"title": row["title"], "unit": unit["name"] if unit else None}
    await act.event("demand.claimed", Demand, row["id"], area_path=row["area_path"], organisations=organisations, data=data)
    return ClaimPayload.of(claim=claim, demand=row["id"])


async def _unit(act: Act, row: asyncpg.Record, given: strawberry.ID | None) -> asyncpg.Record | None:
    """The organisation that claims, where the level asks for one."""
    if row["level"] == "BASIC":
        if given is not None:
            raise refuse("CLAIM_BY_MEMBER", "organisation")
        return None
    if given is None:
        raise refuse("CLAIM_BY_ORGANISATION", "organisation", level=BY_ORGANISATIONS[row["level"]])
    unit = await act.find(Organisation, given, path="organisation")
    if unit["id"] not in act.viewer.managed:
        raise refuse("NOT_ALLOWED", "organisation", who=MANAGER.called)
    if unit["status"] != "ACTIVE":
        raise refuse("DEMAND_ORGANISATION", "organisation")
    return unit


@action(scope="demands:write")
async def claim_release(act: Act, input: ClaimReleaseInput) -> ClaimPayload:
    """Give a claim back, so that others can take the demand on."""
    row = await act.find(Claim, input.id, step="release", version=input.version)
    demand = await sql.demand(act.connection, id=row["demand_id"])
    await sql.release(act.connection, id=row["id"])
    await sql.touch(act.connection, id=row["demand_id"])
    organisations = [row["organisation_id"]] if row["organisation_id"] else []
    data = {"title": demand["title"]}
    await act.event(
        "demand.released", Demand, demand["id"], area_path=demand["area_path"], organisations=organisations, data=data
    )
    return ClaimPayload.of(claim=row["id"], demand=demand["id"])
