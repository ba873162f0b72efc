"""From a solution to the lines of a draft: quantities in both units, why something is not covered, what clashes."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from schema.plans.problem import WHOLE, Edge, LotKey, Pin
from schema.plans.reading import Inputs
from schema.plans.solution import Clash, Line, Solution, Totals

Row = dict[str, Any]


def lines_of(inputs: Inputs, solution: Solution) -> list[Row]:
    """The lines as they are stored, pinned ones first served where rounding up would take more than there is."""
    edges = {(edge.need, edge.lot): edge for edge in inputs.edges}
    left = {key: lot.free for key, lot in inputs.lots.items()}
    found = []
    for line in sorted(solution.lines, key=lambda one: not one.pinned):
        edge = edges[line.need, line.lot]
        quantity, covers = _amounts(edge, line, left[line.lot], inputs.lots[line.lot].free)
        left[line.lot] -= quantity
        if quantity > 0 and covers > 0:
            found.append(_line(inputs, edge, quantity, covers))
    return found


def _amounts(edge: Edge, line: Line, left: int, free: int) -> tuple[int, int]:
    """How much of the offer, and how much of the demand that meets: nobody is asked for a part of a session.

    What is counted whole is given whole: rounded up while there is enough, otherwise down, and then it meets less.
    """
    exact = -(-line.quantity * edge.takes // WHOLE)
    grain = WHOLE if free % WHOLE == 0 and edge.takes != WHOLE else 1
    quantity = -(-exact // grain) * grain
    if quantity <= left:
        return quantity, line.quantity
    quantity = left // grain * grain
    step = WHOLE if line.quantity % WHOLE == 0 else 1
    return quantity, min(line.quantity, quantity * WHOLE // edge.takes // step * step)


def _line(inputs: Inputs, edge: Edge, quantity: int, covers: int) -> Row:
    return {
        "demand": edge.need,
        **_at(edge.lot),
        "quantity": amount(quantity),
        "covers": amount(covers),
        "learnt": inputs.learnt.get((edge.need, edge.lot.resource)),
        "score": Decimal(str(edge.score)),
    }


def needs_of(inputs: Inputs, solution: Solution, lines: list[Row]) -> list[Row]:
    """The demands as they are stored, the most pressing first, each with why not all of it is covered."""
    planned: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        planned[line["demand"]] += line["covers"]
    shortfalls = _Shortfalls(inputs, solution)
    return [
        {
            "demand": need.number,
            "area": inputs.communities[need.community],
            "place": place,
            "missing": amount(need.missing),
            "planned": planned[need.number],
            "reason": None if planned[need.number] >= amount(need.missing) else shortfalls.of(need.number),
        }
        for place, need in enumerate(inputs.needs)
    ]


class _Shortfalls:
    """Why a plan does not cover all of a demand."""

    def __init__(self, inputs: Inputs, solution: Solution) -> None:
        self._inputs = inputs
        self._edges: defaultdict[int, list[Edge]] = defaultdict(list)
        banned = {(one.need, one.resource) for one in inputs.forbidden}
        for edge in inputs.edges:
            self._edges[edge.need].append(edge)
        self._allowed = {
            number: [edge for edge in edges if (edge.need, edge.lot.resource) not in banned]
            for number, edges in self._edges.items()
        }
        takes = {(edge.need, edge.lot): edge.takes for edge in inputs.edges}
        self._left = {key: lot.free for key, lot in inputs.lots.items()}
        for line in solution.lines:
            self._left[line.lot] -= -(-line.quantity * takes[line.need, line.lot] // WHOLE)

    def of(self, number: int) -> str:
        """The code of the reason."""
        if number not in self._edges:
            return "UNITS_DIFFER" if number in self._inputs.apart else "NO_OFFER"
        if not self._allowed[number]:
            return "FORBIDDEN"
        # Something is left that would do, and is not taken: a limit keeps it.
        idle = any(self._left[edge.lot] >= edge.takes for edge in self._allowed[number])
        return "LIMIT" if idle else "EXHAUSTED"


def communities_of(inputs: Inputs, solution: Solution) -> list[Row]:
    """How each community fares, and how it would by hand."""
    by_hand = {one.community: one.served for one in solution.greedy.communities}
    return [
        {
            "area": inputs.communities[one.community],
            "demands": one.needs,
            "served": percent(one.served),
            "greedy": percent(by_hand.get(one.community, 0)),
        }
        for one in solution.totals.communities
    ]


def totals_of(solution: Solution, needs: list[Row]) -> Row:
    """The sums of a draft as its row has them; full are demands that its lines cover, which the solver may have cut finer."""
    return {
        "full": sum(need["reason"] is None for need in needs),
        "bound": Decimal(f"{solution.bound:.4f}"),
        "gap": Decimal(f"{100 * solution.gap:.4f}"),
        "seconds": Decimal(f"{solution.seconds:.2f}"),
        **_compared("", solution.totals),
        **_compared("greedy_", solution.greedy),
    }


def _compared(prefix: str, totals: Totals) -> Mapping[str, Any]:
    return {
        f"{prefix}served": percent(totals.served),
        f"{prefix}units": totals.partners,
        f"{prefix}nearness": Decimal(f"{totals.nearness:.2f}"),
    }


def clashes_of(solution: Solution) -> list[Row]:
    """The pins that cannot hold, each with the reason and what would hold at most."""
    found: dict[Pin, Row] = {}
    for conflict in solution.conflicts:
        counts = conflict.code in (Clash.PARTNERS, Clash.LINES)
        says = conflict.code in (Clash.LOT, Clash.NEED) or counts
        most = (Decimal(conflict.most) if counts else amount(conflict.most)) if says else None
        for pin in conflict.pins:
            found.setdefault(pin, {"demand": pin.need, **_at(pin.lot), "clash": conflict.code.value, "most": most})
    return list(found.values())


def _at(lot: LotKey) -> Row:
    return {"resource": lot.resource, "day": lot.day, "opens": lot.opens}


def amount(hundredths: int) -> Decimal:
    """A quantity as it is stored.

    >>> amount(1250)
    Decimal('12.5')
    """
    return Decimal(hundredths) / WHOLE


def percent(share: float) -> Decimal:
    """A share as it is stored.

    >>> percent(0.98765)
    Decimal('98.77')
    """
    return Decimal(f"{100 * share:.2f}")
