"""The project list over five half-years: from promises, demands and proposals; what is unfinished is carried over."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field, replace

from api.sample.district.clock import DAYS
from api.sample.district.needs import Need
from api.sample.district.places import Area
from api.sample.district.promises import Promise
from api.sample.district.words.works import CARRIED, CRITERIA, FORMS, PURPOSES, TERMINATED, THEMES
from api.sample.district.world import Unit, World
from schema.projects.rules import following, half_year_of

STEPS = ("published", "claimed", "signed", "started", "delivered", "rated", "compared", "written_off")
"""The way of a project."""
_GAPS = {
    "published": (0.5, 12),
    "claimed": (0.5, 14),
    "signed": (0.5, 12),
    "started": (0.1, 10),
    "delivered": (10, 70),
    "rated": (0.5, 14),
    "compared": (0.5, 10),
    "written_off": (0.5, 12),
}
"""Days between the step before and this one."""
_STATES = ("PROPOSED", "PUBLISHED", "CLAIMED", "SIGNED", "IN_PROGRESS", "DELIVERED", "EVALUATED", "EVALUATED", "WRITTEN_OFF")
"""After so many steps."""
HALVES = 5
_BEGUN = 0.92
"""The others carry on one of the half-year before."""


@dataclass(slots=True, eq=False)
class Project:
    """A project on its way."""

    area: Area
    title: str
    code: str
    """The class of demands that it is about."""
    half: str
    made: float
    origin: str
    needs: list[Need]
    promises: list[Promise]
    lead: Unit | None
    others: list[Unit]
    criteria: list[str]
    id: int = 0
    at: dict[str, float] = field(default_factory=dict)
    """When it took each step."""
    ended: tuple[str, float] | None = None
    """Carried over or terminated, and when."""
    award: int | None = None
    spent: list[tuple[float, int, str]] = field(default_factory=list)
    """When, how much, for what; kept within the award."""
    reason: str = ""
    """Why it ended before its time."""
    carried_from: "Project | None" = None

    @property
    def status(self) -> str:
        """As it is stored."""
        return self.ended[0] if self.ended else _STATES[sum(step in self.at for step in STEPS)]

    @property
    def brought(self) -> set[str]:
        """Steps that an earlier half-year took."""
        return set(self.carried_from.at) if self.carried_from else set()


class Pool:
    """By subdistrict: what projects can be made of, in the order of time."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.promises: dict[Area, list[Promise]] = defaultdict(list)
        self.needs: dict[Area, list[Need]] = defaultdict(list)
        for promise in sorted(world.promises, key=lambda one: one.agreed):
            if promise.status in ("AGREED", "DONE"):
                self.promises[promise.need.area.street].append(promise)
        for need in sorted(world.needs, key=lambda one: one.listed):
            if need.listed < DAYS:
                self.needs[need.area.street].append(need)

    def promise(self, street: Area, when: float) -> Promise | None:
        """One that was agreed upon not long before, and of which nobody has made a project."""
        found = self.promises[street]
        place = bisect_left(found, when, key=lambda one: one.agreed)
        some = [one for one in found[max(0, place - 25) : place] if not one.linked]
        return self.world.chance.choice(some) if some else None

    def need(self, street: Area, when: float) -> Need | None:
        """One that is on the list."""
        found = self.needs[street]
        place = bisect_left(found, when, key=lambda one: one.listed)
        some = [one for one in found[max(0, place - 25) : place] if one.ended > when]
        return self.world.chance.choice(some) if some else None


def made(world: World) -> list[Project]:
    """All projects, the earliest first; those that carry on another behind it."""
    pool, found = Pool(world), list[Project]()
    halves = _halves(world)
    for place, (half, first, last) in enumerate(halves):
        for _ in range(round(world.size.projects * _BEGUN / len(halves))):
            when = world.between(max(41, first - 15), last - 60 if place < len(halves) - 1 else DAYS - 1)
            found.append(_begin(world, pool, half, when))
            _go(world, found[-1], last if place < len(halves) - 1 else DAYS)
    for project in found:
        if project.ended and project.ended[0] == "CARRIED_OVER":
            found.append(_continue(world, project, {half: last for half, _, last in halves}))
    found.sort(key=lambda one: one.carried_from.ended[1] if one.carried_from and one.carried_from.ended else one.made)
    return found


def _halves(world: World) -> list[tuple[str, float, float]]:
    """The half-years with their first and last day, the present one last."""
    days = [world.clock.day(number) for number in range(-1, int(DAYS) + 1)]
    names = list(dict.fromkeys(half_year_of(day) for day in days))[-HALVES:]
    return [
        (name, *(float(number) for number in (world.clock.since(some[0]), world.clock.since(some[-1]))))  # type: ignore[misc]
        for name in names
        if (some := [day for day in days if half_year_of(day) == name])
    ]


def _begin(world: World, pool: Pool, half: str, when: float) -> Project:
    chance, street = world.chance, world.chance.choice(world.streets)
    promise = pool.promise(street, when) if chance.random() < 0.55 else None
    need = promise.need if promise else pool.need(street, when) if chance.random() < 0.6 else None
    area = need.area if need else chance.choice([street, *street.below])
    code = need.category.code if need else chance.choice(list(THEMES))
    title = f"{area.street.place if area.above else ''}“{chance.choice(THEMES[code])}”{chance.choice(FORMS)}"
    origin = "MATCHES" if promise else chance.choice(("RESIDENTS", "COMMITTEE"))
    units = [unit for unit in world.of_street[street] if unit.since < when < unit.until and unit.account]
    lead = promise.offer.unit if promise else chance.choice(units) if units else None
    others = [one for one in chance.sample(units, min(len(units), chance.randint(0, 3))) if one is not lead]
    if promise:
        promise.linked = True
    criteria = [world.filled(one) for one in chance.sample(CRITERIA, chance.randint(2, 4))]
    return Project(
        *(area, title, code, half, when, origin, [need] if need else [], [promise] if promise else [], lead, others, criteria)
    )


def _go(world: World, project: Project, end: float) -> None:
    """Step by step until now; at the end of its half-year what is not delivered is carried over, now and then given up."""
    when = max([project.made, *project.at.values()])
    over = end + world.between(0.5, 6)
    fails = world.chance.random() < 0.05
    for step in STEPS:
        if step in project.at:
            continue
        when += world.between(*_GAPS[step])
        if step == "written_off":
            when = max([when, *(one.over + 0.1 for one in project.promises)])
        delivered = "delivered" in project.at
        if not delivered and end < DAYS and when > end and over < DAYS:
            _end(world, project, over, fails)
            return
        if when >= DAYS or (step == "claimed" and project.lead is None):
            return
        if fails and step == "delivered":
            project.ended, project.reason = ("TERMINATED", when), world.chance.choice(TERMINATED)
            return
        project.at[step] = when
        if step == "signed":
            _fund(world, project, when)


def _end(world: World, project: Project, when: float, fails: bool) -> None:
    """Its half-year is over: only what was published can be carried over."""
    if "published" not in project.at:
        project.at["published"] = max(project.made + 0.1, when - 1)
    project.ended = ("TERMINATED" if fails else "CARRIED_OVER", when)
    project.reason = world.chance.choice(TERMINATED if fails else CARRIED)
    if project.award is not None:
        project.spent = [one for one in project.spent if one[0] < when]


def _fund(world: World, project: Project, when: float) -> None:
    """Money for seven in ten, of which some is spent until the end."""
    if project.award is not None or world.chance.random() < 0.3:
        return
    project.award = world.chance.randrange(2_000, 60_001, 500)
    left = project.award
    for _ in range(world.chance.randint(0, 4)):
        when += world.between(1, 25)
        amount = min(left, world.chance.randrange(100, max(101, project.award // 2), 50))
        if when >= DAYS or amount <= 0:
            return
        project.spent.append((when, amount, world.chance.choice(PURPOSES)))
        left -= amount


def _continue(world: World, project: Project, ends: dict[str, float]) -> Project:
    """The same in the next half-year, with what is open of it."""
    assert project.ended
    half = following(project.half)
    award = None if project.award is None else project.award - sum(one[1] for one in project.spent)
    along = [one for one in project.promises if one.over > project.ended[1]]
    new = replace(
        project,
        half=half,
        promises=along,
        id=0,
        at=dict(project.at),
        ended=None,
        reason="",
        award=award,
        spent=[],
        carried_from=project,
    )
    if project.award is not None:
        project.award -= award or 0
    when = project.ended[1]
    last = ends.get(half, DAYS)
    new.made = when
    _go(world, new, last if last < DAYS - 1 else DAYS)
    return new
