"""The arithmetic of the board's charts: from numbers to places in percent of the drawing, so that it fits any width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, pairwise

TOP, FOOT = 8.0, 84.0
"""Between which heights lines are drawn, in percent from above: room for numbers over them, and for the months below."""


@dataclass(frozen=True)
class Part:
    """A piece of a bar."""

    kind: str
    value: int
    x: float
    width: float


@dataclass(frozen=True)
class Dot:
    """A point of a line."""

    x: float
    y: float
    value: float
    partly: bool = False
    """Whether its month is not over yet."""


@dataclass(frozen=True)
class Line:
    """A line of points; those without a value are left out, and nothing is drawn across them."""

    kind: str
    dots: Sequence[Dot]
    segments: Sequence[tuple[Dot, Dot]]


@dataclass(frozen=True)
class Mark:
    """A value of the scale with its height."""

    value: int
    y: float


def stacked(values: Mapping[str, int], whole: int) -> list[Part]:
    """A bar's pieces one beside the other, as wide as their share of ``whole``, that of the longest bar; nothing has no piece.

    >>> [(part.kind, part.x, part.width) for part in stacked({"met": 1, "promised": 0, "unmet": 2}, 4)]
    [('met', 0.0, 25.0), ('unmet', 25.0, 50.0)]
    """
    found, done = [], 0
    for kind, value in values.items():
        if value > 0 and whole > 0:
            found.append(Part(kind, value, round(100 * done / whole, 2), round(100 * value / whole, 2)))
            done += value
    return found


def ceiling(value: float) -> int:
    """The end of a scale: the next of 4, 8, 20, 40, 80, 200 and so on, so that its quarters are whole numbers.

    >>> [ceiling(value) for value in (0, 3, 5, 20, 21, 1000)]
    [4, 4, 8, 20, 40, 2000]
    """
    size, tenths = 4, cycle((20, 25, 20))
    while size < value:
        size = size * next(tenths) // 10
    return size


def scale(top: int) -> list[Mark]:
    """The marks of a scale that ends at ``top``: nothing, its quarters, all.

    >>> [(mark.value, mark.y) for mark in scale(8)]
    [(0, 84.0), (2, 65.0), (4, 46.0), (6, 27.0), (8, 8.0)]
    """
    return [Mark(top * quarter // 4, height(top * quarter // 4, top)) for quarter in range(5)]


def height(value: float, top: int) -> float:
    """How far from above a value is drawn."""
    return round(FOOT - (FOOT - TOP) * value / top, 2)


def middle(place: int, places: int) -> float:
    """How far from the left the middle of a place is.

    >>> middle(0, 4), middle(3, 4)
    (12.5, 87.5)
    """
    return round(100 * (place + 0.5) / places, 2)


def line(kind: str, values: Sequence[float | None], top: int, underway: int | None = None) -> Line:
    """A line over as many places as there are values; ``underway``: the place that is not over yet.

    >>> found = line("needs", [4, None, 0, 8], 8)
    >>> [(dot.x, dot.y) for dot in found.dots], len(found.segments)
    ([(12.5, 46.0), (62.5, 84.0), (87.5, 8.0)], 1)
    """
    xs = [middle(place, len(values)) for place in range(len(values))]
    dots = [
        None if value is None else Dot(x, height(value, top), value, place == underway)
        for place, (x, value) in enumerate(zip(xs, values, strict=True))
    ]
    return Line(kind, [dot for dot in dots if dot], [(one, other) for one, other in pairwise(dots) if one and other])
