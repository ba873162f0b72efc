"""HiGHS, as far as plans need it: a mixed-integer program in, values and a bound out. Nothing else here knows highspy.

One thread and a fixed seed: the same program has the same answer every time.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

import highspy
import numpy as np

BETWEEN = 0.2
"""Seconds between two looks at whether to go on."""
Watch = Callable[[float | None, float | None], bool]
"""Told the bound and the best value, as far as known; false stops."""


class Ended(Enum):
    """How a run ended."""

    OPTIMAL = "optimal"
    """Within the gap that was asked for."""
    LIMIT = "limit"
    """The number of nodes was reached."""
    TIME = "time"
    """The time ran out."""
    STOPPED = "stopped"
    """Whoever watches said so."""


@dataclass
class Program:
    """Maximise costs · x, with bounds for columns and rows."""

    costs: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integral: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def column(self, upper: float, cost: float = 0.0, *, integral: bool = False) -> int:
        """A variable from 0 to a bound; its place."""
        self.costs.append(cost)
        self.lower.append(0.0)
        self.upper.append(upper)
        self.integral.append(integral)
        return len(self.costs) - 1

    def row(self, lower: float, entries: Sequence[tuple[int, float]], upper: float) -> None:
        """A condition on a sum."""
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        self.index.extend(column for column, _ in entries)
        self.value.extend(value for _, value in entries)
        self.starts.append(len(self.index))


@dataclass
class Outcome:
    """What a run found."""

    ended: Ended
    values: list[float] | None
    """Of the columns; none if it was stopped before there were any."""
    bound: float | None
    """What no solution exceeds."""


def run(
    program: Program,
    watch: Watch,
    patience: float,
    *,
    gap: float = 0.0,
    nodes: int = 0,
    start: Sequence[float] | None = None,
) -> Outcome:
    """Solve it. Gap (in units of the sum), nodes and a solution to start from are for programs with integral columns."""
    highs = _prepared(program, patience, gap, nodes)
    if start is not None:
        given = highspy.HighsSolution()
        given.col_value = list(start)
        highs.setSolution(given)
    watching = _Watching(watch)
    for callback in (highs.cbSimplexInterrupt, highs.cbIpmInterrupt, highs.cbMipInterrupt):
        callback.subscribe(watching.look)
    highs.run()
    if watching.fault:
        raise watching.fault
    return _outcome(highs, any(program.integral))


def _prepared(program: Program, patience: float, gap: float, nodes: int) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | float | str] = {
        # Our linear programs are as small as they can be: presolving them takes longer than it saves.
        "presolve": "choose" if any(program.integral) else "off",
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
        "time_limit": max(0.01, patience),
        "mip_rel_gap": 0.0,
        "mip_abs_gap": max(gap, 1e-6),
        "mip_feasibility_tolerance": 1e-7,
    }
    if nodes:
        options["mip_max_nodes"] = nodes
    for name, value in options.items():
        if highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise RuntimeError(f"HiGHS does not take {name} = {value}")
    passed = highs.passModel(
        len(program.costs),
        len(program.row_lower),
        len(program.index),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        np.array(program.costs, dtype=np.float64),
        np.array(program.lower, dtype=np.float64),
        np.array(program.upper, dtype=np.float64),
        np.array(program.row_lower, dtype=np.float64),
        np.array(program.row_upper, dtype=np.float64),
        np.array(program.starts, dtype=np.int32),
        np.array(program.index, dtype=np.int32),
        np.array(program.value, dtype=np.float64),
        np.array(program.integral, dtype=np.int32),
    )
    if passed == highspy.HighsStatus.kError:
        raise RuntimeError("HiGHS does not take the program")
    return highs


class _Watching:
    """Looks now and then; what goes wrong meanwhile is kept, as nothing may be raised through the library."""

    def __init__(self, watch: Watch) -> None:
        self._watch, self._next = watch, 0.0
        self.fault: Exception | None = None

    def look(self, event: highspy.HighsCallbackEvent) -> None:
        """Called by the library, often."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + BETWEEN
        mip = event.callback_type == highspy.cb.HighsCallbackType.kCallbackMipInterrupt
        try:
            on = self._watch(
                *(_known(event.data_out.mip_dual_bound), _known(event.data_out.mip_primal_bound)) if mip else (None, None)
            )
        except Exception as fault:
            self.fault, on = fault, False
        if not on:
            event.interrupt()
            self._next = 0.0


def _known(value: float) -> float | None:
    return value if abs(value) < highspy.kHighsInf else None


_ENDED = {
    highspy.HighsModelStatus.kOptimal: Ended.OPTIMAL,
    highspy.HighsModelStatus.kModelEmpty: Ended.OPTIMAL,
    highspy.HighsModelStatus.kInterrupt: Ended.STOPPED,
    highspy.HighsModelStatus.kTimeLimit: Ended.TIME,
    highspy.HighsModelStatus.kSolutionLimit: Ended.LIMIT,
}


def _outcome(highs: highspy.Highs, integral: bool) -> Outcome:
    """Raises RuntimeError if it is neither solved nor stopped: nothing else can come of a program of ours."""
    status = highs.getModelStatus()
    if status not in _ENDED:
        raise RuntimeError(f"HiGHS ended with {highs.modelStatusToString(status)}")
    ended, info, found = _ENDED[status], highs.getInfo(), highs.getSolution()
    feasible = info.primal_solution_status == int(highspy.kSolutionStatusFeasible)
    linear = info.objective_function_value if ended is Ended.OPTIMAL else None
    return Outcome(
        ended,
        list(found.col_value) if found.value_valid and feasible else None,
        _known(info.mip_dual_bound) if integral else linear,
    )
