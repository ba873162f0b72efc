"""Committees of every subdistrict and community, the units of the registry, and the people who act for them."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from api.sample.district.clock import DAYS
from api.sample.district.places import Area
from api.sample.district.words.offers import BRANDS
from api.sample.district.words.people import DUTIES, GIVEN, SURNAMES, TITLES
from api.sample.district.world import Unit, World
from api.sample.units import credit_code
from schema.committees.rules import BODY, ROLE_NAMES
from schema.engine.text import index_words, name_key
from schema.organisations.contact_book import NewContact
from schema.organisations.entry import derived

KINDS = {
    "ENTERPRISE": (
        55,
        ["科技", "商贸", "餐饮管理", "文化传媒", "建筑工程", "健康咨询", "酒店管理", "教育咨询"],
        "有限公司",
        "91",
    ),
    "SOCIAL_ORGANIZATION": (14, ["志愿服务", "公益发展", "邻里互助", "社会工作", "助老服务"], "中心", "52"),
    "PUBLIC_INSTITUTION": (12, ["小学", "中学", "幼儿园", "社区卫生服务中心", "文化活动中心"], "", "12"),
    "PROPERTY_COMPANY": (10, ["物业管理", "物业服务"], "有限公司", "91"),
    "PARTY_ORGANIZATION": (9, ["楼宇联合党支部", "商圈党支部", "园区党总支"], "", ""),
}
"""By kind: its share in percent, trades, how names end, and how credit codes begin."""


def name_of(world: World) -> str:
    """A name of somebody who does not exist."""
    return world.chance.choice(SURNAMES) + world.chance.choice(GIVEN)


def person(world: World, title: str, when: float, path: str = "") -> tuple[int, int]:
    """Somebody with an account; numbers of both."""
    name = name_of(world)
    number = world.rows.add(
        "person",
        name=name,
        name_key=name_key(name, person=True),
        words=index_words(name),
        title=title,
        created_at=world.clock.moment(when),
    )
    account = world.rows.add(
        "account",
        person_id=number,
        login=f"sample.{number:05}",
        password_hash=world.password,
        must_change_password=False,
        created_at=world.clock.moment(when),
    )
    admin = world.areas[0].account
    world.ledger.tell(when, admin, "person.created", ("Person", number), path)
    world.ledger.tell(when, admin, "account.created", ("Account", account), "", data={"administrator": False})
    return number, account


def join(world: World, someone: int, organisation: int, role: str, when: float, path: str) -> None:
    """Somebody belongs to an organisation from a day on."""
    number = world.rows.add(
        "membership",
        person_id=someone,
        organisation_id=organisation,
        role=role,
        valid_from=world.clock.day(when),
        created_at=world.clock.moment(when),
    )
    world.ledger.tell(
        when, world.areas[0].account, "membership.created", ("Membership", number), path, [organisation], {"role": role}
    )


def organisation(world: World, kind: str, name: str, area: Area, when: float, **more: Any) -> int:
    """An entry of the registry."""
    usual = {"short_name": "", "uscc": None, "address": "", "description": "", "parent_id": None, "status": "ACTIVE"}
    values: dict[str, Any] = usual | more
    named = derived(name, values["short_name"], values["uscc"])
    at = world.clock.moment(when)
    return world.rows.add(
        "organisation",
        kind=kind,
        name=name,
        **named,
        **values,
        area_id=area.id,
        area_path=area.path,
        contact_confirmed_on=None if kind == "COMMITTEE" else world.clock.day(max(when, world.between(when, DAYS))),
        created_at=at,
        updated_at=at,
    )


def committees(world: World) -> None:
    """Each subdistrict and community that has none gets one, the upper ones first."""
    for area in [*world.streets, *world.communities]:
        if not area.committee and area.above:
            _committee(world, area, area.above, world.between(0, 20))


def _committee(world: World, area: Area, above: Area, when: float) -> None:
    name = f"{area.name}{BODY}（样例）"
    area.organisation = organisation(world, "COMMITTEE", name, area, when, parent_id=above.organisation)
    day = world.clock.day(when)
    area.committee = world.rows.add(
        *("committee",), organisation_id=area.organisation, area_id=area.id, area_path=area.path, term_from=day
    )
    concerned = [area.organisation, above.organisation]
    subject = ("Committee", area.committee)
    told = {"name": name, "field": None}
    world.ledger.tell(when, world.areas[0].account, "committee.created", subject, area.path, concerned, told)
    title = TITLES["street" if area.level == "SUBDISTRICT" else "community"]
    someone, area.account = person(world, str(title), when, area.path)
    join(world, someone, area.organisation, "COORDINATOR", when, area.path)
    for role in ("CHAIR", "VICE_CHAIR", "SECRETARY_GENERAL"):
        holder = someone if role == "SECRETARY_GENERAL" else person(world, "", when, area.path)[0]
        seat(world, area, role, when, person_id=holder)


def seat(world: World, area: Area, role: str, when: float, *, person_id: int | None = None, unit: int | None = None) -> None:
    """A seat in an area's committee."""
    day = world.clock.day(when)
    number = world.rows.add(
        "seat", committee_id=area.committee, role=role, person_id=person_id, organisation_id=unit, duties="", valid_from=day
    )
    told = {"role": ROLE_NAMES[role], "committee": area.committee}
    world.ledger.tell(
        when, world.areas[0].account, "seat.appointed", ("Seat", number), area.path, [area.organisation, unit], told
    )


def units(world: World, taken: set[str]) -> None:
    """Offices, residents' committees and all others, whose names are not taken yet."""
    for street in world.streets:
        kind = "地区办事处" if street.name.endswith("地区") else "街道办事处"
        _unit(world, "DEPARTMENT", f"{street.place}{kind}", street, taken, "11")
    for community in world.communities:
        _unit(world, "SELF_GOVERNING_BODY", f"{community.name}居民委员会", community, taken)
    kinds, shares = list(KINDS), [one[0] for one in KINDS.values()]
    for number in range(world.size.units):
        area = world.chance.choice(world.communities)
        kind = world.chance.choices(kinds, shares)[0]
        _, trades, ending, code = KINDS[kind]
        made = (f"{area.street.place}{brand}示范{world.chance.choice(trades)}{ending}" for brand in _brands(number))
        _unit(world, kind, next(name for name in made if full(name) not in taken), area, taken, code)


def _brands(number: int) -> Iterator[str]:
    """Names to try, beginning somewhere in the list; when all are taken, with a numeral."""
    for turn in count(number):
        brand = BRANDS[turn % len(BRANDS)]
        yield brand if turn - number < len(BRANDS) else f"{brand}{BRANDS[(turn // len(BRANDS)) % len(BRANDS)]}"


def full(name: str) -> str:
    """The name in the registry."""
    return f"{name}（样例）"


def _unit(world: World, kind: str, name: str, area: Area, taken: set[str], code: str = "") -> None:
    if full(name) in taken:
        return
    taken.add(full(name))
    body = kind in ("DEPARTMENT", "SELF_GOVERNING_BODY")
    when = world.between(20, 40) if body else world.chance.choice((world.between(20, 90), world.between(20, 500)))
    closed = None if body or world.chance.random() > 0.02 else world.between(max(when, 500), DAYS - 1)
    entry = {
        "short_name": name[: -len("有限公司")] if name.endswith("有限公司") else "",
        "uscc": credit_code(code, world.rows.last["organisation"] + 1) if code else None,
        "address": "" if body else f"{area.name}示范路 {world.chance.randint(1, 200)} 号",
        "status": "CLOSED" if closed else "ACTIVE",
    }
    number = organisation(world, kind, full(name), area, when, **entry)
    world.ledger.tell(when, area.coordinator, "organisation.registered", ("Organisation", number), area.path, [number])
    if closed:
        reason = {"reason": "已迁出本区。"}
        world.ledger.tell(
            closed, area.street.coordinator, "organisation.closed", ("Organisation", number), area.path, [number], reason
        )
    unit = Unit(number, kind, full(name), area, when, None, None, _contacts(world, number, when), closed or float("inf"))
    _people(world, unit)
    if kind == "SELF_GOVERNING_BODY":
        world.residents[area] = unit
    if area.committee and (body or world.chance.random() < 0.35):
        seat(world, area, "MEMBER_UNIT", world.between(when, when + 60), unit=number)
    world.settle_in(unit)


def _people(world: World, unit: Unit) -> None:
    """Who manages a unit, who handles its matters, and who only belongs to it."""
    for role in ("MANAGER", "HANDLER", "MEMBER")[: world.chance.randint(1, 3)]:
        someone, account = person(world, world.chance.choice(TITLES["unit"]), unit.since, unit.area.path)
        join(world, someone, unit.id, role, unit.since, unit.area.path)
        if role == "MANAGER":
            unit.person, unit.account = someone, account


def _contacts(world: World, number: int, when: float) -> int:
    """One or two people through whom a unit is reached; the number of the liaison officer's entry."""
    found = []
    for place in range(world.chance.randint(1, 2)):
        phone = f"1390000{world.chance.randrange(10_000):04}"
        contact = NewContact(name_of(world), phone, world.chance.choice(DUTIES), liaison=place == 0)
        confirmed = world.clock.day(world.between(max(when, DAYS - 400), DAYS))
        row = contact.sealed(world.seal) | {"confirmed_on": confirmed, "created_at": world.clock.moment(when)}
        found.append(world.rows.add("contact", organisation_id=number, **row))
    return found[0]
