"""A plan for the whole district of the sample, as the worker makes it: what reading its lists costs, and solving it."""

import asyncio
import time
from collections.abc import Callable
from statistics import median

from api.engine import open_engine
from api.settings import Settings
from bench import cpu, plan_data, sample_data
from bench.plans import beside
from bench.results import Results
from schema.engine.reader import Engine
from schema.plans.keeping import packed, unpacked
from schema.plans.reading import Inputs, read
from schema.plans.solving import solve
from schema.plans.working import TO_READ


def measure(settings: Settings, rounds: int, results: Results, say: Callable[[str], None]) -> None:
    """Read and solve it some times. Seconds are of one processor; of reading, those of PostgreSQL and of the worker together."""
    url = sample_data.prepare(settings, "district", say)
    plan = plan_data.drafted(settings, url)
    asyncio.run(_measure(settings.model_copy(update={"database_url": url, "pool": 2}), plan, rounds, results, say))


async def _measure(settings: Settings, plan: int, rounds: int, results: Results, say: Callable[[str], None]) -> None:
    reading, solving = list[float](), list[float]()
    async with open_engine(settings) as engine:
        for _ in range(rounds):
            inputs, seconds = await _read(engine, plan)
            reading.append(seconds)
            problem = unpacked(packed(inputs.problem()))
            started = time.process_time()
            solution = solve(problem)
            solving.append(time.process_time() - started)
    versus = solution.totals.served / solution.greedy.served
    results.note("plan.district_read_seconds", median(reading), "s")
    results.note("plan.district_seconds", median(solving), "s")
    results.note("plan.district_gap_to_bound", solution.gap, "share")
    results.note("plan.district_served_vs_greedy", versus, "ratio")
    say(f"\na plan for the district of the sample: {len(inputs.needs):,} demands, {len(inputs.edges):,} pairs")
    say(f"  read in {median(reading):.1f} s of a processor (aim: 8), solved in {median(solving):.1f} s (aim: a few)")
    say(f"  {solution.gap:.3%} from the bound (aim <= 1 %), served / served by hand {versus:.3f}")
    beside(solution, say)


async def _read(engine: Engine, plan: int) -> tuple[Inputs, float]:
    """What a worker reads, and how long PostgreSQL and this process were busy with it."""
    async with engine.services.pool.acquire() as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        await connection.execute(TO_READ)
        backend = connection.get_server_pid()
        before = cpu.seconds(backend) + time.process_time()
        inputs = await read(connection, plan, lambda share: None)
        return inputs, cpu.seconds(backend) + time.process_time() - before
