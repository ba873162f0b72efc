"""Promises and deliveries as rows, in the order in which they were made."""

import math
from datetime import datetime, time
from decimal import Decimal

from api.sample.district import choices
from api.sample.district.promises import Delivery, Promise
from api.sample.district.world import World
from schema.engine.days import OFFICE
from schema.matching.rules import HOLD
from schema.resources.rules import FRESH_DAYS

_AFFECTS = (
    "match.accepted",
    "match.agreed",
    "match.countered",
    "match.declined",
    "match.withdrawn",
    "match.cancelled",
    "match.done",
)
"""Events that change the row of a match."""


def write(world: World) -> None:
    """All of them."""
    world.promises.sort(key=lambda one: one.made)
    for promise in world.promises:
        promise.id = world.rows.number("match")
        _match(world, promise)
        choices.write(world, promise)
        _tell(world, promise)
    found = [(one, promise) for promise in world.promises for one in promise.deliveries]
    for one, promise in sorted(found, key=lambda pair: pair[0].when):
        _delivery(world, promise, one)


def _match(world: World, promise: Promise) -> None:
    clock, done = world.clock, promise.status == "DONE"
    day, opens = promise.opening or (None, None)
    changes = [when for when, _, verb, _ in promise.steps if verb in _AFFECTS]
    expired = [promise.over] if promise.status == "EXPIRED" else []
    world.rows.put(
        "match",
        id=promise.id,
        demand_id=promise.need.id,
        resource_id=promise.offer.id,
        quantity=promise.quantity,
        covers=promise.covers,
        day=None if day is None else clock.day(day),
        opens=opens,
        status=promise.status,
        note=promise.note,
        reason=promise.reason,
        broken=promise.status == "CANCELLED",
        hold_until=_held_until(world, promise),
        settled=promise.quantity if done else None,
        settled_covers=promise.covers if done else None,
        score=_score(world, promise),
        weights=world.weights,
        created_at=clock.moment(promise.made),
        updated_at=clock.moment(max([promise.made, *changes, *expired])),
        version=1 + len(changes) + len(expired),
    )


def _held_until(world: World, promise: Promise) -> datetime:
    """A week from when it was last proposed, but not after the last day of need and offer."""
    offer = promise.offer
    last = int(min(promise.need.by, offer.until, max(offer.confirmed) + FRESH_DAYS))
    over = datetime.combine(world.clock.day(last + 1), time(), OFFICE)
    return min(world.clock.moment(promise.held) + HOLD, over)


def _score(world: World, promise: Promise) -> Decimal:
    """About what the product's view says of such a pair on the day it was made."""
    need, offer = promise.need, promise.offer
    fit = world.affinity[need.category.code].get(offer.category.code, 0)
    near = 100 if offer.unit.area is need.area else 75 if offer.unit.area.street is need.area.street else 45
    shared = len(set(need.terms).intersection(offer.terms))
    wording = 100 * shared / math.sqrt(max(1, len(need.terms) * len(offer.terms)))
    return round(Decimal(0.25 * fit + 0.15 * near + 0.25 * wording + 10 + 10 + 5 + 2.5), 2)


def _tell(world: World, promise: Promise) -> None:
    need, offer = promise.need, promise.offer
    sides = {
        "demand": f"demand_{need.id}",
        "resource": f"resource_{offer.id}",
        "needed": need.title,
        "offered": offer.title,
        "unit": offer.counted,
    }
    concerned = [need.organisation.id if need.organisation else None, offer.unit.id]
    for when, actor, verb, told in promise.steps:
        data = sides | told
        if isinstance(day := data.get("day"), int):
            data["day"] = world.clock.day(day)
        world.ledger.tell(when, actor, verb, ("Match", promise.id), need.area.path, concerned, data)


def _delivery(world: World, promise: Promise, one: Delivery) -> None:
    clock = world.clock
    world.rows.add(
        "delivery",
        match_id=promise.id,
        provider_id=promise.offer.unit.id,
        quantity=one.quantity,
        delivered_on=clock.day(one.when),
        note=one.note,
        status=one.status,
        rating=one.rating,
        words=one.words,
        answered_at=None if one.answered is None else clock.moment(one.answered),
        created_at=clock.moment(one.when),
        version=1 if one.answered is None else 2,
    )
