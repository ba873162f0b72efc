"""What a plan is solved from, read from the lists by the rules by which the desk proposes, in one snapshot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

import asyncpg

from schema.engine.statements import statements
from schema.plans.problem import WHOLE, Edge, Forbidden, Lot, LotKey, Need, Pin, Problem, Weights, weight_of
from schema.plans.rules import DEMANDS, LEARNT, OFFERS, OPENINGS

sql = statements(__file__, "reading")

PORTION = 50
"""Demands whose offers are read in one statement: between two, a plan can be called off (our default)."""
LOOKED = OFFERS + OFFERS // 2
"""How many offers are scored in full for each demand; some of them turn out not to be had (our default)."""
LATEST = 20_000
"""From how many of the latest promises it is learnt how much meets how much (our default)."""

Units = tuple[int, str, int, str]
"""The class and unit of an offer, and those of a demand."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of an offer one unit of a demand takes, where the two are counted differently."""

    takes: int
    """Hundredths of the offer's unit."""
    times: int
    """From how many promises it was learnt."""


Pair = tuple[asyncpg.Record, Rate]
"""A demand with an offer that may serve it."""


@dataclass
class Inputs:
    """What was read."""

    weights: Weights
    per_unit: int
    needs: list[Need] = field(default_factory=list)
    lots: dict[LotKey, Lot] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)
    forbidden: list[Forbidden] = field(default_factory=list)
    cut: bool = False
    """There were more demands than one plan takes."""
    communities: dict[str, int] = field(default_factory=dict)
    """By path, the number of the area."""
    apart: set[int] = field(default_factory=set)
    """Demands that have offers, but none whose unit can be told in theirs."""
    learnt: dict[tuple[int, int], int] = field(default_factory=dict)
    """By demand and offer whose units differ: from how many promises the rate was learnt."""

    openings: dict[int, list[LotKey]] = field(default_factory=dict)
    """By offer that is had by openings: the next ones that have something left, the soonest first."""

    def add(self, lot: Lot) -> None:
        """Note down what is left of a lot."""
        if lot.key not in self.lots:
            self.lots[lot.key] = lot
            if lot.key.day:
                self.openings.setdefault(lot.key.resource, []).append(lot.key)

    def openings_of(self, number: int, resource: int, until: date) -> list[LotKey]:
        """The openings of an offer that come into question for a demand: the soonest by its last day, and those pinned."""
        pinned = {pin.lot for pin in self.pins if pin.need == number}
        timely = [key for key in self.openings.get(resource, ()) if key.day and key.day <= until]
        return [key for place, key in enumerate(timely) if place < OPENINGS or key in pinned]

    def problem(self) -> Problem:
        """The same as the solver takes it."""
        used = {edge.lot for edge in self.edges}
        lots = tuple(lot for key, lot in self.lots.items() if key in used)
        return Problem(
            tuple(self.needs), lots, tuple(self.edges), tuple(self.pins), tuple(self.forbidden), self.per_unit, {}, self.weights
        )


async def read(connection: Any, plan: int, told: Callable[[float], None]) -> Inputs:
    """Read everything; ``told`` hears the share that is done, 0 to 1."""
    row = await sql.plan(connection, id=plan)
    names = ("urgent", "soon", "normal", "waiting", "fairness", "fit", "nearness", "line")
    found = Inputs(Weights(**{name: row[name] for name in names}), row["per_unit"])
    period = {"first": row["first_day"], "last": row["last_day"]}
    needs = [one async for one in sql.needs(connection, path=row["area_path"], **period, most=DEMANDS + 1)]
    found.cut = len(needs) > DEMANDS
    found.needs = [_need(one, found, row["partners"]) for one in needs[:DEMANDS]]
    await _rules(connection, plan, found)
    pairs = await _pairs(connection, plan, found, told)
    await _lots(connection, found, pairs, period)
    for pair in pairs:
        found.edges += _edges(pair, found)
    return found


def _need(row: asyncpg.Record, found: Inputs, partners: int) -> Need:
    missing = hundredths(row["missing"])
    found.communities[row["community"]] = row["community_id"]
    weight = weight_of(found.weights, row["urgency"], row["waited"])
    # Whoever serves it already counts; one more may always join.
    free = max(1, partners - row["partners"])
    return Need(row["id"], row["community"], missing, weight, missing % WHOLE == 0, free)


async def _pairs(connection: Any, plan: int, found: Inputs, told: Callable[[float], None]) -> list[Pair]:
    """For each demand its best offers, with how much of each one unit of the demand takes."""
    rates = {
        (row["offered_class"], row["offered"], row["needed_class"], row["needed"]): Rate(
            max(1, hundredths(row["takes"])), row["times"]
        )
        async for row in sql.rates(connection, latest=LATEST, least=LEARNT)
    }
    kept: list[Pair] = []
    pinned = {(pin.need, pin.lot.resource) for pin in found.pins}
    numbers = [need.number for need in found.needs]
    for start in range(0, len(numbers), PORTION):
        rows = [row async for row in sql.pairs(connection, plan=plan, demands=numbers[start : start + PORTION], looked=LOOKED)]
        for number, group in groupby(rows, key=lambda row: row["demand_id"]):
            offers = list(group)
            fitting = [(row, rate) for row in offers if (rate := _rate(row, rates))]
            best = fitting[:OFFERS]
            kept += best + [one for one in fitting[OFFERS:] if (number, one[0]["resource_id"]) in pinned]
            if not fitting:
                found.apart.add(number)
        told(min(1.0, (start + PORTION) / len(numbers)))
    found.learnt = {(row["demand_id"], row["resource_id"]): rate.times for row, rate in kept if rate.times}
    return kept


def _rate(row: asyncpg.Record, rates: dict[Units, Rate]) -> Rate | None:
    if row["offered"] == row["needed"]:
        return Rate(WHOLE, 0)
    return rates.get((row["offered_class"], row["offered"], row["needed_class"], row["needed"]))


async def _lots(connection: Any, found: Inputs, pairs: Sequence[Pair], period: dict[str, Any]) -> None:
    """What is left of each offer: of its stock, or in each of its next openings."""
    by_openings: dict[int, int] = {}
    for row, _ in pairs:
        if row["measure"] == "TOTAL":
            found.add(Lot(LotKey(row["resource_id"]), row["provider_id"], hundredths(row["free"])))
        else:
            by_openings[row["resource_id"]] = row["provider_id"]
    pinned = {pin.lot for pin in found.pins if pin.lot.day and pin.lot.resource in by_openings}
    given = {"pinned": [key.resource for key in pinned], "days": [key.day for key in pinned]}
    async for row in sql.openings(connection, resources=list(by_openings), **period, most=2 * OPENINGS, **given):
        key = LotKey(row["resource_id"], row["day"], row["opens"])
        if row["free"] > 0 or key in pinned:
            found.add(Lot(key, by_openings[key.resource], hundredths(max(Decimal(0), row["free"]))))


def _edges(pair: Pair, found: Inputs) -> list[Edge]:
    row, rate = pair
    number, resource = row["demand_id"], row["resource_id"]
    given = {"score": float(row["total"]), "nearness": row["distance"], "takes": rate.takes}
    if row["measure"] == "TOTAL":
        return [Edge(number, LotKey(resource), **given)]
    return [Edge(number, key, **given) for key in found.openings_of(number, resource, row["needed_by"])]


async def _rules(connection: Any, plan: int, found: Inputs) -> None:
    async for row in sql.rules(connection, id=plan):
        key = LotKey(row["resource_id"], row["day"], row["opens"])
        if row["kind"] == "PIN":
            found.pins.append(Pin(row["demand_id"], key, hundredths(row["covers"])))
        else:
            found.forbidden.append(Forbidden(row["demand_id"], resource=row["resource_id"]))


def hundredths(amount: Decimal) -> int:
    """A quantity as the solver counts it.

    >>> hundredths(Decimal("12.5"))
    1250
    """
    return round(amount * WHOLE)
