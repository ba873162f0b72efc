"""What counts how much in plans: versioned, so that every plan says by what it was made."""

import strawberry

from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.plans.payloads import PlanWeightsPayload
from schema.plans.rules import SUPERUSER
from schema.plans.types import PlanWeights

sql = statements(__file__, "weighing")

NUMBERS = {
    **dict.fromkeys(("urgent", "soon", "normal"), (1, 1_000)),
    **dict.fromkeys(("waiting", "fairness", "fit", "nearness", "line"), (0, 100)),
    "per_unit": (1, 1_000),
    "partners": (1, 20),
}
"""The least and the most of each number (our defaults)."""
LONGEST = 200


@described
@strawberry.input(description="What is to count how much in plans.")
class PlanWeightsSetInput(ActInput):
    """What is to count how much in plans."""

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
    """Points that each line costs."""
    per_unit: int
    """How many lines one unit may get, at most."""
    partners: int
    """How many units may serve one demand, at most."""
    note: str
    """Why, at most 200 characters."""
    base: int | None = None
    """The version from which they were changed; another one that holds meanwhile is a conflict."""


@action(scope="matching:write")
async def plan_weights_set(act: Act, input: PlanWeightsSetInput) -> PlanWeightsPayload:
    """Decide on what counts how much in plans from now on; plans that are there keep theirs until they are solved again."""
    if not act.viewer.administrator:
        raise refuse("NOT_ALLOWED", who=SUPERUSER.called)
    form = Form()
    note = form.required(input.note, "note", LONGEST)
    numbers = {name: getattr(input, name) for name in NUMBERS}
    if any(not least <= numbers[name] <= most for name, (least, most) in NUMBERS.items()):
        form.wrong("PLAN_WEIGHTS", "")
    form.settle()
    await sql.alone(act.connection)
    if input.base is not None and input.base != await sql.latest(act.connection):
        raise refuse("CONFLICT", "base")
    version = await sql.decide(act.connection, **numbers, note=note, account=act.viewer.account or None)
    await act.event("plan_weights.decided", PlanWeights, version, data=numbers | {"note": note})
    return PlanWeightsPayload.of(weights=version)
