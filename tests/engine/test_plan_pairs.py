"""A plan looks for offers for many demands at once, and finds what the desk finds for each of them."""

from typing import Any

import pytest

from schema.engine.reader import Engine
from schema.plans import pairing
from tests.engine.test_indexes import large_tables

pytestmark = pytest.mark.check

OPEN = """
select d.id from demand d where d.status = 'LISTED' and d.needed_by >= current_date and d.quantity > demand_covered(d.id)
order by md5(d.id::text) limit 200
"""
DESK = """
select p.resource_id, p.total, p.distance, p.free
from (
    select f.resource_id, f.place
    from match_found($1, 0, 0, false, false, null, null, null, null) with ordinality f (resource_id, place)
    join resource r on r.id = f.resource_id join demand d on d.id = $1
    join category_affinity a on a.demand_category_id = d.category_id and a.resource_category_id = r.category_id
    order by f.place limit $2
) f
join match_pair p on p.demand_id = $1 and p.resource_id = f.resource_id
where p.obstacle is null and p.time > 0 and not exists (
    select from match m where m.demand_id = $1 and m.resource_id = f.resource_id
        and (m.status = 'AGREED' or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now())))
"""


LOOKED = pytest.mark.parametrize("looked", [4, pairing.LOOKED])


@LOOKED
async def test_a_plan_considers_the_offers_that_the_desk_would_show(wide_engine: Engine, looked: int) -> None:
    await compare(wide_engine, looked)


@LOOKED
async def test_it_does_so_where_there_are_many(large_engine: Engine, looked: int) -> None:
    await compare(large_engine, looked)


async def compare(engine: Engine, looked: int) -> None:
    """A plan considers what the desk would show, and a little more: of the desk's sixty some are of other classes."""
    async with engine.services.pool.acquire() as connection:
        demands = [row["id"] for row in await connection.fetch(OPEN)]
        found = await considered(connection, demands, looked)
        desk = {number: {tuple(row) for row in await connection.fetch(DESK, number, looked)} for number in demands}
    assert any(desk.values())
    assert {number: offers - found[number] for number, offers in desk.items() if offers - found[number]} == {}
    assert sum(len(offers) for offers in desk.values()) > 0.9 * sum(len(offers) for offers in found.values())


async def considered(connection: Any, demands: list[int], looked: int) -> dict[int, set[Any]]:
    """For each demand the offers that a plan considers, with what the score comes to and what is left."""
    found: dict[int, set[Any]] = {number: set() for number in demands}
    async for row in pairing.sql.offers(connection, plan=0, demands=demands, looked=looked):
        found[row["demand_id"]].add(tuple(row[name] for name in ("resource_id", "total", "distance", "free")))
    return found


async def test_looking_for_offers_reads_no_large_table_from_end_to_end(large_engine: Engine) -> None:
    async with large_engine.services.pool.acquire() as connection, connection.transaction():
        demands = [row["id"] for row in await connection.fetch(OPEN)]
        before = await scans(connection)
        # More often than a statement is planned for its values.
        for _ in range(7):
            assert any((await considered(connection, demands, pairing.LOOKED)).values())
        scanned = {name for name, times in (await scans(connection)).items() if times > before.get(name, 0)}
    assert not await large_tables(large_engine) & scanned


async def scans(connection: Any) -> dict[str, int]:
    """How often this transaction has read each table from end to end."""
    rows = await connection.fetch("select relname, seq_scan from pg_stat_xact_user_tables")
    return {row["relname"]: row["seq_scan"] for row in rows}
