"""Plans, the demands that they are about, their lines, and what people have decided about them."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import strawberry

from schema.areas.types import Area
from schema.demands.types import Demand
from schema.engine.access import SIGNED_IN, Viewer
from schema.engine.mapping import column, computed, entity, pages, to_many, to_one
from schema.engine.refusals import Reason
from schema.engine.relay import Connection, Node
from schema.engine.workflow import Workflow
from schema.events.kinds import EventOrder
from schema.matching.types import Candidate, Match
from schema.plans.kinds import (
    CHANGED,
    PlanAdvantage,
    PlanChange,
    PlanClash,
    PlanFailure,
    PlanLineFilter,
    PlanLineOrder,
    PlanLineStatus,
    PlanNeedFilter,
    PlanNeedOrder,
    PlanObstacle,
    PlanRuleKind,
    PlanShortfall,
    PlanStatus,
)
from schema.plans.rules import ALTERNATIVES, EFFECTS, LINES, PLAN_STEPS, SEEN, of_plan
from schema.resources.hours import Hour
from schema.resources.types import Resource

if TYPE_CHECKING:
    from schema.events.types import Event
    from schema.people.types import Person

_OF_SEEN = of_plan(SEEN)
_BY = "{row}.id = (select x$.person_id from account x$ where x$.id = {self}.account_id)"
_SAME = (
    "{row}.plan_id = {self}.plan_id and {row}.demand_id = {self}.demand_id and {row}.resource_id = {self}.resource_id"
    " and ({row}.day is null or {row}.day = {self}.day) and ({row}.opens is null or {row}.opens = {self}.opens)"
)
_CHANGE = (
    f"case when {CHANGED} then case when {{row}}.status = 'DROPPED' then 'DROPPED' when {{row}}.before is null then 'NEW'"
    " when {row}.before < {row}.covers then 'MORE' else 'LESS' end end"
)


def _told(viewer: Viewer, reasons: list[dict[str, Any]] | None) -> list[str]:
    return [Reason(one["code"], one["path"], one["parameters"]).told(viewer.language)["message"] for one in reasons or ()]


@entity("plan_weights", prefix="planweights", visible=SIGNED_IN, reads="matching")
class PlanWeights(Node):
    """What counts how much in a plan, and how much it asks of one unit; the latest version holds."""

    id: strawberry.ID
    """Opaque and stable."""
    version: int = column("{row}.id")
    """Counts up."""
    urgent: int
    """Points for a demand that is urgent."""
    soon: int
    """Points for one that is rather urgent."""
    normal: int
    """Points for any other."""
    waiting: int
    """Points more for each thirty days of waiting, twelve times at most."""
    fairness: int
    """How much more the first part of a community's need counts than the last, 0 to 100."""
    fit: int
    """Percent by which a line counts more if its score is 100 rather than 0."""
    nearness: int
    """Percent by which a line counts more if the offer is in the same community rather than elsewhere."""
    line: int
    """Points that each line costs, so that nobody is asked for crumbs."""
    per_unit: int
    """How many lines one unit may get, at most."""
    partners: int
    """How many units may serve one demand, at most."""
    note: str
    """Why it was decided so."""
    decided_by: Annotated["Person", strawberry.lazy("schema.people.types")] | None = to_one(on=_BY)
    """Who did, if the viewer may see that person; null for those that came with the product."""
    decided_at: datetime
    """Since when it holds."""


@entity("plan_rule", prefix="planrule", visible=_OF_SEEN, reads="matching")
class PlanRule(Node):
    """What people have decided for the next run of a plan: a line with its quantity, or that an offer is not for a demand."""

    id: strawberry.ID
    """Opaque and stable."""
    kind: PlanRuleKind
    """Which of the two."""
    demand: Demand | None = to_one("{self}.demand_id")
    """The demand."""
    resource: Resource | None = to_one("{self}.resource_id")
    """The offer, if the viewer may see it still."""
    day: date | None
    """Of an offer by openings: on which day; null when it is forbidden altogether."""
    opens: Hour | None
    """And the hour at which that opening begins."""
    covers: Decimal | None = column("trim_scale({row}.covers)")
    """How much of the demand a pin is to meet, in its unit."""
    clash: PlanClash | None
    """Why the last run could not be solved with it; null: it could."""
    most: Decimal | None = column("trim_scale({row}.most)")
    """What would hold at most, where that is a quantity or a number."""
    created_at: datetime
    """When it was decided."""


@entity("plan_line", prefix="planline", visible=_OF_SEEN, reads="matching")
class PlanLine(Node):
    """So much of an offer for so much of a demand, as a plan has it."""

    id: strawberry.ID
    """Opaque and stable, also from one run of the plan to the next."""
    demand: Demand | None = to_one("{self}.demand_id")
    """The demand."""
    resource: Resource | None = to_one("{self}.resource_id")
    """The offer, if the viewer may see it still."""
    day: date | None
    """Of an offer by openings: on which day."""
    opens: Hour | None
    """And the hour at which that opening begins."""
    quantity: Decimal = column("trim_scale({row}.quantity)")
    """How much of the offer, in its unit."""
    covers: Decimal = column("trim_scale({row}.covers)")
    """How much of the demand that meets, in its unit."""
    learnt: int | None
    """Where the units differ: from how many earlier promises it was learnt how much meets how much."""
    before: Decimal | None = column("trim_scale({row}.before)")
    """How much of the demand it met in the run before; null: it was not there."""
    change: PlanChange | None = column(_CHANGE)
    """How it differs from the run before; null: it does not, or there was none."""
    score: Decimal = column("trim_scale({row}.score)")
    """What the pair scored when the plan was made."""
    candidate: Candidate | None = to_one(on="{row}.demand_id = {self}.demand_id and {row}.resource_id = {self}.resource_id")
    """How well the two fit now, part by part, in words."""
    status: PlanLineStatus
    """How it stands."""
    rule: PlanRule | None = to_one(on=_SAME)
    """What has been decided about it for the next run."""
    refusals: list[str] = computed(_told, reasons="{row}.refusals")
    """Why it could not be proposed, in the viewer's language."""
    match: Match | None = to_one("{self}.match_id")
    """The proposal that was made of it."""


_LOSSES = (
    "(select a$.id as alternative_id, a$.plan_id, x$.place, x$.value from plan_alternative a$,"
    " jsonb_array_elements(a$.losses) with ordinality as x$(value, place))"
)


@entity(_LOSSES, visible=_OF_SEEN, reads="matching")
class PlanEffect:
    """What insisting on an offer would mean for a demand."""

    demand: Demand | None = to_one("({self}.value ->> 'demand')::bigint")
    """The demand."""
    before: Decimal = column("trim_scale(({row}.value ->> 'before')::numeric / 100)")
    """How much of it the plan covers, in its unit."""
    after: Decimal = column("trim_scale(({row}.value ->> 'after')::numeric / 100)")
    """How much it would cover then."""


@entity("plan_alternative", prefix="planalternative", visible=_OF_SEEN, reads="matching")
class PlanAlternative(Node):
    """An offer that might serve a demand of a plan, and why it does not, or not more."""

    id: strawberry.ID
    """Opaque and stable, until the question is asked again."""
    resource: Resource | None = to_one("{self}.resource_id")
    """The offer, if the viewer may see it still."""
    day: date | None
    """Of an offer by openings: on which day."""
    opens: Hour | None
    """And the hour at which that opening begins."""
    score: Decimal = column("trim_scale({row}.score)")
    """What the pair scored when the plan was made."""
    covers: Decimal = column("trim_scale({row}.covers)")
    """How much of the demand it meets in the plan, in the demand's unit."""
    left_over: Decimal = column("trim_scale({row}.left_over)")
    """How much of it nobody gets in the plan, in its unit."""
    obstacle: PlanObstacle
    """What kept the demand from it, or from more of it."""
    rival: Demand | None = to_one("{self}.rival_id")
    """The demand that gets it instead, where there is one; of several, the first."""
    ahead: list[PlanAdvantage]
    """In what that is ahead; in nothing: the plan as a whole is better for it."""
    tried: Decimal | None = column("trim_scale({row}.tried)")
    """How much of the demand it was asked to meet, when the price was asked for."""
    points: Decimal | None = column("trim_scale(round({row}.points, 2))")
    """What the plan would lose by that, in points; null: it was not asked, or is impossible."""
    clash: PlanClash | None
    """Why that is impossible; null: it is not."""
    effects: list[PlanEffect] = to_many("{row}.alternative_id = {self}.id", "{row}.place", limit=EFFECTS)
    """Which demands would get more or less, those that lose the most first."""


@entity("plan_need", visible=_OF_SEEN, reads="matching")
class PlanNeed:
    """A demand that a plan is about."""

    demand: Demand | None = to_one("{self}.demand_id")
    """The demand."""
    community: Area | None = to_one("{self}.area_id")
    """The community that it counts for when communities are compared."""
    missing: Decimal = column("trim_scale({row}.missing)")
    """How much of it nobody had promised when the plan was made, in its unit."""
    planned: Decimal = column("trim_scale({row}.planned)")
    """How much the plan covers."""
    shortfall: PlanShortfall | None = column("{row}.reason")
    """Why it does not cover all; null: it does."""
    lines: list[PlanLine] = to_many(
        "{row}.plan_id = {self}.plan_id and {row}.demand_id = {self}.demand_id", "{row}.id", limit=LINES
    )
    """Its lines; those of the run before that are not planned any more stand among them as DROPPED."""
    rules: list[PlanRule] = to_many(
        "{row}.plan_id = {self}.plan_id and {row}.demand_id = {self}.demand_id", "{row}.id", limit=LINES
    )
    """What has been decided about it for the next run."""
    alternatives: list[PlanAlternative] = to_many(
        "{row}.plan_id = {self}.plan_id and {row}.demand_id = {self}.demand_id", "{row}.place, {row}.id", limit=ALTERNATIVES
    )
    """The offers that it had, the best score first; none until somebody asks."""


@entity("plan_community", visible=_OF_SEEN, reads="matching")
class PlanCommunity:
    """How much of the need of a community a plan covers."""

    area: Area | None = to_one("{self}.area_id")
    """The community."""
    demands: int
    """How many of its demands the plan is about."""
    served: Decimal = column("trim_scale({row}.served)")
    """Percent of its need that the plan covers, each demand by its weight."""
    greedy: Decimal = column("trim_scale({row}.greedy)")
    """Percent that the most pressing first, the best offer first would cover."""


@entity("plan", prefix="plan", visible=SEEN, reads="matching")
class Plan(Node):
    """An allocation for the open demands of an area and below in a period, from the request to the proposals made of it."""

    workflow: ClassVar[Workflow] = PLAN_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    area: Area = to_one("{self}.area_id")
    """For the demands of this area and below."""
    first_day: date
    """For those that are needed by this day or later."""
    last_day: date
    """And by this day or earlier."""
    status: PlanStatus
    """How it stands."""
    asked_by: Annotated["Person", strawberry.lazy("schema.people.types")] | None = to_one(on=_BY)
    """Who asked for its latest run, if the viewer may see that person."""
    weights: PlanWeights = to_one("{self}.weights")
    """What counted how much."""
    run: int
    """How often it has been asked for."""
    progress: int
    """How far the worker is, 0 to 100, as far as can be told."""
    seconds: Decimal = column("trim_scale({row}.seconds)")
    """How long the solver has worked on it."""
    failure: PlanFailure | None
    """Why the latest run brought nothing; null: it did, or is still to end."""
    demands: int
    """How many demands it is about."""
    full_demands: int
    """How many of them it covers in full."""
    cut: bool
    """Whether there were more demands than fit into one plan; the most pressing ones are in it."""
    pairs: int
    """How many pairs of a demand and an offer were considered."""
    served: Decimal | None = column("trim_scale({row}.served)")
    """Percent of what is needed that it covers, each demand by its weight."""
    greedy_served: Decimal | None = column("trim_scale({row}.greedy_served)")
    """Percent that the most pressing first, the best offer first would cover."""
    units: int | None
    """How many units have lines."""
    greedy_units: int | None
    """How many would have then."""
    nearness: Decimal | None = column("trim_scale({row}.nearness)")
    """How near the offers are, 0 to 100, as a mean over the lines."""
    greedy_nearness: Decimal | None = column("trim_scale({row}.greedy_nearness)")
    """How near they would be then."""
    bound: Decimal | None = column("trim_scale({row}.bound)")
    """Points that no plan can exceed."""
    gap: Decimal | None = column("trim_scale({row}.gap)")
    """How far it is from that at most, in percent."""
    inputs_hash: str | None
    """The SHA-256 of what it was solved from; equal inputs have equal lines."""
    solved_at: datetime | None
    """When its lines were found."""
    open_lines: int = column(
        "(select count(*) from plan_line l$ where l$.plan_id = {row}.id and l$.status in ('OPEN', 'REFUSED'))"
    )
    """How many lines can be accepted."""
    chosen_lines: int = column("(select count(*) from plan_line l$ where l$.plan_id = {row}.id and l$.status = 'CHOSEN')")
    """How many are being proposed."""
    proposed_lines: int = column("(select count(*) from plan_line l$ where l$.plan_id = {row}.id and l$.status = 'PROPOSED')")
    """How many have been proposed."""
    refused_lines: int = column("(select count(*) from plan_line l$ where l$.plan_id = {row}.id and l$.status = 'REFUSED')")
    """How many could not be proposed."""
    communities: list[PlanCommunity] = to_many("{row}.plan_id = {self}.id", "{row}.served, {row}.id")
    """The communities, those of whose need the least is covered first."""
    needs: Connection[PlanNeed] = pages("{row}.plan_id = {self}.id", order=PlanNeedOrder, filter=PlanNeedFilter)
    """The demands that it is about."""
    lines: Connection[PlanLine] = pages("{row}.plan_id = {self}.id", order=PlanLineOrder, filter=PlanLineFilter)
    """Its lines."""
    rules: list[PlanRule] = to_many("{row}.plan_id = {self}.id", "{row}.id")
    """What has been decided for the next run."""
    timeline: Connection[Annotated["Event", strawberry.lazy("schema.events.types")]] = pages(
        "{row}.subject_type = 'Plan' and {row}.subject_id = {self}.id", order=EventOrder
    )
    """What happened to it."""
    created_at: datetime
    """When it was asked for first."""
    updated_at: datetime
    """When it was last changed."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(PLAN_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""
