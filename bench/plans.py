"""A plan for a district: how far from the bound it is, how long it takes, and what it serves beside what is done by hand."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from heapq import nlargest
from statistics import median

from bench.results import Results
from schema.plans.problem import Edge, Lot, LotKey, Need, Problem, Weights, weight_of
from schema.plans.solution import Solution, Totals
from schema.plans.solving import solve

NEEDS, LOTS, EDGES = 2_000, 20_000, 20
SUBDISTRICTS, COMMUNITIES, PROVIDERS, CLASSES = 43, 18, 2_000, 30
LINES = 5
"""How many lines an organisation gets, at most."""
SEED = 20_261_102


def district(needs: int = NEEDS, lots: int = LOTS, seed: int = SEED) -> Problem:
    """Demands and offers as a district has them: of some classes there is too little, and the good offers are good for many."""
    chance = random.Random(seed)
    often = [1 / (one + 3) for one in range(CLASSES)]
    home = [_place(chance) for _ in range(PROVIDERS)]
    offers = [
        _Offer(kind, chance.randrange(PROVIDERS), chance.uniform(0, 45)) for kind in chance.choices(range(CLASSES), often, k=lots)
    ]
    of_kind = [[lot for lot, offer in enumerate(offers) if offer.kind == kind] for kind in range(CLASSES)]
    asked, edges, kinds = [], [], chance.choices(range(CLASSES), often, k=needs)
    for number, kind in enumerate(kinds):
        subdistrict, community = _place(chance)
        urgency = chance.choices(("NORMAL", "SOON", "URGENT"), (7, 2, 1))[0]
        weight = weight_of(Weights(), urgency, int(chance.expovariate(1 / 60)))
        missing = 100 * max(1, round(chance.lognormvariate(2.5, 0.9)))
        asked.append(Need(number, f"1/1.{subdistrict}/1.{subdistrict}.{community}/", missing, weight, partners=4))
        found = []
        for lot in of_kind[kind]:
            there = home[offers[lot].provider]
            near = 45 if there[0] != subdistrict else 75 if there[1] != community else 100
            found.append((round(0.2 * near + offers[lot].quality + chance.uniform(0, 35), 2), lot, near))
        edges += [Edge(number, LotKey(lot), score, near) for score, lot, near in nlargest(EDGES, found)]
    return Problem(tuple(asked), _supply(chance, asked, offers, kinds, edges), tuple(edges), lines=LINES)


@dataclass
class _Offer:
    kind: int
    provider: int
    quality: float
    """How much of its score is the same for everybody: fresh, well rated, at convenient hours."""


def _place(chance: random.Random) -> tuple[int, int]:
    """A subdistrict, some of which have more of everything, and a community in it."""
    return min(chance.randrange(SUBDISTRICTS), chance.randrange(SUBDISTRICTS)), chance.randrange(COMMUNITIES)


def _supply(
    chance: random.Random, needs: list[Need], offers: list[_Offer], kinds: list[int], edges: list[Edge]
) -> tuple[Lot, ...]:
    """For each class between 40 % of what is missing and twice as much, in the offers that come into question."""
    missing, liked = Counter[int](), {edge.lot.resource for edge in edges}
    for need, kind in zip(needs, kinds, strict=True):
        missing[kind] += need.missing // 100
    number = Counter(offers[lot].kind for lot in liked)
    mean = {kind: chance.uniform(0.4, 2) * missing[kind] / max(1, number[kind]) for kind in range(CLASSES)}
    return tuple(
        Lot(LotKey(lot), offer.provider, 100 * max(1, round(mean[offer.kind] * chance.lognormvariate(-0.3, 0.8))))
        for lot, offer in enumerate(offers)
    )


def measure(rounds: int, results: Results, say: Callable[[str], None]) -> None:
    """Solve it some times; the plan is the same each time. Seconds are of one processor, as others may use it as well."""
    problem, solutions, seconds = district(), list[Solution](), list[float]()
    for _ in range(rounds):
        started = time.process_time()
        solutions.append(solve(problem))
        seconds.append(time.process_time() - started)
    solution = solutions[0]
    assert all(one.lines == solution.lines for one in solutions), "the same inputs have the same plan"
    versus = solution.totals.served / solution.greedy.served
    results.note("plan.gap_to_bound", solution.gap, "share")
    results.note("plan.seconds", median(seconds), "s")
    results.note("plan.served_vs_greedy", versus, "ratio")
    say(f"\na plan for {NEEDS:,} demands and {LOTS:,} lots, {len(problem.edges):,} pairs")
    say(f"  {solution.gap:.2%} from the bound (aim <= 1 %), {median(seconds):.1f} s of a processor (aim: a few)")
    beside(solution, say)
    say(f"  served / served by hand {versus:.3f}")


def beside(solution: Solution, say: Callable[[str], None]) -> None:
    """The totals of a plan, and those of what is done by hand."""
    say(f"  {'':<10}{'points':>10}{'served':>9}{'in full':>9}{'lines':>8}{'units':>8}{'score':>8}{'near':>7}{'worst':>8}")
    for name, one in (("planned", solution.totals), ("by hand", solution.greedy)):
        say(
            f"  {name:<10}{one.value:>10,.0f}{one.served:>9.1%}{one.full:>9,}{one.lines:>8,}{one.partners:>8,}"
            f"{one.score:>8.1f}{one.nearness:>7.1f}{_worst(one):>8.1%}"
        )


def _worst(totals: Totals) -> float:
    """The mean share of the tenth of communities that have the least."""
    shares = sorted(one.served for one in totals.communities)
    return sum(shares[: len(shares) // 10]) / max(1, len(shares) // 10)
