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

-- name: openings
-- Of offers that are had by openings the next ones that have something left, and those of pinned days, with what is left in each.
select r.id as resource_id, o.day, to_char(o.opens, 'HH24:MI') as opens, o.free
from unnest(:resources::bigint[]) x (id)
join resource r on r.id = x.id
cross join lateral (
    -- In order, and each looked at only until there are enough.
    (select s.day, s.opens, l.free
        from (
            select distinct g::date as day, w.opens
            from resource_window w
            cross join generate_series(
                greatest(w.first_day, :first::date, current_date)::timestamp, least(w.last_day, r.valid_until, :last::date)::timestamp,
                interval '1 day') g
            where w.resource_id = r.id and extract(isodow from g)::smallint = any(w.weekdays)
            order by 1, 2 offset 0
        ) s
        cross join lateral (select r.quantity - (select t.amount from resource_taken(r.id, s.day, s.opens) t) as free offset 0) l
        where l.free > 0
        limit :most)
    union
    select u.day, w.opens, r.quantity - (select t.amount from resource_taken(r.id, u.day, w.opens) t)
    from unnest(:pinned::bigint[], :days::date[]) u (resource, day)
    join resource_window w on w.resource_id = u.resource
    where u.resource = r.id and u.day between greatest(w.first_day, current_date) and w.last_day
        and extract(isodow from u.day)::smallint = any(w.weekdays)
) o
order by r.id, o.day, o.opens;

-- name: rules
select kind, demand_id, resource_id, day, to_char(opens, 'HH24:MI') as opens, covers from plan_rule where plan_id = :id order by id;
