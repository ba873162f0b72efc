"""Questions to a plan: what a line would cost that people want, and why a need did not get a lot."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.plans.pricing import LineChange, NeedChange, price
from schema.plans.problem import Edge, Forbidden, Lot, LotKey, Need, Pin, Problem
from schema.plans.reasons import Advantage, Obstacle, alternatives
from schema.plans.solution import Clash, Line, Status
from schema.plans.solving import solve
from tests.rules.allocating import COMMUNITIES, best_of_all, broken, problems, town, worth_of

HERE, THERE = COMMUNITIES[:2]


def need(number: int, weight: int = 100, community: str = HERE, partners: int | None = None) -> Need:
    return Need(number, community, 10_00, weight, partners=partners)


def lot(number: int, free: int = 10_00, provider: int | None = None) -> Lot:
    return Lot(LotKey(number), provider or number, free)


def edge(need: int, lot: int, score: float = 50, nearness: int = 45) -> Edge:
    return Edge(need, LotKey(lot), score, nearness)


TWO = Problem((need(1, 200), need(2)), (lot(1), lot(2)), (edge(1, 1, 90), edge(1, 2, 80), edge(2, 1, 90)))
"""The first could have either offer, the second only the first one."""


def test_the_price_of_a_line_is_what_others_lose_by_it() -> None:
    plan = solve(TWO)
    asked = price(TWO, plan, Pin(1, LotKey(1), 10_00))
    assert asked.needs == (NeedChange(2, 10_00, 0),)
    assert asked.lines == (
        LineChange(1, LotKey(1), 0, 10_00),
        LineChange(1, LotKey(2), 10_00, 0),
        LineChange(2, LotKey(1), 10_00, 0),
    )
    pinned = solve(replace(TWO, pins=(Pin(1, LotKey(1), 10_00),)))
    assert asked.points == pytest.approx(plan.totals.value - pinned.totals.value)


def test_a_line_that_is_there_costs_nothing() -> None:
    asked = price(TWO, solve(TWO), Pin(2, LotKey(1), 10_00))
    assert (asked.points, asked.needs, asked.lines, asked.conflicts) == (0, (), (), ())


def test_a_line_that_is_impossible_says_why_instead_of_a_price() -> None:
    problem = replace(TWO, pins=(Pin(2, LotKey(1), 8_00),))
    asked = price(problem, solve(problem), Pin(1, LotKey(1), 3_00))
    assert [(one.code, one.most, len(one.pins)) for one in asked.conflicts] == [(Clash.LOT, 10_00, 2)]
    assert asked.lines == ()
    (never,) = price(TWO, solve(TWO), Pin(2, LotKey(2), 1_00)).conflicts
    assert never.code is Clash.NOT_ALLOWED


def test_another_quantity_of_a_pinned_line_replaces_the_pin() -> None:
    problem = replace(TWO, pins=(Pin(2, LotKey(1), 8_00),))
    asked = price(problem, solve(problem), Pin(2, LotKey(1), 5_00))
    assert NeedChange(2, 8_00, 5_00) in asked.needs


@settings(max_examples=100, deadline=None)
@given(problems(), st.data())
def test_in_a_small_plan_the_price_is_the_exact_one(problem: Problem, data: st.DataObject) -> None:
    plan = solve(problem)
    if plan.status is Status.INFEASIBLE or not problem.edges:
        return
    wanted = data.draw(st.sampled_from(problem.edges))
    asked = price(problem, plan, Pin(wanted.need, wanted.lot, data.draw(st.integers(0, 3)) * 100))
    others = tuple(pin for pin in problem.pins if (pin.need, pin.lot) != (wanted.need, wanted.lot))
    best = best_of_all(replace(problem, pins=(*others, asked.pin)))
    if best is None:
        assert asked.conflicts
    else:
        # Lines around it may change, which in so small a plan are all that share a lot or an organisation.
        assert asked.points >= plan.totals.value - float(best) - 1e-4


def test_what_would_change_in_a_large_plan_keeps_every_rule() -> None:
    problem = town(0)
    plan = solve(problem)
    lots = {one.key: one for one in problem.lots}
    for wanted in problem.edges[::40]:
        if any(pin.need == wanted.need and pin.lot == wanted.lot for pin in problem.pins) or lots[wanted.lot].free < 100:
            continue
        asked = price(problem, plan, Pin(wanted.need, wanted.lot, 100))
        if asked.conflicts:
            continue
        then = {(line.need, line.lot): line.quantity for line in plan.lines} | {
            (line.need, line.lot): line.after for line in asked.lines
        }
        lines = [Line(need, lot, quantity) for (need, lot), quantity in then.items() if quantity]
        assert broken(replace(problem, pins=(*problem.pins, asked.pin)), lines) == []
        assert float(worth_of(problem, plan.lines) - worth_of(problem, lines)) == pytest.approx(asked.points, abs=1e-6)


def reasons(problem: Problem, number: int) -> dict[int, tuple[Obstacle, dict[int, tuple[Advantage, ...]]]]:
    """By offer: what stands in the way, and which demands are ahead in what."""
    found = alternatives(problem, solve(problem), number)
    return {one.lot.resource: (one.obstacle, {rival.need: rival.ahead for rival in one.rivals}) for one in found}


def test_what_others_get_is_told_with_what_they_are_ahead_in() -> None:
    needs = (need(1), need(2, weight=400), need(3, community=THERE))
    problem = Problem(needs, (lot(1), lot(2)), (edge(1, 1, 50), edge(2, 1, 60, 75), edge(1, 2), edge(3, 2)))
    assert reasons(problem, 1)[1] == (
        Obstacle.TAKEN,
        {2: (Advantage.WEIGHT, Advantage.SCORE, Advantage.NEARNESS, Advantage.AMOUNT)},
    )


def test_where_nobody_is_ahead_the_whole_plan_is_the_reason() -> None:
    assert reasons(TWO, 1) == {1: (Obstacle.TAKEN, {2: ()}), 2: (Obstacle.CHOSEN, {})}
    assert reasons(TWO, 2) == {1: (Obstacle.CHOSEN, {})}


def test_a_community_that_had_less_is_ahead_in_fairness() -> None:
    needs = (need(1), need(2), need(3, weight=90, community=THERE))
    problem = Problem(needs, (lot(1), lot(2)), (edge(1, 1), edge(2, 2), edge(3, 2)))
    assert reasons(problem, 2) == {2: (Obstacle.TAKEN, {3: (Advantage.FAIRNESS,)})}


def test_limits_and_rules_are_told_as_such() -> None:
    needs = (need(1, partners=1), need(2, weight=400))
    lots = (lot(1, 6_00), lot(2, 6_00), lot(3, provider=9), lot(4, provider=9), lot(5, 0), lot(6))
    edges = (edge(1, 1, 90), edge(1, 2, 80), edge(1, 3), edge(1, 5), edge(1, 6), edge(2, 4))
    problem = Problem(needs, lots, edges, forbidden=(Forbidden(1, resource=6),), lines_of={9: 1})
    told = {offer: obstacle for offer, (obstacle, _) in reasons(problem, 1).items()}
    assert told == {
        1: Obstacle.CHOSEN,
        2: Obstacle.PARTNERS,
        3: Obstacle.LINES,
        5: Obstacle.EXHAUSTED,
        6: Obstacle.FORBIDDEN,
    }
    pinned = replace(problem, pins=(Pin(1, LotKey(1), 2_00),))
    assert reasons(pinned, 1)[1][0] is Obstacle.PINNED


def test_a_need_that_has_all_says_what_it_has_instead() -> None:
    problem = Problem((need(1),), (lot(1), lot(2)), (edge(1, 1, 90, 100), edge(1, 2, 60)))
    assert reasons(problem, 1)[2] == (Obstacle.MET, {1: (Advantage.SCORE, Advantage.NEARNESS)})


def test_crumbs_are_told_as_such() -> None:
    wanted = Need(1, HERE, 100_00, 100)
    problem = Problem((wanted,), (lot(1, 99_00), lot(2, 1_00)), (edge(1, 1), edge(1, 2)))
    assert reasons(problem, 1)[2] == (Obstacle.CRUMB, {})


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_plan_to_the_optimum_leaves_nothing_open(problem: Problem) -> None:
    plan = solve(problem)
    if plan.status is not Status.INFEASIBLE:
        assert broken(problem, plan.lines) == []
        told = [one for wanted in problem.needs for one in alternatives(problem, plan, wanted.number)]
        assert len(told) == len(problem.edges)
        assert Obstacle.OPEN not in {one.obstacle for one in told}
