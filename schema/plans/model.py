"""A plan as a program: columns for what edges carry, rows for what may not be exceeded, the worth of `worth.py` as its sum."""

from collections.abc import Collection
from dataclasses import dataclass

from schema.plans.draft import Draft
from schema.plans.highs import Program
from schema.plans.instance import Instance
from schema.plans.problem import WHOLE
from schema.plans.worth import PIECES, community_weights, liking, slopes, totals, utility

GRAINS = 1_000
"""Up to so many grains an edge carries a whole number of them; of more, one is less than a thousandth, and left to rounding."""


@dataclass(frozen=True, slots=True)
class Column:
    """How an edge stands in the program: quantity = step · the value of its column."""

    amount: int
    """The column that says how many steps it carries."""
    step: int
    """Hundredths in a step."""
    steps: int
    """How many it carries at most."""
    used: int
    """The column that says whether it carries anything."""
    share: float
    """What that column is to be multiplied with."""


class Model:
    """What is to be decided about some edges, while the rest lies as it lies in a draft.

    Lines that are there and would rather be kept count some points more.
    """

    def __init__(
        self, fixed: Draft, edges: list[int], *, relaxed: bool, there: Collection[int] = (), keeping: float = 0.0
    ) -> None:
        self.instance: Instance = fixed.instance
        self.program = Program()
        self._fixed, self._relaxed = fixed, relaxed
        self._keeping = dict.fromkeys(there, keeping)
        self.columns = {edge: self._column(edge) for edge in edges if fixed.room(edge)}
        self.apart = 0.0
        """Points that the program does not see."""
        self._share_out()
        self._keep_within_lots()
        self._keep_within_lines()
        self._keep_within_partners()

    def _column(self, edge: int) -> Column:
        """The columns of an edge, and what using it costs and brings beside its served points."""
        instance, program = self.instance, self.program
        most, grain = self._fixed.room(edge), instance.grain_of[edge]
        step = grain if most // grain <= GRAINS else most
        steps, need = most // step, instance.needs[instance.need_of[edge]]
        bonus = need.weight * step / need.missing * liking(instance.weights, instance.edges[edge])
        cost = instance.weights.line - self._keeping.get(edge, 0.0)
        if self._relaxed or (steps == 1 and step == grain):
            amount = program.column(steps, bonus - cost / steps, integral=not self._relaxed)
            return Column(amount, step, steps, amount, 1 / steps)
        amount = program.column(steps, bonus, integral=step == grain)
        used = program.column(1, -cost, integral=True)
        program.row(-float("inf"), [(amount, 1.0), (used, -steps)], 0.0)
        return Column(amount, step, steps, used, 1.0)

    def _share_out(self) -> None:
        """Needs are served up to what they lack, communities are better off by what their needs are served, less and less."""
        instance, program = self.instance, self.program
        weights, counts = community_weights(instance), slopes(instance.weights)
        parts: dict[str, list[tuple[int, float]]] = {}
        for place, edges in self._by_need().items():
            need = instance.needs[place]
            share = program.column(self._fixed.left_at_need(place) / need.missing)
            entries = [(self.columns[edge].amount, self.columns[edge].step / need.missing) for edge in edges]
            program.row(0.0, [*entries, (share, -1.0)], 0.0)
            parts.setdefault(need.community, []).append((share, float(need.weight)))
        held = totals(instance, self._fixed.quantities)
        had = {one.community: one.served * one.weight for one in held.communities}
        self.apart = held.value - sum(utility(counts, weights[name], had[name]) for name in parts)
        for name, entries in parts.items():
            pieces = [(program.column(weights[name] / PIECES, slope), -1.0) for slope in counts]
            program.row(-had[name], [*entries, *pieces], float("inf"))

    def _by_need(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for edge in self.columns:
            found.setdefault(self.instance.need_of[edge], []).append(edge)
        return found

    def _keep_within_lots(self) -> None:
        lots: dict[int, list[int]] = {}
        for edge in self.columns:
            lots.setdefault(self.instance.lot_of[edge], []).append(edge)
        for lot, edges in lots.items():
            left = self._fixed.left_at_lot(lot) * WHOLE
            takes = {edge: self.columns[edge].step * self.instance.edges[edge].takes for edge in edges}
            if sum(taken * self.columns[edge].steps for edge, taken in takes.items()) > left:
                # In steps of the largest, so that no number is too small or too large for the solver.
                scale = max(takes.values())
                self.program.row(0.0, [(self.columns[edge].amount, taken / scale) for edge, taken in takes.items()], left / scale)

    def _keep_within_lines(self) -> None:
        providers: dict[int, list[Column]] = {}
        for edge, column in self.columns.items():
            providers.setdefault(self.instance.provider_of[edge], []).append(column)
        for provider, columns in providers.items():
            left = self._fixed.left_of_lines(provider)
            if left is not None and len(columns) > left:
                self.program.row(0.0, [(one.used, one.share) for one in columns], left)

    def _keep_within_partners(self) -> None:
        for place, edges in self._by_need().items():
            most, has = self.instance.needs[place].partners, self._fixed.partners(place)
            providers: dict[int, list[Column]] = {}
            for edge in edges:
                if self.instance.provider_of[edge] not in has:
                    providers.setdefault(self.instance.provider_of[edge], []).append(self.columns[edge])
            if most is not None and len(providers) > most - len(has):
                self.program.row(0.0, [self._partner(some) for some in providers.values()], most - len(has))

    def _partner(self, lots: list[Column]) -> tuple[int, float]:
        """Whether an organisation takes part, however many of its lots do."""
        if len(lots) == 1:
            return lots[0].used, lots[0].share
        takes_part = self.program.column(1)
        for one in lots:
            self.program.row(0.0, [(takes_part, 1.0), (one.used, -one.share)], 1.0)
        return takes_part, 1.0

    def quantities(self, values: list[float]) -> dict[int, int]:
        """Hundredths on each edge, rounded down to grains where the program did not keep to them."""
        found = {}
        for edge, one in self.columns.items():
            # Just below a whole number is that number: the solver is exact to about a ten-millionth.
            quantity = self.instance.in_grains(edge, int(values[one.amount] * one.step + 1e-4 * self.instance.grain_of[edge]))
            if quantity > 0:
                found[edge] = quantity
        return found

    def sure(self, values: list[float]) -> dict[int, int]:
        """What lies on the edges that are used as much as they can be."""
        full = {edge for edge, one in self.columns.items() if values[one.amount] > one.steps - 1e-6}
        return {edge: quantity for edge, quantity in self.quantities(values).items() if edge in full}

    def values(self, quantities: dict[int, int]) -> list[float]:
        """Columns for quantities to start from; those that follow from others are left for the solver to find."""
        found = [0.0] * len(self.program.costs)
        for edge, one in self.columns.items():
            if quantity := quantities.get(edge, 0):
                found[one.amount] = quantity / one.step
                if one.used != one.amount:
                    found[one.used] = 1.0
        return found
