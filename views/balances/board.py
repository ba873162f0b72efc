"""What the board shows, made of the answer: rows with their bars, and with the conditions under which the lists show the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from views.balances.charts import Dot, Line, Mark, Part, ceiling, height, line, middle, scale, stacked

Row = Mapping[str, Any]
Where = dict[str, str]
"""The conditions of a list's address."""
PATHS = {"needs": "/demands", "supplies": "/resources"}


@dataclass(frozen=True)
class Bar:
    """A row of one side with its bar, and the conditions under which its list shows just these."""

    row: Row
    parts: Sequence[Part]
    where: Where


@dataclass(frozen=True)
class Place:
    """An area with both sides; none where it has nothing of one."""

    area: Row | None
    needs: Bar | None
    supplies: Bar | None


@dataclass(frozen=True)
class Lines:
    """A drawing of lines over months, with its scale."""

    months: Sequence[tuple[str, float]]
    marks: Sequence[Mark]
    lines: Sequence[Line]
    errors: Sequence[tuple[Dot, float, float]] = ()
    """Of a forecast: each point with the heights between which it may be off."""
    underway: tuple[float, float] | None = None
    """Where the month lies that is not over yet, and how wide."""


def parts_of(side: str, row: Row) -> dict[str, int]:
    """Into what a row's count is divided."""
    if side == "needs":
        return {name: row[name] for name in ("met", "promised", "unmet")}
    return {"engaged": row["engaged"], "idle": row["idle"], "outdated": row["lapsed"] + row["expired"]}


class Board:
    """The answer of the document, arranged."""

    def __init__(self, balance: Row) -> None:
        self.balance = balance
        self.here: Where = {"within": balance["area"]["id"], "period": balance["period"]}
        self.chosen = balance["category"]

    def total(self, side: str) -> Bar:
        """All of a side."""
        return self._bars(side, "ALL")[0]

    def classes(self, side: str) -> list[Bar]:
        """By class, in the order of the classes."""
        return self._bars(side, "CLASS")

    def months(self, side: str) -> list[Bar]:
        """By the month in which it came onto the list; what was there before the period first."""
        return self._bars(side, "MONTH")

    def ages(self, side: str) -> list[Bar]:
        """What is unmet or idle, by how long."""
        return self._bars(side, "AGE")

    def units(self, side: str) -> list[Bar]:
        """By class and unit of quantity."""
        return self._bars(side, "UNIT")

    @property
    def places(self) -> list[Place]:
        """The areas directly below by code, what lies in none of them first."""
        found: dict[str, dict[str, Bar]] = {}
        for side in PATHS:
            for bar in self._bars(side, "AREA"):
                found.setdefault(self._code(bar.row["area"]), {})[side] = bar
        both = [(sides.get("needs"), sides.get("supplies")) for _, sides in sorted(found.items())]
        return [Place((needs or supplies).row["area"], needs, supplies) for needs, supplies in both if needs or supplies]  # type: ignore[union-attr]

    @property
    def serving(self) -> dict[str, int]:
        """By class of demands: how many idle offers are of a class that goes with it."""
        idle = {one["category"]["id"]: one["idle"] for one in self.balance["supplies"] if one["by"] == "CLASS"}
        found: dict[str, int] = {}
        for fit in self.balance["fits"]:
            found[fit["need"]["id"]] = found.get(fit["need"]["id"], 0) + idle.get(fit["supply"]["id"], 0)
        return found

    @property
    def year(self) -> Lines:
        """What came onto both lists month by month, and what of the demands is unmet."""
        rows = self.balance["months"]
        series = {name: [row[name] for row in rows] for name in ("needs", "unmet", "supplies")}
        top = ceiling(max((value for values in series.values() for value in values), default=0))
        lines = [line(name, values, top, _underway(rows)) for name, values in series.items()]
        return Lines(_named(rows), scale(top), lines, underway=_band(rows, len(rows)))

    @property
    def outlook(self) -> Lines | None:
        """What was counted of new demands, and apart from it what is to be expected; None where nothing is."""
        coming = [one for one in self.balance["forecasts"] if one["category"] is None and one["expected"] is not None]
        known = [one for one in self.balance["months"] if all(one["month"] < other["month"] for other in coming)]
        if not coming:
            return None
        expected, off = [one["expected"] for one in coming], [float(one["error"]) for one in coming]
        actual = [one["needs"] for one in known]
        top = ceiling(max([*actual, *(value + error for value, error in zip(expected, off, strict=True))]))
        told = line("expected", [*(None for _ in actual), *expected], top)
        errors = [
            (dot, height(dot.value + error, top), height(max(0.0, dot.value - error), top))
            for dot, error in zip(told.dots, off, strict=True)
        ]
        counted = line("needs", [*actual, *(None for _ in expected)], top, _underway(known))
        both = [*known, *coming]
        return Lines(_named(both), scale(top), [counted, told], errors, _band(known, len(both)))

    @property
    def forecasts(self) -> list[tuple[Row | None, Sequence[Row]]]:
        """By class, all together first: what is expected month by month."""
        found: dict[str, list[Row]] = {}
        for one in self.balance["forecasts"]:
            found.setdefault(one["category"]["id"] if one["category"] else "", []).append(one)
        return [(rows[0]["category"], rows) for rows in found.values()]

    def where(self, side: str, **more: str) -> Where:
        """The conditions under which a list shows a side of the board."""
        if self.chosen is None:
            return self.here | more
        own = (self.chosen["list"] == "DEMAND") is (side == "needs")
        return self.here | {"category" if own else "fits": self.chosen["id"]} | more

    def _bars(self, side: str, by: str) -> list[Bar]:
        rows = [one for one in self.balance[side] if one["by"] == by]
        whole = max((one["count"] for one in rows), default=0)
        return [Bar(one, stacked(parts_of(side, one), whole), self._of(side, one)) for one in rows]

    def _of(self, side: str, row: Row) -> Where:
        found = self.where(side)
        match row["by"]:
            case "CLASS" | "UNIT":
                found = self.here | {"category": row["category"]["id"]}
            case "AREA" if row["area"] and row["area"]["id"] != self.here["within"]:
                found["within"] = row["area"]["id"]
            case "AREA":
                found["at"] = found.pop("within")
            case "MONTH" if row["month"]:
                found["listedIn"] = row["month"]
            case "MONTH":
                found["listedBefore"] = self.balance["firstDay"]
            case "AGE":
                found["age"] = row["age"]
        return found

    def _code(self, area: Row | None) -> str:
        return "" if area and area["id"] == self.here["within"] else area["code"] if area else "~"


def _underway(rows: Sequence[Row]) -> int | None:
    return next((place for place, row in enumerate(rows) if row["underway"]), None)


def _band(rows: Sequence[Row], places: int) -> tuple[float, float] | None:
    place = _underway(rows)
    return None if place is None else (round(100 * place / places, 2), round(100 / places, 2))


def _named(rows: Sequence[Row]) -> list[tuple[str, float]]:
    return [(row["month"], middle(place, len(rows))) for place, row in enumerate(rows)]
