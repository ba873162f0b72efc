"""What the report on the ranking holds, in plain Python."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from schema.engine.days import OFFICE
from schema.engine.ids import number_of
from schema.matching.parts import PARTS
from tests.engine.oracle.filters import promise
from tests.engine.oracle.periods import period
from tests.engine.oracle.relations import LIMITS, ORDERS, Candidates, field, refers
from tests.engine.oracle.sight import Sight
from tests.engine.oracle.world import Row

GROUPS, PLACES = ("ALL", "CLASS", "WEIGHTS", "PLACE"), ("FIRST", "SECOND_THIRD", "FOURTH_FIFTH", "SIXTH_ON", "BEYOND")
FEWEST = 5
Key = tuple[str, int | None, int | None, str | None]
refers("RankingReport.area", "Area", "area_id")
refers("RankingRow.category", "Category", "category_id")


@field("Query.rankingReport")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    area = sight.world.find("Area", number_of(args["area"], "area"))
    first, last = period(args["since"]), period(args["until"])
    if area is None or first is None or last is None or first[0] >= last[1]:
        return []
    same = {"area_id": area["id"], "area_path": area["path"], "since": args["since"], "until": args["until"]}
    return [Row("RankingReport", same | {"days": (first[0], last[1])})]


def _chosen(sight: Sight, report: Row) -> list[Row]:
    first, after = report["days"]

    def counts(one: Row) -> bool:
        day: date = one["chosen_at"].astimezone(OFFICE).date()
        return bool(one["area_path"].startswith(report["area_path"])) and first <= day < after

    return [one for one in sight.world.choices if counts(one)]


def _place(choice: Row) -> str:
    place = choice["place"]
    bands = ((1, "FIRST"), (3, "SECOND_THIRD"), (5, "FOURTH_FIFTH"), (20, "SIXTH_ON"))
    return "BEYOND" if place is None else next(band for last, band in bands if place <= last)


def _rounded(value: Decimal, digits: str) -> str:
    text = f"{value.quantize(Decimal(digits), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@field("RankingReport.rows")
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    groups: dict[Key, list[Row]] = {}
    for one in _chosen(sight, row):
        for key in (
            ("ALL", None, None, None),
            ("CLASS", one["category_id"], None, None),
            ("WEIGHTS", None, one["weights"], None),
            ("PLACE", None, None, _place(one)),
        ):
            groups.setdefault(key, []).append(one)
    for by in GROUPS:
        told, rest = _parted({key: found for key, found in groups.items() if key[0] == by})
        for (_, category, weights, band), found in told.items():
            if len(found) >= FEWEST:
                own = {"by": by, "rest": False, "category_id": category, "weights": weights, "band": band}
                yield Row("RankingRow", own | {"area_path": row["area_path"]} | _sums(sight, found))
        if by != "ALL" and len(rest) >= FEWEST:
            own = {"by": by, "rest": True, "category_id": None, "weights": None, "band": None}
            yield Row("RankingRow", own | {"area_path": row["area_path"]} | _sums(sight, rest))


def _parted(groups: dict[Key, list[Row]]) -> tuple[dict[Key, list[Row]], list[Row]]:
    """The groups that are told of, and the choices of the others."""
    told = {key: found for key, found in groups.items() if len(found) >= FEWEST}
    rest = [one for key, found in groups.items() if key not in told for one in found]
    if told and 0 < len(rest) < FEWEST:
        smallest = min(told, key=lambda key: (len(told[key]), -(key[1] or 0), key[2] or 0, key[3] or ""))
        rest += told.pop(smallest)
    return told, rest


def _sums(sight: Sight, found: list[Row]) -> dict[str, Any]:
    places = [one["place"] for one in found]
    matches = [sight.world.find("Match", one["match_id"]) for one in found]
    states = [promise(sight.world, one) for one in matches if one]
    return {
        "count": len(found),
        "first": places.count(1),
        "first_three": sum(one is not None and one <= 3 for one in places),
        "first_five": sum(one is not None and one <= 5 for one in places),
        "beyond": places.count(None),
        "reciprocal": sum((Decimal(1) / one if one else Decimal(0) for one in places), Decimal(0)) / len(found),
        "accepted": sum(one in ("AGREED", "DONE", "CANCELLED") for one in states),
        "declined": states.count("DECLINED"),
        "unanswered": states.count("EXPIRED"),
    }


def _in_order(row: Row) -> tuple[Any, ...]:
    band = PLACES.index(row["band"]) if row["band"] else len(PLACES)
    return GROUPS.index(row["by"]), row["rest"], band, -row["count"], row["category_id"] or 0, -(row["weights"] or 0)


ORDERS |= {"RankingReport.rows": _in_order, "RankingReport.parts": lambda row: (row["place"],)}
LIMITS |= {"RankingReport.rows": 100, "RankingReport.parts": 7}


@field("RankingReport.parts", lambda row: (row["place"],))
def _(sight: Sight, row: Row, args: dict[str, Any]) -> Candidates:
    others = [one for one in _chosen(sight, row) if one["place"] != 1 and one["among"]]
    if len(others) >= FEWEST:
        for place, part in enumerate(PARTS):
            difference = Decimal(sum(one["parts"][place] - one["first_parts"][place] for one in others)) / len(others)
            own = {"part": part, "place": place, "count": len(others), "difference": difference}
            yield Row("RankingPart", own | {"area_path": row["area_path"]})


VALUES: dict[str, Callable[[Sight, Row], Any]] = {
    "RankingRow.place": lambda sight, row: row["band"],
    "RankingRow.meanReciprocalRank": lambda sight, row: _rounded(row["reciprocal"], "0.01"),
    "RankingPart.difference": lambda sight, row: _rounded(row["difference"], "0.1"),
}
"""By ``Type.field``."""
