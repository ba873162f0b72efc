"""Acting through the schema, as any client does: a mutation, its input, its refusals."""

from dataclasses import dataclass
from typing import Any

from schema.engine.access import Viewer
from schema.engine.reader import Engine

ANSWERS = {
    "areaImport": "area { id }",
    "areaCreate": "area { id }",
    "areaMove": "area { id }",
    "areaOverlapSet": "area { id }",
    "personCreate": "person { id }",
    "accountCreate": "account { id }",
    "membershipCreate": "membership { id }",
    "committeeCreate": "committee { id organisation { id } }",
    "seatAppoint": "seat { id }",
    "organisationRegister": "organisation { id }",
    "organisationTag": "organisations { id }",
    "organisationReturn": "organisation { id }",
    "organisationSuspend": "organisation { id }",
    "organisationClose": "organisation { id }",
    "organisationMerge": "organisation { id }",
    "contactAdd": "contact { id }",
    "liaisonAssign": "organisation { id }",
    "visitRecord": "visit { id }",
    "zoneCreate": "zone { id }",
    "zoneUnitSet": "zone { id }",
    "resourceRegister": "resource { id }",
    "resourceList": "resource { id }",
    "resourceReturn": "resource { id }",
    "resourceWithdraw": "resource { id }",
    "demandFile": "demand { id }",
    "demandList": "demand { id }",
    "demandReturn": "demand { id }",
    "demandDecline": "demand { id }",
    "demandWithdraw": "demand { id }",
    "demandMerge": "demand { id }",
    "demandClaim": "demand { id }",
    "uploadOpen": "address",
    "uploadFill": "upload { id }",
    "attachmentAdd": "attachment { id }",
    "matchPropose": "match { id }",
    "waitJoin": "wait { id }",
    "matchOffer": "match { id }",
    "matchAccept": "match { id }",
    "matchDecline": "match { id }",
    "deliveryReport": "delivery { id }",
    "deliveryConfirm": "delivery { id }",
    "recordEntryContest": "recordEntry { id }",
    "commentAdd": "comment { id }",
    "planMake": "plan { id }",
}
ANSWERS |= dict.fromkeys(
    (
        *("projectPropose", "projectPublish", "projectLead", "projectCriteria", "projectAward", "projectSign", "projectStart"),
        *("projectNote", "projectDeliver", "projectRate", "projectCompare", "projectWriteOff", "projectCarryOver"),
        *("projectTerminate", "projectClaim", "projectInvite", "projectPartnerAccept", "projectPartnerEdit"),
        *("projectStageAdd", "projectStageFinish", "projectSpend", "projectSpendingVoid"),
    ),
    "project { id }",
)
"""By mutation: what is asked of its payload."""


class SampleRefused(Exception):
    """The schema refused a part of the sample: its data and the rules no longer fit each other."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who acts."""

    engine: Engine
    viewer: Viewer

    async def act(self, mutation: str, about: str, /, **given: Any) -> dict[str, Any]:
        """Run a mutation; ``about`` makes its idempotency key, so that a load that was interrupted goes on where it was."""
        type_ = f"{mutation[0].upper()}{mutation[1:]}Input"
        document = (
            f"mutation ($input: {type_}!) {{ {mutation}(input: $input) {{ {ANSWERS[mutation]} refusals {{ message path }} }} }}"
        )
        given["idempotencyKey"] = f"sample {mutation} {about}"
        payload: dict[str, Any] = (await self.engine.ask(document, {"input": given}, self.viewer))[mutation]
        if payload["refusals"]:
            raise SampleRefused(f"{mutation} {about}: {payload['refusals']}")
        return payload
