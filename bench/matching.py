"""Finding offers for a demand: what it costs as the list grows, what the bounded search misses, how good the first ones are."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import quantiles

from api.engine import open_engine
from api.settings import Settings
from bench.matching_data import SIZES, prepare
from bench.results import Results
from bench.viewer import coordinator
from schema.engine.reader import Engine

DOCUMENT = "query($id: ID!) { demand(id: $id) { candidates { total reasons resource { id title free organisation { name } } } } }"
VIEWER = replace(coordinator(), scopes=None)
"""In a session rather than with a token."""
MIDDLE = SIZES[1]
"""The size on which quality is measured."""

_FULL = (
    "select array(select resource_id from match_pair where demand_id = $1 and obstacle is null"
    " and (category > 0 or cardinality(shared) > 0) and distance > 0 order by total desc, resource_id limit 20)"
)
_BASELINE = (
    "select array(select id from baseline,"
    " (select string_agg(t, ' | ')::tsquery as asked from demand, unnest(terms) t where id = $1) q"
    " where text @@ asked order by ts_rank(text, asked) desc, id limit 5)"
)
_PARTNERS = "select title_key::bigint as demand, id as resource from resource where title = '样例良配'"


@dataclass
class Size:
    """What was found at one size."""

    engine: Engine
    demands: list[int]
    milliseconds: list[float]

    @property
    def p50(self) -> float:
        """The median."""
        return quantiles(self.milliseconds, n=100)[49]

    @property
    def p99(self) -> float:
        """What one in a hundred exceeds."""
        return quantiles(self.milliseconds, n=100)[98]


def measure(settings: Settings, rounds: int, results: Results, say: Callable[[str], None]) -> None:
    """All sizes in turn."""
    urls = {size: prepare(settings.database_url or "", size, say) for size in SIZES}
    asyncio.run(_measure(settings, urls, rounds, results, say))


async def _measure(settings: Settings, urls: dict[int, str], rounds: int, results: Results, say: Callable[[str], None]) -> None:
    on = [settings.model_copy(update={"database_url": url, "pool": 2}) for url in urls.values()]
    async with open_engine(on[0]) as small, open_engine(on[1]) as middle, open_engine(on[2]) as large:
        found = {size: await _size(engine) for size, engine in zip(urls, (small, middle, large), strict=True)}
        for turn in range(rounds + 1):
            for size in found.values():
                await _ask(size, keep=turn > 0)
        _tell(found, results, say)
        await _quality(found[MIDDLE].engine, results, say)


async def _size(engine: Engine) -> Size:
    rows = await engine.services.pool.fetch("select id from demand where title like '样例需求%' order by id offset 300 limit 200")
    return Size(engine, [row["id"] for row in rows], [])


async def _ask(size: Size, *, keep: bool) -> None:
    viewer = VIEWER
    for demand in size.demands:
        started = time.perf_counter()
        answer = await size.engine.ask(DOCUMENT, {"id": f"demand_{demand}"}, viewer)
        took = (time.perf_counter() - started) * 1e3
        assert len(answer["demand"]["candidates"]) == 20, demand
        if keep:
            size.milliseconds.append(took)


def _tell(found: dict[int, Size], results: Results, say: Callable[[str], None]) -> None:
    say("\ntwenty candidates for a demand, whole answers of the engine, one connection")
    for size, one in found.items():
        say(f"  {size:>9,} offers  p50 {one.p50:.1f} ms  p99 {one.p99:.1f} ms")
    growth = found[SIZES[-1]].p99 / found[SIZES[0]].p99
    results.note("match.p50_1m", found[SIZES[-1]].p50, "ms")
    results.note("match.p99_growth_20k_1m", growth, "ratio")
    say(f"  p99 at {SIZES[-1]:,} / at {SIZES[0]:,}: {growth:.2f} (aim < 2)")


async def _quality(engine: Engine, results: Results, say: Callable[[str], None]) -> None:
    """How often the known partner comes first, beside a plain search in full text; and how much a full scan would add."""
    pool, viewer = engine.services.pool, VIEWER
    first = five = plain_first = kept = 0
    partners = await pool.fetch(_PARTNERS)
    for place, (demand, resource) in enumerate(partners):
        answer = await engine.ask(DOCUMENT, {"id": f"demand_{demand}"}, viewer)
        ids = [int(one["resource"]["id"].removeprefix("resource_")) for one in answer["demand"]["candidates"]]
        first, five = first + (ids[:1] == [resource]), five + (resource in ids[:5])
        plain_first += (await pool.fetchval(_BASELINE, demand))[:1] == [resource]
        if place < _SCANNED:
            kept += len(set(ids) & set(await pool.fetchval(_FULL, demand, timeout=600)))
    shares = {
        "match.top1": first / len(partners),
        "match.top5": five / len(partners),
        "match.baseline_top1": plain_first / len(partners),
        "match.recall20": kept / 20 / _SCANNED,
    }
    for name, value in shares.items():
        results.note(name, value, "share")
    say(f"\nof {len(partners)} demands with a known best partner among {MIDDLE:,} offers")
    say(f"  first {shares['match.top1']:.0%}, in the first five {shares['match.top5']:.0%}")
    say(f"  first in a plain search in full text {shares['match.baseline_top1']:.0%}")
    say(f"  of the twenty that a scan of the whole list finds, the bounded search has {shares['match.recall20']:.0%}")


_SCANNED = 5
"""Demands for which the whole list is scanned, which takes long."""
