"""Who takes part: claims (认领), invitations, answers, the lead, and who leaves."""

import asyncpg
import strawberry

from schema.engine.actions import Act, action
from schema.engine.form import Form, is_given
from schema.engine.ids import global_id
from schema.engine.mapping import described
from schema.engine.payloads import Change
from schema.engine.reasons import Reasoned, reason_of
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.organisations.types import Organisation
from schema.projects.kinds import ParticipantKind
from schema.projects.ledger import nobody, part_of, tell
from schema.projects.parts import ProjectPartner
from schema.projects.payloads import ProjectPartnerPayload, ProjectPayload
from schema.projects.rules import PART, PARTNER_STEPS, UNIT_MANAGER
from schema.projects.types import Project

sql = statements(__file__, "partners")


@described
@strawberry.input(description="Which project to claim, for whom, and what is to be done.")
class ProjectClaimInput(Change):
    """Which project to claim, for whom, and what is to be done."""

    organisation: strawberry.ID
    """The organisation that wants to take part."""
    kind: ParticipantKind = ParticipantKind.OTHER
    """As what."""
    part: str | None = None
    """What it would do, at most 200 characters."""


@described
@strawberry.input(description="Whom to ask to take part in a project.")
class ProjectInviteInput(ProjectClaimInput):
    """Whom to ask to take part in a project."""


@described
@strawberry.input(description="Which organisation leads a project.")
class ProjectLeadInput(Change):
    """Which organisation leads a project."""

    organisation: strawberry.ID
    """One of those that take part."""


@described
@strawberry.input(description="Whose claim to accept.")
class ProjectPartnerAcceptInput(Change):
    """Whose claim to accept."""

    lead: bool = False
    """Let it lead the project."""


@described
@strawberry.input(description="As what an organisation takes part; what is left out stays.")
class ProjectPartnerEditInput(Change):
    """As what an organisation takes part; what is left out stays."""

    kind: ParticipantKind | None = strawberry.UNSET
    """As what."""
    part: str | None = strawberry.UNSET
    """What it does, at most 200 characters."""


@described
@strawberry.input(description="Which invitation to agree to.")
class ProjectPartnerAgreeInput(Change):
    """Which invitation to agree to."""


@described
@strawberry.input(description="Which invitation to decline, and why.")
class ProjectPartnerDeclineInput(Reasoned):
    """Which invitation to decline, and why."""


@described
@strawberry.input(description="Whose claim to refuse, and why.")
class ProjectPartnerRefuseInput(Reasoned):
    """Whose claim to refuse, and why."""


@described
@strawberry.input(description="Which invitation to take back, and why.")
class ProjectPartnerWithdrawInput(Reasoned):
    """Which invitation to take back, and why."""


@described
@strawberry.input(description="Who leaves a project, and why.")
class ProjectPartnerLeaveInput(Reasoned):
    """Who leaves a project, and why."""


@action(scope="projects:write")
async def project_claim(act: Act, input: ProjectClaimInput) -> ProjectPartnerPayload:
    """Ask for a project of the list, for an organisation of one's own; the committee decides."""
    row = await act.find(Project, input.id, step="claim", version=input.version)
    unit = await _unit(act, input)
    if unit["id"] not in act.viewer.managed:
        raise refuse("NOT_ALLOWED", "organisation", who=UNIT_MANAGER.called)
    return await _add(act, input, row, unit, "CLAIMED", "project.claimed")


@action(scope="projects:write")
async def project_invite(act: Act, input: ProjectInviteInput) -> ProjectPartnerPayload:
    """Ask an organisation to take part; it answers."""
    row = await act.find(Project, input.id, step="invite", version=input.version)
    return await _add(act, input, row, await _unit(act, input), "INVITED", "project.invited")


@action(scope="projects:write")
async def project_lead(act: Act, input: ProjectLeadInput) -> ProjectPayload:
    """Decide which of those that take part leads."""
    row = await act.find(Project, input.id, step="lead", version=input.version)
    unit = await act.find(Organisation, input.organisation, path="organisation")
    if not await sql.agreed(act.connection, project=row["id"], organisation=unit["id"]):
        raise refuse("PARTNER_NOT_AGREED", "organisation")
    await sql.lead(act.connection, project=row["id"], organisation=unit["id"])
    await tell(act, "project.led", row, {"unit": unit["name"]})
    return ProjectPayload.of(project=row["id"])


@action(scope="projects:write")
async def project_partner_accept(act: Act, input: ProjectPartnerAcceptInput) -> ProjectPartnerPayload:
    """Accept a claim; the organisation takes part from now on."""
    row, project = await part_of(act, ProjectPartner, input, "accept")
    await _move(act, row, "accept")
    if input.lead:
        await sql.lead(act.connection, project=project["id"], organisation=row["organisation_id"])
    return await _told(act, row, project, "project.accepted", {"lead": input.lead})


@action(scope="projects:write")
async def project_partner_edit(act: Act, input: ProjectPartnerEditInput) -> ProjectPartnerPayload:
    """Change as what an organisation takes part, and what it does."""
    row, project = await part_of(act, ProjectPartner, input, "edit")
    form = Form()
    kind, part = row["kind"], row["part"]
    if is_given(input.kind):
        kind = input.kind and input.kind.name
        if kind is None:
            form.wrong("REQUIRED", "kind")
    if is_given(input.part):
        part = nobody(form, form.line(input.part, "part", PART), "part")
    form.settle()
    await sql.edit(act.connection, id=row["id"], kind=kind, part=part)
    return await _told(act, row, project, "project.partner_edited", {"kind": kind, "part": part})


@action(scope="projects:write")
async def project_partner_agree(act: Act, input: ProjectPartnerAgreeInput) -> ProjectPartnerPayload:
    """Agree to take part."""
    row, project = await part_of(act, ProjectPartner, input, "agree")
    await _move(act, row, "agree")
    return await _told(act, row, project, "project.joined", {})


@action(scope="projects:write")
async def project_partner_decline(act: Act, input: ProjectPartnerDeclineInput) -> ProjectPartnerPayload:
    """Decline to take part, with the reason."""
    return await _end(act, input, "decline", "project.declined")


@action(scope="projects:write")
async def project_partner_refuse(act: Act, input: ProjectPartnerRefuseInput) -> ProjectPartnerPayload:
    """Refuse a claim, with the reason."""
    return await _end(act, input, "refuse", "project.refused")


@action(scope="projects:write")
async def project_partner_withdraw(act: Act, input: ProjectPartnerWithdrawInput) -> ProjectPartnerPayload:
    """Take back an invitation that has not been answered, with the reason; the organisation is told, and may be asked again."""
    return await _end(act, input, "withdraw", "project.uninvited")


@action(scope="projects:write")
async def project_partner_leave(act: Act, input: ProjectPartnerLeaveInput) -> ProjectPartnerPayload:
    """Leave a project, or let somebody go, with the reason; the lead stays once the agreement is signed."""
    return await _end(act, input, "leave", "project.left")


async def _unit(act: Act, given: ProjectClaimInput) -> asyncpg.Record:
    unit = await act.find(Organisation, given.organisation, path="organisation")
    if unit["status"] != "ACTIVE":
        raise refuse("PROJECT_ORGANISATION", "organisation")
    return unit


async def _add(
    act: Act, given: ProjectClaimInput, row: asyncpg.Record, unit: asyncpg.Record, status: str, verb: str
) -> ProjectPartnerPayload:
    form = Form()
    part = nobody(form, form.line(given.part, "part", PART), "part")
    form.settle()
    values = {"organisation": unit["id"], "kind": given.kind.name, "part": part, "status": status}
    number = await sql.add(act.connection, project=row["id"], **values)
    await tell(act, verb, row, {"unit": unit["name"], "organisation": global_id("org", unit["id"])})
    return ProjectPartnerPayload.of(project_partner=number, project=row["id"])


async def _move(act: Act, row: asyncpg.Record, step: str, reason: str = "") -> None:
    await sql.move(act.connection, id=row["id"], status=PARTNER_STEPS.steps[step].target, reason=reason)


async def _end(act: Act, given: Reasoned, step: str, verb: str) -> ProjectPartnerPayload:
    row, project = await part_of(act, ProjectPartner, given, step)
    reason = reason_of(given)
    if project["lead_id"] == row["organisation_id"]:
        if project["status"] in ("SIGNED", "IN_PROGRESS"):
            raise refuse("PARTNER_LEADS")
        await sql.lose_lead(act.connection, project=project["id"])
    await _move(act, row, step, reason)
    return await _told(act, row, project, verb, {"reason": reason})


async def _told(
    act: Act, row: asyncpg.Record, project: asyncpg.Record, verb: str, data: dict[str, str | bool]
) -> ProjectPartnerPayload:
    unit = await sql.unit(act.connection, id=row["organisation_id"])
    told = {"unit": unit["name"], "organisation": global_id("org", row["organisation_id"])}
    await tell(act, verb, project, told | data, besides=row["organisation_id"])
    return ProjectPartnerPayload.of(project_partner=row["id"], project=project["id"])
