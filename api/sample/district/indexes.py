"""Indexes that are taken away while much is written, and built once at the end: that is several times as fast."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.sample.district.rows import Connection

_TABLES = ("event", "resource", "resource_term", "demand", "match", "project", "organisation", "person")
_FOUND = """
select indexrelid::regclass::text as name, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') as statement
from pg_index where indrelid = any($1::regclass[]) and not indisunique order by 1
"""
_TRIGGERS = (
    "alter table resource {0} trigger resource_terms_new; alter table match {0} trigger demand_promised_new;"
    " alter table match {0} trigger demand_met_new; alter table delivery {0} trigger demand_met_new;"
    " alter table resource {0} trigger resource_books_new; alter table match {0} trigger match_books_new"
)
_MET = """
update demand d set met = s.met
from (select m.demand_id, sum(case m.status when 'DONE' then m.settled_covers
        else round(m.covers * least(1, coalesce(y.confirmed, 0) / m.quantity), 2) end) as met
    from match m left join (select match_id, sum(quantity) as confirmed from delivery where status = 'CONFIRMED' group by 1) y
        on y.match_id = m.id
    where m.status in ('AGREED', 'DONE') group by 1) s
where d.id = s.demand_id and d.id > $1
"""
_WORDS = """
insert into resource_term (term, area_path, resource_id)
select distinct t.term, r.area_path, r.id from resource r, unnest(r.terms) t (term)
where r.status = 'LISTED' and r.id > $1 order by 1, 2, 3
"""
_BOOK = (
    "select resource_book(r) from resource r where r.id > $1 order by r.id",
    "select match_book(m) from match m where m.id > $1 order by m.id",
)
"""What comes to be in the book of capacity, which reads the events that came with the rows."""


@asynccontextmanager
async def built_at_the_end(connection: Connection) -> AsyncIterator[None]:
    """Without the indexes that no constraint needs and without the triggers that keep words, sums and the book; all that comes after."""
    last = await connection.fetchval("select coalesce(max(id), 0) from resource")
    last_need = await connection.fetchval("select coalesce(max(id), 0) from demand")
    promised = await connection.fetchval("select coalesce(max(id), 0) from match")
    found = await connection.fetch(_FOUND, list(_TABLES))
    await connection.execute("set local maintenance_work_mem = '256MB'")
    await connection.execute(_TRIGGERS.format("disable"))
    for index in found:
        await connection.execute(f"drop index {index['name']}")
    yield
    await connection.execute(_WORDS, last, timeout=None)
    await connection.execute(_MET, last_need, timeout=None)
    await connection.execute(_TRIGGERS.format("enable"))
    for index in found:
        await connection.execute(index["statement"], timeout=None)
    for statement, after in zip(_BOOK, (last, promised), strict=True):
        await connection.execute(f"select count(*) from ({statement} offset 0) booked", after, timeout=None)
