"""Which offers come into question for which demands of a plan, and how much of each one unit of a demand takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import asyncpg

from schema.engine.statements import statements
from schema.plans.problem import WHOLE, Pin, hundredths
from schema.plans.rules import LEARNT, OFFERS

sql = statements(__file__, "pairing")

PORTION = 250
"""Demands whose offers are read in one statement: after each, whoever waits is told how far it is (our default)."""
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


async def pairs(
    connection: Any, plan: int, demands: Sequence[int], pins: Sequence[Pin], told: Callable[[float], None]
) -> tuple[list[Pair], set[int]]:
    """For each demand its best offers; and the demands that have offers, but none whose unit can be told in theirs."""
    rates = {
        (row["offered_class"], row["offered"], row["needed_class"], row["needed"]): Rate(
            max(1, hundredths(row["takes"])), row["times"]
        )
        async for row in sql.rates(connection, latest=LATEST, least=LEARNT)
    }
    kept, apart = list[Pair](), set[int]()
    pinned = {(pin.need, pin.lot.resource) for pin in pins}
    for start in range(0, len(demands), PORTION):
        portion = list(demands[start : start + PORTION])
        rows = [row async for row in sql.offers(connection, plan=plan, demands=portion, looked=LOOKED)]
        for number, offers in groupby(rows, key=lambda row: row["demand_id"]):
            fitting = [(row, rate) for row in offers if (rate := _rate(row, rates))]
            kept += fitting[:OFFERS]
            kept += [one for one in fitting[OFFERS:] if (number, one[0]["resource_id"]) in pinned]
            if not fitting:
                apart.add(number)
        told(min(1.0, (start + PORTION) / len(demands)))
    return kept, apart


def _rate(row: asyncpg.Record, rates: dict[Units, Rate]) -> Rate | None:
    if row["offered"] == row["needed"]:
        return Rate(WHOLE, 0)
    return rates.get((row["offered_class"], row["offered"], row["needed_class"], row["needed"]))
