"""What the worker does for plans."""

import secrets

import asyncpg
import structlog

from schema.engine.services import Services
from schema.plans.apart import Broken
from schema.plans.rules import SILENT, TRIES
from schema.plans.working import Work, sql

log = structlog.get_logger()


async def advance(services: Services) -> bool:
    """Take up the plan that has waited longest, or that another worker was killed over; whether there was one.

    One that fails is taken up again, three times in all; then it is given up.
    """
    holder = secrets.token_hex(8)
    plan = await sql.take(services.pool, holder=holder, silent=SILENT)
    if plan is None:
        return False
    work = Work(services, plan, holder)
    if plan["attempts"] > TRIES:
        await work.give_up()
        return True
    try:
        await work.go()
    except (Broken, asyncpg.PostgresError, OSError):
        log.exception("a plan failed; it is taken up again", plan=plan["id"], attempt=plan["attempts"])
        await sql.let_go(services.pool, **work.mine)
    return True
