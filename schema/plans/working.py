"""A plan in the hands of a worker: it is solved, or its accepted lines are proposed.

A worker takes a plan by writing itself into its row, and beats while it is at it. When somebody calls the plan off, or another
worker has taken it because this one was silent, the next beat tells, and the work is dropped: what it has not written by then it
never writes. So no plan is solved by two, and none stays behind with a worker that is gone.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

import asyncpg
import orjson
import structlog

from schema.accounts.identity import of_account
from schema.engine.access import Viewer
from schema.engine.actions import Act
from schema.engine.services import Services
from schema.engine.statements import statements
from schema.plans import accepting, drafting
from schema.plans.apart import solve_apart
from schema.plans.keeping import deflated, hash_of, packed, told_by
from schema.plans.reading import Inputs, read
from schema.plans.solution import Progress, Solution, Status
from schema.plans.types import Plan

log = structlog.get_logger()

BEAT = 1.0
"""Seconds between two beats; so soon a plan that was called off is dropped (our default)."""
TO_READ = "set local statement_timeout = '2min'; set local work_mem = '64MB'"
"""What holds while the lists are read, where offers are looked for hundreds of demands at a time (our default)."""
READ = 30
"""Of a hundred, what reading counts for while a plan is on its way."""

ATTEMPTS = 4
"""How often a transaction is tried again after a deadlock (our default)."""

Result = TypeVar("Result")

sql = statements(__file__, "working")
drafts = statements(__file__, "drafting")
chosen = statements(__file__, "accepting")


class Work:
    """One plan in the hands of one worker."""

    def __init__(self, services: Services, plan: asyncpg.Record, holder: str) -> None:
        self.services, self.plan, self.holder = services, plan, holder
        self.progress, self.seconds = 0, 0.0

    @property
    def mine(self) -> dict[str, Any]:
        """What a statement asks that only this worker may change the plan."""
        return {"id": self.plan["id"], "holder": self.holder}

    async def go(self) -> None:
        """Do what is to be done, for as long as the plan is this worker's."""
        doing = asyncio.create_task(self._accept() if self.plan["status"] == "ACCEPTING" else self._solve())
        try:
            while not (await asyncio.wait({doing}, timeout=BEAT))[0]:
                if not await self._beat():
                    log.info("plan dropped", plan=self.plan["id"])
                    return
            await doing
        finally:
            doing.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await doing

    async def _beat(self) -> bool:
        beaten: bool = await sql.beat(self.services.pool, **self.mine, progress=self.progress, seconds=round(self.seconds, 2))
        return beaten

    async def _solve(self) -> None:
        inputs = await self._read()
        content = packed(inputs.problem())
        await sql.keep(self.services.pool, **self.mine, content=deflated(content), hash=hash_of(content))
        solution = await solve_apart(content, self._hear)
        await self._act(self._write, inputs, solution, hash_of(content))

    async def _read(self) -> Inputs:
        def told(share: float) -> None:
            self.progress = int(READ * share)

        async with (
            self.services.pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            await connection.execute(TO_READ)
            return await read(connection, self.plan["id"], told)

    def _hear(self, progress: Progress) -> None:
        near = 0.0 if progress.gap is None else max(0.0, 1 - 10 * progress.gap)
        self.progress, self.seconds = max(self.progress, READ + int((99 - READ) * near)), progress.elapsed

    async def _write(self, act: Act, inputs: Inputs, solution: Solution, hash_: str) -> None:
        """Put the draft into its place, if it is still asked for."""
        plan = await drafts.mine(act.connection, **self.mine)
        if plan is None:
            return
        if solution.status is Status.INFEASIBLE:
            await drafts.clash(act.connection, id=plan["id"], rows=_json(drafting.clashes_of(solution)))
            await self._stop(act, "INFEASIBLE")
            return
        lines = drafting.lines_of(inputs, solution)
        needs = drafting.needs_of(inputs, solution, lines)
        kept = {"run": plan["run"], "solution": deflated(told_by(solution))}
        await drafts.clear(act.connection, id=plan["id"], **kept)
        await drafts.put_needs(act.connection, id=plan["id"], rows=_json(needs))
        await drafts.put_communities(act.connection, id=plan["id"], rows=_json(drafting.communities_of(inputs, solution)))
        given = {"id": plan["id"], "run": plan["run"], "rows": _json(lines)}
        await drafts.drop(act.connection, **given)
        await drafts.put_lines(act.connection, **given)
        counts = {"demands": len(needs), "cut": inputs.cut, "pairs": len(inputs.edges), "hash": hash_}
        totals = drafting.totals_of(solution, needs)
        await drafts.finish(act.connection, id=plan["id"], **counts, **totals)
        told = {"lines": len(lines), "served": str(totals["served"])}
        await act.event("plan.drafted", Plan, plan["id"], area_path=plan["area_path"], data=told)

    async def _stop(self, act: Act, failure: str) -> None:
        await drafts.stop(act.connection, id=self.plan["id"], failure=failure)
        told = {"why": failure}
        await act.event("plan.failed", Plan, self.plan["id"], area_path=self.plan["area_path"], data=told)

    async def _accept(self) -> None:
        """Propose one line after another, each in a transaction of its own, as whoever accepted it."""
        while await self._act(self._propose_next):
            counts = await chosen.counts(self.services.pool, id=self.plan["id"])
            self.progress = 100 * counts["done"] // max(1, counts["done"] + counts["waiting"])
        await self._act(self._finish)

    async def _propose_next(self, act: Act) -> bool:
        line = await chosen.next_line(act.connection, plan=self.plan["id"], holder=self.holder)
        if line is None:
            return False
        # An account that was closed meanwhile finds nothing, and the line is refused.
        act.viewer = await of_account(self.services.pool, line["account_id"]) or act.viewer
        await accepting.propose_line(act, line)
        return True

    async def _finish(self, act: Act) -> None:
        if await sql.still_mine(act.connection, **self.mine):
            await accepting.finish(act, self.plan)

    async def give_up(self) -> None:
        """It has been taken up too often: whoever asked for it is told."""
        await self._act(self._break_off)

    async def _break_off(self, act: Act) -> None:
        if await sql.still_mine(act.connection, **self.mine):
            await chosen.release(act.connection, id=self.plan["id"])
            await self._stop(act, "BROKEN")

    async def _act(self, do: Callable[..., Awaitable[Result]], *given: Any) -> Result:
        """Do something in a transaction, again after a deadlock; then this process's listeners know."""
        for left in reversed(range(ATTEMPTS)):
            try:
                async with self.services.pool.acquire() as connection, connection.transaction():
                    act = Act(Viewer(via="job"), connection, self.services)  # type: ignore[arg-type]
                    result = await do(act, *given)
            except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError):
                if not left:
                    raise
            else:
                for tell in self.services.listeners:
                    tell(act.verbs)
                return result
        raise AssertionError("unreachable")


def _json(rows: list[drafting.Row]) -> str:
    return orjson.dumps(rows, default=str).decode()
