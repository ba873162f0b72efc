"""The weights of the score: versioned, so that every proposal says by which it was made."""

import strawberry

from schema.engine.actions import Act, action
from schema.engine.form import Form
from schema.engine.mapping import described
from schema.engine.payloads import Act as ActInput
from schema.engine.refusals import refuse
from schema.engine.statements import statements
from schema.matching.parts import PARTS, are_weights
from schema.matching.payloads import MatchWeightsPayload
from schema.matching.rules import SUPERUSER
from schema.matching.types import MatchWeights

sql = statements(__file__, "weights")
LONGEST = 200


@described
@strawberry.input(description="What each part of a score is to count, of 100 in all.")
class MatchWeightsSetInput(ActInput):
    """What each part of a score is to count, of 100 in all."""

    category: int
    """How well the classes fit."""
    distance: int
    """How near the offer is."""
    time: int
    """Whether it is to be had by then."""
    quantity: int
    """How much of what is missing it covers."""
    wording: int
    """How much the words are about the same."""
    freshness: int
    """How lately the unit confirmed it."""
    delivery: int
    """How the unit kept earlier promises."""
    note: str
    """Why, at most 200 characters."""
    base: int | None = None
    """The version from which they were changed; another one that holds meanwhile is a conflict."""


@action(scope="matching:write")
async def match_weights_set(act: Act, input: MatchWeightsSetInput) -> MatchWeightsPayload:
    """Decide on new weights, or on those of an earlier version again; proposals that stand keep the score that they had."""
    if not act.viewer.administrator:
        raise refuse("NOT_ALLOWED", who=SUPERUSER.called)
    form = Form()
    note = form.required(input.note, "note", LONGEST)
    parts = {name: getattr(input, name) for name in PARTS}
    if not are_weights(list(parts.values())):
        form.wrong("WEIGHTS_TOTAL", "")
    form.settle()
    await sql.alone(act.connection)
    if input.base is not None and input.base != await sql.latest(act.connection):
        raise refuse("CONFLICT", "base")
    version = await sql.decide(act.connection, **parts, note=note, account=act.viewer.account or None)
    await act.event("match_weights.decided", MatchWeights, version, data=parts | {"note": note})
    return MatchWeightsPayload.of(weights=version)
