"""How lots are combined: each portfolio against all ways there are, tried one by one on small sets."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.engine.reader import Engine

DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Lot:
    """What can be taken at once."""

    resource_id: int
    provider_id: int
    day: date | None
    on_day: date | None
    capacity: Decimal
    total: int
    distance: int
    freshness: int
    confirmed_on: date = DAY

    @property
    def key(self) -> tuple[int, date | None]:
        """Which one it is."""
        return self.resource_id, self.day


@st.composite
def few_lots(draw: st.DrawFn) -> list[Lot]:
    """Up to five lots of up to four offers of up to three units."""
    found = {}
    for _ in range(draw(st.integers(0, 5))):
        resource = draw(st.integers(1, 4))
        opening = draw(st.one_of(st.none(), st.integers(0, 9)))
        # Score, place and freshness are those of the offer, whichever opening it is.
        salt = draw(st.shared(st.integers(0, 99), key=f"salt {resource}"))
        total, distance, fresh = (resource * 37 + salt) % 7, (0, 45, 75, 100)[salt % 4], (40, 70, 100)[salt // 4 % 3]
        day = DAY + timedelta(days=opening) if opening is not None else None
        on_day = day or draw(st.sampled_from([None, DAY, DAY + timedelta(days=4)]))
        lot = Lot(resource, resource % 3, day, on_day, Decimal(draw(st.integers(1, 4))), total, distance, fresh)
        found[lot.key] = lot
    return list(found.values())


async def combined(engine: Engine, wanted: Decimal, lots: Sequence[Lot]) -> list[dict[str, Any]]:
    """The portfolios that PostgreSQL makes of these lots, each with the quantities by lot."""
    sent = orjson.dumps([asdict(lot) | {"capacity": str(lot.capacity)} for lot in lots]).decode()
    columns = "resource_id bigint, provider_id bigint, day date, opens time, on_day date, capacity numeric, total numeric"
    more = "distance integer, freshness integer, confirmed_on date, pair jsonb"
    rows = await engine.services.pool.fetch(
        "select p.*, to_jsonb(p.parts)::text as told from portfolios_of($1, array(select row(x.*)::portfolio_lot"
        f" from jsonb_to_recordset($2::text::jsonb) as x({columns}, {more}))) p",
        *(wanted, sent),
    )
    return [dict(row) | {"taken": _taken(row["told"])} for row in rows]


def _taken(told: str) -> dict[tuple[int, date | None], Decimal]:
    days = {part["place"]: date.fromisoformat(part["day"]) if part["day"] else None for part in orjson.loads(told)}
    return {(part["resource_id"], days[part["place"]]): Decimal(str(part["quantity"])) for part in orjson.loads(told)}


Way = tuple[tuple[Lot, Decimal], ...]


def best_ways(wanted: Decimal, lots: Sequence[Lot]) -> list[Way]:
    """Every way to take whole quantities of lots that covers as much as can be covered."""
    amounts = [[Decimal(one) for one in range(int(lot.capacity) + 1)] for lot in lots]
    ways = [tuple((lot, one) for lot, one in zip(lots, way, strict=True) if one) for way in product(*amounts)]
    covered = [sum(one for _, one in way) for way in ways]
    most = max(one for one in covered if one <= wanted)
    return [way for way, one in zip(ways, covered, strict=True) if one == most]


NEVER = date.max
WORST: dict[str, Callable[[Way], Any]] = {
    "FEWEST_UNITS": lambda way: len({lot.provider_id for lot, _ in way}),
    "NEAREST": lambda way: -min(lot.distance for lot, _ in way),
    "SOONEST": lambda way: max(lot.on_day or NEVER for lot, _ in way),
    "FRESHEST": lambda way: -min(lot.freshness for lot, _ in way),
}
"""By strength: how many units, or how far, late or stale the worst part is; the least is the best."""
SUMS: dict[str, Callable[[Way], Any]] = {
    "BEST_FIT": lambda way: -sum(one * lot.total for lot, one in way),
    "NEAREST": lambda way: -sum(one * lot.distance for lot, one in way),
    "SOONEST": lambda way: sum(one * min((lot.on_day or NEVER).toordinal(), 10**6) for lot, one in way),
    "FRESHEST": lambda way: -sum(one * lot.freshness for lot, one in way),
}
"""By strength: the sum over all that is taken; of what is shown for it, the least there is."""


@settings(max_examples=150, deadline=None)
@given(wanted=st.integers(1, 14), lots=few_lots(), turn=st.integers(0, 4))
async def test_each_portfolio_is_the_best_of_all_ways(reading_engine: Engine, wanted: int, lots: list[Lot], turn: int) -> None:
    found = await combined(reading_engine, Decimal(wanted), lots)
    ways = best_ways(Decimal(wanted), lots)
    most = sum(one for _, one in ways[0])
    by_key = {lot.key: lot for lot in lots}
    for portfolio in found:
        way = tuple((by_key[key], one) for key, one in portfolio["taken"].items())
        assert all(0 < one <= lot.capacity for lot, one in way), "never over capacity"
        assert portfolio["covered"] == sum(one for _, one in way) == most
        assert portfolio["uncovered"] == wanted - most
        for strength in portfolio["strengths"]:
            assert strength not in WORST or WORST[strength](way) == min(map(WORST[strength], ways)), strength
        first = portfolio["strengths"][0]
        assert first not in SUMS or SUMS[first](way) == min(map(SUMS[first], ways)), first
    told = [strength for portfolio in found for strength in portfolio["strengths"]]
    assert sorted(told) == (sorted([*WORST, "BEST_FIT"]) if lots else []), "each strength is told once"
    kinds = [frozenset(portfolio["taken"]) for portfolio in found]
    assert len(set(kinds)) == len(kinds), "none takes the same lots as another"
    assert await combined(reading_engine, Decimal(wanted), lots[turn:] + lots[:turn]) == found, "the order changes nothing"


@settings(max_examples=200, deadline=None)
@given(wanted=st.integers(1, 20), capacities=st.lists(st.integers(1, 6), max_size=7))
async def test_the_fewest_are_the_preferred_of_all_smallest_sets(
    reading_engine: Engine, wanted: int, capacities: list[int]
) -> None:
    found = await reading_engine.services.pool.fetchval("select portfolio_fewest($1, $2::numeric[])", wanted, capacities)

    most = min(wanted, sum(capacities))
    sets = [[place for place, taken in enumerate(taken, 1) if taken] for taken in product([1, 0], repeat=len(capacities))]
    enough = [one for one in sets if sum(capacities[place - 1] for place in one) >= most]
    assert found == min(enough, key=lambda one: (len(one), one))


async def test_where_hundredths_are_allowed_the_last_one_is_taken_in_part(reading_engine: Engine) -> None:
    lots = [Lot(1, 1, None, None, Decimal("2.5"), 80, 75, 100), Lot(2, 2, None, None, Decimal("9.75"), 60, 100, 70)]
    best, fewest = await combined(reading_engine, Decimal("3.1"), lots)
    assert best["taken"] == {(1, None): Decimal("2.5"), (2, None): Decimal("0.6")}
    assert best["strengths"] == ["BEST_FIT", "SOONEST", "FRESHEST"] and best["score"] == Decimal("76.13")
    assert fewest["taken"] == {(2, None): Decimal("3.1")} and fewest["strengths"] == ["FEWEST_UNITS", "NEAREST"]
    assert (fewest["units"], fewest["uncovered"], fewest["last_day"]) == (1, 0, None)


async def test_what_is_hardly_nearer_sooner_or_fresher_is_no_other_choice(reading_engine: Engine) -> None:
    base = {"provider_id": 1, "day": None, "capacity": Decimal(10), "distance": 75, "freshness": 100}
    best = Lot(1, **base | {"total": 80, "on_day": DAY})  # type: ignore[arg-type]
    sooner = Lot(2, **base | {"total": 70, "on_day": DAY - timedelta(days=1)})  # type: ignore[arg-type]

    all_sooner = await combined(reading_engine, Decimal(10), [best, sooner])
    partly = await combined(reading_engine, Decimal(10), [best, replace(sooner, capacity=Decimal(4))])

    assert [one["strengths"] for one in all_sooner] == [["BEST_FIT", "FEWEST_UNITS", "NEAREST", "FRESHEST"], ["SOONEST"]]
    assert [len(one["strengths"]) for one in partly] == [5], "a part of it a day sooner, the last as late as ever"
