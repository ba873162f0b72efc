-- name: resource^
-- A resource, locked: whoever promises of it waits for the others who do. What is taken, and what is left, of the stock or an opening.
select r.*, u.taken, greatest(0, r.quantity - u.taken) as free,
    (select count(*) from wait w where w.resource_id = r.id and w.status in ('WAITING', 'ASKED')) > 0 as waited
from resource r cross join lateral (select resource_used(r.id, :day, :opens::text::time) as taken offset 0) u
where r.id = :id for update of r;

-- name: demand^
-- A demand, locked, with what of it is neither met nor promised.
select d.*, d.quantity - demand_covered(d.id) as missing from demand d where d.id = :id for update;

-- name: opens_at$
-- Whether a resource has an opening on a day at an hour.
select exists (
    select from resource_window
    where resource_id = :resource and opens = :opens::text::time and :day::date between first_day and last_day
        and extract(isodow from :day::date)::smallint = any(weekdays));

-- name: pair^
-- How well an offer fits a demand, and whether anybody stands in line for it.
select obstacle, total, weights, (select count(*) from wait w where w.resource_id = :resource and w.status in ('WAITING', 'ASKED')) > 0
    as waited
from match_pair where demand_id = :demand and resource_id = :resource;

-- name: let_expire!
-- Proposals of this pair whose hold is over make room for a new one.
update match set status = 'EXPIRED', updated_at = now(), version = version + 1
where demand_id = :demand and resource_id = :resource and status in ('PROPOSED', 'COUNTERED') and hold_until <= now();

-- name: promise$
insert into match (demand_id, resource_id, quantity, covers, day, opens, status, note, hold_until, score, weights, transferred_from)
select d.id, r.id, :quantity, :covers, :day, :opens::text::time, :status, :note,
    least(now() + :hold::interval, match_hold_end(d.needed_by, r.valid_until, r.confirmed_on)), :score, :weights,
    :source::bigint
from demand d, resource r where d.id = :demand and r.id = :resource
returning id;

-- name: revise!
update match m
set quantity = :quantity, covers = :covers, day = :day, opens = :opens::text::time, status = :status, note = :note,
    hold_until = least(now() + :hold::interval, match_hold_end(d.needed_by, r.valid_until, r.confirmed_on)),
    updated_at = now(), version = m.version + 1
from demand d, resource r
where m.id = :id and d.id = m.demand_id and r.id = m.resource_id;

-- name: shorten!
-- Open proposals are held no longer than both sides stand, of which one has changed.
update match m set hold_until = match_hold_end(d.needed_by, r.valid_until, r.confirmed_on)
from demand d, resource r
where (m.resource_id = :resource or m.demand_id = :demand) and m.status in ('PROPOSED', 'COUNTERED')
    and d.id = m.demand_id and r.id = m.resource_id
    and m.hold_until > match_hold_end(d.needed_by, r.valid_until, r.confirmed_on);

-- name: release
-- The proposals of an offer that nobody has answered end with it; what they held is free again.
update match m set status = 'WITHDRAWN', reason = :reason, updated_at = now(), version = m.version + 1
from demand d
where m.resource_id = :resource and m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now() and d.id = m.demand_id
returning m.id as match_id, m.quantity, d.id, d.title, d.area_path, d.organisation_id;

-- name: lessen!
-- Of a promise a part is given elsewhere.
update match set quantity = :quantity, covers = :covers, updated_at = now(), version = version + 1 where id = :id;

-- name: move!
update match set status = :status, reason = :reason, broken = :broken, updated_at = now(), version = version + 1 where id = :id;

-- name: settle!
-- What was confirmed counts from now on, and the rest of the promise is free again.
update match m
set status = 'DONE', settled = least(9999999999, d.delivered), settled_covers = round(m.covers * least(1, d.delivered / m.quantity), 2),
    updated_at = now(), version = version + 1
from (select coalesce(sum(quantity), 0) as delivered from delivery where match_id = :id and status = 'CONFIRMED') d
where m.id = :id;

-- name: standing
-- The matches of a resource or a demand that are not over.
select id, quantity, day, to_char(opens, 'HH24:MI') as opens from match
where (resource_id = :resource or demand_id = :demand)
    and (status = 'AGREED' or (status in ('PROPOSED', 'COUNTERED') and hold_until > now()))
order by day, match.opens, id;

-- name: used$
-- How much of a resource is promised or used; of one that is had by openings: of the fullest opening from today on.
select case when r.measure = 'TOTAL' then resource_used(r.id, null, null) else greatest(0, coalesce((
    select max(resource_used(r.id, o.day, o.opens)) from (
        select m.day, m.opens from match m where m.resource_id = r.id and m.day >= current_date
        union
        select w.day, w.opens from wait w where w.resource_id = r.id and w.status = 'ASKED' and w.day >= current_date
        union
        select e.day, e.opens from capacity_entry e where e.resource_id = r.id and e.kind = 'CORRECTION' and e.day >= current_date
    ) o), 0)) end
from resource r where r.id = :id;

-- name: covered$
select demand_covered(:id);
