-- name: offers
-- What may be proposed for these demands by the same rules as on the desk, the best first; of those that serve the class, with nothing
-- under way between the two. The desk's own search, match_found, is planned and done anew for each demand: here it is done once for all
-- of them, so that what is in the same place, of the same class or said in the same words is looked up once. A test compares the two.
with wanted as materialized (
    select d.id, d.category_id, d.terms, d.unit, d.quantity::float8 as quantity, cardinality(d.terms) as words, p.district, p.street, p.community,
        match_distance(d.area_path, p.community) as at_home, match_distance(d.area_path, p.street) as near_by,
        match_distance(d.area_path, p.district) as farther
    from unnest(:demands::bigint[]) x (id)
    cross join lateral (select y.* from demand y where y.id = x.id offset 0) d
    cross join lateral (select substring(d.area_path from '^[^/]+/') as district offset 0) e
    cross join lateral (select coalesce(substring(d.area_path from '^[^/]+/[^/]+/'), e.district) as street offset 0) f
    cross join lateral (
        select e.district, f.street, coalesce(substring(d.area_path from '^[^/]+/[^/]+/[^/]+/'), f.street) as community offset 0) p
), near as (
    select w.category_id, w.community, f.id
    from (select distinct category_id, community, street, district from wanted) w
    join category_affinity c on c.demand_category_id = w.category_id
    cross join lateral (
        (select r.id from resource r
            where r.status = 'LISTED' and r.category_id = c.resource_category_id
                and r.area_path >= w.community and r.area_path < w.community || '~'
                and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
            order by r.area_path, r.id limit 60)
        union all
        (select r.id from resource r
            where r.status = 'LISTED' and r.category_id = c.resource_category_id
                and r.area_path >= w.street and r.area_path < w.street || '~'
                and not (r.area_path >= w.community and r.area_path < w.community || '~')
                and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
            order by r.area_path, r.id limit 60)
        union all
        (select r.id from resource r
            where r.status = 'LISTED' and r.category_id = c.resource_category_id
                and r.area_path >= w.district and r.area_path < w.district || '~'
                and not (r.area_path >= w.street and r.area_path < w.street || '~')
                and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
            order by r.area_path, r.id limit 60)
        limit 60
    ) f
), counted as materialized (
    select t.term, n.times
    from (select distinct unnest(terms) as term from wanted) t
    cross join lateral (select count(*) as times from (select from resource_term x where x.term = t.term limit 500) y) n
    where n.times > 0
), rare as materialized (
    select r.* from (
        select w.id, w.community, w.street, w.district, n.term, row_number() over (partition by w.id order by n.times, n.term) as place
        from wanted w cross join lateral unnest(w.terms) t (term) join counted n on n.term = t.term
    ) r where r.place <= 8
), worded as (
    select r.id as demand_id, f.resource_id as id
    from (select distinct term, community, street from rare) t
    cross join lateral (
        (select x.resource_id from resource_term x
            where x.term = t.term and x.area_path >= t.community and x.area_path < t.community || '~'
            order by x.area_path, x.resource_id limit 40)
        union all
        (select x.resource_id from resource_term x
            where x.term = t.term and x.area_path >= t.street and x.area_path < t.street || '~'
                and not (x.area_path >= t.community and x.area_path < t.community || '~')
            order by x.area_path, x.resource_id limit 40)
        union all
        (select x.resource_id from resource_term x
            where x.term = t.term and not (x.area_path >= t.street and x.area_path < t.street || '~')
            order by x.area_path, x.resource_id limit 40)
        limit 40
    ) f
    join rare r on r.term = t.term and r.community = t.community
), couple as materialized (
    select one.id, one.district, one.term as one, other.term as other
    from rare one join rare other on other.id = one.id and one.place < other.place and other.place <= 5
), paired as (
    select c.id as demand_id, f.id
    from (select distinct district, one, other from couple offset 0) t
    cross join lateral (
        -- OFFSET 0: found by their words alone; to look up all of a district besides costs more than it saves.
        select r.id from (
            select x.id, x.area_path from resource x where x.status = 'LISTED' and x.terms @> array[t.one, t.other] offset 0
        ) r
        where r.area_path >= t.district and r.area_path < t.district || '~' limit 40
    ) f
    join couple c on c.district = t.district and c.one = t.one and c.other = t.other
), found as materialized (
    select w.id as demand_id, n.id from wanted w join near n on n.category_id = w.category_id and n.community = w.community
    union select demand_id, id from worded union select demand_id, id from paired
), known as materialized (
    select r.* from (select distinct id from found) f
    cross join lateral (
        select x.id, x.category_id, x.area_path, x.terms, x.unit, x.quantity::float8 as quantity, cardinality(x.terms) as words,
            case when x.confirmed_on >= current_date - 30 then 100 when x.confirmed_on >= current_date - 90 then 70 else 40 end as fresh
        from resource x
        where x.id = f.id and x.status = 'LISTED' and x.valid_until >= current_date and x.confirmed_on >= current_date - 180
        offset 0
    ) r
), weighed as materialized (
    select w.g[1]::float8 as category, w.g[2]::float8 as distance, w.g[4]::float8 as quantity, w.g[5]::float8 as wording,
        w.g[6]::float8 as freshness
    from (select match_weights_now() as g offset 0) w
), promising as materialized (
    select demand_id, id from (
        select f.demand_id, r.id, row_number() over (partition by f.demand_id order by
            g.category * a.percent
            + g.distance * case when r.area_path ^@ d.community then d.at_home when r.area_path ^@ d.street then d.near_by
                when r.area_path ^@ d.district then d.farther else 0 end
            + case when d.terms && r.terms then
                g.wording * 100 * (select count(*) from unnest(d.terms) t where t = any(r.terms)) / sqrt(d.words * r.words) else 0 end
            + g.quantity * case when r.unit <> d.unit then 50 else least(100, 100 * r.quantity / d.quantity) end
            + g.freshness * r.fresh
            desc, r.id) as place
        from found f
        join known r on r.id = f.id
        join wanted d on d.id = f.demand_id
        join category_affinity a on a.demand_category_id = d.category_id and a.resource_category_id = r.category_id
        cross join weighed g
    ) x
    where x.place <= :looked
    union
    select u.demand_id, u.resource_id from plan_rule u where u.plan_id = :plan and u.demand_id = any(:demands) and u.kind = 'PIN'
)
select f.demand_id, r.id as resource_id, p.provider_id, p.total, p.distance, p.free, d.needed_by, d.unit as needed,
    d.category_id as needed_class, r.unit as offered, r.category_id as offered_class, r.measure
from promising f
join match_pair p on p.demand_id = f.demand_id and p.resource_id = f.id
join demand d on d.id = f.demand_id
join resource r on r.id = f.id
where p.obstacle is null and p.time > 0
    and (select count(*) from match m where m.demand_id = f.demand_id and m.resource_id = f.id
        and (m.status = 'AGREED' or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now()))) = 0
order by f.demand_id, p.total desc, r.id;

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
