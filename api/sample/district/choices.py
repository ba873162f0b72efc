"""What committees chose of what was suggested to them, for the report that compares the ranking with it."""

import math
from random import Random

from api.sample.district.promises import Promise
from api.sample.district.world import World

_PLACES = {1: 46, 2: 15, 3: 9, 4: 5, 5: 4, 8: 6, 12: 4, 17: 2, None: 9}
"""How often which place was chosen; None: an offer that was not suggested."""
_AMONG = 20
_TIME, _QUANTITY, _FRESHNESS, _RECORD = 60, 70, 70, 55


def write(world: World, promise: Promise) -> None:
    """The choice behind a promise, where the committee proposed it."""
    if promise.steps[0][2] != "match.proposed":
        return
    # Of its own, so that what is made after it stays the same.
    chance = Random(promise.id)
    place = chance.choices(list(_PLACES), list(_PLACES.values()))[0]
    parts = [*_fit(world, promise), _FRESHNESS, _RECORD]
    first = parts
    if place != 1:
        # Whoever passes the first over mostly takes what is nearer.
        first = [min(100, parts[0] + chance.choice([0, 10, 20])), max(0, parts[1] - chance.choice([0, 25, 30])), *parts[2:]]
    world.rows.put(
        "match_choice",
        match_id=promise.id,
        area_path=promise.need.area.path,
        category_id=promise.need.category.id,
        chosen_at=world.clock.moment(promise.made),
        weights=world.weights,
        place=place,
        among=_AMONG,
        parts=parts,
        first_parts=first,
    )


def _fit(world: World, promise: Promise) -> list[int]:
    """About what the product's view says of class, distance, time, quantity and wording of such a pair."""
    need, offer = promise.need, promise.offer
    near = 100 if offer.unit.area is need.area else 75 if offer.unit.area.street is need.area.street else 45
    shared = len(set(need.terms).intersection(offer.terms))
    wording = round(100 * shared / math.sqrt(max(1, len(need.terms) * len(offer.terms))))
    return [world.affinity[need.category.code].get(offer.category.code, 0), near, _TIME, _QUANTITY, wording]
