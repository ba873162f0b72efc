"""A plan of the whole district in a database of the sample, as pages show it and as benches solve it."""

import asyncio
from datetime import timedelta

from api.engine import open_engine
from api.settings import Settings
from schema.accounts.identity import of_account
from schema.engine.days import today
from schema.engine.reader import Engine
from schema.plans.jobs import advance

_MAKE = "mutation($input: PlanMakeInput!) { planMake(input: $input) { plan { id } refusals { code } } }"
_DRAFT = "select max(p.id) from plan p join area a on a.id = p.area_id where p.status = 'DRAFT' and a.level = 'DISTRICT'"
_ACCOUNT = "select id from account where login = 'district'"
_DISTRICT = "select 'area_' || id from area where level = 'DISTRICT'"


def drafted(settings: Settings, url: str) -> int:
    """The number of a draft for all open demands of a year; made if there is none."""
    return asyncio.run(_drafted(settings.model_copy(update={"database_url": url, "pool": 2})))


async def _drafted(settings: Settings) -> int:
    async with open_engine(settings) as engine:
        found: int | None = await engine.services.pool.fetchval(_DRAFT)
        return found or await _made(engine)


async def _made(engine: Engine) -> int:
    pool = engine.services.pool
    viewer = await of_account(pool, await pool.fetchval(_ACCOUNT))
    assert viewer, "the sample has that account"
    period = {"firstDay": str(today()), "lastDay": str(today() + timedelta(days=365))}
    given = {"area": await pool.fetchval(_DISTRICT), "idempotencyKey": "bench-plan", **period}
    answer = await engine.execute(_MAKE, {"input": given}, None, viewer)
    while await advance(engine.services):
        pass
    found: int | None = await pool.fetchval(_DRAFT)
    assert found, f"no draft came of {answer!r}"
    return found
