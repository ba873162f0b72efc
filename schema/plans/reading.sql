-- name: plan^
select p.area_path, p.first_day, p.last_day, w.* from plan p join plan_weights w on w.id = p.weights where p.id = :id;

-- name: needs
-- Demands for which something can be proposed, the most pressing first; one more than fit tells that there are more.
select d.id, d.unit, d.category_id, d.urgency, m.missing, c.path as community, c.id as community_id,
    current_date - coalesce(d.listed_at, d.created_at)::date as waited,
    (select count(distinct r.organisation_id) from match x join resource r on r.id = x.resource_id
        where x.demand_id = d.id and (x.status in ('AGREED', 'DONE') or (x.status in ('PROPOSED', 'COUNTERED') and x.hold_until > now())))
        as partners
from demand d
cross join lateral (select d.quantity - demand_covered(d.id) as missing offset 0) m
cross join lateral (
    select coalesce(a.id, d.area_id) as id, coalesce(a.path, d.area_path) as path
    from (select coalesce(substring(d.area_path from '^[^/]+/[^/]+/[^/]+/'), d.area_path) as path) k left join area a on a.path = k.path
    limit 1
) c
where d.status = 'LISTED' and d.area_path >= :path and d.area_path < :path || '~'
    and d.needed_by between greatest(:first, current_date) and :last and m.missing > 0
order by (case d.urgency when 'URGENT' then 0 when 'SOON' then 1 else 2 end), d.needed_by, d.id
limit :most;

-- name: pairs
-- What may be proposed for these demands by the same rules as on the desk, the best first; of those that serve the class, with nothing
-- under way between the two. The class is asked for afterwards, as a search that leaves some out reads ten times as many.
select x.id as demand_id, r.id as resource_id, p.provider_id, p.total, p.distance, p.free, d.needed_by, d.unit as needed,
    d.category_id as needed_class, r.unit as offered, r.category_id as offered_class, r.measure
from unnest(:demands::bigint[]) x (id)
join demand d on d.id = x.id
cross join lateral (
    (select f.resource_id
        from match_found(x.id, 0, 0, false, false, null, null, null, null) with ordinality f (resource_id, place)
        cross join lateral (select o.category_id from resource o where o.id = f.resource_id offset 0) o
        join category_affinity a on a.demand_category_id = d.category_id and a.resource_category_id = o.category_id
        order by f.place limit :looked)
    union
    select u.resource_id from plan_rule u where u.plan_id = :plan and u.demand_id = x.id and u.kind = 'PIN'
) f
cross join lateral (select p.* from match_pair p where p.demand_id = x.id and p.resource_id = f.resource_id offset 0) p
join resource r on r.id = f.resource_id
where p.obstacle is null and p.time > 0
    and (select count(*) from match m where m.demand_id = x.id and m.resource_id = r.id
        and (m.status = 'AGREED' or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now()))) = 0
order by x.id, p.total desc, r.id;

-- name: openings
-- The next openings of offers that are had by openings, and those of pinned days, with what is left in each.
select r.id as resource_id, o.day, to_char(w.opens, 'HH24:MI') as opens, l.free
from unnest(:resources::bigint[]) x (id)
join resource r on r.id = x.id
join resource_window w on w.resource_id = r.id
cross join lateral (
    select f.day from (
        select g::date as day
        from generate_series(
            greatest(w.first_day, :first::date, current_date)::timestamp, least(w.last_day, r.valid_until, :last::date)::timestamp,
            interval '1 day') g
        where extract(isodow from g)::smallint = any(w.weekdays)
        limit :most
    ) f
    union
    select u.day from unnest(:pinned::bigint[], :days::date[]) u (resource, day)
    where u.resource = r.id and u.day between greatest(w.first_day, current_date) and w.last_day
        and extract(isodow from u.day)::smallint = any(w.weekdays)
) o
cross join lateral (select r.quantity - resource_used(r.id, o.day, w.opens) as free offset 0) l
order by r.id, o.day, w.opens;

-- name: rates
-- How much of one unit met how much of another in the latest promises: the middle one of each pair of classes and units.
select offered_class, offered, needed_class, needed, count(*)::integer as times,
    percentile_disc(0.5) within group (order by m.quantity / m.covers) as takes
from (
    select r.category_id as offered_class, r.unit as offered, d.category_id as needed_class, d.unit as needed, m.quantity, m.covers
    from match m join resource r on r.id = m.resource_id join demand d on d.id = m.demand_id
    where m.status in ('AGREED', 'DONE') and r.unit <> d.unit
    order by m.id desc limit :latest
) m
group by offered_class, offered, needed_class, needed
having count(*) >= :least;

-- name: rules
select kind, demand_id, resource_id, day, to_char(opens, 'HH24:MI') as opens, covers from plan_rule where plan_id = :id order by id;
