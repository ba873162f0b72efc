"""Filling a database that holds the sample with a whole district, in one transaction: it is all there, or nothing is."""

from collections.abc import Callable

from api.sample.district import needs, offers, places, registry, works
from api.sample.district.agreements import write as write_promises
from api.sample.district.clock import DAYS, Clock
from api.sample.district.indexes import built_at_the_end
from api.sample.district.needs import Need
from api.sample.district.promises import Market, pursue
from api.sample.district.rows import Connection, Ledger, Rows
from api.sample.district.sizes import Size
from api.sample.district.world import Category, Unit, World
from api.sample.personas import PERSONAS
from schema.engine.days import today
from schema.engine.reader import Engine
from schema.notifications.telling import READER

Say = Callable[[str], None]

_OTHERS = "select exists (select from account where login <> all($1))"
_TOLD = """
insert into event_reader (name, xid, event_id) select $1, pg_current_xact_id(), max(id) from event
on conflict (name) do update set xid = excluded.xid, event_id = excluded.event_id
"""
"""Nobody is notified of years that are over."""
_UNITS = """
select o.id, o.kind, o.name, o.area_id, a.id as account, m.person_id, c.id as contact from organisation o
join membership m on m.organisation_id = o.id and m.role in ('MANAGER', 'HANDLER') and m.valid_to is null
join account a on a.person_id = m.person_id
left join contact c on c.organisation_id = o.id and c.liaison
where o.status = 'ACTIVE' order by o.id
"""


async def fill(engine: Engine, size: Size, say: Say) -> bool:
    """Fill the district, once, beside the story; a database with other people stays as it is. Whether there was anything to do."""
    services = engine.services
    async with services.pool.acquire() as connection, connection.transaction():
        if await connection.fetchval(_OTHERS, [one.login for one in PERSONAS]):
            return False
        await connection.execute("set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0")
        world = await _world(engine, connection, size)
        await _fill(world, connection, say)
        await connection.execute(_TOLD, READER)
        await connection.execute("analyze", timeout=None)
    return True


async def _world(engine: Engine, connection: Connection, size: Size) -> World:
    clock = Clock(today())
    areas = await places.areas(connection, "110105/")
    kinds = await connection.fetch("select list, code, id, measure from category where not retired")
    affinity: dict[str, dict[str, int]] = {}
    for row in await connection.fetch(
        "select d.code as demand, r.code as resource, a.percent from category_affinity a"
        " join category d on d.id = a.demand_category_id join category r on r.id = a.resource_category_id order by 1, 2"
    ):
        affinity.setdefault(row["demand"], {})[row["resource"]] = row["percent"]
    return World(
        size,
        clock,
        await Rows.beside(connection),
        Ledger(clock),
        engine.services.seal,
        await connection.fetchval("select password_hash from account order by id limit 1"),
        areas,
        {(row["list"], row["code"]): Category(row["id"], row["code"], row["measure"]) for row in kinds},
        affinity,
        await connection.fetchval("select max(id) from match_weights"),
    )


async def _fill(world: World, connection: Connection, say: Say) -> None:
    registry.committees(world)
    await _take_in(world, connection)
    registry.units(world, {row["name"] for row in await connection.fetch("select name from organisation")})
    say(f"{len(world.units):,} units, {world.rows.last['person']:,} people")
    offers.fill(world)
    say(f"{len(world.offers):,} resources")
    _needs(world)
    write_promises(world)
    say(f"{len(world.needs):,} demands, {len(world.promises):,} matches")
    works.fill(world)
    say(f"{world.rows.last['project']:,} projects; writing")
    async with built_at_the_end(connection):
        await world.rows.copy(connection)
        say(f"{len(world.ledger.told):,} events")
        await world.ledger.copy(connection)
        say("indexes")
    await world.rows.settle(connection)


async def _take_in(world: World, connection: Connection) -> None:
    """The story's own units take part in the district's life."""
    known = {area.id: area for area in world.areas}
    for row in await connection.fetch(_UNITS):
        if area := known.get(row["area_id"]):
            world.settle_in(
                Unit(row["id"], row["kind"], row["name"], area, 30.0, row["account"], row["person_id"], row["contact"])
            )


def _needs(world: World) -> None:
    """The demand list in the order of time, with what is promised for it."""
    market = Market(world)
    alike: dict[object, Need] = {}
    for when in sorted(world.between(45, DAYS - 0.2) for _ in range(world.size.demands)):
        need = needs.begin(world, when)
        kind = need.category.code, need.area.street
        if need.fate == "MERGED":
            needs.merge(world, need, alike.get(kind))
        if need.listed < DAYS:
            if need.fate != "OPEN" and world.chance.random() < 0.8:
                needs.claim(world, need)
            pursue(world, market, need)
            alike[kind] = need
        world.needs.append(need)
    for need in world.needs:
        needs.write(world, need)
