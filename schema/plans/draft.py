"""A plan under way: what lies on the edges, and what is left at lots, at needs and of everybody's limits. Exact, in integers."""

import heapq
from collections.abc import Collection, Iterable

from schema.plans.instance import Instance
from schema.plans.worth import community_weights, liking, slopes, utility

LEAST = 1e-9
"""Points below which nothing is gained: less is rounding."""


class Draft:
    """Quantities by the place of their edge; nothing can be put where there is no room."""

    def __init__(self, instance: Instance, quantities: dict[int, int]) -> None:
        self.instance = instance
        self.quantities: dict[int, int] = {}
        self._lot = [lot.free for lot in instance.lots]
        self._need = [need.missing for need in instance.needs]
        self._lines: dict[int, int] = {}
        self._partners: dict[int, dict[int, int]] = {}
        for edge in sorted(quantities):
            self.put(edge, quantities[edge])

    def room(self, edge: int) -> int:
        """Hundredths that can be added to an edge now."""
        instance, before = self.instance, self.quantities.get(edge, 0)
        missing, left = self._need[instance.need_of[edge]], self._lot[instance.lot_of[edge]]
        if not missing or not left:
            return 0
        if not before and (self.at_most_partners(edge) or self.at_most_lines(edge)):
            return 0
        more = instance.brings(edge, left + instance.takes(edge, before)) - before
        return instance.in_grains(edge, min(missing, more))

    def at_most_partners(self, edge: int) -> bool:
        """Whether another organisation would be one too many for the need."""
        need = self.instance.need_of[edge]
        most, has = self.instance.needs[need].partners, self.partners(need)
        return most is not None and len(has) >= most and self.instance.provider_of[edge] not in has

    def at_most_lines(self, edge: int) -> bool:
        """Whether another line would be one too many for the organisation."""
        left = self.left_of_lines(self.instance.provider_of[edge])
        return left is not None and left <= 0

    def left_of_lines(self, provider: int) -> int | None:
        """How many lines an organisation may still get; none means no limit."""
        most = self.instance.lines_of(provider)
        return None if most is None else most - self._lines.get(provider, 0)

    def partners(self, need: int) -> Collection[int]:
        """The organisations that serve a need."""
        return self._partners.get(need, {})

    def left_at_lot(self, lot: int) -> int:
        """Hundredths that nobody gets yet."""
        return self._lot[lot]

    def left_at_need(self, need: int) -> int:
        """Hundredths that are missing yet."""
        return self._need[need]

    def put(self, edge: int, quantity: int) -> None:
        """Add so much, or take away what is negative."""
        if not quantity:
            return
        instance = self.instance
        need, provider = instance.need_of[edge], instance.provider_of[edge]
        before = self.quantities.get(edge, 0)
        self._lot[instance.lot_of[edge]] -= instance.takes(edge, before + quantity) - instance.takes(edge, before)
        self._need[need] -= quantity
        if not before:
            self._count(need, provider, 1)
        if before + quantity:
            self.quantities[edge] = before + quantity
        else:
            del self.quantities[edge]
            self._count(need, provider, -1)

    def _count(self, need: int, provider: int, lines: int) -> None:
        self._lines[provider] = self._lines.get(provider, 0) + lines
        at_need = self._partners.setdefault(need, {})
        at_need[provider] = at_need.get(provider, 0) + lines
        if not at_need[provider]:
            del at_need[provider]

    def lay(self, wanted: dict[int, int]) -> None:
        """Put what is wanted as far as there is room: what must be whole first, as the rest can give way by a hundredth."""
        points = {edge: self.instance.points(edge, quantity) for edge, quantity in wanted.items()}
        for edge in sorted(wanted, key=lambda one: (-self.instance.grain_of[one], -points[one], one)):
            self.put(edge, min(self.instance.in_grains(edge, wanted[edge]), self.room(edge)))

    def fill(self, edges: Iterable[int]) -> None:
        """Put whatever gains anything, the greatest gain first, until nothing does.

        Gains only fall as a draft grows, so an edge whose gain has fallen meanwhile goes back into the heap.
        """
        gains = Gains(self)
        heap = [(-gain, edge) for edge in edges if (gain := gains.of(edge)) > LEAST]
        heapq.heapify(heap)
        while heap:
            told, edge = heapq.heappop(heap)
            gain = gains.of(edge)
            if gain <= LEAST:
                continue
            if gain < -told - LEAST:
                heapq.heappush(heap, (-gain, edge))
                continue
            gains.put(edge, self.room(edge))


class Gains:
    """What it would bring, in points, to put as much as there is room for on an edge."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        instance = draft.instance
        self._counts = slopes(instance.weights)
        self._weights = community_weights(instance)
        self._points = dict.fromkeys(self._weights, 0.0)
        for edge, quantity in draft.quantities.items():
            self._points[self._community(edge)] += instance.points(edge, quantity)
        self._worth = {name: self._utility(name, points) for name, points in self._points.items()}

    def _utility(self, name: str, points: float) -> float:
        return utility(self._counts, self._weights[name], points)

    def _community(self, edge: int) -> str:
        return self._draft.instance.needs[self._draft.instance.need_of[edge]].community

    def of(self, edge: int) -> float:
        """Points gained; less than nothing where a line would cost more than it brings."""
        quantity = self._draft.room(edge)
        if not quantity:
            return 0.0
        instance, name = self._draft.instance, self._community(edge)
        points = instance.points(edge, quantity)
        gained = self._utility(name, self._points[name] + points) - self._worth[name]
        cost = 0 if edge in self._draft.quantities else instance.weights.line
        return gained + points * liking(instance.weights, instance.edges[edge]) - cost

    def put(self, edge: int, quantity: int) -> None:
        """Put it into the draft, and remember what the community has now."""
        name = self._community(edge)
        self._points[name] += self._draft.instance.points(edge, quantity)
        self._worth[name] = self._utility(name, self._points[name])
        self._draft.put(edge, quantity)
