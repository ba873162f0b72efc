"""The demand list: what is needed, how it was decided over, who takes it on, and what came of it."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from api.sample.district import texts
from api.sample.district.clock import DAYS
from api.sample.district.places import Area
from api.sample.district.words import Thing
from api.sample.district.words.needs import DECLINED, KINDS_OF_NEED, NEEDS, ORIGINS, RETURNED, SPOTS, WITHDRAWN
from api.sample.district.world import Category, Unit, World

SHARES = dict(zip(NEEDS, (9, 14, 14, 15, 9, 10, 8, 5, 4, 4, 6, 2), strict=True))
"""How often each class is needed."""
LEVELS = {"BASIC": 40, "KEY": 45, "PREMIUM": 15}
VERDICTS = {"RETURNED": RETURNED, "DECLINED": DECLINED, "WITHDRAWN": WITHDRAWN}
_VERBS = {"RETURNED": "returned", "DECLINED": "declined", "WITHDRAWN": "withdrawn", "MERGED": "merged"}
_FATES = (
    (25, {"OPEN": 45, "CLAIMED": 22, "PROPOSED": 14, "AGREED": 10, "DECLINED": 4, "WITHDRAWN": 2, "MERGED": 3}),
    (
        90,
        {
            "OPEN": 16,
            "CLAIMED": 16,
            "PROPOSED": 6,
            "AGREED": 20,
            "DONE": 4,
            "CLOSED": 22,
            "DECLINED": 6,
            "WITHDRAWN": 4,
            "MERGED": 6,
        },
    ),
    (200, {"OPEN": 6, "CLAIMED": 6, "AGREED": 12, "DONE": 4, "CLOSED": 52, "DECLINED": 7, "WITHDRAWN": 6, "MERGED": 7}),
    (1000, {"OPEN": 2, "CLAIMED": 1, "AGREED": 1, "DONE": 1, "CLOSED": 74, "DECLINED": 7, "WITHDRAWN": 7, "MERGED": 7}),
)
"""By how many days ago it came in, at most: how often it goes which way."""
ON_LIST = ("OPEN", "CLAIMED", "PROPOSED", "AGREED", "DONE", "CLOSED")


@dataclass(slots=True, eq=False)
class Need:
    """A demand on its way."""

    id: int
    category: Category
    thing: Thing
    area: Area
    title: str
    quantity: int
    made: float
    organisation: Unit | None
    account: int | None
    origin: str
    fate: str
    level: str | None = None
    listed: float = float("inf")
    ended: float = float("inf")
    """When it left the list."""
    by: float = 0.0
    """Its last day."""
    reason: str = ""
    into: "Need | None" = None
    missing: int = 0
    """What nobody has promised yet."""
    promised: int = 0
    """What is agreed upon or delivered."""
    steps: list[tuple[float, int | None, str, dict[str, Any]]] = field(default_factory=list)
    """What happened to it: when, by whom, the verb, what is told."""
    touched: list[float] = field(default_factory=list)
    """When its row changed."""
    claims: list[tuple[float, dict[str, int | None], str]] = field(default_factory=list)
    """Who took it on: when, the party, what they said."""

    @property
    def terms(self) -> list[str]:
        """The words by which it is compared with offers."""
        return texts.terms(self.title, self.thing.text)

    @property
    def status(self) -> str:
        """As it is stored."""
        return {"CLOSED": "CLOSED"}.get(self.fate, "LISTED") if self.fate in ON_LIST else self.fate


def begin(world: World, when: float) -> Need:
    """Something is needed: filed, and decided over; nothing is promised yet."""
    code = world.chance.choices(list(SHARES), list(SHARES.values()))[0]
    area = world.chance.choice(world.communities) if world.chance.random() < 0.96 else world.chance.choice(world.streets)
    thing = world.chance.choice(NEEDS[code])
    origin = world.chance.choices(list(ORIGINS), list(ORIGINS.values()))[0]
    organisation, account = _filer(world, area, origin, when)
    need = Need(
        world.rows.number("demand"),
        world.categories["DEMAND", code],
        thing,
        area,
        _title(world, area, thing),
        world.chance.randint(thing.low, thing.high),
        when,
        organisation,
        account,
        origin,
        _fate(world, when),
    )
    need.by = when + world.between(45, 240)
    need.missing = need.quantity
    need.touched.append(when)
    need.steps.append((when, account, "demand.filed", {}))
    if need.fate not in ("DRAFT", "SUBMITTED"):
        _decide(world, need)
    return need


def _title(world: World, area: Area, thing: Thing) -> str:
    where = area.street.place if world.chance.random() < 0.35 else world.chance.choice(SPOTS)
    return f"{where}{thing.name}"


def _filer(world: World, area: Area, origin: str, when: float) -> tuple[Unit | None, int | None]:
    """The organisation that files it and the account with which."""
    if origin == "UNIT":
        there = [unit for unit in world.of_street[area.street] if unit.since < when < unit.until]
        unit = world.chance.choice(there) if there else None
        return unit, unit.account if unit else area.coordinator
    if origin in ("WISH_TREE", "WECHAT", "HOTLINE", "OTHER"):
        return None, None if world.chance.random() < 0.5 else area.coordinator
    body = world.residents.get(area)
    return (body, body.account) if body and body.since < when else (None, area.coordinator)


def _fate(world: World, when: float) -> str:
    ago = DAYS - when
    if ago < 16 and world.chance.random() < 0.75 - ago / 24:
        return world.chance.choice(("SUBMITTED", "SUBMITTED", "SUBMITTED", "DRAFT"))
    fates = next(fates for most, fates in _FATES if ago <= most)
    if world.chance.random() < 0.025:
        return "RETURNED" if ago < 60 or world.chance.random() < 0.05 else "WITHDRAWN"
    return world.chance.choices(list(fates), list(fates.values()))[0]


def _decide(world: World, need: Need) -> None:
    """The committee lists, returns, declines; the filer takes it back."""
    decided = need.made + world.between(0.1, 8)
    if decided >= DAYS:
        need.fate = "SUBMITTED"
        return
    committee = need.area.street.coordinator if world.chance.random() < 0.4 else need.area.coordinator
    if need.fate in VERDICTS:
        need.reason = world.chance.choice(VERDICTS[need.fate])
        actor = need.account if need.fate == "WITHDRAWN" else committee
        need.steps.append((decided, actor, f"demand.{_VERBS[need.fate]}", {"reason": need.reason}))
    elif need.fate != "MERGED":
        need.level = world.chance.choices(list(LEVELS), list(LEVELS.values()))[0]
        need.listed = decided
        need.steps.append((decided, committee, "demand.listed", {"level": need.level}))
    need.touched.append(decided)


def merge(world: World, need: Need, into: Need | None) -> None:
    """It is the same as another of the list; where there is none, it waits a little longer on its own."""
    decided = need.touched[-1]
    if into is None or not into.listed < decided < into.ended:
        need.fate, need.level, need.listed = "OPEN", "KEY", decided
        need.steps.append((decided, need.area.coordinator, "demand.listed", {"level": "KEY"}))
        return
    need.into, need.thing, need.title = into, into.thing, into.title
    told = {"into": into.title, "target": f"demand_{into.id}"}
    need.steps.append((decided, need.area.coordinator, "demand.merged", told))
    absorbed = {"other": need.title, "source": f"demand_{need.id}"}
    into.steps.append((decided, need.area.coordinator, "demand.absorbed", absorbed))


def give_up(world: World, need: Need) -> None:
    """Nothing fits: it stays open, or is taken back around its last day."""
    need.fate = "OPEN"
    first = max(need.touched) + 5
    if first + 1 < DAYS and need.by < DAYS and world.chance.random() < 0.92:
        need.ended = world.between(first, min(max(first + 1, need.by + 15), DAYS - 0.1))
        need.fate, need.reason = "WITHDRAWN", world.chance.choice(WITHDRAWN)
        need.steps.append((need.ended, need.account or need.area.coordinator, "demand.withdrawn", {"reason": need.reason}))
        need.touched.append(need.ended)


def claim(world: World, need: Need) -> None:
    """Somebody takes it on: in person a basic one, for a unit the others."""
    when = need.listed + world.between(0.2, 25)
    there = [unit for unit in world.of_street[need.area.street] if unit.since < when < unit.until and unit.account]
    if when >= min(DAYS, need.ended) or not there:
        return
    unit = world.chance.choice(there)
    alone = need.level == "BASIC"
    holder = {"person_id": unit.person, "organisation_id": None} if alone else {"person_id": None, "organisation_id": unit.id}
    note = world.chance.choice(("", "本周内上门了解情况。", "组织党员志愿者参与。", "可提供场地和人员。"))
    need.claims.append((when, holder, note))
    told = {"unit": None if alone else unit.name, "concerned": [] if alone else [unit.id]}
    need.steps.append((when, unit.account, "demand.claimed", told))
    need.touched.append(when)


def write(world: World, need: Need) -> None:
    """The row and its events, once it is known how it went."""
    clock, number = world.clock, need.id
    anonymous = need.organisation is not None and world.chance.random() < 0.03
    receipt = hashlib.sha256(f"district {number}".encode()).digest() if need.account is None else None
    world.rows.put(
        "demand",
        id=number,
        organisation_id=need.organisation and need.organisation.id,
        account_id=need.account,
        category_id=need.category.id,
        need_id=world.categories["NEED", KINDS_OF_NEED[need.category.code]].id,
        area_id=need.area.id,
        area_path=need.area.path,
        place=f"{need.area.place}{world.chance.choice(SPOTS)}",
        title=need.title,
        title_key=texts.key(need.title),
        words=texts.words(need.title),
        terms=need.terms,
        description=world.filled(need.thing.text),
        quantity=need.quantity,
        unit=need.thing.unit,
        needed_by=clock.day(need.by),
        beneficiaries=world.chance.choice((None, world.chance.randint(1, 600))),
        origin=need.origin,
        axis="STATE" if world.chance.random() < 0.15 else "RESIDENT",
        urgency=world.chance.choices(("NORMAL", "SOON", "URGENT"), (80, 15, 5))[0],
        anonymous=anonymous,
        level=need.level,
        status=need.status,
        reason=need.reason,
        merged_into_id=need.into and need.into.id,
        receipt_hash=receipt,
        promised=need.promised,
        listed_at=clock.moment(need.listed) if need.listed < DAYS else None,
        closed_at=clock.moment(need.ended) if need.fate == "CLOSED" else None,
        created_at=clock.moment(need.made),
        updated_at=clock.moment(max(need.touched)),
        version=len(need.touched),
    )
    ended = clock.moment(need.ended) if need.status == "WITHDRAWN" and need.claims else None
    for when, holder, note in need.claims:
        world.rows.add("claim", demand_id=number, **holder, note=note, claimed_at=clock.moment(when), ended_at=ended)
    for when, actor, verb, told in need.steps:
        concerned = [need.organisation.id if need.organisation else None, *told.get("concerned", [])]
        data = {"title": need.title} | {name: value for name, value in told.items() if name != "concerned"}
        world.ledger.tell(when, actor, verb, ("Demand", number), need.area.path, concerned, data)
