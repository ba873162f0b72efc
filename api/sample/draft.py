"""A plan for the weeks to come, asked for by the street's coordinator and solved: what the pages of plans begin with.

Only for a demonstration: tests make plans of their own.
"""

from datetime import timedelta

from api.sample.places import STREET
from api.sample.voice import Voice
from schema.accounts.identity import of_account
from schema.engine.days import today
from schema.engine.reader import Engine
from schema.plans.jobs import advance

WEEKS = 13
"""For how long: a quarter."""
_PLACE = "select a.id, (select 'area_' || id from area where code = $1) as area from account a where a.login = 'chaowai'"


async def draw_up(engine: Engine) -> None:
    """Have the plan, once; if it was asked for and not solved, the worker does that."""
    services = engine.services
    found = await services.pool.fetchrow(_PLACE, STREET)
    viewer = await of_account(services.pool, found["id"]) if found else None
    if found is None or viewer is None or await services.pool.fetchval("select count(*) from plan"):
        return
    period = {"firstDay": today().isoformat(), "lastDay": (today() + timedelta(weeks=WEEKS)).isoformat()}
    await Voice(engine, viewer).act("planMake", "street", area=found["area"], **period)
    await advance(services)
