"""Plans by the naive way: every allocation that there is, judged by the rules as they are told. Knows nothing of the solver."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from schema.plans.problem import Edge, Forbidden, Lot, LotKey, Need, Pin, Problem, Weights
from schema.plans.solution import Line

COMMUNITIES = ("11/11.1/11.1.1/", "11/11.1/11.1.2/", "11/11.2/11.2.1/")
MONDAY = date(2026, 11, 2)


def broken(problem: Problem, lines: Sequence[Line], *, pins: bool = True) -> list[str]:
    """Which rules an allocation breaks; pins are left aside while it is incomplete."""
    needs, lots = {one.number: one for one in problem.needs}, {one.key: one for one in problem.lots}
    edges = {(one.need, one.lot): one for one in problem.edges}
    wrong = []
    for line in lines:
        if (line.need, line.lot) not in edges:
            wrong.append("no such edge")
        if line.quantity <= 0 or (needs[line.need].whole and line.quantity % 100):
            wrong.append("not a quantity")
        for rule in problem.forbidden:
            lot = lots[line.lot]
            if rule.need == line.need and (
                rule.lot == lot.key or rule.resource == lot.key.resource or rule.provider == lot.provider
            ):
                wrong.append("forbidden")
    for need in needs.values():
        mine = [line for line in lines if line.need == need.number]
        if sum(line.quantity for line in mine) > need.missing:
            wrong.append("more than is missing")
        if need.partners is not None and len({lots[line.lot].provider for line in mine}) > need.partners:
            wrong.append("too many partners")
    for lot in lots.values():
        taken = [Fraction(line.quantity * edges[line.need, line.lot].takes, 100) for line in lines if line.lot == lot.key]
        if sum(-(-one // 1) for one in taken) > lot.free:
            wrong.append("more than is free")
    for provider in {lot.provider for lot in lots.values()}:
        most = problem.lines_of.get(provider, problem.lines)
        if most is not None and sum(lots[line.lot].provider == provider for line in lines) > most:
            wrong.append("too many lines")
    had = {(line.need, line.lot): line.quantity for line in lines}
    wrong += ["pin" for pin in problem.pins if pins and had.get((pin.need, pin.lot), 0) != pin.quantity]
    return wrong


def worth_of(problem: Problem, lines: Sequence[Line]) -> Fraction:
    """Points, exactly."""
    weights, needs = problem.weights, {one.number: one for one in problem.needs}
    edges = {(one.need, one.lot): one for one in problem.edges}
    served: dict[str, Fraction] = {}
    value = Fraction(0)
    for line in lines:
        need, edge = needs[line.need], edges[line.need, line.lot]
        points = Fraction(need.weight * line.quantity, need.missing)
        served[need.community] = served.get(need.community, Fraction(0)) + points
        value += points * (weights.fit * Fraction(edge.score) + weights.nearness * edge.nearness) / 10_000 - weights.line
    for community, points in served.items():
        whole = sum(need.weight for need in needs.values() if need.community == community and need.missing)
        for quarter, counts in enumerate((3, 1, -1, -3)):
            inside = min(max(points / whole - Fraction(quarter, 4), Fraction(0)), Fraction(1, 4)) * whole
            value += inside * (1 + Fraction(weights.fairness * counts, 400))
    return value


def all_allocations(problem: Problem, edges: Sequence[Edge], lines: tuple[Line, ...] = ()) -> Iterator[tuple[Line, ...]]:
    """Every one that breaks no rule, edge by edge; what is too much does not become less by adding."""
    if broken(problem, lines, pins=False):
        return
    if not edges:
        if not broken(problem, lines):
            yield lines
        return
    edge, *others = edges
    need = next(one for one in problem.needs if one.number == edge.need)
    yield from all_allocations(problem, others, lines)
    for quantity in range(1, need.missing + 1):
        if not need.whole or quantity % 100 == 0:
            yield from all_allocations(problem, others, (*lines, Line(edge.need, edge.lot, quantity)))


def best_of_all(problem: Problem) -> Fraction | None:
    """What the best allocation is worth; none if there is none in which the pins hold."""
    return max((worth_of(problem, lines) for lines in all_allocations(problem, problem.edges)), default=None)


def key(number: int) -> LotKey:
    """Lots of three kinds: stocks, and openings of two offers."""
    return LotKey(number) if number % 3 else LotKey(100, MONDAY + timedelta(days=number), "09:00")


@st.composite
def problems(draw: Any, *, most: int = 3, largest: int = 3, pins: bool = True) -> Problem:
    """Small ones: a few needs and lots of a few grains each."""
    numbers = range(1, draw(st.integers(1, most)) + 1)
    whole = {number: draw(st.booleans()) for number in numbers}
    grains = st.integers(0, largest)
    needs = [
        Need(
            number,
            draw(st.sampled_from(COMMUNITIES)),
            draw(grains) * (100 if whole[number] else 1) + (draw(st.sampled_from((0, 0, 50))) if whole[number] else 0),
            draw(st.sampled_from((1, 50, 100, 100, 200, 400))),
            whole[number],
            draw(st.sampled_from((None, None, 0, 1, 2))),
        )
        for number in numbers
    ]
    lots = [
        Lot(key(number), draw(st.integers(1, 3)), draw(grains) * draw(st.sampled_from((1, 100, 100))))
        for number in range(1, draw(st.integers(1, most)) + 1)
    ]
    pairs = [(need, lot.key) for need in needs for lot in lots]
    edges = [
        Edge(
            need.number,
            lot,
            draw(st.integers(0, 100)),
            draw(st.sampled_from((0, 45, 75, 100))),
            draw(st.sampled_from((100, 100, 200, 33 if need.whole else 300))),
        )
        for need, lot in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=6))
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2)) if pins and draw(st.booleans()) else []
    return Problem(
        tuple(needs),
        tuple(lots),
        tuple(edges),
        tuple(Pin(need.number, lot, draw(grains) * (100 if need.whole else 1)) for need, lot in chosen),
        tuple(draw(st.lists(st.builds(Forbidden, st.integers(1, most), provider=st.integers(1, 3)), max_size=1))),
        draw(st.sampled_from((None, None, 1, 2))),
        draw(st.dictionaries(st.integers(1, 3), st.integers(0, 2), max_size=1)),
        Weights(
            fairness=draw(st.sampled_from((0, 50, 100))),
            fit=draw(st.integers(0, 20)),
            nearness=draw(st.integers(0, 20)),
            line=draw(st.sampled_from((0, 2, 30))),
        ),
    )


def enormous(seed: int) -> Problem:
    """Quantities from a hundredth to ten thousand million, next to each other."""
    chance = random.Random(seed)

    def some() -> int:
        return int(10 ** chance.uniform(0, 12))

    lots = [Lot(key(number), chance.randint(1, 5), some()) for number in range(chance.randint(1, 8))]
    needs = [
        Need(
            number,
            chance.choice(COMMUNITIES),
            some(),
            chance.choice((1, 100, 10_000)),
            chance.random() < 0.5,
            chance.choice((None, 1)),
        )
        for number in range(chance.randint(1, 8))
    ]
    edges = [
        Edge(need.number, lot.key, chance.randint(0, 100), 45, chance.choice((100, 1, 33, some())))
        for need in needs
        for lot in lots
    ]
    return Problem(tuple(needs), tuple(lots), tuple(chance.sample(edges, min(len(edges), 25))), lines=chance.choice((None, 2)))


def town(seed: int, needs: int = 30) -> Problem:
    """A larger one, with everything that a problem can have; too large to be solved to the optimum at once."""
    chance = random.Random(seed)
    asked = [
        Need(
            number,
            chance.choice(COMMUNITIES),
            chance.randint(1, 30) * 100 + chance.choice((0, 0, 50)),
            chance.choice((100, 100, 200, 400)),
            chance.random() < 0.7,
            chance.choice((None, 2, 3)),
        )
        for number in range(needs)
    ]
    lots = [Lot(key(number), chance.randint(1, 30), chance.randint(0, 15) * 100) for number in range(needs)]
    edges = [
        Edge(need.number, lot.key, chance.randint(0, 100), chance.choice((45, 75, 100)), chance.choice((100, 100, 150, 33)))
        for need in asked
        for lot in chance.sample(lots, 12)
    ]
    fit = {lot.key for lot in lots if lot.free >= 100 and lot.provider > 5}
    pins = {one.lot: Pin(one.need, one.lot, 100) for one in edges[100::40] if one.lot in fit and one.takes == 100}
    rules = [Forbidden(one.need, lot=one.lot) for one in edges[:40:8]]
    return Problem(
        tuple(asked), tuple(lots), tuple(edges), tuple(pins.values()), tuple(rules), lines=6, lines_of={3: 1, 4: 0, 5: 2}
    )
