"""What a plan is solved from, read from the lists by the rules by which the desk proposes, in one snapshot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg

from schema.engine.statements import statements
from schema.plans.pairing import Pair, pairs
from schema.plans.problem import WHOLE, Edge, Forbidden, Lot, LotKey, Need, Pin, Problem, Weights, hundredths, weight_of
from schema.plans.rules import DEMANDS, OPENINGS

sql = statements(__file__, "reading")


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
    kept, found.apart = await pairs(connection, plan, [need.number for need in found.needs], found.pins, told)
    found.learnt = {(row["demand_id"], row["resource_id"]): rate.times for row, rate in kept if rate.times}
    await _lots(connection, found, kept, period)
    for pair in kept:
        found.edges += _edges(pair, found)
    return found


def _need(row: asyncpg.Record, found: Inputs, partners: int) -> Need:
    missing = hundredths(row["missing"])
    found.communities[row["community"]] = row["community_id"]
    weight = weight_of(found.weights, row["urgency"], row["waited"])
    # Whoever serves it already counts; one more may always join.
    free = max(1, partners - row["partners"])
    return Need(row["id"], row["community"], missing, weight, missing % WHOLE == 0, free)


async def _lots(connection: Any, found: Inputs, kept: Sequence[Pair], period: dict[str, Any]) -> None:
    """What is left of each offer: of its stock, or in each of its next openings."""
    by_openings: dict[int, int] = {}
    for row, _ in kept:
        if row["measure"] == "TOTAL":
            found.add(Lot(LotKey(row["resource_id"]), row["provider_id"], hundredths(row["free"])))
        else:
            by_openings[row["resource_id"]] = row["provider_id"]
    pinned = {pin.lot for pin in found.pins if pin.lot.day and pin.lot.resource in by_openings}
    given = {"pinned": [key.resource for key in pinned], "days": [key.day for key in pinned]}
    async for row in sql.openings(connection, resources=list(by_openings), **period, most=OPENINGS, **given):
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
