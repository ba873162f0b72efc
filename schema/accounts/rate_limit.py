"""The budget of whoever asks ``/graphql``, as they read it."""

from datetime import datetime

from schema.engine.access import EVERYONE
from schema.engine.mapping import column, entity

_ALLOWANCE = (
    "(select {viewer.budget} as budget, {viewer.cost} as cost, {viewer.remaining} as remaining, {viewer.resets_at} as resets_at)"
)


@entity(_ALLOWANCE, visible=EVERYONE, public=EVERYONE)
class RateLimit:
    """What the client may still ask for: each request costs points, of which there are so many a minute."""

    limit: int = column("{row}.budget")
    """Points a minute."""
    cost: int
    """Points of this request: 10, one for each row that it may give, 50 for each action, 500 for a look at the schema."""
    remaining: int
    """Points that are left in this minute."""
    resets_at: datetime
    """When there are as many as ``limit`` again."""
