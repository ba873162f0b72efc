"""Solving a plan: a bound first, then whole lines that come near to it, then whatever still finds room.

The relaxation, in which quantities and lines may be split, gives the bound. The lines that it uses in full are taken as they are,
and what is left is relaxed anew, round by round, until the plan is near enough to the bound, or little enough is left to be
searched for whole lines. A small problem is searched as a whole and solved to the optimum. All of it ends by counting, not by the
clock, so that the same inputs have the same plan on any machine; the clock only ends what takes longer than somebody's patience,
and the status says so.
"""

import time
from collections.abc import Callable, Iterable

from schema.plans.draft import Draft
from schema.plans.greedy import greedy
from schema.plans.highs import Ended, run
from schema.plans.instance import Instance
from schema.plans.model import Model
from schema.plans.pins import conflicts
from schema.plans.problem import Problem
from schema.plans.solution import Conflict, Line, Phase, Progress, Solution, Status
from schema.plans.worth import totals, worth

PATIENCE = 120.0
"""Seconds after which the best plan so far is taken (our default; a plan usually takes a few)."""
SMALL = 150
"""Up to so many edges the optimum is looked for, among all edges."""
REST = 200
"""With so few edges left that could carry anything, taking lines round by round gives way to a search."""
NEAR = 0.001
"""So near to the bound, as a share of it, nothing more is looked for in a large plan; nor nearer to the best of what is left in
that search (our default)."""
NODES = 20
"""How many branches it looks at; almost all is found at the first."""
THOROUGH = 500
"""How many branches it looks at where the optimum is looked for; seldom more than a hundred are needed."""
EXACT = 1e-6
"""How far from the bound is rounding, as a share."""
PROVEN = 1e-4
"""How far it may be where the solver says that nothing is better: what is not whole is rounded to hundredths afterwards."""


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


def _largest(quantities: dict[int, int]) -> dict[int, int]:
    """The largest third of what may not be split, where the relaxation uses nothing in full."""
    return dict(sorted(quantities.items(), key=lambda one: (-one[1], one[0]))[: -(-len(quantities) // 3)])


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
        self._called_off = False

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
        self._offer({}, self._edges)
        if not self._watch(None, None):
            return Status.CANCELLED
        status = self._round_by_round(pinned)
        if status not in _CUT_SHORT.values():
            self._offer(self._best, self._edges)
        return status

    def _round_by_round(self, pinned: Draft) -> Status:
        """Take what the relaxation uses in full, and relax what is left, until that can be searched."""
        small, draft, edges = len(self._edges) <= SMALL, Draft(self._instance, pinned.quantities), self._edges
        while edges:
            if self._called_off:
                return Status.CANCELLED
            if self._left() <= 0:
                return Status.TIMED
            if self._bound is not None and not small and self._gap(self._value, self._bound) <= NEAR:
                break
            if self._bound is not None and (small or len(edges) <= REST):
                return self._search(*((pinned, self._edges) if small else (draft, edges)), whole=small)
            model = Model(draft, edges, relaxed=True)
            outcome = run(model.program, self._watch, self._left())
            if outcome.values is None or outcome.bound is None:
                return _CUT_SHORT[outcome.ended]
            if self._bound is None:
                self._bound, self._phase = outcome.bound + model.apart, Phase.SEARCHING
            found = model.quantities(outcome.values)
            self._offer(draft.quantities | found, edges)
            if not small:
                draft.lay(model.sure(outcome.values) or _largest(found))
                edges = [edge for edge in edges if edge not in draft.quantities and draft.room(edge)] if found else []
        return self._reached()

    def _search(self, fixed: Draft, edges: list[int], *, whole: bool) -> Status:
        """Whole lines on these edges beside those that are fixed, beginning from the best so far."""
        model = Model(fixed, edges, relaxed=False)
        outcome = run(
            model.program,
            lambda bound, value: self._watch(self._added(model, bound) if whole else None, self._added(model, value)),
            self._left(),
            gap=0.0 if whole else NEAR * self._value,
            nodes=THOROUGH if whole else NODES,
            start=model.values(self._start(fixed, edges)),
        )
        if outcome.values is not None:
            self._offer(fixed.quantities | model.quantities(outcome.values), self._edges)
        if whole and outcome.bound is not None and self._bound is not None:
            self._bound = min(self._bound, outcome.bound + model.apart)
        if outcome.ended in _CUT_SHORT:
            return _CUT_SHORT[outcome.ended]
        return self._reached(PROVEN if whole and outcome.ended is Ended.OPTIMAL else EXACT)

    def _start(self, fixed: Draft, edges: list[int]) -> dict[int, int]:
        """The best so far, as far as it fits to what is fixed, and what else finds room."""
        draft = Draft(self._instance, fixed.quantities)
        draft.lay({edge: self._best[edge] for edge in edges if edge in self._best})
        draft.fill(edges)
        return draft.quantities

    def _offer(self, quantities: dict[int, int], edges: Iterable[int]) -> None:
        """Quantities for the edges that are free, as far as there is room for them, and on top whatever gains anything."""
        draft = Draft(self._instance, self._instance.pinned)
        draft.lay({edge: quantity for edge, quantity in quantities.items() if edge not in draft.quantities})
        draft.fill(edges)
        value = worth(self._instance, draft.quantities)
        if value > self._value + EXACT:
            self._best, self._value = draft.quantities, value

    def _reached(self, gap: float = EXACT) -> Status:
        return Status.OPTIMAL if self._bound is not None and self._gap(self._value, self._bound) <= gap else Status.NEAR

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
        self._called_off = self._called_off or not self._tell(
            Progress(
                self._phase,
                time.monotonic() - self._began,
                best,
                bound if known else None,
                self._gap(best, bound) if known else None,
            )
        )
        return not self._called_off

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


_CUT_SHORT = {Ended.STOPPED: Status.CANCELLED, Ended.TIME: Status.TIMED}
