"""The resource list: what units offer, since when, until when, and whether they still say so."""

from dataclasses import dataclass, field
from datetime import time
from itertools import accumulate

from api.sample.district import texts
from api.sample.district.clock import DAYS
from api.sample.district.places import Area
from api.sample.district.words import Thing
from api.sample.district.words.needs import RETURNED
from api.sample.district.words.offers import OFFERS
from api.sample.district.world import Category, Unit, World
from schema.resources.rules import FRESH_DAYS

SHARES = dict(zip(OFFERS, (14, 5, 7, 9, 6, 11, 9, 12, 7, 9, 4, 4, 3), strict=True))
"""How often each class is offered."""
_HOURS = tuple((time(opens), time(closes)) for opens, closes in ((9, 11), (9, 17), (14, 17), (18, 21), (19, 22)))
_WEEKDAYS = ([1, 3, 5], [2, 4], [6, 7], [1, 2, 3, 4, 5], [6], [3])
WITHDRAWN = ("场地另作他用。", "人员调整，暂停提供。", "物资已发放完毕。", "本年度计划已完成。")


@dataclass(frozen=True, slots=True)
class Window:
    """When something is to be had."""

    first: int
    last: int
    """The numbers of its first and last day."""
    weekdays: list[int]
    opens: time
    closes: time


@dataclass(slots=True, eq=False)
class Offer:
    """A resource, with what of it is left."""

    id: int
    unit: Unit
    category: Category
    title: str
    terms: list[str]
    counted: str
    """The unit of its quantity."""
    quantity: int
    left: int
    listed: float
    """Since when it is on the list; for ever: never."""
    until: float
    """Its last day."""
    ended: float
    """When it was withdrawn, or its last day is over."""
    confirmed: list[float]
    windows: list[Window]
    serves: list[Area]
    taken: dict[tuple[int, time], int] = field(default_factory=dict)
    """By day and hour: how much of that opening is promised."""

    def stands(self, when: float) -> bool:
        """Whether it can be proposed at a moment: listed, neither over nor lapsed, its unit in the registry."""
        fresh = any(when - FRESH_DAYS + 1 < one <= when for one in self.confirmed)
        return fresh and self.listed <= when < min(self.ended, self.unit.until)

    def meant_for(self, area: Area) -> bool:
        """Whether it is meant for an area."""
        return not self.serves or any(area.path.startswith(one.path) for one in self.serves)


def fill(world: World) -> None:
    """The whole list, in the order of time."""
    kinds = [(code, thing) for code in OFFERS for thing in OFFERS[code]]
    weights = list(accumulate(SHARES[code] / len(OFFERS[code]) for code, _ in kinds))
    moments = sorted(world.between(40, DAYS - 0.5) for _ in range(world.size.resources))
    there = [unit for unit in world.units if unit.kind != "DEPARTMENT"]
    for when in moments:
        unit = world.chance.choice(there)
        while not unit.since < when < unit.until:
            unit = world.chance.choice(there)
        (code, thing) = world.chance.choices(kinds, cum_weights=weights)[0]
        world.offers.append(_offer(world, unit, world.categories["RESOURCE", code], thing, when))


def _offer(world: World, unit: Unit, category: Category, thing: Thing, when: float) -> Offer:
    chance = world.chance
    title = f"{chance.choice((unit.area.street.place, ''))}{thing.name}{chance.choice(_ENDINGS)}"
    text = world.filled(thing.text)
    until = min(when + chance.choice((180, 365, 365, 365, 730, 1095)), DAYS + 1000)
    course = _course(world, when, until)
    quantity = chance.randint(thing.low, thing.high)
    if quantity > 20 and thing.unit != "课时":
        quantity -= quantity % 10
    terms = texts.terms(title, thing.text)
    number = world.rows.number("resource")
    windows = _windows(world, category, when, until)
    offer = Offer(
        number,
        unit,
        category,
        title,
        terms,
        thing.unit,
        quantity,
        quantity,
        course.listed,
        until,
        min(until, course.withdrawn),
        course.confirmed,
        windows,
        [],
    )
    _write(world, offer, course, text, until)
    if unit.area.street.below and chance.random() < 0.25:
        _serve(world, offer)
    return offer


_ENDINGS = ("", "", "", "（面向辖区居民）", "（周末可约）")


@dataclass(slots=True)
class _Course:
    """How an offer went: its steps with their moments, the state in which it is."""

    status: str
    steps: list[tuple[float, str]]
    listed: float = float("inf")
    withdrawn: float = float("inf")
    confirmed: list[float] = field(default_factory=list)


def _course(world: World, when: float, until: float) -> _Course:
    """Handed in, mostly listed, confirmed now and then, sometimes withdrawn."""
    draw = world.chance.random()
    if draw < 0.015:
        return _Course("DRAFT", [])
    decided = when + world.between(0.1, 9)
    if decided >= DAYS:
        return _Course("SUBMITTED", [])
    if draw < 0.03:
        return _Course("RETURNED", [(decided, "resource.returned")])
    course = _Course("LISTED", [(decided, "resource.listed")], listed=decided, confirmed=[decided])
    kept = world.chance.random() < 0.85
    again = decided + world.between(100, 170)
    while again < min(DAYS, until) and (kept or world.chance.random() < 0.5):
        course.steps.append((again, "resource.confirmed"))
        course.confirmed.append(again)
        again += world.between(100, 170)
    if world.chance.random() < 0.06 and (withdrawn := decided + world.between(30, 600)) < DAYS:
        course.steps = [step for step in course.steps if step[0] < withdrawn]
        course.confirmed = [one for one in course.confirmed if one < withdrawn]
        course.steps.append((withdrawn, "resource.withdrawn"))
        course.status, course.withdrawn = "WITHDRAWN", withdrawn
    return course


def _windows(world: World, category: Category, when: float, until: float) -> list[Window]:
    """One or two windows where it is had by openings; of some others, when to ask for it."""
    if category.measure != "PER_WINDOW" and world.chance.random() > 0.15:
        return []
    first, last = int(when) + 1, int(until)
    hours = world.chance.sample(_HOURS, world.chance.choice((1, 1, 2)))
    return [Window(first, last, world.chance.choice(_WEEKDAYS), opens, closes) for opens, closes in hours]


def _write(world: World, offer: Offer, course: _Course, text: str, until: float) -> None:
    clock, unit = world.clock, offer.unit
    made = course.steps[0][0] - 0.05 if course.steps else world.between(max(unit.since, DAYS - 9), DAYS - 0.1)
    last = course.steps[-1][0] if course.steps else made
    reason = {"RETURNED": RETURNED, "WITHDRAWN": WITHDRAWN}.get(course.status)
    told = world.chance.choice(reason) if reason else ""
    world.rows.put(
        "resource",
        id=offer.id,
        organisation_id=unit.id,
        category_id=offer.category.id,
        area_id=unit.area.id,
        area_path=unit.area.path,
        title=offer.title,
        title_key=texts.key(offer.title),
        words=texts.words(offer.title),
        terms=offer.terms,
        description=text,
        conditions=world.chance.choice(_CONDITIONS),
        measure=offer.category.measure,
        quantity=offer.quantity,
        unit=offer.counted,
        contact_id=unit.contact,
        valid_until=clock.day(until),
        confirmed_on=clock.day(course.confirmed[-1] if course.confirmed else made),
        status=course.status,
        reason=told,
        listed_at=clock.moment(offer.listed) if offer.listed < DAYS else None,
        created_at=clock.moment(made),
        updated_at=clock.moment(last),
        version=1 + len(course.steps),
    )
    for one in offer.windows:
        days = {"first_day": clock.day(one.first), "last_day": clock.day(one.last), "weekdays": one.weekdays}
        world.rows.add("resource_window", resource_id=offer.id, **days, opens=one.opens, closes=one.closes)
    _tell(world, offer, course, made, told)


_CONDITIONS = ("", "", "请提前三天预约。", "不用于商业活动。", "以社区统一报名为准。", "用后恢复原状。")


def _tell(world: World, offer: Offer, course: _Course, made: float, reason: str) -> None:
    about = ("Resource", offer.id), offer.unit.area.path, [offer.unit.id]
    begun = {"title": offer.title, "status": "DRAFT" if course.status == "DRAFT" else "SUBMITTED"}
    world.ledger.tell(made, offer.unit.account, "resource.registered", *about, begun)
    for when, verb in course.steps:
        actor = offer.unit.account if verb in ("resource.confirmed", "resource.withdrawn") else offer.unit.area.coordinator
        more = {"reason": reason} if verb in ("resource.returned", "resource.withdrawn") else {}
        world.ledger.tell(when, actor, verb, *about, {"title": offer.title} | more)


def _serve(world: World, offer: Offer) -> None:
    """It is meant for some communities of its subdistrict only, or for all of it."""
    street = offer.unit.area.street
    some = (
        [street]
        if world.chance.random() < 0.3
        else world.chance.sample(street.below, min(len(street.below), world.chance.randint(1, 4)))
    )
    offer.serves.extend(some)
    for area in some:
        world.rows.put("resource_service_area", resource_id=offer.id, area_id=area.id)
