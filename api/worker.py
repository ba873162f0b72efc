"""The worker: every concept's jobs and the clock, in one table (arq).

Jobs are idempotent and find their own work, so that losing Valkey loses time, not work.
"""

import asyncio
import logging
from typing import Any

import asyncpg
import structlog
from arq import cron
from arq.connections import RedisSettings

from api.engine import open_engine
from api.post import deliver
from api.settings import settings
from schema.accounts.jobs import erase_ended
from schema.areas.jobs import effect_moves
from schema.attachments.jobs import erase_unused
from schema.balances.keeping import keep_sums
from schema.capacity.asking import ask_on
from schema.engine.days import OFFICE
from schema.engine.reader import Engine
from schema.events.jobs import open_years
from schema.imports.jobs import discard_old_imports
from schema.mail.outbox import erase_sent
from schema.notifications.digesting import write_digests
from schema.notifications.jobs import erase_old_notifications
from schema.notifications.telling import tell_on
from schema.plans.jobs import advance
from schema.resources.reminding import forget_links, remind

log = structlog.get_logger()


async def upkeep(context: dict[Any, Any]) -> None:
    """Hourly: erase what has served its time, let dated moves of areas take effect, and make room in the ledger."""
    engine: Engine = context["engine"]
    steps = (erase_ended, erase_sent, effect_moves, discard_old_imports, erase_old_notifications, forget_links, open_years)
    for step in steps:
        try:
            async with engine.services.pool.acquire() as connection, connection.transaction():
                # There may be much to do after a long pause; a page's limit is not meant for this.
                await connection.execute("set local statement_timeout = '5min'")
                done = await step(connection)
            log.info("upkeep", step=step.__name__, rows=done)
        except asyncpg.PostgresError:
            log.exception("upkeep failed; the next hour tries again", step=step.__name__)
    try:
        log.info("upkeep", step=erase_unused.__name__, rows=await erase_unused(engine.services))
    except (asyncpg.PostgresError, OSError):
        log.exception("upkeep failed; the next hour tries again", step=erase_unused.__name__)


async def post(context: dict[Any, Any]) -> None:
    """Every twenty seconds: take letters to the mail server."""
    if count := await deliver(context["engine"].services, settings()):
        log.info("post", letters=count)


async def tell(context: dict[Any, Any]) -> None:
    """Every five seconds: tell people of what has happened."""
    engine: Engine = context["engine"]
    if count := await tell_on(engine.services.pool):
        log.info("tell", events=count)


async def ask(context: dict[Any, Any]) -> None:
    """Every five seconds: ask whoever is first in line for what got free."""
    if count := await ask_on(context["engine"].services):
        log.info("ask", asked=count)


async def sums(context: dict[Any, Any]) -> None:
    """Every ten seconds: count anew what boards keep and what has changed. One at a time, since much may have changed at once."""
    counting: asyncio.Lock = context["counting"]
    if counting.locked():
        return
    async with counting:
        if count := await keep_sums(context["engine"].services):
            log.info("sums", counted=count)


async def reminders(context: dict[Any, Any]) -> None:
    """Every morning: write the letters that ask whether offers still stand."""
    log.info("reminders", letters=await remind(context["engine"].services))


async def plans(context: dict[Any, Any]) -> None:
    """Every two seconds: take up a plan that waits. One at a time, since solving takes a whole core."""
    planning: asyncio.Lock = context["planning"]
    if planning.locked():
        return
    async with planning:
        if await advance(context["engine"].services):
            log.info("plan")


async def digest(context: dict[Any, Any]) -> None:
    """Every half-hour: from the morning on, write the digests of the day."""
    if count := await write_digests(context["engine"]):
        log.info("digest", letters=count)


async def startup(context: dict[Any, Any]) -> None:
    """Open the engine."""
    # What comes round every few seconds says itself when it had something to do.
    logging.getLogger("arq.worker").setLevel(logging.WARNING)
    context["opened"] = open_engine(settings())
    context["engine"] = await context["opened"].__aenter__()
    context["planning"], context["counting"] = asyncio.Lock(), asyncio.Lock()


async def shutdown(context: dict[Any, Any]) -> None:
    """Close the engine."""
    await context["opened"].__aexit__(None, None, None)


class WorkerSettings:
    """What arq runs."""

    functions = [upkeep, post, tell, ask, plans, sums, digest, reminders]
    timezone = OFFICE
    cron_jobs = [
        cron(upkeep, minute=7, run_at_startup=True),  # type: ignore[arg-type]
        cron(post, second={0, 20, 40}, run_at_startup=True),  # type: ignore[arg-type]
        cron(digest, minute={5, 35}, run_at_startup=True),  # type: ignore[arg-type]
        cron(tell, second=set(range(0, 60, 5)), run_at_startup=True),  # type: ignore[arg-type]
        cron(plans, second=set(range(0, 60, 2)), run_at_startup=True),  # type: ignore[arg-type]
        cron(sums, second=set(range(4, 60, 10)), run_at_startup=True),  # type: ignore[arg-type]
        cron(ask, second=set(range(3, 60, 5)), run_at_startup=True),  # type: ignore[arg-type]
        cron(reminders, hour=9, minute=30),  # type: ignore[arg-type]
    ]
    on_startup = startup
    on_shutdown = shutdown
    job_timeout = 300
    keep_result = 0
    redis_settings = RedisSettings.from_dsn(settings().redis_url or "redis://127.0.0.1")
