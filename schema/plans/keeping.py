"""What a plan was solved from, as a text that is kept: equal problems have equal texts, whichever order they were read in."""

import hashlib
import zlib
from dataclasses import asdict
from datetime import date
from typing import Any

import orjson

from schema.plans.problem import Edge, Forbidden, Lot, LotKey, Need, Pin, Problem, Weights
from schema.plans.solution import CommunityShare, Line, Solution, Status, Totals

Row = list[Any]


def packed(problem: Problem) -> bytes:
    """The problem as JSON, each kind in canonical order."""
    found = {
        "needs": sorted([one.number, one.community, one.missing, one.weight, one.whole, one.partners] for one in problem.needs),
        "lots": _rows([*_key(one.key), one.provider, one.free] for one in problem.lots),
        "edges": _rows([one.need, *_key(one.lot), one.score, one.nearness, one.takes] for one in problem.edges),
        "pins": _rows([one.need, *_key(one.lot), one.quantity] for one in problem.pins),
        "forbidden": _rows([one.need, one.resource, one.provider, *_key(one.lot)] for one in problem.forbidden),
        "lines": problem.lines,
        "lines_of": sorted(problem.lines_of.items()),
        "weights": asdict(problem.weights),
    }
    return orjson.dumps(found)


def unpacked(content: bytes) -> Problem:
    """The problem in such a text."""
    found = orjson.loads(content)
    return Problem(
        needs=tuple(Need(*row) for row in found["needs"]),
        lots=tuple(Lot(_lot(row[:3]), *row[3:]) for row in found["lots"]),
        edges=tuple(Edge(row[0], _lot(row[1:4]), *row[4:]) for row in found["edges"]),
        pins=tuple(Pin(row[0], _lot(row[1:4]), row[4]) for row in found["pins"]),
        forbidden=tuple(
            Forbidden(row[0], resource=row[1], provider=row[2], lot=_lot(row[3:]) if row[3] else None)
            for row in found["forbidden"]
        ),
        lines=found["lines"],
        lines_of=dict(found["lines_of"]),
        weights=Weights(**found["weights"]),
    )


def told_by(solution: Solution) -> bytes:
    """What questions about a solution are answered from, as JSON: its lines and totals."""
    lines = [[one.need, *_key(one.lot), one.quantity, one.pinned] for one in solution.lines]
    return orjson.dumps({"status": solution.status.value, "lines": lines, "totals": asdict(solution.totals)})


def found_in(content: bytes) -> Solution:
    """The solution in such a text; what nobody asks about is left out."""
    found = orjson.loads(content)
    communities = tuple(CommunityShare(**one) for one in found["totals"].pop("communities"))
    totals = Totals(**found["totals"], communities=communities)
    lines = tuple(Line(row[0], _lot(row[1:4]), row[4], row[5]) for row in found["lines"])
    return Solution(Status(found["status"]), lines, totals, totals, totals.value, 0.0, 0.0)


def deflated(content: bytes) -> bytes:
    """As it is stored."""
    return zlib.compress(content, 6)


def inflated(stored: bytes) -> bytes:
    """As it was."""
    return zlib.decompress(stored)


def hash_of(content: bytes) -> str:
    """By which inputs are compared: SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _key(key: LotKey | None) -> Row:
    return [key.resource, key.day.isoformat() if key.day else None, key.opens] if key else [None, None, None]


def _lot(row: Row) -> LotKey:
    return LotKey(row[0], date.fromisoformat(row[1]) if row[1] else None, row[2])


def _rows(rows: Any) -> list[Row]:
    """In an order in which nothing comes before something."""
    return sorted(rows, key=lambda row: [(one is not None, one if one is not None else 0) for one in row])
