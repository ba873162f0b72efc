"""What the board of need and supply holds, in plain Python."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from schema.balances.definitions import SINCE, VERSION, WORDS
from schema.engine.ids import number_of
from schema.engine.language import translate
from tests.engine.oracle import scores
from tests.engine.oracle.filters import demanded, standing
from tests.engine.oracle.periods import OFFICE, age, any_period, demand_counts, engaged, fits, idle, is_new, offer_counts, pending
from tests.engine.oracle.relations import FIELDS, LIMITS, ORDERS, Candidates, refers
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row, World

GROUPS = ("ALL", "CLASS", "AREA", "MONTH", "AGE", "UNIT")
AGES = ("UP_TO_14", "UP_TO_30", "UP_TO_90", "OVER_90")


def _board(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    area, days = sight.world.find("Area", number_of(args["area"], "area")), any_period(args["period"])
    asked = args.get("category")
    chosen = None if asked is None else sight.world.find("Category", number_of(asked, "category"))
    if area is None or days is None or (asked is not None and chosen is None):
        return
    place = {"area_id": area["id"], "area_path": area["path"], "period": args["period"]}
    yield Row("Balance", place | {"first_day": days[0], "next_day": days[1], "chosen": chosen["id"] if chosen else 0})


FIELDS["Query.balance"] = _board
refers("Balance.area", "Area", "area_id")
refers("Balance.category", "Category", "chosen")


def _wanted(world: World, board: Row, side: str, row: Row) -> bool:
    """Whether a class is the one that is looked at, or goes together with it."""
    chosen, own = board["chosen"], row["category_id"]
    pair = (own, chosen) if side == "needs" else (chosen, own)
    return chosen in (0, own) or fits(world, *pair)


def _here(world: World, board: Row, side: str) -> Iterator[Row]:
    type_ = "Demand" if side == "needs" else "Resource"
    inside = world.where(type_, lambda one: one["area_path"].startswith(board["area_path"]))
    return (one for one in inside if _wanted(world, board, side, one))


def _numbers(names: Iterable[str], row: dict[str, bool]) -> dict[str, int]:
    return {name: int(row[name]) for name in names}


def _of_need(world: World, row: Row) -> dict[str, Any]:
    state = demanded(world, row)
    promised, met = (min(row["quantity"], found(world, row)) for found in (scores.promised, scores.met))
    unmet = state in ("LISTED", "PARTLY_MATCHED", "EXPIRED")
    return {
        "count": 1,
        "met": state in ("FULFILLED", "CLOSED"),
        "promised": state == "MATCHED",
        "unmet": unmet,
        "partly": state == "PARTLY_MATCHED",
        "expired": state == "EXPIRED",
        "quantity": row["quantity"],
        "delivered": met,
        "agreed": promised - met,
        "missing": row["quantity"] - promised,
        "age": age(world, row) if unmet else None,
    }


def _of_supply(world: World, row: Row) -> dict[str, Any]:
    state = standing(world, row)
    to_be_had = state in ("LISTED", "EXHAUSTED")
    stock = row["quantity"] if to_be_had and row["measure"] == "TOTAL" else Decimal(0)
    return {
        "count": 1,
        "engaged": engaged(world, row),
        "idle": idle(world, row),
        "lapsed": state == "LAPSED",
        "expired": state == "EXPIRED",
        "stocks": stock > 0,
        "quantity": stock,
        "used": min(stock, scores.used(world, scores.of_resource(world, row))),
        "age": age(world, row) if idle(world, row) else None,
    }


def _month(row: Row) -> date:
    moment: datetime = row["listed_at"].astimezone(OFFICE)
    return date(moment.year, moment.month, 1)


Key = tuple[str, Any, Any, Any, Any, Any]
"""Group, class, area, month, age, unit."""


def _keys(board: Row, row: Row, state: dict[str, Any]) -> list[Key]:
    part = row["area_path"].removeprefix(board["area_path"]).split("/")[0]
    month = _month(row) if is_new(row, board["first_day"], date(2100, 1, 1)) else None
    class_ = row["category_id"]
    found: list[Key] = [("ALL", None, None, None, None, None), ("CLASS", class_, None, None, None, None)]
    found += [("AREA", None, part, None, None, None), ("MONTH", None, None, month, None, None)]
    found += [("UNIT", class_, None, None, None, row["unit"])]
    return [*found, ("AGE", None, None, None, state["age"], None)] if state["age"] else found


def _sums(name: str, type_: str, counts: Callable[..., bool], state_of: Callable[[World, Row], dict[str, Any]]) -> None:
    def rule(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
        found: dict[Key, dict[str, Any]] = {}
        for one in _here(sight.world, row, name):
            if counts(one, row["first_day"], row["next_day"]):
                state = state_of(sight.world, one)
                for key in _keys(row, one, state):
                    sums = found.setdefault(key, {})
                    for field, value in state.items():
                        if field != "age":
                            sums[field] = sums.get(field, 0) + (int(value) if isinstance(value, bool) else value)
        found.setdefault(("ALL", None, None, None, None, None), dict.fromkeys(_EMPTY[name], 0))
        asked = args.get("by")
        for (by, class_, part, month, age_, unit), sums in found.items():
            if asked is not None and by not in [one.name for one in asked]:
                continue
            category = sight.world.find("Category", class_)
            own = {"by": by, "category_id": class_, "part": part, "month": month, "age": age_, "unit": unit}
            yield Row(type_, own | sums | {"place": category["place"] if category else None, "area_path": row["area_path"]})

    FIELDS[f"Balance.{name}"] = rule
    ORDERS[f"Balance.{name}"] = _order
    LIMITS[f"Balance.{name}"] = 400
    refers(f"{type_}.category", "Category", "category_id")
    FIELDS[f"{type_}.area"] = _area


_EMPTY = {
    "needs": ("count", "met", "promised", "unmet", "partly", "expired", "quantity", "delivered", "agreed", "missing"),
    "supplies": ("count", "engaged", "idle", "lapsed", "expired", "stocks", "quantity", "used"),
}


def _last(value: Any) -> tuple[bool, Any]:
    return value is None, 0 if value is None else value


def _order(row: Row) -> tuple[Any, ...]:
    return (
        GROUPS.index(row["by"]),
        _last(row["place"]),
        _last(row["category_id"]),
        (row["part"] is None, row["part"] or ""),
        (row["month"] is not None, row["month"] or date(1, 1, 1)),
        (row["age"] is None, AGES.index(row["age"]) if row["age"] else 0),
        -row["count"],
        row["unit"] or "",
    )


def _area(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """The area below, or the one itself for what lies in none below."""
    code = row["part"] or row["area_path"].rstrip("/").split("/")[-1]
    return sight.world.where("Area", lambda one: row["by"] == "AREA" and one["code"] == code)


_sums("needs", "BalanceNeeds", demand_counts, _of_need)
_sums("supplies", "BalanceSupplies", offer_counts, _of_supply)


def _ahead(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _months(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """Each of the twelve months up to the period's end, or the present one."""
    world = sight.world
    end = min(row["next_day"], _ahead(world.today, 1))
    for back in range(12, 0, -1):
        first, after = _ahead(end, -back), _ahead(end, 1 - back)
        needs = [one for one in _here(world, row, "needs") if is_new(one, first, after)]
        offers = [one for one in _here(world, row, "supplies") if one["status"] == "LISTED" and is_new(one, first, after)]
        states = [_of_need(world, one) for one in needs]
        sums = {name: sum(int(one[name]) for one in states) for name in ("met", "promised", "unmet")}
        if date(2000, 1, 1) <= first < date(2100, 1, 1):
            came = {"needs": len(needs), "supplies": len(offers), "underway": after > world.today}
            yield Row("BalanceMonth", {"month": f"{first:%Y-%m}"} | came | sums)


FIELDS["Balance.months"] = _months
ORDERS["Balance.months"] = lambda row: (row["month"],)
LIMITS["Balance.months"] = 12


def _rounded(value: Decimal, places: str = "1") -> Decimal:
    return value.quantize(Decimal(places), ROUND_HALF_UP)


def _told(series: list[int], place: int, ahead: int) -> Decimal:
    """What is said of a month that many months before: from the three months known then, and the same month last year."""
    known = series[place - ahead - 2 : place - ahead + 1]
    return _rounded((Decimal(sum(known)) / 3 + series[place - 12]) / 2)


def _forecasts(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    world = sight.world
    first = _ahead(world.today, -30)
    listed = [one for one in _here(world, row, "needs") if is_new(one, first, _ahead(world.today, 0))]
    for class_ in [None, *{one["category_id"] for one in listed}] if listed else []:
        series = [0] * 30
        for one in listed:
            if class_ in (None, one["category_id"]):
                month = _month(one)
                series[(month.year - first.year) * 12 + month.month - first.month] += 1
        enough = sum(series[18:]) >= 12 and sum(series[:13]) > 0
        category = world.find("Category", class_)
        for ahead in (2, 3, 4):
            off = [abs(series[place] - _told(series, place, ahead)) for place in range(24, 30)]
            found = {
                "category_id": class_,
                "place": category["place"] if category else None,
                "month": f"{_ahead(world.today, ahead - 1):%Y-%m}",
                "expected": int(_told(series, 29 + ahead, ahead)) if enough else None,
                "error": _rounded(sum(off, Decimal(0)) / 6, "0.1") if enough else None,
            }
            yield Row("BalanceForecast", found)


FIELDS["Balance.forecasts"] = _forecasts
ORDERS["Balance.forecasts"] = lambda row: (
    row["category_id"] is not None,
    row["place"] or 0,
    row["category_id"] or 0,
    row["month"],
)
LIMITS["Balance.forecasts"] = 300
refers("BalanceForecast.category", "Category", "category_id")


def _fits(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    for (need, supply), percent in sight.world.affinity.items():
        if percent >= 60 and row["chosen"] in (0, need, supply):
            yield Row("BalanceFit", {"need_id": need, "supply_id": supply, "percent": percent})


FIELDS["Balance.fits"] = _fits
ORDERS["Balance.fits"] = lambda row: (row["need_id"], -row["percent"], row["supply_id"])
LIMITS["Balance.fits"] = 400


def _neighbours(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    """Of each area and class the neighbour that could help most."""
    world, steps = sight.world, row["area_path"].rstrip("/").split("/")
    own = steps[2] if len(steps) >= 3 else None
    base = "/".join(steps[:2] if own else steps) + "/"
    idles, needs = (_counted(world, type_, base, holds) for type_, holds in (("Resource", idle), ("Demand", pending)))
    parts = sorted({part for part, _ in (*idles, *needs)} - {""})
    best: dict[tuple[str, int], tuple[tuple[Any, ...], Row]] = {}
    for (need, supply), percent in world.affinity.items():
        if percent < 60 or row["chosen"] not in (0, need, supply):
            continue
        left = {part: idles.get((part, supply), 0) - needs.get((part, need), 0) for part in parts}
        ranked = sorted(parts, key=lambda part: (part != own, -left[part], part))
        spare = [part for part in ranked if left[part] > 0][:3]
        lacking = [part for part in sorted(parts, key=lambda part: (part != own, left[part], part)) if left[part] < 0][:3]
        for x, y in ((x, y) for x in spare for y in lacking if own is None or own in (x, y)):
            movable = min(left[x], -left[y])
            numbers = {"idle": idles.get((x, supply), 0), "kept": needs.get((x, need), 0)}
            numbers |= {"pending": needs.get((y, need), 0), "own": idles.get((y, supply), 0), "movable": movable}
            pair = {"need_id": need, "supply_id": supply, "percent": percent, "surplus": x, "shortage": y, "base": base}
            rank = (-movable, -percent, supply, x)
            if (y, need) not in best or rank < best[y, need][0]:
                best[y, need] = rank, Row("BalanceNeighbour", pair | numbers)
    return [one for _, one in best.values()]


def _counted(world: World, type_: str, base: str, holds: Callable[[World, Row], bool]) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for one in world.where(type_, lambda one: one["area_path"].startswith(base)):
        if holds(world, one):
            key = one["area_path"].removeprefix(base).split("/")[0], one["category_id"]
            found[key] = found.get(key, 0) + 1
    return found


def _gaps(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    found: dict[int, int] = {}
    for (_, category), count in _counted(sight.world, "Demand", row["path"], pending).items():
        found[category] = found.get(category, 0) + count
    for category, count in found.items():
        yield Row("BalanceGap", {"area_path": row["path"], "category_id": category, "pending": count})


FIELDS["Area.gaps"] = _gaps
ORDERS["Area.gaps"] = lambda row: (-row["pending"], row["category_id"])
LIMITS["Area.gaps"] = 3
refers("BalanceGap.category", "Category", "category_id")
FIELDS["Balance.neighbours"] = _neighbours
ORDERS["Balance.neighbours"] = lambda row: (-row["movable"], -row["percent"], row["shortage"], row["need_id"])
LIMITS["Balance.neighbours"] = 20
for _type in ("BalanceFit", "BalanceNeighbour"):
    refers(f"{_type}.need", "Category", "need_id")
    refers(f"{_type}.supply", "Category", "supply_id")


def _at(column: str) -> Callable[[Sight, Row, dict[str, Any]], Candidates]:
    return lambda sight, row, args: sight.world.where("Area", lambda one: one["path"] == f"{row['base']}{row[column]}/")


FIELDS |= {f"BalanceNeighbour.{column}": _at(column) for column in ("surplus", "shortage")}
FIELDS["Balance.definitions"] = lambda sight, row, args: [
    Row("BalanceDefinition", {"measure": measure, "version": VERSION, "since": SINCE, "place": place})
    for place, measure in enumerate(WORDS)
]
ORDERS["Balance.definitions"] = lambda row: (row["place"],)


def _plainly(amount: Decimal | int | None) -> str | None:
    """A number without zeros that say nothing."""
    if amount is None:
        return None
    text = f"{Decimal(amount):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _amounts(type_: str, *names: str) -> dict[str, Callable[[Sight, Row], Any]]:
    return {
        f"{type_}.{name}": lambda sight, row, name=name: _plainly(row[name]) if row["by"] == "UNIT" else None  # type: ignore[misc]
        for name in names
    }


def _code(sight: Sight, row: Row) -> str | None:
    return f"{row['month']:%Y-%m}" if row["month"] else None


VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    "Balance.lastDay": lambda sight, row: row["next_day"] - timedelta(days=1),
    "Balance.asOf": lambda sight, row: sight.world.today,
    "BalanceNeeds.month": _code,
    "BalanceSupplies.month": _code,
    "BalanceForecast.error": lambda sight, row: _plainly(row["error"]),
    "BalanceDefinition.words": lambda sight, row: translate(sight.viewer.language, WORDS[row["measure"]]),
    **_amounts("BalanceNeeds", "quantity", "delivered", "agreed", "missing"),
    **_amounts("BalanceSupplies", "quantity", "used"),
}
"""By ``Type.field``."""
