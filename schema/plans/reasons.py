"""Why this: which other lots a need had in a plan, and what kept it from getting them; in codes, which pages put into words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from schema.plans.draft import Draft, Gains
from schema.plans.instance import Instance
from schema.plans.problem import LotKey, Problem
from schema.plans.solution import CommunityShare, Solution


class Obstacle(StrEnum):
    """What kept a need from getting a lot, or more of it: the first that holds."""

    PINNED = "PINNED"
    """People insist on just this much of it."""
    CHOSEN = "CHOSEN"
    """Nothing: it serves the need with as much as that lacks, or as it has."""
    FORBIDDEN = "FORBIDDEN"
    """People do not want it."""
    EXHAUSTED = "EXHAUSTED"
    """It has nothing left to begin with, or not one whole."""
    TAKEN = "TAKEN"
    """Other needs get it; the rivals say which."""
    LINES = "LINES"
    """Its organisation has all the lines that it may get; the rivals say which."""
    MET = "MET"
    """The need gets all that it lacks; the rivals are what it gets instead."""
    PARTNERS = "PARTNERS"
    """The need has all the organisations that it may have; the rivals are what it gets from them."""
    CRUMB = "CRUMB"
    """What could be had of it is not worth a line."""
    OPEN = "OPEN"
    """Nothing: the plan was called off, or changed by hand, before it was found."""


class Advantage(StrEnum):
    """In what a rival is ahead."""

    PINNED = "PINNED"
    """People insist on it."""
    WEIGHT = "WEIGHT"
    """Its need is more pressing: each unit of the lot counts more there."""
    FAIRNESS = "FAIRNESS"
    """Its community has had less of what it needs."""
    SCORE = "SCORE"
    """The offer fits it better."""
    NEARNESS = "NEARNESS"
    """The offer is nearer."""
    AMOUNT = "AMOUNT"
    """Its line serves more, in points."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A line that stands where another could."""

    need: int
    """The demand's number."""
    lot: LotKey
    """The lot."""
    quantity: int
    """Hundredths."""
    ahead: tuple[Advantage, ...]
    """In what; if in nothing, the plan as a whole is better for it, as the need that lost has others, or the rival has none."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A lot that may serve the need, and why it does not serve it, or not more."""

    lot: LotKey
    """The lot."""
    provider: int
    """The organisation that offers it."""
    score: float
    """How well it fits."""
    nearness: int
    """How near it is."""
    quantity: int
    """Hundredths that the need gets of it in the plan."""
    left: int
    """Hundredths of the lot that nobody gets in the plan."""
    obstacle: Obstacle
    """Why not, or why not more."""
    rivals: tuple[Rival, ...]
    """What stands there instead, by demand and lot."""


def alternatives(problem: Problem, solution: Solution, need: int) -> tuple[Alternative, ...]:
    """All lots that may serve a need, the best score first. Raises KeyError if there is no such need, else as `Instance` does."""
    told = _Told(Instance(problem), solution)
    edges = told.instance.at_need[told.instance.need_place[need]]
    return tuple(told.alternative(edge) for edge in sorted(edges, key=lambda one: (-told.instance.edges[one].score, one)))


class _Told:
    """A plan with what is left in it."""

    def __init__(self, instance: Instance, solution: Solution) -> None:
        self.instance = instance
        lines = {(line.need, line.lot): line.quantity for line in solution.lines}
        self._draft = Draft(
            instance, {instance.edge_place[pair]: quantity for pair, quantity in lines.items() if pair in instance.edge_place}
        )
        self._gains = Gains(self._draft)
        self._shares: dict[str, CommunityShare] = {one.community: one for one in solution.totals.communities}

    def alternative(self, edge: int) -> Alternative:
        """An edge, with what stands in its way."""
        instance, one = self.instance, self.instance.edges[edge]
        obstacle, rivals = self._obstacle(edge)
        return Alternative(
            lot=one.lot,
            provider=instance.provider_of[edge],
            score=one.score,
            nearness=one.nearness,
            quantity=self._draft.quantities.get(edge, 0),
            left=self._draft.left_at_lot(instance.lot_of[edge]),
            obstacle=obstacle,
            rivals=tuple(Rival(*self._line(other), self._ahead(other, edge)) for other in rivals),
        )

    def _line(self, edge: int) -> tuple[int, LotKey, int]:
        return self.instance.edges[edge].need, self.instance.edges[edge].lot, self._draft.quantities[edge]

    def _obstacle(self, edge: int) -> tuple[Obstacle, Iterable[int]]:
        instance, draft = self.instance, self._draft
        need, lot = instance.need_of[edge], instance.lot_of[edge]
        new, grain = edge not in draft.quantities, instance.grain_of[edge]
        if edge in instance.pinned:
            return Obstacle.PINNED, ()
        if edge in instance.forbidden:
            return Obstacle.FORBIDDEN, ()
        if instance.brings(edge, instance.lots[lot].free) < grain:
            return Obstacle.EXHAUSTED, ()
        rivals = self._used(instance.at_lot[lot], edge)
        if not new and (draft.left_at_need(need) < grain or not rivals):
            return Obstacle.CHOSEN, ()
        if instance.brings(edge, draft.left_at_lot(lot)) < grain:
            return Obstacle.TAKEN, rivals
        if new and draft.at_most_lines(edge):
            return Obstacle.LINES, self._used(range(len(instance.edges)), edge, instance.provider_of[edge])
        if draft.left_at_need(need) < grain:
            return Obstacle.MET, self._used(instance.at_need[need], edge)
        if new and draft.at_most_partners(edge):
            return Obstacle.PARTNERS, self._used(instance.at_need[need], edge)
        return Obstacle.CRUMB if self._gains.of(edge) <= 0 else Obstacle.OPEN, ()

    def _used(self, edges: Iterable[int], beside: int, provider: int | None = None) -> list[int]:
        """Those of these edges that carry anything, beside one; only of one organisation, if it is given."""
        return [
            edge
            for edge in edges
            if edge in self._draft.quantities
            and edge != beside
            and (provider is None or provider == self.instance.provider_of[edge])
        ]

    def _ahead(self, rival: int, edge: int) -> tuple[Advantage, ...]:
        return tuple(self._advantages(rival, edge))

    def _advantages(self, rival: int, edge: int) -> Iterator[Advantage]:
        instance = self.instance
        its, ours = instance.needs[instance.need_of[rival]], instance.needs[instance.need_of[edge]]
        theirs, mine = instance.edges[rival], instance.edges[edge]
        if rival in instance.pinned:
            yield Advantage.PINNED
        if its.weight * ours.missing * mine.takes > ours.weight * its.missing * theirs.takes:
            yield Advantage.WEIGHT
        if instance.weights.fairness and self._shares[its.community].served < self._shares[ours.community].served:
            yield Advantage.FAIRNESS
        if theirs.score > mine.score:
            yield Advantage.SCORE
        if theirs.nearness > mine.nearness:
            yield Advantage.NEARNESS
        if its.weight * self._draft.quantities[rival] * ours.missing > ours.weight * instance.carries(edge) * its.missing:
            yield Advantage.AMOUNT
