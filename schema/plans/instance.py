"""A problem in the one order in which it is solved, with what belongs to what: all further work is on places in these lists."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from schema.plans.problem import HEAVIEST, WHOLE, Edge, Forbidden, Lot, LotKey, Need, Pin, Problem


def in_order(key: LotKey) -> tuple[int, date, str]:
    """By what lots are sorted: offer, day, hour."""
    return key.resource, key.day or date.min, key.opens or ""


class Instance:
    """Needs, lots and edges by place. Raises ValueError where the problem contradicts itself, which is the caller's fault."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.weights = problem.weights
        self.needs: list[Need] = sorted(problem.needs, key=lambda one: one.number)
        self.lots: list[Lot] = sorted(problem.lots, key=lambda one: in_order(one.key))
        self.edges: list[Edge] = sorted(problem.edges, key=lambda one: (one.need, in_order(one.lot)))
        self.need_place = {one.number: place for place, one in enumerate(self.needs)}
        self.lot_place = {one.key: place for place, one in enumerate(self.lots)}
        self.edge_place = {(one.need, one.lot): place for place, one in enumerate(self.edges)}
        self._check()
        self.need_of = [self.need_place[one.need] for one in self.edges]
        self.lot_of = [self.lot_place[one.lot] for one in self.edges]
        self.provider_of = [self.lots[lot].provider for lot in self.lot_of]
        self.grain_of = [WHOLE if self.needs[need].whole else 1 for need in self.need_of]
        """Quantities of an edge are multiples of this, in hundredths."""
        self.at_need = _grouped(self.need_of, len(self.needs))
        self.at_lot = _grouped(self.lot_of, len(self.lots))

    def _check(self) -> None:
        problem = self.problem
        pairs = [(pin.need, pin.lot) for pin in problem.pins]
        _once("needs", [one.number for one in problem.needs])
        _once("lots", [one.key for one in problem.lots])
        _once("edges", [(one.need, one.lot) for one in problem.edges])
        _once("pins", pairs)
        for edge in self.edges:
            if edge.need not in self.need_place or edge.lot not in self.lot_place:
                raise ValueError(f"an edge refers to what is not there: {edge}")
            if edge.takes < 1 or not (0 <= edge.score <= 100 and 0 <= edge.nearness <= 100):
                raise ValueError(f"not an edge: {edge}")
        for need in self.needs:
            if not 1 <= need.weight <= HEAVIEST or need.missing < 0 or (need.partners is not None and need.partners < 0):
                raise ValueError(f"not a need: {need}")
        if any(lot.free < 0 for lot in self.lots) or any(pin.quantity < 0 for pin in problem.pins):
            raise ValueError("a quantity is negative")
        percents = (self.weights.fairness, self.weights.fit, self.weights.nearness)
        if min(percents) < 0 or max(percents) > 100 or not 0 <= self.weights.line <= HEAVIEST:
            raise ValueError(f"not weights: {self.weights}")

    @cached_property
    def pinned(self) -> dict[int, int]:
        """Edges that are pinned, with their quantity; pins on pairs that are no edges are left to `pins.py`."""
        places = {self.edge_place.get((pin.need, pin.lot)): pin.quantity for pin in self.problem.pins}
        return {place: places[place] for place in sorted(one for one in places if one is not None)}

    @cached_property
    def forbidden(self) -> set[int]:
        """Edges that people do not want."""
        return {place for rule in self.problem.forbidden for place in self._meant(rule)}

    def _meant(self, rule: Forbidden) -> Iterable[int]:
        if [rule.lot, rule.resource, rule.provider].count(None) != 2:
            raise ValueError(f"a lot, an offer or an organisation is forbidden, one at a time: {rule}")
        for place in self.at_need[self.need_place[rule.need]] if rule.need in self.need_place else ():
            key = self.edges[place].lot
            if rule.lot == key or rule.resource == key.resource or rule.provider == self.provider_of[place]:
                yield place

    @cached_property
    def free(self) -> list[int]:
        """Edges about which there is something to decide: neither pinned nor forbidden, and able to carry something."""
        fixed = self.forbidden | self.pinned.keys()
        return [place for place in range(len(self.edges)) if place not in fixed and self.carries(place)]

    def carries(self, edge: int) -> int:
        """What an edge carries at most, by its need and its lot alone."""
        return self.in_grains(
            edge, min(self.needs[self.need_of[edge]].missing, self.brings(edge, self.lots[self.lot_of[edge]].free))
        )

    def takes(self, edge: int, quantity: int) -> int:
        """What a line takes of its lot, in the lot's hundredths; what is less than a hundredth counts as one."""
        return -(-quantity * self.edges[edge].takes // WHOLE)

    def brings(self, edge: int, taken: int) -> int:
        """How much a line can be that takes so much of its lot, in the need's hundredths."""
        return taken * WHOLE // self.edges[edge].takes

    def in_grains(self, edge: int, quantity: int) -> int:
        """As much of a quantity as the need takes."""
        return quantity - quantity % self.grain_of[edge]

    def points(self, edge: int, quantity: int) -> float:
        """Served points that a line brings."""
        need = self.needs[self.need_of[edge]]
        return need.weight * quantity / need.missing

    def lines_of(self, provider: int) -> int | None:
        """How many lines an organisation may get."""
        return self.problem.lines_of.get(provider, self.problem.lines)

    def pin_order(self, pin: Pin) -> Any:
        """By what pins are sorted."""
        return pin.need, in_order(pin.lot)


def _grouped(owners: list[int], count: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(count)]
    for place, owner in enumerate(owners):
        found[owner].append(place)
    return found


def _once(name: str, keys: list[Any]) -> None:
    if twice := [key for key, count in Counter(keys).items() if count > 1]:
        raise ValueError(f"{name} come twice: {twice[:3]}")
