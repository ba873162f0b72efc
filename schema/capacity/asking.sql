-- name: lapse
-- Whoever was asked and did not answer in time leaves the line.
update wait w set status = 'EXPIRED', updated_at = now(), version = w.version + 1
from demand d
where w.resource_id = :resource and w.status = 'ASKED' and w.hold_until <= now() and d.id = w.demand_id
returning w.*, d.title, d.area_path, d.organisation_id;

-- name: line
-- Who waits for an offer and would fit now, the first first: the demand is still open and lacks something, nothing rules the offer out,
-- no proposal between the two is open, and as much is free as it wants.
select w.id from wait w
join demand d on d.id = w.demand_id and d.status = 'LISTED' and d.needed_by >= current_date
join resource r on r.id = w.resource_id
join match_pair p on p.demand_id = w.demand_id and p.resource_id = w.resource_id
    and coalesce(p.obstacle, 'EXHAUSTED') = 'EXHAUSTED' and p.missing > 0
where w.resource_id = :resource and w.status = 'WAITING'
    and w.quantity <= r.quantity - resource_used(r.id, w.day, w.opens)
    and (r.measure = 'TOTAL') = (w.day is null)
    and (w.day is null or exists (select from resource_window o where o.resource_id = r.id and o.opens = w.opens
        and w.day between greatest(o.first_day, current_date) and o.last_day and extract(isodow from w.day)::smallint = any(o.weekdays)))
    and not exists (select from match m where m.demand_id = w.demand_id and m.resource_id = w.resource_id
        and (m.day, m.opens) is not distinct from (w.day, w.opens)
        and (m.status = 'AGREED' or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now())))
order by w.id;

-- name: ask^
-- Ask one of them, if as much is still free.
update wait w
set status = 'ASKED', hold_until = least(now() + :hold::interval, match_hold_end(d.needed_by, r.valid_until, r.confirmed_on)),
    updated_at = now(), version = w.version + 1
from demand d, resource r
where w.id = :id and w.status = 'WAITING' and d.id = w.demand_id and r.id = w.resource_id
    and w.quantity <= r.quantity - resource_used(r.id, w.day, w.opens)
returning w.*, d.title, d.area_path, d.organisation_id;

-- name: lock^
select * from resource where id = :resource for update;

-- name: due
-- The offers for which somebody may have to be asked, or was asked and did not answer.
select distinct w.resource_id from wait w join resource r on r.id = w.resource_id
where (w.status = 'ASKED' and w.hold_until <= now())
    or (w.status = 'WAITING' and r.status = 'LISTED' and w.quantity <= r.quantity - resource_used(r.id, w.day, w.opens));

-- name: end_all
-- For an offer that goes nobody waits.
update wait w set status = 'ENDED', updated_at = now(), version = w.version + 1
from demand d
where w.resource_id = :resource and w.status in ('WAITING', 'ASKED') and d.id = w.demand_id
returning w.*, d.title, d.area_path, d.organisation_id;

-- name: sides^
-- What waits for what, to be locked before the place itself.
select demand_id, resource_id, day, opens from wait where id = :id;

-- name: join$
insert into wait (demand_id, resource_id, quantity, covers, day, opens, account_id)
values (:demand, :resource, :quantity, :covers, :day, :opens::text::time, :account)
returning id;

-- name: place^
select * from wait where id = :id;

-- name: end!
update wait set status = :status, updated_at = now(), version = version + 1 where id = :id;

-- name: take^
-- The place of a demand that is asked about this offer or opening: what is held for it is free for its own proposal.
update wait set status = 'TAKEN', updated_at = now(), version = version + 1
where demand_id = :demand and resource_id = :resource and (day, opens) is not distinct from (:day::date, :opens::text::time)
    and status = 'ASKED' and hold_until > now()
returning *;

-- name: became!
update wait set match_id = :match where id = :id;

-- name: matched$
-- Whether an open proposal or promise of this offer or opening stands for a demand.
select exists (select from match where demand_id = :demand and resource_id = :resource
    and (day, opens) is not distinct from (:day::date, :opens::text::time)
    and (status = 'AGREED' or (status in ('PROPOSED', 'COUNTERED') and hold_until > now())));
