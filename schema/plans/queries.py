"""Root fields about plans."""

import strawberry

from schema.engine.mapping import pages, to_many
from schema.engine.relay import Connection
from schema.engine.roots import by_id
from schema.plans.kinds import PlanFilter, PlanOrder
from schema.plans.types import Plan, PlanLine, PlanWeights


@strawberry.type
class PlanQueries:
    """Root fields about plans."""

    plan: Plan | None = by_id("plan")
    """A plan, for the committees of its area and above."""
    plan_line: PlanLine | None = by_id("planline")
    """A line of a plan."""
    plans: Connection[Plan] = pages(order=PlanOrder, filter=PlanFilter)
    """Plans."""
    plan_weights: list[PlanWeights] = to_many("true", "{row}.id desc")
    """What counts how much in plans, what holds first."""
