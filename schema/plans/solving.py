"""Solving a plan: a bound first, then whole lines that come near to it, then whatever still finds room.

Small problems are solved to the optimum. In large ones the search is restricted to the edges that the relaxation finds worth
while; the bound is that of all edges. It ends by counting steps, not by the clock, so that the same inputs have the same plan on
any machine. The clock only ends what takes longer than somebody's patience, and the status says so.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from schema.plans.draft import Draft
from schema.plans.greedy import greedy
from schema.plans.highs import Ended, Outcome, run
from schema.plans.instance import Instance
from schema.plans.model import Model
from schema.plans.pins import conflicts
from schema.plans.problem import Problem
from schema.plans.solution import Conflict, Line, Phase, Progress, Solution, Status
from schema.plans.worth import totals, worth

PATIENCE = 60.0
"""Seconds after which the best plan so far is taken (our default; a plan usually takes a few)."""
SMALL = 1_500
"""Up to so many edges the optimum is looked for, among all edges."""
NEAR = 0.002
"""How far from the bound is near enough for a larger problem, as a share of the bound (our default)."""
NODES = 20
"""How many branches a larger search looks at; almost all is found at the first."""
EXACT = 1e-6
"""How far from the bound is rounding, as a share."""


def solve(problem: Problem, tell: Callable[[Progress], bool] = lambda progress: True, patience: float = PATIENCE) -> Solution:
    """The best plan, or one that is near to it; what is best is said in `worth.py`.

    `tell` hears how far it is several times a second; when it answers false, the best so far comes back within a second.
    Raises ValueError if the problem contradicts itself (see `Instance`); pins that cannot hold are conflicts in the answer.
    """
    instance = Instance(problem)
    search = _Search(instance, tell, patience)
    clashes = conflicts(instance)
    return search.refused(clashes) if clashes else search.done(search.status())


def lines(instance: Instance, quantities: dict[int, int]) -> tuple[Line, ...]:
    """Quantities by edge as the lines of a plan."""
    return tuple(
        Line(instance.edges[edge].need, instance.edges[edge].lot, quantities[edge], edge in instance.pinned)
        for edge in sorted(quantities)
    )


@dataclass
class _Relaxation:
    """What the relaxation found: quantities that may be split at will, and how little it would cost to use an edge more."""

    quantities: dict[int, int]
    losses: dict[int, float]


class _Search:
    """One run: the best quantities so far, the bound, and the time."""

    def __init__(self, instance: Instance, tell: Callable[[Progress], bool], patience: float) -> None:
        self._instance, self._tell, self._patience = instance, tell, patience
        self._began = time.monotonic()
        self._phase = Phase.BOUNDING
        self._best: dict[int, int] = {}
        self._value = 0.0
        self._bound: float | None = None
        self._greedy: dict[int, int] = {}
        self._edges: list[int] = []

    def status(self) -> Status:
        """Search, and say how it ended."""
        instance = self._instance
        self._greedy = greedy(instance)
        self._best, self._value = self._greedy, worth(instance, self._greedy)
        pinned = Draft(instance, instance.pinned)
        self._edges = [edge for edge in instance.free if pinned.room(edge)]
        if not self._edges:
            self._bound = self._value
            return Status.OPTIMAL
        self._offer({})
        if not self._watch(None, None):
            return Status.CANCELLED
        relaxed, ended = self._relax()
        if relaxed is None:
            return ended
        self._offer(relaxed.quantities)
        self._phase = Phase.SEARCHING
        whole = len(self._edges) <= SMALL
        return self._search(self._edges if whole else self._promising(relaxed), whole=whole)

    def _relax(self) -> tuple[_Relaxation | None, Status]:
        """The bound: all edges, with quantities and lines that may be split."""
        model = Model(Draft(self._instance, self._instance.pinned), self._edges, relaxed=True)
        outcome = run(model.program, self._watch, self._left())
        if outcome.values is None or outcome.bound is None:
            return None, _STATUS[outcome.ended]
        self._bound = outcome.bound + model.apart
        losses = {edge: -outcome.reduced[one.amount] * one.steps for edge, one in model.columns.items()}
        return _Relaxation(model.quantities(outcome.values), losses), Status.NEAR

    def _promising(self, relaxed: _Relaxation) -> list[int]:
        """The edges that carry anything by any of the ways so far, and those that it would cost least to use besides."""
        chosen = relaxed.quantities.keys() | self._best.keys() - self._instance.pinned.keys()
        others = sorted((loss, edge) for edge, loss in relaxed.losses.items() if edge not in chosen)
        return sorted([*chosen, *(edge for _, edge in others[: len(self._instance.needs)])])

    def _search(self, edges: list[int], *, whole: bool) -> Status:
        """Whole lines on these edges, beginning from the best so far."""
        if self._near(EXACT if whole else NEAR):
            return Status.OPTIMAL if self._near(EXACT) else Status.NEAR
        model = Model(Draft(self._instance, self._instance.pinned), edges, relaxed=False)
        outcome = run(
            model.program,
            lambda bound, value: self._watch(self._added(model, bound) if whole else None, self._added(model, value)),
            self._left(),
            gap=0.0 if whole else NEAR / 2,
            nodes=0 if whole else NODES,
            start=model.values(self._best),
            aim=None if whole or self._bound is None else self._bound * (1 - NEAR) - model.apart,
        )
        if outcome.values is not None:
            self._offer(model.quantities(outcome.values))
        return self._ended(outcome, model, whole)

    def _ended(self, outcome: Outcome, model: Model, whole: bool) -> Status:
        if whole and outcome.bound is not None:
            self._bound = min(self._bound or 0.0, outcome.bound + model.apart)
        if outcome.ended in (Ended.STOPPED, Ended.TIME):
            return _STATUS[outcome.ended]
        return Status.OPTIMAL if (whole and outcome.ended is Ended.OPTIMAL) or self._near(EXACT) else Status.NEAR

    def _offer(self, quantities: dict[int, int]) -> None:
        """Quantities for the edges that are free, as far as there is room for them, and on top whatever gains anything."""
        draft = Draft(self._instance, self._instance.pinned)
        draft.lay(quantities)
        draft.fill(self._edges)
        value = worth(self._instance, draft.quantities)
        if value > self._value + EXACT:
            self._best, self._value = draft.quantities, value

    def _near(self, gap: float) -> bool:
        return self._bound is not None and self._gap(self._value, self._bound) <= gap

    @staticmethod
    def _gap(value: float, bound: float) -> float:
        return max(0.0, bound - value) / max(1.0, abs(bound))

    @staticmethod
    def _added(model: Model, points: float | None) -> float | None:
        return None if points is None else points + model.apart

    def _left(self) -> float:
        return self._patience - (time.monotonic() - self._began)

    def _watch(self, bound: float | None, value: float | None) -> bool:
        best = max(self._value, value or self._value)
        bound = min(one for one in (bound, self._bound, float("inf")) if one is not None)
        known = bound < float("inf")
        return self._tell(
            Progress(
                self._phase,
                time.monotonic() - self._began,
                best,
                bound if known else None,
                self._gap(best, bound) if known else None,
            )
        )

    def done(self, status: Status) -> Solution:
        """The best so far as an answer."""
        bound = max(self._value, self._ideal() if self._bound is None else self._bound)
        return Solution(
            status=status,
            lines=lines(self._instance, self._best),
            totals=totals(self._instance, self._best),
            greedy=totals(self._instance, self._greedy),
            bound=bound,
            gap=self._gap(self._value, bound),
            seconds=time.monotonic() - self._began,
        )

    def _ideal(self) -> float:
        """Everybody served in full by offers that fit perfectly, at no cost."""
        weights = self._instance.weights
        return sum(need.weight for need in self._instance.needs) * (1 + (weights.fit + weights.nearness) / 100)

    def refused(self, clashes: tuple[Conflict, ...]) -> Solution:
        """There is no plan in which the pins hold."""
        nothing = totals(self._instance, {})
        return Solution(Status.INFEASIBLE, (), nothing, nothing, 0.0, 0.0, time.monotonic() - self._began, clashes)


_STATUS = {Ended.STOPPED: Status.CANCELLED, Ended.TIME: Status.TIMED}
