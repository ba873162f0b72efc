"""Plans: as good as the best of all that there are, within every rule, the same however the lists are sorted."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.plans import solving
from schema.plans.problem import Edge, Forbidden, Lot, LotKey, Need, Pin, Problem, Weights
from schema.plans.solution import Clash, Phase, Progress, Solution, Status
from schema.plans.solving import solve
from tests.rules.allocating import COMMUNITIES, best_of_all, broken, enormous, problems, town, worth_of

HERE, THERE = COMMUNITIES[:2]
PLAIN = Weights(fairness=0, fit=0, nearness=0, line=0)


def need(number: int, missing: int = 10_00, community: str = HERE, weight: int = 100, partners: int | None = None) -> Need:
    return Need(number, community, missing, weight, whole=True, partners=partners)


def lot(number: int, free: int = 10_00, provider: int | None = None) -> Lot:
    return Lot(LotKey(number), provider or number, free)


def edge(need: int, lot: int, score: float = 50, nearness: int = 45, takes: int = 100) -> Edge:
    return Edge(need, LotKey(lot), score, nearness, takes)


def laid(solution: Solution) -> dict[tuple[int, int], int]:
    """Whole units by demand and offer."""
    return {(line.need, line.lot.resource): line.quantity // 100 for line in solution.lines}


@settings(max_examples=200, deadline=None)
@given(problems())
def test_a_small_plan_is_the_best_of_all(problem: Problem) -> None:
    best, solution = best_of_all(problem), solve(problem)
    if best is None:
        assert solution.status is Status.INFEASIBLE and solution.conflicts and not solution.lines
        return
    assert not solution.conflicts
    assert broken(problem, solution.lines) == []
    assert float(worth_of(problem, solution.lines)) == pytest.approx(solution.totals.value, abs=1e-6)
    assert solution.totals.value == pytest.approx(float(best), abs=1e-4)
    assert solution.bound >= float(best) - 1e-4
    assert solution.status is Status.OPTIMAL


def shuffled(problem: Problem, chance: random.Random) -> Problem:
    """The same, otherwise sorted."""

    def mixed(one: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(one, len(one)))

    return replace(
        problem,
        needs=mixed(problem.needs),
        lots=mixed(problem.lots),
        edges=mixed(problem.edges),
        pins=mixed(problem.pins),
        forbidden=mixed(problem.forbidden),
    )


@settings(max_examples=100, deadline=None)
@given(problems(most=8, largest=20), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_says_nothing(problem: Problem, chance: random.Random) -> None:
    solution, other = solve(problem), solve(shuffled(problem, chance))
    assert replace(solution, seconds=0) == replace(other, seconds=0)
    assert broken(problem, solution.lines, pins=solution.status is not Status.INFEASIBLE) == []


@pytest.mark.parametrize("seed", range(2))
def test_a_large_plan_keeps_every_rule_and_comes_near_to_the_bound(seed: int) -> None:
    problem = town(seed)
    assert len(problem.edges) > solving.SMALL
    solution = solve(problem)
    assert broken(problem, solution.lines) == []
    assert solution.greedy.value < solution.totals.value <= solution.bound
    assert float(worth_of(problem, solution.lines)) == pytest.approx(solution.totals.value)
    assert solution.gap < 0.05, "limits that bind make the bound itself too high by some percent"
    again = solve(shuffled(problem, random.Random(seed)))
    assert replace(solution, seconds=0) == replace(again, seconds=0)


@settings(max_examples=100, deadline=None)
@given(problems())
def test_a_plan_made_round_by_round_is_nearly_the_best_and_its_bound_is_true(problem: Problem) -> None:
    """Small ones, treated as if they were too large to be searched as a whole."""
    best = best_of_all(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solving, "SMALL", -1)
        patch.setattr(solving, "REST", -1)
        solution = solve(problem)
    if best is not None:
        assert broken(problem, solution.lines) == []
        assert solution.greedy.value - 1e-6 <= solution.totals.value <= float(best) + 1e-4
        assert solution.bound >= float(best) - 1e-4
        if solution.status is Status.OPTIMAL:
            assert solution.totals.value == pytest.approx(float(best), abs=1e-3)


def test_nothing_comes_of_nothing() -> None:
    empty = solve(Problem((), (), ()))
    assert empty.status is Status.OPTIMAL and empty.lines == () and empty.gap == 0
    assert solve(Problem((need(1),), (), ())).totals.served == 0
    assert solve(Problem((need(1),), (lot(1, free=0),), (edge(1, 1),))).lines == ()
    assert solve(Problem((need(1, missing=0),), (lot(1),), (edge(1, 1),))).lines == ()


def test_one_need_gets_what_there_is() -> None:
    solution = solve(Problem((need(1),), (lot(1, free=7_50),), (edge(1, 1),)))
    assert laid(solution) == {(1, 1): 7}
    assert solution.totals.served == pytest.approx(0.7)


def test_what_is_forbidden_is_left_out_by_lot_by_offer_and_by_organisation() -> None:
    problem = Problem((need(1),), (lot(1), lot(2), lot(3)), (edge(1, 1), edge(1, 2), edge(1, 3)))
    rules = (Forbidden(1, lot=LotKey(1)), Forbidden(1, resource=2), Forbidden(1, provider=3))
    assert laid(solve(replace(problem, forbidden=rules[:2]))) == {(1, 3): 10}
    assert solve(replace(problem, forbidden=rules)).lines == ()


def test_the_more_pressing_need_comes_first() -> None:
    problem = Problem((need(1), need(2, weight=400)), (lot(1),), (edge(1, 1), edge(2, 1)), weights=PLAIN)
    assert laid(solve(problem)) == {(2, 1): 10}


def test_communities_share_what_is_short() -> None:
    needs = (need(1, weight=101), need(2, weight=101), need(3, community=THERE))
    problem = Problem(needs, (lot(1, free=20_00),), (edge(1, 1), edge(2, 1), edge(3, 1)), weights=PLAIN)
    assert laid(solve(problem)) == {(1, 1): 10, (2, 1): 10}
    fair = solve(replace(problem, weights=replace(PLAIN, fairness=50)))
    assert [one.served for one in fair.totals.communities] == pytest.approx([0.75, 0.5])


def test_the_plan_looks_at_what_is_left_for_the_others() -> None:
    """By hand the first takes the only offer that the second could have."""
    problem = Problem((need(1, weight=200), need(2)), (lot(1), lot(2)), (edge(1, 1, 90), edge(1, 2, 80), edge(2, 1, 90)))
    solution = solve(problem)
    assert laid(solution) == {(1, 2): 10, (2, 1): 10}
    assert solution.totals.served == 1
    assert solution.greedy.served == pytest.approx(2 / 3)
    assert solution.greedy.partners == 1


def test_few_lines_are_better_than_crumbs() -> None:
    problem = Problem((need(1, 100_00),), (lot(1, 99_00), lot(2, 1_00)), (edge(1, 1), edge(1, 2)))
    assert laid(solve(problem)) == {(1, 1): 99}
    assert len(solve(replace(problem, weights=replace(problem.weights, line=0))).lines) == 2


def test_a_line_takes_of_its_lot_what_is_counted_there() -> None:
    """A table takes four and a half hours of work."""
    solution = solve(Problem((need(1),), (lot(1, free=20_00),), (edge(1, 1, takes=4_50),)))
    assert laid(solution) == {(1, 1): 4}


def test_pins_hold_and_the_rest_is_solved_around_them() -> None:
    problem = Problem((need(1, weight=200), need(2)), (lot(1), lot(2)), (edge(1, 1, 90), edge(1, 2, 80), edge(2, 1, 90)))
    solution = solve(replace(problem, pins=(Pin(1, LotKey(1), 3_00),)))
    assert laid(solution) == {(1, 1): 3, (1, 2): 7, (2, 1): 7}
    assert [line.pinned for line in solution.lines] == [True, False, False]
    assert (1, 2) not in laid(solve(replace(problem, pins=(Pin(1, LotKey(2), 0),))))


def test_pins_that_cannot_hold_are_named() -> None:
    needs = (need(1, partners=1), need(2), need(3))
    lots = (lot(1, 5_00), lot(2), lot(3, provider=9), lot(4, provider=9))
    edges = (edge(1, 1), edge(1, 2), edge(2, 1), edge(2, 3), edge(2, 4), edge(3, 2))
    problem = Problem(needs, lots, edges, forbidden=(Forbidden(3, resource=2),), lines_of={9: 1})

    def clashes(*pins: tuple[int, int, int]) -> list[tuple[Clash, int, int]]:
        given = tuple(Pin(need, LotKey(lot), quantity) for need, lot, quantity in pins)
        solution = solve(replace(problem, pins=given))
        assert solution.status is Status.INFEASIBLE and solution.lines == ()
        return [(one.code, len(one.pins), one.most) for one in solution.conflicts]

    assert clashes((3, 1, 1_00)) == [(Clash.NOT_ALLOWED, 1, 0)]
    assert clashes((8, 8, 1_00)) == [(Clash.NOT_ALLOWED, 1, 0)]
    assert clashes((3, 2, 1_00)) == [(Clash.FORBIDDEN, 1, 0)]
    assert clashes((1, 1, 50)) == [(Clash.NOT_WHOLE, 1, 0)]
    assert clashes((1, 1, 3_00), (2, 1, 3_00)) == [(Clash.LOT, 2, 5_00)]
    assert clashes((2, 3, 6_00), (2, 4, 6_00)) == [(Clash.NEED, 2, 10_00), (Clash.LINES, 2, 1)]
    assert clashes((1, 1, 1_00), (1, 2, 1_00)) == [(Clash.PARTNERS, 2, 1)]


def test_enormous_numbers_stay_exact() -> None:
    enormous = 9_999_999_999_99
    needs = (Need(1, HERE, enormous, 400, whole=False), Need(2, THERE, 1, 1, whole=False))
    lots = (lot(1, enormous - 1), lot(2, 1), lot(3, enormous))
    problem = Problem(
        needs, lots, (edge(1, 1), edge(1, 2), edge(2, 1), edge(2, 3), edge(1, 3, 49)), weights=replace(PLAIN, fit=10)
    )
    solution = solve(problem)
    assert broken(problem, solution.lines) == []
    assert sum(line.quantity for line in solution.lines) == enormous + 1


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("small", [150, -1])
def test_small_and_enormous_quantities_go_together(seed: int, small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "SMALL", small)
    problem = enormous(seed)
    solution = solve(problem)
    assert broken(problem, solution.lines) == []
    assert solution.greedy.value - 1e-6 <= solution.totals.value <= solution.bound


@pytest.mark.parametrize(
    "wrong",
    [
        {"needs": (need(1), need(1))},
        {"lots": (lot(1), lot(1))},
        {"edges": (edge(1, 1), edge(1, 1))},
        {"edges": (edge(1, 2),)},
        {"edges": (edge(1, 1, takes=0),)},
        {"needs": (need(1, weight=0),)},
        {"needs": (need(1, weight=10_001),)},
        {"edges": (edge(1, 1, score=float("nan")),)},
        {"edges": (edge(1, 1, nearness=101),)},
        {"weights": Weights(line=-1)},
        {"needs": (need(1, missing=-1),)},
        {"pins": (Pin(1, LotKey(1), -1),)},
        {"forbidden": (Forbidden(1),)},
        {"weights": Weights(fairness=101)},
    ],
)
def test_a_problem_that_contradicts_itself_is_the_callers_fault(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        solve(replace(Problem((need(1),), (lot(1),), (edge(1, 1),)), **wrong))  # type: ignore[arg-type]


def test_who_calls_it_off_gets_the_best_so_far() -> None:
    told: list[Progress] = []

    def stop(progress: Progress) -> bool:
        told.append(progress)
        return False

    problem = Problem((need(1),), (lot(1),), (edge(1, 1),))
    solution = solve(problem, stop)
    assert solution.status is Status.CANCELLED and len(told) == 1
    assert laid(solution) == {(1, 1): 10}
    assert 0 < solution.totals.value <= solution.bound


def test_who_calls_it_off_in_the_middle_gets_a_plan_that_keeps_the_rules() -> None:
    told: list[Progress] = []

    def stop(progress: Progress) -> bool:
        told.append(progress)
        return progress.phase is Phase.BOUNDING

    problem = town(1)
    solution = solve(problem, stop)
    assert solution.status is Status.CANCELLED
    assert [one.phase for one in told].count(Phase.SEARCHING) == 1, "it is heard at once"
    assert broken(problem, solution.lines) == []
    assert told[-1].bound == pytest.approx(solution.bound)
    assert solution.totals.value >= told[-1].value - 0.01, "what is told may be rounded down to hundredths of a quantity"
    values = [one.value for one in told]
    assert values == sorted(values)


def test_who_has_no_patience_gets_what_there_is_at_once() -> None:
    solution = solve(town(1), patience=0)
    assert solution.status is Status.TIMED
    assert broken(town(1), solution.lines) == []
    assert solution.totals.value >= solution.greedy.value


def test_what_the_listener_raises_comes_out() -> None:
    def fail(progress: Progress) -> bool:
        raise LookupError("the listener's own")

    with pytest.raises(LookupError, match="own"):
        solve(Problem((need(1),), (lot(1),), (edge(1, 1),)), fail)
