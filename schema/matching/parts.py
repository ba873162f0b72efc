"""What the weights of a score are: seven parts of a hundred."""

from collections.abc import Sequence

from schema.engine.language import N_

PARTS = ("category", "distance", "time", "quantity", "wording", "freshness", "delivery")
"""The parts of a score, in the order in which weights stand in a list."""
CALLED = {
    "category": N_("类别"),
    "distance": N_("远近"),
    "time": N_("时间"),
    "quantity": N_("数量"),
    "wording": N_("用语"),
    "freshness": N_("新近确认"),
    "delivery": N_("履约情况"),
}
"""What people call them."""
WHOLE = 100
"""What they are parts of."""


def are_weights(values: Sequence[int]) -> bool:
    """Whether these can be the weights.

    >>> are_weights([25, 15, 10, 15, 25, 5, 5]), are_weights([100]), are_weights([110, -10, 0, 0, 0, 0, 0])
    (True, False, False)
    """
    return len(values) == len(PARTS) and all(0 <= one <= WHOLE for one in values) and sum(values) == WHOLE


def weights_of(values: Sequence[int]) -> list[int]:
    """Weights to try, as they are; of anything else, none."""
    return list(values) if are_weights(values) else []
