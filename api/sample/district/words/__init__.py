"""What made-up people offer, need and do: lists of words from which titles and texts are put together."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of thing that is offered or needed."""

    name: str
    unit: str
    low: int
    high: int
    """Between which quantities it is counted, in its unit."""
    text: str
    """Its description; {n} becomes a number of people."""


def things(table: str) -> tuple[Thing, ...]:
    """The things of a table: a line each with name, unit, the two quantities and description.

    >>> things("会议室 | 场 | 1 2 | 可坐 {n} 人。")
    (Thing(name='会议室', unit='场', low=1, high=2, text='可坐 {n} 人。'),)
    """
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return tuple(Thing(row[0], row[1], int(row[2].split()[0]), int(row[2].split()[1]), row[3]) for row in rows)
