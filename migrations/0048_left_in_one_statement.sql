-- What is left of an offer, as functions that return a row: PostgreSQL takes those into the statement that asks. A function that
-- returns a value is a statement of its own at each call, and scoring asks for what is left of each pair.

create function resource_taken(number bigint, on_day date, at time) returns table (amount numeric)
language sql stable parallel safe rows 1
as $$
select coalesce(sum(u.taken), 0) from (
    select coalesce(m.settled, m.quantity) as taken from match m
    where m.resource_id = number and (on_day is null or (m.day = on_day and m.opens = at))
        and (m.status in ('AGREED', 'DONE') or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now()))
    union all
    select w.quantity from wait w
    where w.resource_id = number and w.status = 'ASKED' and w.hold_until > now() and (on_day is null or (w.day = on_day and w.opens = at))
    union all
    select -e.quantity from capacity_entry e
    where e.resource_id = number and e.kind = 'CORRECTION' and e.day = on_day and e.opens = resource_taken.at) u
$$;
comment on function resource_taken is
'How much of a resource is promised, used, held for whoever waits, or taken out by a correction, of one opening or in all; a hold that is over counts no more';

create function resource_left(number bigint, until date) returns table (amount numeric)
language sql stable parallel safe rows 1
as $$
select greatest(0, case when r.measure = 'TOTAL' then r.quantity - (select t.amount from resource_taken(number, null, null) t) else
        r.quantity * (select coalesce(sum(window_openings(greatest(w.first_day, current_date), least(w.last_day, resource_left.until), w.weekdays)), 0)
            from resource_window w where w.resource_id = number)
        - (select coalesce(sum(coalesce(m.settled, m.quantity)), 0) from match m
            where m.resource_id = number and m.day between current_date and resource_left.until
                and (m.status in ('AGREED', 'DONE') or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now())))
        - (select coalesce(sum(w.quantity), 0) from wait w
            where w.resource_id = number and w.status = 'ASKED' and w.hold_until > now() and w.day between current_date and resource_left.until)
        + (select coalesce(sum(e.quantity), 0) from capacity_entry e
            where e.resource_id = number and e.kind = 'CORRECTION' and e.day between current_date and resource_left.until)
        end) from resource r where r.id = number
$$;
comment on function resource_left is
'What of a resource can be had until a day: of its stock, or in all openings from today on';

create or replace view match_pair as
select d.id as demand_id, r.id as resource_id, d.area_path as demand_path, r.area_path as resource_path,
    r.organisation_id as provider_id, o.obstacle, p.category, greatest(p.distance, o.reach) as distance, p.time, q.quantity, p.wording,
    p.freshness, h.delivery, q.free, q.missing, q.free is not null and r.unit = d.unit as comparable, g.id as weights,
    (g.category * p.category + g.distance * greatest(p.distance, o.reach) + g.time * p.time + g.quantity * q.quantity
        + g.wording * p.wording + g.freshness * p.freshness + g.delivery * h.delivery)::numeric / 100 as total,
    array(select t from unnest(d.terms) t where t = any(r.terms)) as shared, h.delivered, h.stars, h.observed
from demand d
cross join resource r
cross join lateral (select * from match_weights order by id desc limit 1) g
cross join lateral (
    select
        coalesce((select a.percent::integer from category_affinity a
            where a.demand_category_id = d.category_id and a.resource_category_id = r.category_id), 0) as category,
        match_distance(d.area_path, r.area_path) as distance,
        case when not exists (select from resource_window w where w.resource_id = r.id) then 60
            when exists (select from resource_window w where w.resource_id = r.id
                and window_openings(greatest(w.first_day, current_date), least(w.last_day, d.needed_by), w.weekdays) > 0) then 100
            else 0 end as time,
        match_wording(d.terms, r.terms) as wording,
        case when r.confirmed_on >= current_date - 30 then 100 when r.confirmed_on >= current_date - 90 then 70 else 40 end
            as freshness
    offset 0
) p
cross join lateral (
    select record_mark(c.delivered, c.stars, c.cancelled, c.unanswered, c.declined) as delivery, c.delivered, c.stars,
        c.delivered + c.cancelled + greatest(0, c.unanswered - c.declined) as observed
    from record_counts(r.organisation_id) c
    offset 0
) h
cross join lateral (
    select f.free, f.missing,
        case when r.unit <> d.unit then 50 when f.missing <= 0 then 100
            else least(100, floor(100 * f.free / f.missing))::integer end as quantity
    from (
        select (select l.amount from resource_left(r.id, d.needed_by) l) as free, d.quantity - demand_covered(d.id) as missing offset 0
    ) f
    offset 0
) q
cross join lateral (
    select case
            when r.status <> 'LISTED' or (select u.status from organisation u where u.id = r.organisation_id) <> 'ACTIVE'
                then 'NOT_LISTED'
            when r.valid_until < current_date then 'EXPIRED'
            when r.confirmed_on < current_date - 180 then 'LAPSED'
            when s.named and not s.meant then 'ELSEWHERE'
            when q.free <= 0 then 'EXHAUSTED'
        end as obstacle,
        case when s.meant then 75 else 0 end as reach
    from (select count(*) > 0 as named, coalesce(bool_or(d.area_path ^@ a.path), false) as meant
        from resource_service_area x join area a on a.id = x.area_id where x.resource_id = r.id) s
    offset 0
) o;

-- Made anew, so that they come after what they use.
drop function portfolio_openings;
drop function resource_free;
drop function resource_used;

create function resource_used(number bigint, on_day date, at time) returns numeric
language sql stable parallel safe
return (select t.amount from resource_taken(number, on_day, at) t);
comment on function resource_used is 'The amount of resource_taken';

create function resource_free(number bigint, until date) returns numeric
language sql stable parallel safe
return (select l.amount from resource_left(number, until) l);
comment on function resource_free is 'The amount of resource_left';

create function portfolio_openings(number bigint, wanting bigint, until date, most integer)
returns table (day date, opens time, capacity numeric)
language sql stable parallel safe as $$
    select o.day, o.opens, o.capacity
    from resource r
    cross join lateral (
        select g.day, w.opens, least(r.quantity, r.quantity - (select t.amount from resource_taken(r.id, g.day, w.opens) t)) as capacity
        from resource_window w
        cross join lateral (
            -- In order, and each looked at only until there are enough.
            select s.day from (
                select x.day::date as day
                from generate_series(greatest(w.first_day, current_date)::timestamp, least(w.last_day, until)::timestamp, '1 day') x (day)
                where extract(isodow from x.day)::smallint = any (w.weekdays)
                order by 1 offset 0
            ) s
            where (select t.amount from resource_taken(r.id, s.day, w.opens) t) < r.quantity and not exists (
                select from match m
                where m.resource_id = r.id and m.demand_id = wanting and m.day = s.day and m.opens = w.opens
                    and (m.status = 'AGREED' or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now())))
            limit most
        ) g
        where w.resource_id = r.id
    ) o
    where r.id = number
    group by o.day, o.opens, o.capacity order by o.day, o.opens limit most;
$$;
comment on function portfolio_openings is
'The next openings of an offer from today until a day with something left that is not promised to that demand already, so many at most';
