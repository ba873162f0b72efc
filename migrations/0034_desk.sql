-- The matching desk: filters inside the bounded search, drafts of weights, who decided on weights, and what nobody claims goes up.

alter table match_weights add column account_id bigint;
comment on column match_weights.account_id is 'Who decided; null: they came with the product';

create function match_weights_now() returns integer[]
language sql stable parallel safe
return (select array[category, distance, time, quantity, wording, freshness, delivery]::integer[] from match_weights
    order by id desc limit 1);
comment on function match_weights_now is 'The weights that hold: class, distance, time, quantity, wording, freshness, earlier deliveries';

create function match_timely(number bigint, until date) returns boolean
language sql stable parallel safe
return not exists (select from resource_window w where w.resource_id = number)
    or exists (select from resource_window w where w.resource_id = number
        and window_openings(greatest(w.first_day, current_date), least(w.last_day, until), w.weekdays) > 0);
comment on function match_timely is 'Whether an offer is to be had by a day: it is open before, or by arrangement';

create function area_upwards(path text, steps integer) returns text
language sql immutable parallel safe
return (select string_agg(part || '/', '' order by place) from unnest(string_to_array(rtrim(path, '/'), '/')) with ordinality x (part, place)
    where place <= greatest(1, least(3, array_length(string_to_array(rtrim(path, '/'), '/'), 1)) - steps));
comment on function area_upwards is
'The path of the area so many levels above, the district at last; a grid, a building or an estate counts as its community';

create index demand_pressing on demand ((case urgency when 'URGENT' then 0 when 'SOON' then 1 else 2 end), needed_by, id);

drop function match_found(bigint);
drop function match_wanting(bigint);

create function match_found(
    number bigint, least_fit integer, least_near integer, timely boolean, whole boolean, fresh_since date, of_kind text, said text[], weights integer[]
) returns table (resource_id bigint)
language plpgsql stable rows 60 as $$
declare
    wanted demand%rowtype;
    missing numeric;
    -- What is filtered out leaves room for what is farther; so much is read at most.
    wide integer := case when least_fit > 0 or least_near > 0 or timely or whole or fresh_since is not null or of_kind is not null or said is not null
        then 10 else 1 end;
    g integer[] := coalesce(weights, match_weights_now());
    community text;
    street text;
    district text;
begin
    select * into wanted from demand d where d.id = number;
    missing := wanted.quantity - demand_covered(number);
    district := substring(wanted.area_path from '^[^/]+/');
    street := coalesce(substring(wanted.area_path from '^[^/]+/[^/]+/'), district);
    community := coalesce(substring(wanted.area_path from '^[^/]+/[^/]+/[^/]+/'), street);
    return query
    with near as (
        select f.id from category_affinity c cross join lateral (
            (select r.id from resource r
                where r.status = 'LISTED' and r.category_id = c.resource_category_id
                    and r.area_path >= community and r.area_path < community || '~'
                    and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
                order by r.area_path, r.id limit 60 * wide)
            union all
            (select r.id from resource r
                where r.status = 'LISTED' and r.category_id = c.resource_category_id
                    and r.area_path >= street and r.area_path < street || '~'
                    and not (r.area_path >= community and r.area_path < community || '~')
                    and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
                order by r.area_path, r.id limit 60 * wide)
            union all
            (select r.id from resource r
                where r.status = 'LISTED' and r.category_id = c.resource_category_id
                    and r.area_path >= district and r.area_path < district || '~'
                    and not (r.area_path >= street and r.area_path < street || '~')
                    and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
                order by r.area_path, r.id limit 60 * wide)
            limit 60 * wide
        ) f
        where c.demand_category_id = wanted.category_id and c.percent >= least_fit
    ), rare as (
        select t.term, row_number() over (order by n.times, t.term) as place
        from unnest(wanted.terms) t (term) cross join lateral (
            select count(*) as times from (select from resource_term x where x.term = t.term limit 500) y
        ) n
        where n.times > 0 order by n.times, t.term limit 8
    ), worded as (
        select f.resource_id as id from rare cross join lateral (
            (select x.resource_id from resource_term x
                where x.term = rare.term and x.area_path >= community and x.area_path < community || '~'
                order by x.area_path, x.resource_id limit 40 * wide)
            union all
            (select x.resource_id from resource_term x
                where x.term = rare.term and x.area_path >= street and x.area_path < street || '~'
                    and not (x.area_path >= community and x.area_path < community || '~')
                order by x.area_path, x.resource_id limit 40 * wide)
            union all
            (select x.resource_id from resource_term x
                where x.term = rare.term and not (x.area_path >= street and x.area_path < street || '~')
                order by x.area_path, x.resource_id limit 40 * wide)
            limit 40 * wide
        ) f
    ), paired as (
        select f.id from rare one join rare other on one.place < other.place and other.place <= 5 cross join lateral (
            select r.id from resource r
            where r.status = 'LISTED' and r.terms @> array[one.term, other.term] and r.area_path >= district
                and r.area_path < district || '~'
            limit 40 * wide
        ) f
    ), named as (
        select r.id from resource r
        where r.status = 'LISTED' and said is not null and r.words @> said and r.area_path >= district and r.area_path < district || '~'
        limit 40 * wide
    )
    select r.id
    from (
        select near.id from near union select worded.id from worded union select paired.id from paired
        union select named.id from named
    ) f
    -- OFFSET 0: looked up one by one, which a hash of the whole list would cost more than.
    cross join lateral (select x.* from resource x where x.id = f.id offset 0) r
    cross join lateral (select count(*) as shared from unnest(wanted.terms) t where t = any(r.terms)) w
    left join category_affinity a on a.demand_category_id = wanted.category_id and a.resource_category_id = r.category_id
    where r.status = 'LISTED' and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
        and coalesce(a.percent, 0) >= least_fit and match_distance(wanted.area_path, r.area_path) >= least_near
        and (fresh_since is null or r.confirmed_on >= fresh_since) and (said is null or r.words @> said)
        and (of_kind is null or (select o.kind from organisation o where o.id = r.organisation_id) = of_kind)
        and (not timely or match_timely(r.id, wanted.needed_by))
        and (not whole or (r.unit = wanted.unit and resource_free(r.id, wanted.needed_by) >= missing))
    order by g[1] * coalesce(a.percent, 0) + g[2] * match_distance(wanted.area_path, r.area_path)
        + g[5] * 100 * w.shared / sqrt(greatest(1, cardinality(wanted.terms) * cardinality(r.terms)))
        + g[4] * case when r.unit <> wanted.unit then 50 else least(100, 100 * r.quantity / wanted.quantity) end
        + g[6] * case when r.confirmed_on >= current_date - 30 then 100 when r.confirmed_on >= current_date - 90 then 70 else 40 end
        desc, r.id
    limit 60;
end $$;
comment on function match_found is
'The sixty offers that may fit a demand best by these weights, those that hold unless given. Ways in: by class, the nearest first; by its '
'rarest words, the nearest first; by two of its five rarest words together, wherever in the district; by what is searched for. Each reads '
'a bounded number of rows, ten times as many where a filter leaves some out, so that the cost does not grow with the list';

create function match_wanting(number bigint, least_fit integer, least_near integer, timely boolean, whole boolean, said text[])
returns table (demand_id bigint)
language plpgsql stable rows 60 as $$
declare
    offered resource%rowtype;
    wide integer := case when least_fit > 0 or least_near > 0 or timely or whole or said is not null then 10 else 1 end;
    g integer[] := match_weights_now();
    community text;
    street text;
    district text;
begin
    select * into offered from resource r where r.id = number;
    district := substring(offered.area_path from '^[^/]+/');
    street := coalesce(substring(offered.area_path from '^[^/]+/[^/]+/'), district);
    community := coalesce(substring(offered.area_path from '^[^/]+/[^/]+/[^/]+/'), street);
    return query
    select d.id
    from category_affinity c cross join lateral (
        (select x.id from demand x
            where x.status = 'LISTED' and x.category_id = c.demand_category_id
                and x.area_path >= community and x.area_path < community || '~' and x.needed_by >= current_date
            order by x.area_path, x.id limit 60 * wide)
        union all
        (select x.id from demand x
            where x.status = 'LISTED' and x.category_id = c.demand_category_id
                and x.area_path >= street and x.area_path < street || '~'
                and not (x.area_path >= community and x.area_path < community || '~') and x.needed_by >= current_date
            order by x.area_path, x.id limit 60 * wide)
        union all
        (select x.id from demand x
            where x.status = 'LISTED' and x.category_id = c.demand_category_id
                and x.area_path >= district and x.area_path < district || '~'
                and not (x.area_path >= street and x.area_path < street || '~') and x.needed_by >= current_date
            order by x.area_path, x.id limit 60 * wide)
        limit 60 * wide
    ) f
    cross join lateral (select x.* from demand x where x.id = f.id offset 0) d
    cross join lateral (select count(*) as shared from unnest(d.terms) t where t = any(offered.terms)) w
    where c.resource_category_id = offered.category_id and c.percent >= least_fit
        and match_distance(d.area_path, offered.area_path) >= least_near and (said is null or d.words @> said)
        and (not timely or match_timely(number, d.needed_by))
        and (not whole or (d.unit = offered.unit and resource_free(number, d.needed_by) >= d.quantity - demand_covered(d.id)))
    order by g[1] * c.percent + g[2] * match_distance(d.area_path, offered.area_path)
        + g[5] * 100 * w.shared / sqrt(greatest(1, cardinality(d.terms) * cardinality(offered.terms))) desc, d.id
    limit 60;
end $$;
comment on function match_wanting is
'The sixty demands of the list that an offer may fit best, by class, nearness and words; what a filter leaves out makes room for others';
