"""Why not X: what it would cost to insist on a line, solved anew around the plan that there is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from schema.plans.draft import Draft
from schema.plans.highs import run
from schema.plans.instance import Instance, in_order
from schema.plans.model import Model
from schema.plans.pins import conflicts
from schema.plans.problem import LotKey, Pin, Problem
from schema.plans.solution import Conflict, Solution
from schema.plans.worth import worth

REACH = 8
"""How many needs may be served otherwise because of it, at most, beside those that it touches itself (our default)."""
KEEPING = 5.0
"""Points that another line has to bring before one that is there is given up for it: what changes is to be followed."""
NEAR = 0.1
"""Points by which the answer may be from the best (our default)."""
NODES = 10
"""How many branches are looked at."""
PATIENCE = 5.0
"""Seconds after which the best answer so far is taken."""


@dataclass(frozen=True, slots=True)
class NeedChange:
    """A need that would get more or less."""

    need: int
    """The demand's number."""
    before: int
    """Hundredths that it gets in the plan."""
    after: int
    """Hundredths that it would get."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that would be another."""

    need: int
    """The demand's number."""
    lot: LotKey
    """The lot."""
    before: int
    """Hundredths in the plan; 0 for a line that would be new."""
    after: int
    """Hundredths then; 0 for one that would go."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a line would cost if people insisted on it."""

    pin: Pin
    """The line."""
    points: float
    """What the plan would lose, at most: more changes than these might get some of it back. Below 0 it would be a better plan."""
    needs: tuple[NeedChange, ...]
    """Who would get more or less, those who lose first, the most first."""
    lines: tuple[LineChange, ...]
    """What would be done otherwise, in canonical order; the line itself is among them."""
    conflicts: tuple[Conflict, ...] = ()
    """Why it is impossible, together with the pins that there are; then there is nothing else."""


def price(problem: Problem, solution: Solution, pin: Pin) -> Price:
    """The price of insisting on a line. Only lines around it may change, so it is answered at once and is easily followed.

    The solution is one of this problem. Raises ValueError if the problem contradicts itself.
    """
    others = tuple(one for one in problem.pins if (one.need, one.lot) != (pin.need, pin.lot))
    instance = Instance(replace(problem, pins=(*others, pin)))
    if clashes := conflicts(instance):
        return Price(pin, 0.0, (), (), clashes)
    places = {(line.need, line.lot): line.quantity for line in solution.lines}
    before = {instance.edge_place[pair]: quantity for pair, quantity in places.items() if pair in instance.edge_place}
    after = _again(instance, before, pin)
    return Price(
        pin, worth(instance, before) - worth(instance, after), _needs(instance, before, after), _lines(instance, before, after)
    )


def _again(instance: Instance, before: dict[int, int], pin: Pin) -> dict[int, int]:
    """The lines around the pin solved anew, all others as they are."""
    around = (
        _around(instance, before, instance.edge_place[pin.need, pin.lot]) if (pin.need, pin.lot) in instance.edge_place else set()
    )
    kept = {edge: quantity for edge, quantity in before.items() if instance.need_of[edge] not in around} | instance.pinned
    edges = [edge for edge in instance.free if instance.need_of[edge] in around]
    model = Model(Draft(instance, kept), edges, relaxed=False, there=before, keeping=KEEPING)
    fallback = Draft(instance, kept)
    fallback.lay({edge: before.get(edge, 0) for edge in edges})
    fallback.fill(edges)
    start = {edge: quantity for edge, quantity in fallback.quantities.items() if edge in model.columns}
    outcome = run(model.program, lambda bound, value: True, PATIENCE, gap=NEAR, nodes=NODES, start=model.values(start))
    found = Draft(instance, kept)
    found.lay(model.quantities(outcome.values) if outcome.values else start)
    found.fill(edges)
    return found.quantities


def _around(instance: Instance, before: dict[int, int], edge: int) -> set[int]:
    """Needs that it touches: its own, those that its lot or its organisation serve, those that share other lots with them."""
    lot, provider = instance.lot_of[edge], instance.provider_of[edge]
    near = {instance.need_of[edge]}
    near |= {instance.need_of[one] for one in before if lot == instance.lot_of[one] or provider == instance.provider_of[one]}
    users: dict[int, list[int]] = {}
    for one in sorted(before):
        users.setdefault(instance.lot_of[one], []).append(instance.need_of[one])
    lots = dict.fromkeys(instance.lot_of[one] for need in sorted(near) for one in instance.at_need[need])
    others = dict.fromkeys(need for one in lots for need in users.get(one, ()) if need not in near)
    return near | set(list(others)[:REACH])


def _sums(instance: Instance, quantities: dict[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for edge, quantity in quantities.items():
        number = instance.edges[edge].need
        found[number] = found.get(number, 0) + quantity
    return found


def _needs(instance: Instance, before: dict[int, int], after: dict[int, int]) -> tuple[NeedChange, ...]:
    had, has = _sums(instance, before), _sums(instance, after)
    changed = [NeedChange(number, had.get(number, 0), has.get(number, 0)) for number in had.keys() | has.keys()]
    return tuple(sorted((one for one in changed if one.before != one.after), key=lambda one: (one.after - one.before, one.need)))


def _lines(instance: Instance, before: dict[int, int], after: dict[int, int]) -> tuple[LineChange, ...]:
    def changed(edges: Iterable[int]) -> Iterable[LineChange]:
        for place in edges:
            if before.get(place, 0) != after.get(place, 0):
                edge = instance.edges[place]
                yield LineChange(edge.need, edge.lot, before.get(place, 0), after.get(place, 0))

    return tuple(sorted(changed(before.keys() | after.keys()), key=lambda one: (one.need, in_order(one.lot))))
