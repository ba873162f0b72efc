"""What of the offers is promised for the needs: found near by, answered, delivered, confirmed and rated."""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from api.sample.district.clock import DAYS
from api.sample.district.needs import Need, give_up
from api.sample.district.offers import Offer
from api.sample.district.words.works import CANCELLED, DELIVERED, DISPUTED, PRAISE, PROPOSED, RATINGS, REFUSED, WITHDRAWN
from api.sample.district.world import World
from schema.matching.rules import HOLD

_TRIES = 12
"""Offers looked at for one promise, in the subdistrict and then anywhere."""
_FAILURES = {"DECLINED": 45, "WITHDRAWN": 25, "CANCELLED": 15, "EXPIRED": 15}
_REASONS = {"DECLINED": REFUSED, "WITHDRAWN": WITHDRAWN, "CANCELLED": CANCELLED}


@dataclass(slots=True, eq=False)
class Delivery:
    """A part that was delivered."""

    quantity: int
    when: float
    note: str
    status: str = "REPORTED"
    answered: float | None = None
    rating: int | None = None
    words: str = ""


@dataclass(slots=True, eq=False)
class Promise:
    """A match on its way."""

    need: Need
    offer: Offer
    quantity: int
    covers: int
    made: float
    status: str = "PROPOSED"
    id: int = 0
    opening: tuple[int, time] | None = None
    held: float = 0.0
    """When its hold began."""
    agreed: float = float("inf")
    over: float = float("inf")
    """When it was done or came to nothing."""
    reason: str = ""
    note: str = ""
    deliveries: list[Delivery] = field(default_factory=list)
    steps: list[tuple[float, int | None, str, dict[str, Any]]] = field(default_factory=list)
    linked: bool = False
    """Whether a project carries it out."""

    @property
    def terms(self) -> dict[str, Any]:
        """What is agreed upon, as the ledger tells it."""
        day, opens = self.opening or (None, None)
        more = {"day": day, "opens": f"{opens:%H:%M}"} if opens else {}
        return {"quantity": str(self.quantity), "covers": str(self.covers), **more}


class Market:
    """Finds offers for needs by class and neighbourhood."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.near: dict[tuple[str, object], list[Offer]] = defaultdict(list)
        for offer in world.offers:
            if offer.listed < DAYS:
                self.near[offer.category.code, offer.unit.area.street].append(offer)
                self.near[offer.category.code, None].append(offer)
        self.classes = {code: (list(found), list(found.values())) for code, found in world.affinity.items()}

    def find(self, need: Need, when: float) -> Offer | None:
        """An offer that could be proposed at a moment; one that uses the same words before others."""
        chance, wanted = self.world.chance, set(need.terms)
        best: tuple[float, Offer] | None = None
        for turn in range(_TRIES):
            code = chance.choices(*self.classes[need.category.code])[0]
            found = self.near.get((code, need.area.street if turn < _TRIES * 0.75 else None))
            if not found:
                continue
            offer = chance.choice(found)
            if offer.left > 0 and offer.stands(when) and offer.meant_for(need.area) and offer.unit is not need.organisation:
                likeness = len(wanted.intersection(offer.terms)) + (offer.unit.area is need.area)
                if best is None or likeness > best[0]:
                    best = (likeness, offer)
        return best[1] if best else None


def pursue(world: World, market: Market, need: Need) -> None:
    """Do for a need of the list what its fate says; where nothing fits, it stays open."""
    when = need.listed + world.between(0.3, 18)
    if need.fate == "PROPOSED":
        when = world.between(max(need.listed, DAYS - HOLD.days + 1), DAYS - 0.1)
    if need.fate in ("OPEN", "CLAIMED"):
        give_up(world, need)
        return
    last = DAYS - 0.1 if need.fate in ("PROPOSED", "AGREED") else DAYS - 6
    if when >= min(last, need.by - 1):
        give_up(world, need)
        return
    if need.fate != "PROPOSED" and world.chance.random() < 0.18:
        _fail(world, market, need, when)
        when += world.between(2, 8)
    parts = 2 if need.quantity > 3 and world.chance.random() < 0.25 else 1
    made: list[Promise] = []
    for part in range(parts):
        if promise := _promise(world, market, need, when + part * 0.7, math.ceil(need.quantity / parts), made):
            made.append(promise)
    _conclude(world, need, made)


def _conclude(world: World, need: Need, made: list[Promise]) -> None:
    """What was promised decides what became of the need."""
    if not made:
        give_up(world, need)
        return
    finished = all(one.status == "DONE" for one in made) and need.missing == 0
    if need.fate in ("CLOSED", "DONE") and not finished:
        need.fate = "AGREED"
    if need.fate == "CLOSED":
        closed = max(one.over for one in made) + world.between(0.1, 12)
        if closed >= DAYS:
            need.fate = "DONE"
            return
        need.ended = closed
        need.steps.append((closed, need.area.coordinator, "demand.closed", {}))
        need.touched.append(closed)


def _amount(world: World, need: Need, offer: Offer, covers: int) -> tuple[int, int]:
    """How much of the offer, and how much of the need that covers."""
    covers = min(covers, need.missing)
    if offer.windows and offer.category.measure == "PER_WINDOW":
        return 1, 1 if offer.counted == need.thing.unit else covers
    if offer.counted == need.thing.unit:
        return (amount := min(covers, offer.left)), amount
    if offer.left <= 6 or world.chance.random() < 0.04:
        return offer.left, covers
    return world.chance.randint(1, max(1, offer.left // 4)), covers


def _opening(world: World, offer: Offer, first: float, last: float) -> tuple[int, time] | None:
    """An opening with something left, between two moments."""
    found = [
        (day, window.opens)
        for window in offer.windows
        for day in range(max(window.first, int(first) + 1), min(window.last, int(last)) + 1)
        if world.clock.day(day).isoweekday() in window.weekdays and offer.taken.get((day, window.opens), 0) < offer.quantity
    ]
    return world.chance.choice(found) if found else None


def _promise(world: World, market: Market, need: Need, when: float, covers: int, before: list[Promise]) -> Promise | None:
    offer = market.find(need, when) if need.missing > 0 else None
    if offer is None or any(one.offer is offer for one in before):
        return None
    quantity, covers = _amount(world, need, offer, covers)
    promise = Promise(need, offer, quantity, covers, when, held=when, note=world.chance.choice(PROPOSED))
    by_openings = offer.category.measure == "PER_WINDOW"
    finishes = need.fate in ("CLOSED", "DONE")
    if by_openings:
        first, last = (when + 4, min(when + 45, DAYS - 2)) if finishes else (max(when + 4, DAYS), DAYS + 60)
        promise.opening = _opening(world, offer, first, min(last, need.by))
        if promise.opening is None:
            return None
        offer.taken[promise.opening] = offer.taken.get(promise.opening, 0) + 1
    else:
        offer.left -= quantity
    need.missing -= covers
    _begin(world, promise, own=world.chance.random() < 0.12)
    if need.fate != "PROPOSED":
        _agree(world, promise)
        need.promised += covers
    if finishes:
        _finish(world, promise)
    elif need.fate == "AGREED" and not by_openings and promise.status == "AGREED":
        _deliver_some(world, promise)
    world.promises.append(promise)
    return promise


def _begin(world: World, promise: Promise, *, own: bool = False) -> None:
    """Proposed by the committee, or offered by the unit itself."""
    need, offer = promise.need, promise.offer
    promise.status = "COUNTERED" if own else "PROPOSED"
    actor = offer.unit.account if own else need.area.coordinator
    promise.steps.append((promise.made, actor, "match.offered" if own else "match.proposed", promise.terms))


def _agree(world: World, promise: Promise) -> None:
    """The unit accepts within some days; sometimes it offered another amount before."""
    when = min(promise.made + world.between(0.1, 3.5), DAYS - 0.05)
    if promise.status == "COUNTERED":
        promise.steps.append((when, promise.need.area.coordinator, "match.agreed", promise.terms))
    elif world.chance.random() < 0.12 and when > promise.made + 0.2:
        promise.held = world.between(promise.made, when)
        promise.steps.append((promise.held, promise.offer.unit.account, "match.countered", promise.terms))
        promise.steps.append((when, promise.need.area.coordinator, "match.agreed", promise.terms))
    else:
        promise.steps.append((when, promise.offer.unit.account, "match.accepted", promise.terms))
    promise.status, promise.agreed = "AGREED", when


def _parts(world: World, quantity: int) -> list[int]:
    """A quantity in one to three parts."""
    count = min(quantity, world.chance.choice((1, 1, 2, 3)))
    share = quantity // count
    return [*[share] * (count - 1), quantity - share * (count - 1)]


def _finish(world: World, promise: Promise) -> None:
    """All of it delivered, confirmed, rated."""
    end = min(promise.agreed + 60, DAYS - 0.3)
    when = promise.opening[0] + 0.8 if promise.opening else promise.agreed
    parts = [promise.quantity] if promise.opening else _parts(world, promise.quantity)
    for place, quantity in enumerate(parts):
        if not promise.opening:
            when = world.between(when + 0.05, when + (end - when) / (len(parts) - place + 1))
        _deliver(world, promise, quantity, when, min(when + world.between(0.1, 6), DAYS - 0.2))
    promise.over = max(one.answered or 0 for one in promise.deliveries)
    promise.status = "DONE"
    promise.steps.append(
        (promise.over, promise.need.account or promise.need.area.coordinator, "match.done", {"quantity": str(promise.quantity)})
    )


def _deliver_some(world: World, promise: Promise) -> None:
    """A part of it, of which some waits to be confirmed; the whole is never confirmed here."""
    parts = _parts(world, promise.quantity)[: world.chance.randint(0, 2)]
    when = promise.agreed
    for quantity in parts:
        when += world.between(0.5, 12)
        if when >= DAYS - 0.2:
            return
        answered = when + world.between(0.1, 5)
        rest = promise.quantity - sum(one.quantity for one in promise.deliveries)
        open_yet = quantity >= rest or answered >= DAYS or (world.chance.random() < 0.3 and when > DAYS - 20)
        _deliver(world, promise, quantity, when, None if open_yet else answered)


def _deliver(world: World, promise: Promise, quantity: int, when: float, answered: float | None) -> None:
    offer, need = promise.offer, promise.need
    told = {"delivered": str(quantity), "on": world.clock.day(when)}
    promise.steps.append((when, offer.unit.account, "match.delivered", told))
    delivery = Delivery(quantity, when, world.chance.choice(DELIVERED))
    promise.deliveries.append(delivery)
    side = need.account or need.area.coordinator
    if answered is not None:
        delivery.status, delivery.answered = "CONFIRMED", answered
        delivery.rating = world.chance.choices(list(RATINGS), list(RATINGS.values()))[0]
        delivery.words = world.chance.choice(PRAISE[delivery.rating])
        promise.steps.append((answered, side, "match.confirmed", {"delivered": str(quantity), "rating": delivery.rating}))
    elif world.chance.random() < 0.12 and when + 1 < DAYS:
        delivery.status, delivery.answered = "DISPUTED", when + 0.5
        delivery.words = world.chance.choice(DISPUTED)
        promise.steps.append((when + 0.5, side, "match.disputed", {"delivered": str(quantity), "reason": delivery.words}))


def _fail(world: World, market: Market, need: Need, when: float) -> None:
    """A promise that came to nothing."""
    offer = market.find(need, when)
    if offer is None or offer.category.measure == "PER_WINDOW":
        return
    quantity, covers = _amount(world, need, offer, need.missing)
    status = world.chance.choices(list(_FAILURES), list(_FAILURES.values()))[0]
    promise = Promise(need, offer, quantity, covers, when, held=when)
    promise.over = min(when + world.between(0.1, 5), DAYS - 0.05)
    if status == "EXPIRED":
        promise.over = when + HOLD.days + 0.1
        if promise.over >= DAYS:
            return
    _begin(world, promise)
    promise.status = status
    if status == "CANCELLED":
        promise.agreed = (when + promise.over) / 2
        promise.steps.append((promise.agreed, offer.unit.account, "match.accepted", promise.terms))
    if status in _REASONS:
        promise.reason = world.chance.choice(_REASONS[status])
        actor = need.area.coordinator if status == "WITHDRAWN" else offer.unit.account
        told = promise.terms | {"reason": promise.reason}
        promise.steps.append((promise.over, actor, f"match.{status.lower()}", told))
    world.promises.append(promise)
