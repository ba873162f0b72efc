"""What mutations of plans give back."""

from schema.engine.access import EVERYONE
from schema.engine.mapping import entity, to_one
from schema.engine.payloads import Payload
from schema.plans.types import Plan, PlanWeights


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class PlanPayload(Payload):
    """The plan as it is now."""

    plan: Plan | None = to_one("{result.plan:bigint}")
    """The plan; after a conflict, its present state."""


@entity("(select)", visible=EVERYONE, public=EVERYONE)
class PlanWeightsPayload(Payload):
    """The weights that hold now."""

    weights: PlanWeights | None = to_one("{result.weights:integer}")
    """The weights."""
