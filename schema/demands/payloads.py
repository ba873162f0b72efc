"""What mutations of demands give back."""

from schema.demands.types import Claim, Demand
from schema.engine.access import EVERYONE
from schema.engine.mapping import column, entity, to_one
from schema.engine.payloads import Payload


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class DemandPayload(Payload):
    """The demand as it is now."""

    demand: Demand | None = to_one("{result.demand:bigint}")
    """The demand; after a conflict, its present state."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class DemandFilePayload(Payload):
    """The new demand, or the receipt of one that somebody without an account has filed."""

    demand: Demand | None = to_one("{result.demand:bigint}")
    """The demand; null for whoever may not see it, as the public may not."""
    receipt: str | None = column("{result.receipt:text}")
    """For ``demandFiled``: told once, to somebody without an account."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class ClaimPayload(Payload):
    """The claim, and the demand as it is now."""

    claim: Claim | None = to_one("{result.claim:bigint}")
    """The claim; after a conflict, its present state."""
    demand: Demand | None = to_one("{result.demand:bigint}")
    """The demand."""
