"""What a plan is worth, in points: the one statement of what is maximised.

    worth = Σ over communities  W · φ(served points of the community / W)      what is served, shared out fairly
          + Σ over lines        w · q / missing · (fit · score + nearness · near) / 10 000
          − Σ over lines        line

W is the sum of the weights w of a community's needs. A need that is served in full brings its weight as served points, one that
is served in part the same share of it. φ is concave, with φ(0) = 0 and φ(1) = 1: the first quarter of a community's need counts
1 + ¾f, the next 1 + ¼f, then 1 − ¼f and 1 − ¾f times (f = fairness / 100). So serving everybody in full is worth the sum of all
weights whatever f is; in between, a point goes to the community that has had the least.

It is one weighted sum, not a lexicographic order: all parts are in points of served need, so the price of a change is one number
that can be explained, and no gain in fit is thrown away for a crumb of quantity. With the usual weights, fit and nearness
together are worth 15 % of what is served at most: they choose between offers, hardly between needs.
"""

from math import fsum

from schema.plans.instance import Instance
from schema.plans.problem import Edge, Weights
from schema.plans.solution import CommunityShare, Totals

PIECES = 4
"""Into how many equal parts a community's need is cut."""


def slopes(weights: Weights) -> list[float]:
    """How much a served point counts in each part of a community's need, falling.

    >>> slopes(Weights(fairness=0)), slopes(Weights(fairness=100))
    ([1.0, 1.0, 1.0, 1.0], [1.75, 1.25, 0.75, 0.25])
    """
    return [1 + weights.fairness / 100 * (PIECES - 1 - 2 * piece) / PIECES for piece in range(PIECES)]


def utility(counts: list[float], weight: float, points: float) -> float:
    """What served points are worth to a community whose needs weigh so much.

    >>> utility([1.75, 1.25, 0.75, 0.25], 100, 50), utility([1.75, 1.25, 0.75, 0.25], 100, 100)
    (75.0, 100.0)
    """
    part = weight / PIECES
    value = 0.0
    for slope in counts:
        if points <= part:
            return value + slope * max(0.0, points)
        value, points = value + slope * part, points - part
    return value


def liking(weights: Weights, edge: Edge) -> float:
    """By how much a line on this edge counts more than its served points."""
    return (weights.fit * edge.score + weights.nearness * edge.nearness) / 10_000


def community_weights(instance: Instance) -> dict[str, int]:
    """What all needs of each community weigh."""
    found: dict[str, int] = {}
    for need in instance.needs:
        if need.missing:
            found[need.community] = found.get(need.community, 0) + need.weight
    return found


def worth(instance: Instance, quantities: dict[int, int]) -> float:
    """Points of what lies on the edges."""
    return totals(instance, quantities).value


def totals(instance: Instance, quantities: dict[int, int]) -> Totals:
    """What lines come to; quantities by the place of their edge."""
    used = sorted(place for place, quantity in quantities.items() if quantity)
    edges = [instance.edges[place] for place in used]
    needs = [instance.needs[instance.need_of[place]] for place in used]
    points = [need.weight * quantities[place] / need.missing for place, need in zip(used, needs, strict=True)]
    all_points = fsum(points)
    communities = _communities(instance, quantities)
    counts, served = slopes(instance.weights), _served(instance, quantities)
    whole = sum(one.weight for one in communities)
    return Totals(
        value=fsum(utility(counts, one.weight, one.weight * one.served) for one in communities)
        + fsum(point * liking(instance.weights, edge) for point, edge in zip(points, edges, strict=True))
        - instance.weights.line * len(used),
        served=all_points / whole if whole else 0.0,
        full=sum(0 < instance.needs[place].missing <= quantity for place, quantity in served.items()),
        touched=len(served),
        lines=len(used),
        partners=len({instance.provider_of[place] for place in used}),
        score=_mean(points, [edge.score for edge in edges]),
        nearness=_mean(points, [edge.nearness for edge in edges]),
        communities=communities,
    )


def _served(instance: Instance, quantities: dict[int, int]) -> dict[int, int]:
    """Hundredths for each need that gets any."""
    found: dict[int, int] = {}
    for place, quantity in quantities.items():
        if quantity:
            found[instance.need_of[place]] = found.get(instance.need_of[place], 0) + quantity
    return found


def _communities(instance: Instance, quantities: dict[int, int]) -> tuple[CommunityShare, ...]:
    served, points, count = _served(instance, quantities), dict[str, list[float]](), dict[str, int]()
    for place, need in enumerate(instance.needs):
        if need.missing:
            points.setdefault(need.community, []).append(need.weight * served.get(place, 0) / need.missing)
            count[need.community] = count.get(need.community, 0) + 1
    weights = community_weights(instance)
    return tuple(CommunityShare(name, count[name], weights[name], fsum(points[name]) / weights[name]) for name in sorted(points))


def _mean(points: list[float], values: list[float]) -> float:
    whole = fsum(points)
    return fsum(point * value for point, value in zip(points, values, strict=True)) / whole if whole else 0.0
