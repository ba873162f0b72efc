"""The solver as a process of its own, in the middle of its work: its worker is killed, or the plan is called off."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from api.settings import Settings
from schema.engine.reader import Engine
from schema.plans import working
from schema.plans.jobs import advance
from schema.plans.keeping import inflated, told_by, unpacked
from schema.plans.solving import solve
from tests.jobs.test_planning import kill, until, worker
from tests.schema.acting import done, events, number
from tests.schema.drafts import alone, asked, silence, status_of
from tests.story import Story

INPUT = "select content, hash, solution from plan_input where plan_id = $1"
COPY = """
do $$ declare columns text := (select string_agg(quote_ident(attname), ', ') from pg_attribute
    where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = '');
begin
    execute format('insert into {table} (%1$s) select %1$s from {table} x, generate_series(1, 149) where x.id = {id}', columns);
end $$;
update {table} set quantity = 5 + id % 17 where status = 'LISTED';
"""


async def a_long_one(engine: Engine, story: Story) -> None:
    """A hundred and fifty demands and as many offers: enough for half a second of work."""
    both = await alone(engine, story)
    for table, one in both.items():
        await engine.services.pool.execute(COPY.replace("{table}", table).replace("{id}", str(number(one))))


async def held_solver(worker: int) -> int:
    """The solver that a worker has started, stopped after it has begun and before it can be done."""
    while not (found := _solvers(worker)):  # noqa: ASYNC110 - told by nobody else
        await asyncio.sleep(0.002)
    os.kill(found[0], signal.SIGSTOP)
    while "highspy" not in _of(found[0], "maps"):
        os.kill(found[0], signal.SIGCONT)
        await asyncio.sleep(0.005)
        os.kill(found[0], signal.SIGSTOP)
    return found[0]


def _solvers(worker: int) -> list[int]:
    children = [int(child) for child in _of(worker, f"task/{worker}/children").split()]
    return [child for child in children if "schema.plans.apart" in _of(child, "cmdline")]


def _of(process: int, what: str) -> str:
    """What the system tells of a process; nothing when it is gone."""
    try:
        return Path(f"/proc/{process}/{what}").read_text()
    except OSError:
        return ""


async def gone(process: int) -> None:
    """Wait until it has ended; whether its parent has noticed says nothing."""
    while (said := _of(process, "stat")) and ") Z " not in said:  # noqa: ASYNC110 - told by nobody else
        await asyncio.sleep(0.01)


async def test_a_plan_whose_worker_is_killed_while_the_solver_runs_ends_as_the_same_plan(
    servers: Settings, engine: Engine, story: Story
) -> None:
    await a_long_one(engine, story)
    async with worker(servers, engine) as process:
        plan = await asked(engine, story)
        solver = await held_solver(process.pid)
        assert await status_of(engine, plan) == "SOLVING"
        given = await engine.services.pool.fetchrow(INPUT, number(plan))
        kill(process)
        await process.wait()
        os.kill(solver, signal.SIGCONT)
        await gone(solver)
    assert await status_of(engine, plan) == "SOLVING", "nobody has taken it up yet"
    await silence(engine, plan)
    assert await advance(engine.services)
    assert await status_of(engine, plan) == "DRAFT"
    kept = await engine.services.pool.fetchrow(INPUT, number(plan))
    assert given is not None and kept is not None
    assert kept["hash"] == given["hash"]
    undisturbed = solve(unpacked(inflated(given["content"])))
    assert undisturbed.lines and inflated(kept["solution"]) == told_by(undisturbed)
    assert len(await events(engine, "plan.drafted")) == 1


async def test_a_plan_called_off_while_the_solver_runs_leaves_no_solver_behind(
    engine: Engine, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_long_one(engine, story)
    monkeypatch.setattr(working, "BEAT", 0.05)
    plan = await asked(engine, story)
    working_on = asyncio.create_task(advance(engine.services))
    solver = await held_solver(os.getpid())
    await until(engine, plan, "SOLVING")
    await done(engine, story.coordinator, "planCancel", {"id": plan})
    # It is still stopped: nothing but being killed ends it.
    assert await working_on
    await gone(solver)
    assert _solvers(os.getpid()) == []
    assert await status_of(engine, plan) == "CANCELLED"
    assert await events(engine, "plan.drafted") == []
