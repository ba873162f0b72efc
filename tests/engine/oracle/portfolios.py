"""What portfolios hold, in plain Python from the documented rules; the fewest units by trying all sets of them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Any

from tests.engine.oracle import scores
from tests.engine.oracle.matching import found_for, plainly
from tests.engine.oracle.relations import FIELDS, LIMITS, ORDERS, Candidates
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row, World

CANDIDATES, OPENINGS = 20, 4
Lot = Row
Filling = list[tuple[Lot, Decimal]]


def _first_day(world: World, offer: Row, until: date) -> date | None:
    """The first day on which an offer is open; None for one without windows."""
    windows = list(world.where("ResourceWindow", lambda one: one["resource_id"] == offer["id"]))
    days = [next(_days(world, window, until), None) for window in windows]
    return min((day for day in days if day), default=None)


def _days(world: World, window: Row, until: date) -> Iterator[date]:
    day = max(window["first_day"], world.today)
    while day <= min(window["last_day"], until):
        if day.isoweekday() in window["weekdays"]:
            yield day
        day += timedelta(days=1)


def _openings(world: World, demand: Row, offer: Row) -> list[tuple[date, Any, Decimal]]:
    """The next openings with something left that is not promised to this demand."""
    found = {}
    for window in world.where("ResourceWindow", lambda one: one["resource_id"] == offer["id"]):
        for day in _days(world, window, demand["needed_by"]):
            at = (day, window["opens"])
            here = [one for one in scores.of_resource(world, offer) if (one["day"], one["opens"]) == at]
            left = Decimal(offer["quantity"]) - scores.used(world, here)
            if left > 0 and not any(one["demand_id"] == demand["id"] and _under_way(world, one) for one in here):
                found[at] = min(left, Decimal(offer["quantity"]))
    return [(*at, found[at]) for at in sorted(found)][:OPENINGS]


def _under_way(world: World, match: Row) -> bool:
    return match["status"] != "DONE" and scores.stands(world, match)


def _lots(world: World, demand: Row, pair: Row, whole: bool) -> Iterator[Lot]:
    offer = world.find("Resource", pair["resource_id"])
    assert offer is not None
    if offer["measure"] == "TOTAL":
        found = [(None, None, pair["free"])]
        on_day = _first_day(world, offer, demand["needed_by"])
    else:
        found, on_day = _openings(world, demand, offer), None  # type: ignore[assignment]
    for day, opens, left in found:
        capacity = Decimal(int(left)) if whole else left
        if capacity > 0:
            at = {"day": day, "opens": opens, "on_day": day or on_day, "capacity": capacity}
            yield Lot("Lot", {**pair, **at, "confirmed_on": offer["confirmed_on"], "pair": pair})


def _why(world: World, demand: Row, pair: Row) -> str | None:
    """What keeps an offer from being combined at all."""
    offer = world.find("Resource", pair["resource_id"])
    assert offer is not None
    matched = any(one["demand_id"] == demand["id"] and _under_way(world, one) for one in scores.of_resource(world, offer))
    reasons = {
        "OBSTACLE": pair["obstacle"] is not None,
        "OWN": pair["provider_id"] == demand["organisation_id"],
        "CLASS": pair["category"] == 0,
        "UNIT": not pair["comparable"],
        "TIME": pair["time"] == 0,
        "MATCHED": offer["measure"] == "TOTAL" and matched,
    }
    pair["matched"] = matched
    return next((name for name, holds in reasons.items() if holds), None)


def _rank(pair: Row) -> tuple[Any, ...]:
    return (-pair["total"], pair["resource_id"])


def _turn(lot: Lot) -> tuple[Any, ...]:
    return (*_rank(lot), lot["day"] or date.max, lot["opens"] or 0)


ORDER: dict[str, Callable[[Lot], Any]] = {
    "BEST_FIT": lambda lot: 0,
    "FEWEST_UNITS": lambda lot: 0,
    "NEAREST": lambda lot: -lot["distance"],
    "SOONEST": lambda lot: lot["on_day"] or date.max,
    "FRESHEST": lambda lot: -lot["freshness"],
}
Choice = dict[str, Any]
AS_GOOD: dict[str, Callable[[Choice, Choice], bool]] = {
    "BEST_FIT": lambda other, one: False,
    "FEWEST_UNITS": lambda other, one: other["units"] == one["units"],
    "NEAREST": lambda other, one: other["distance"] == one["distance"] and other["near"] >= one["near"] - 10,
    "SOONEST": lambda other, one: other["last_day"] == one["last_day"] and other["wait"] <= one["wait"] + 3,
    "FRESHEST": lambda other, one: other["stale"] == one["stale"] and other["fresh"] >= one["fresh"] - 10,
}
"""By strength: whether another portfolio is as good in it as the best, so that nobody would call the best another choice."""


def _filled(wanted: Decimal, lots: Sequence[Lot]) -> Filling:
    """The lots filled up one after the other."""
    found, left = [], wanted
    for lot in lots:
        if left > 0:
            found.append((lot, min(left, lot["capacity"])))
            left -= lot["capacity"]
    return found


def _of_fewest(wanted: Decimal, lots: list[Lot]) -> list[Lot]:
    """The lots of the fewest units that cover as much as all do; of equally few, those with the best offers first."""
    best: dict[int, tuple[Any, ...]] = {}
    for lot in lots:
        best[lot["provider_id"]] = min(_rank(lot), best.get(lot["provider_id"], _rank(lot)))
    units = sorted(best, key=lambda one: best[one])
    room = {unit: sum(lot["capacity"] for lot in lots if lot["provider_id"] == unit) for unit in units}
    most = min(wanted, sum(room.values()))
    for size in range(1, len(units) + 1):
        for chosen in combinations(units, size):
            if sum(room[unit] for unit in chosen) >= most:
                return [lot for lot in lots if lot["provider_id"] in chosen]
    return []


def choices(wanted: Decimal, lots: list[Lot]) -> list[Row]:
    """The portfolios; what one before is as good in is told of that one."""
    found: list[Row] = []
    days = [lot["on_day"] for lot in lots if lot["on_day"]]
    late = max(days, default=date(2000, 1, 1)) + timedelta(days=30 if days else 0)
    for place, (strength, key) in enumerate(ORDER.items(), 1):
        among = _of_fewest(wanted, lots) if strength == "FEWEST_UNITS" else lots
        filling = _filled(wanted, sorted(among, key=lambda lot: (key(lot), *_turn(lot))))
        if not filling:
            continue
        one = _portfolio(wanted, place, filling, late)
        as_good = AS_GOOD[strength]
        same = next((other for other in found if other["lots"] == one["lots"] or as_good(other, one)), None)
        if same is None:
            found.append(one)
        (same or one)["strengths"].append(strength)
    return found


def _portfolio(wanted: Decimal, place: int, filling: Filling, late: date) -> Row:
    covered = sum((quantity for _, quantity in filling), Decimal(0))

    def mean(of: Callable[[Lot], Any]) -> Decimal:
        return sum((quantity * of(lot) for lot, quantity in filling), Decimal(0)) / covered

    days = [lot["on_day"] for lot, _ in filling]
    parts = [
        Row("PortfolioPart", {"turn": turn, "quantity": quantity} | {name: lot[name] for name in ("day", "opens", "pair")})
        for turn, (lot, quantity) in enumerate(filling)
    ]
    return Row(
        "Portfolio",
        {
            "place": place,
            "strengths": [],
            "score": mean(lambda lot: lot["total"]).quantize(Decimal("0.01"), ROUND_HALF_UP),
            "units": len({lot["provider_id"] for lot, _ in filling}),
            "covered": covered,
            "uncovered": wanted - covered,
            "distance": min(lot["distance"] for lot, _ in filling),
            "last_day": None if None in days else max(days),
            "confirmed_on": min(lot["confirmed_on"] for lot, _ in filling),
            "stale": min(lot["freshness"] for lot, _ in filling),
            "near": mean(lambda lot: lot["distance"]),
            "fresh": mean(lambda lot: lot["freshness"]),
            "wait": mean(lambda lot: (lot["on_day"] or late).toordinal()),
            "lots": {(lot["resource_id"], lot["day"], lot["opens"]) for lot, _ in filling},
            "parts": parts,
        },
    )


def _of_demand(sight: Sight, demand: Row, args: dict[str, Any]) -> Candidates:
    world = sight.world
    missing = max(Decimal(0), Decimal(demand["quantity"]) - scores.covered(world, demand))
    whole = demand["quantity"] == int(demand["quantity"]) and missing == int(missing)
    row = Row(
        "Portfolios", {"demand_path": demand["area_path"], "missing": missing, "whole": whole, "choices": [], "excluded": []}
    )
    if missing and demand["status"] == "LISTED" and demand["needed_by"] >= world.today:
        _combine(world, demand, row, sorted(found_for(sight, demand, args), key=_rank))
    return [row]


def _combine(world: World, demand: Row, row: Row, pairs: list[Row]) -> None:
    why = {pair["resource_id"]: _why(world, demand, pair) for pair in pairs}
    able = [pair for pair in pairs if why[pair["resource_id"]] is None]
    lots = {pair["resource_id"]: list(_lots(world, demand, pair, row["whole"])) for pair in able[:CANDIDATES]}
    row["choices"] = choices(row["missing"], [lot for found in lots.values() for lot in found])
    taken = {part["pair"]["resource_id"] for choice in row["choices"] for part in choice["parts"]}
    for turn, pair in enumerate(pairs):
        number = pair["resource_id"]
        place = able.index(pair) + 1 if pair in able else None
        reason = why[number]
        if reason is None and number not in lots:
            reason = "PLACE"
        elif reason is None and not lots[number]:
            reason = "MATCHED" if pair["matched"] else "SMALL"
        elif reason is None and number not in taken:
            reason = "COVERED"
        if reason:
            row["excluded"].append(Row("PortfolioExclusion", {"turn": turn, "why": reason, "place": place, "pair": pair}))


FIELDS["Demand.portfolios"] = _of_demand
FIELDS["Portfolios.choices"] = lambda sight, row, args: row["choices"]
FIELDS["Portfolios.excluded"] = lambda sight, row, args: row["excluded"]
FIELDS["Portfolio.parts"] = lambda sight, row, args: row["parts"]
FIELDS["PortfolioPart.candidate"] = FIELDS["PortfolioExclusion.candidate"] = lambda sight, row, args: [row["pair"]]
ORDERS["Portfolios.choices"] = lambda row: (row["place"],)
ORDERS["Portfolios.excluded"] = ORDERS["Portfolio.parts"] = lambda row: (row["turn"],)
LIMITS |= {"Portfolios.excluded": 60}

VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    "Portfolios.missing": lambda sight, row: plainly(row["missing"]),
    **{f"Portfolio.{name}": lambda sight, row, name=name: plainly(row[name]) for name in ("score", "covered", "uncovered")},  # type: ignore[misc]
    "Portfolio.distancePercent": lambda sight, row: row["distance"],
    "PortfolioPart.quantity": lambda sight, row: plainly(row["quantity"]),
    "PortfolioPart.covers": lambda sight, row: plainly(row["quantity"]),
}
"""By ``Type.field``."""
