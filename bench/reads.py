"""Five questions, asked of the product and of three others on the same database, in turn within each round."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bench.contenders import Contender
from bench.cpu import Backends
from bench.measure import Sample, geometric_mean, middle, ratio, sample
from bench.payloads import PAYLOADS, Payload
from bench.results import Results

FEW, MANY = 16, 64
"""Connections. With loaders a request takes so long that many connections would not be answered within a round: few only."""
Key = tuple[str, str, int]
"""A payload's name, a contender's, and the number of connections."""


def measure(
    contenders: list[Contender], backends: Backends, rounds: int, seconds: float, say: Callable[[str], None]
) -> dict[Key, list[Sample]]:
    """All samples, round by round."""
    found: dict[Key, list[Sample]] = {}
    usual: dict[Key, float] = {}
    for payload in PAYLOADS:
        for contender in contenders:
            # Every connection of a pool prepares its statement, and PostgreSQL decides on a plan after five runs.
            connections = 1 if contender.name == "strawberry" else FEW
            warm = sample(contender.request(payload), contender.pid, backends, connections, 1)
            usual[payload.name, contender.name, FEW] = warm.rate
    for turn in range(rounds):
        say(f"round {turn + 1} of {rounds}")
        for payload in PAYLOADS:
            for contender in contenders[turn % len(contenders) :] + contenders[: turn % len(contenders)]:
                for connections in (FEW,) if contender.name == "strawberry" else (FEW, MANY):
                    long_enough = min(8.0, 3 * connections / usual[payload.name, contender.name, FEW])
                    got = sample(contender.request(payload), contender.pid, backends, connections, max(seconds, long_enough))
                    found.setdefault((payload.name, contender.name, connections), []).append(got)
    return found


def compare_answers(contenders: Sequence[Contender], say: Callable[[str], None]) -> None:
    """Raise AssertionError unless all answer each question with the same content."""
    for payload in PAYLOADS:
        answers = {one.name: plain(one.answer(payload)) for one in contenders}
        expected = answers["product"]
        assert "errors" not in expected, f"{payload.name}: {expected}"
        for name, answer in answers.items():
            assert answer == expected, f"{payload.name}: {name} answers otherwise: {difference(answer, expected)}"
    say(f"{', '.join(one.name for one in contenders)} give the same answers")


def plain(value: Any) -> Any:
    """An answer without what may differ: ids lose their type, moments their zone, cursors their text, lists their wrapping."""
    if isinstance(value, dict):
        if value.keys() == {"nodes"}:
            return plain(value["nodes"])
        return {key: bool(one) if key in ("cursor", "endCursor") else plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, str):
        if re.fullmatch(r"[a-z]+_\d+", value):
            return value.partition("_")[2]
        if re.match(r"\d{4}-\d\d-\d\dT", value):
            return datetime.fromisoformat(value).timestamp()
    return value


def difference(one: Any, other: Any, path: str = "") -> str:
    """Where two answers begin to differ."""
    if isinstance(one, dict) and isinstance(other, dict) and list(one) == list(other):
        return next(difference(one[key], other[key], f"{path}.{key}") for key in one if one[key] != other[key])
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return next(difference(a, b, f"{path}[{index}]") for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    return f"{path}: {str(one)[:200]} and {str(other)[:200]}"


def table(found: dict[Key, list[Sample]]) -> str:
    """The medians for people to read."""
    lines = []
    for connections in (FEW, MANY):
        titles = ("requests/s", "p50 ms", "p99 ms", "CPU ms", "PostgreSQL CPU ms")
        lines.append(f"\n{f'{connections} connections':<46}" + "".join(f"{title:>{len(title) + 3}}" for title in titles))
        for payload in PAYLOADS:
            for (name, contender, count), samples in found.items():
                if (name, count) == (payload.name, connections):
                    got = middle(samples)
                    label = f"{payload.name} {payload.called}" if contender == "floor" else ""
                    figures = f"{got.rate:>11,.0f}{got.p50:>9.1f}{got.p99:>9.1f}{got.cpu:>9.3f}{got.database:>20.3f}"
                    lines.append(f"{label:<34}{contender:<14}{figures}")
    return "\n".join(lines)


def report(found: dict[Key, list[Sample]], results: Results) -> str:
    """The ratios that are aimed at, with what came out; noted as results."""
    lines = ["", f"{'ratios, pair by pair':<44}" + "".join(f"{one.name:>8}" for one in PAYLOADS) + f"{'geomean':>10}"]
    has_postgraphile = any(contender == "postgraphile" for _, contender, _ in found)

    def row(called: str, name: str | None, figure: Callable[[Payload], float]) -> None:
        values = {payload.name: figure(payload) for payload in PAYLOADS}
        mean = geometric_mean(values)
        lines.append(f"{called:<44}" + "".join(f"{value:>8.2f}" for value in values.values()) + f"{mean:>10.2f}")
        if name is None:
            return
        for payload_name, value in values.items():
            results.note(f"reads.{name}.{payload_name}", value, "ratio")
        if not name.startswith("cpu"):
            results.note(f"reads.{name}.geomean", mean, "ratio")

    def compared(figure: str, contender: str, other: str, connections: int) -> Callable[[Payload], float]:
        def value(payload: Payload) -> float:
            pair = [[getattr(one, figure) for one in found[payload.name, name, connections]] for name in (contender, other)]
            return ratio(*pair)

        return value

    row(f"CPU: product / floor, {MANY} (aim ≤ 1.3)", "cpu_vs_floor", compared("cpu", "product", "floor", MANY))
    row(f"CPU: product / floor, {FEW}", None, compared("cpu", "product", "floor", FEW))
    row(f"PostgreSQL CPU: product / floor, {MANY}", None, compared("database", "product", "floor", MANY))
    if has_postgraphile:
        row(
            f"requests/s: product / PostGraphile, {MANY} (≥ 4)",
            "rps_vs_postgraphile",
            compared("rate", "product", "postgraphile", MANY),
        )
        row(f"requests/s: product / PostGraphile, {FEW}", None, compared("rate", "product", "postgraphile", FEW))
        row(f"CPU: PostGraphile / product, {MANY}", None, compared("cpu", "postgraphile", "product", MANY))
        row(f"p99: PostGraphile / product, {MANY}", None, compared("p99", "postgraphile", "product", MANY))
    row(f"requests/s: product / Strawberry, {FEW} (≥ 15)", "rps_vs_strawberry", compared("rate", "product", "strawberry", FEW))
    return "\n".join(lines)
