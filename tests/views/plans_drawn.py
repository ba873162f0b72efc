"""Plans for pages to show: one in each of a few states, as the worker would have left them; drawn up when first asked for."""

from typing import Any

from schema.plans.keeping import deflated, packed, told_by
from schema.plans.problem import Edge, Lot, LotKey, Need, Problem
from schema.plans.solving import solve
from tests.schema.acting import number
from tests.story import Story
from tests.views.house import House

PLACES = {"DRAFT": "110105002", "QUEUED": "110105002025", "CANCELLED": "110105002027", "ACCEPTED": "110105"}
"""By status: the code of the area of the plan."""
_PLAN = """
insert into plan (area_id, area_path, first_day, last_day, status, account_id, weights, run, solved_run, progress, demands,
    full_demands, pairs, served, greedy_served, units, greedy_units, nearness, greedy_nearness, bound, gap, seconds, solved_at)
select a.id, a.path, current_date, current_date + 180, $2, $3, 1, $4, $4, 100, 2, 0, 9, 61.50, 54.25, 2, 3, 80, 70.5, 400, 0.1,
    0.25, case when $4::int is not null then now() end
from area a where a.id = $1
returning id
"""
_PAIRS = """
select p.demand_id, p.resource_id, p.total from match_pair p join resource r on r.id = p.resource_id
where p.obstacle is null and p.category > 0 and r.measure = 'TOTAL' and p.free >= 2 and p.missing >= 1
    and p.demand_id in (select id from demand
        where status = 'LISTED' and needed_by >= current_date and area_path ^@ '110105/110105002/')
    and (select count(*) from match m where m.demand_id = p.demand_id and m.resource_id = p.resource_id) = 0
order by p.demand_id, p.resource_id limit 4
"""


async def plan_of(house: House, story: Story, status: str) -> str:
    """The global id of a plan that was drawn up in this state."""
    area = number(story.area(PLACES[status]))
    found = await house.value("select min(id) from plan where area_id = $1", area)
    return f"plan_{found or await _draw(house, story, status, area)}"


async def rule_of(house: House, story: Story) -> str:
    """The global id of something that was forbidden in the draft."""
    await plan_of(house, story, "DRAFT")
    return f"planrule_{await house.value('select max(id) from plan_rule where kind = $1', 'FORBID')}"


async def _draw(house: House, story: Story, status: str, area: int) -> int:
    pool, account = house.engine.services.pool, story.coordinator.account
    solved = 2 if status in ("DRAFT", "ACCEPTED") else None
    plan: int = await pool.fetchval(_PLAN, area, status, account, solved or 1)
    if solved is None:
        await pool.execute("update plan set solved_run = null, solved_at = null, served = null where id = $1", plan)
        return plan
    pairs = await pool.fetch(_PAIRS)
    for place, demand in enumerate(dict.fromkeys(one["demand_id"] for one in pairs)):
        await pool.execute(
            "insert into plan_need (plan_id, demand_id, area_id, place, missing, planned, reason)"
            " select $1, id, area_id, $3, 4, 1, 'EXHAUSTED' from demand where id = $2",
            *(plan, demand, place),
        )
    for place, pair in enumerate(pairs):
        await pool.execute(
            "insert into plan_line (plan_id, demand_id, resource_id, quantity, covers, learnt, before, score, run, status,"
            " refusals) values ($1, $2, $3, 1, 1, $4, $5, $6, 2, $7, $8)",
            *(plan, pair["demand_id"], pair["resource_id"], 5 if place else None, 2 if place else None, pair["total"]),
            *(("OPEN", None), ("REFUSED", '[{"code": "MATCH_COVERS", "path": "", "parameters": {}}]'))[place == 1],
        )
    await pool.execute(
        "insert into plan_input (plan_id, run, content, hash, solution) values ($1, 2, $2, '', $3)", plan, *_run(pairs)
    )
    ruled = pairs[-1]
    await pool.execute(
        "insert into plan_rule (plan_id, kind, demand_id, resource_id, account_id) values ($1, 'FORBID', $2, $3, $4)",
        *(plan, ruled["demand_id"], ruled["resource_id"], account),
    )
    await pool.execute(
        "insert into plan_community (plan_id, area_id, demands, served, greedy)"
        " select $1, id, 2, 61.50, 54.25 from area where code = any($2)",
        *(plan, ["110105002025", "110105002027"]),
    )
    return plan


def _run(pairs: list[Any]) -> tuple[bytes, bytes]:
    """What a run over these pairs is solved from, and its solution, as they are kept."""
    needs = tuple(Need(one, "110105/", 400, 100) for one in dict.fromkeys(pair["demand_id"] for pair in pairs))
    lots = tuple(Lot(LotKey(one), one, 300) for one in dict.fromkeys(pair["resource_id"] for pair in pairs))
    edges = tuple(Edge(pair["demand_id"], LotKey(pair["resource_id"]), float(pair["total"]), 75) for pair in pairs)
    problem = Problem(needs, lots, edges)
    return deflated(packed(problem)), deflated(told_by(solve(problem)))
