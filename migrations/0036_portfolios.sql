-- Portfolios: combinations of several offers that together cover what is missing of a demand.

create type portfolio_lot as (
    resource_id bigint,
    provider_id bigint,
    day date,
    opens time,
    on_day date,
    capacity numeric,
    total numeric,
    distance integer,
    freshness integer,
    confirmed_on date,
    pair jsonb
);
comment on type portfolio_lot is
'What can be taken at once: a stock, or one opening of an offer (day, opens). on_day: when it is to be had, null by arrangement; '
'capacity: how much at most; total, distance, freshness: of the score; pair: the row of match_pair, passed through';

create type portfolio_part as (place integer, resource_id bigint, day date, opens time, quantity numeric, pair jsonb);
comment on type portfolio_part is 'So much of a lot; place: its turn in the portfolio';

create type portfolio as (
    place integer,
    strengths text[],
    score numeric,
    units integer,
    covered numeric,
    uncovered numeric,
    distance integer,
    last_day date,
    confirmed_on date,
    freshness integer,
    mean_distance numeric,
    mean_freshness numeric,
    mean_day numeric,
    lots text,
    parts portfolio_part[]
);
comment on type portfolio is
'A combination: its turn, in what it is best, the mean score by quantity, how many units, how much it covers and leaves, its farthest part, '
'the last day (null where one is by arrangement), the day on which its stalest part was confirmed, and how fresh that is; the means by '
'quantity and the lots are what it is compared by';

create type portfolio_exclusion as (turn integer, why text, place integer, pair jsonb);
comment on type portfolio_exclusion is 'An offer that is in no portfolio: its turn by score, why, and its place among those that can be combined';

create function portfolio_fewest(wanted numeric, capacities numeric[]) returns integer[]
language plpgsql immutable parallel safe as $$
declare
    most numeric := least(wanted, (select sum(c) from unnest(capacities) c));
    needed integer := (
        select min(s.place) from (
            select row_number() over (order by c desc rows unbounded preceding) as place,
                sum(c) over (order by c desc rows unbounded preceding) as together
            from unnest(capacities) c
        ) s where s.together >= most);
    chosen integer[] := '{}';
    reached numeric := 0;
begin
    for place in 1 .. cardinality(capacities) loop
        exit when cardinality(chosen) = needed;
        if reached + capacities[place] + coalesce((
            select sum(s.c) from (
                select c from unnest(capacities[place + 1:]) c order by c desc limit needed - cardinality(chosen) - 1
            ) s), 0) >= most
        then
            chosen := chosen || place;
            reached := reached + capacities[place];
        end if;
    end loop;
    return chosen;
end $$;
comment on function portfolio_fewest is
'Of capacities, the preferred ones first, the places of as few as cover what is wanted, or as much of it as all do; of equally few those '
'that come first: one is taken whenever the largest of those after it can make up the rest';

create function portfolios_of(wanted numeric, offered portfolio_lot[]) returns setof portfolio
language plpgsql immutable parallel safe as $$
declare
    shown portfolio[] := '{}';
    one portfolio;
    as_good integer;
begin
    for one in
        with lot as (
            select l.* from unnest(offered) l
        ), unit as (
            select u.provider_id, u.capacity, row_number() over (order by u.total desc, u.resource_id) as place
            from (
                select l.provider_id, sum(l.capacity) as capacity, max(l.total) as total,
                    (array_agg(l.resource_id order by l.total desc, l.resource_id))[1] as resource_id
                from lot l group by l.provider_id
            ) u
        ), few as (
            select u.provider_id from unit u
            where u.place = any ((select portfolio_fewest(wanted, (select array_agg(x.capacity order by x.place) from unit x)))::integer[])
        ), ordered as (
            select s.strength, s.place, l.*, coalesce(l.on_day, max(l.on_day) over () + 30, date '2000-01-01') - date '2000-01-01' as wait,
                (row_number() over (
                    partition by s.place
                    order by case s.strength
                            when 'NEAREST' then -l.distance
                            when 'SOONEST' then coalesce(l.on_day - date '2000-01-01', 10000000)
                            when 'FRESHEST' then -l.freshness
                            else 0 end,
                        l.total desc, l.resource_id, l.day, l.opens))::integer as turn
            from (values (1, 'BEST_FIT'), (2, 'FEWEST_UNITS'), (3, 'NEAREST'), (4, 'SOONEST'), (5, 'FRESHEST')) s (place, strength)
            cross join lot l
            where s.strength <> 'FEWEST_UNITS' or l.provider_id in (select f.provider_id from few f)
        ), filled as (
            select o.*, least(o.capacity, wanted - coalesce(sum(o.capacity) over (
                partition by o.place order by o.turn rows between unbounded preceding and 1 preceding), 0)) as quantity
            from ordered o
        )
        select f.place, array[f.strength], round(sum(f.quantity * f.total) / sum(f.quantity), 2), count(distinct f.provider_id),
            sum(f.quantity), wanted - sum(f.quantity), min(f.distance), case when count(*) = count(f.on_day) then max(f.on_day) end,
            min(f.confirmed_on), min(f.freshness), sum(f.quantity * f.distance) / sum(f.quantity),
            sum(f.quantity * f.freshness) / sum(f.quantity), sum(f.quantity * f.wait) / sum(f.quantity),
            string_agg(concat_ws(' ', f.resource_id, f.day, f.opens), ',' order by f.resource_id, f.day, f.opens),
            array_agg(row(f.turn, f.resource_id, f.day, f.opens, f.quantity, f.pair)::portfolio_part order by f.turn)
        from filled f where f.quantity > 0
        group by f.place, f.strength order by f.place
    loop
        -- What is a tenth nearer or fresher, or three days sooner, nobody would call another choice.
        as_good := (
            select min(x.turn) from generate_subscripts(shown, 1) x (turn) cross join lateral (select (shown[x.turn]).*) s
            where s.lots = one.lots or case one.strengths[1]
                when 'FEWEST_UNITS' then s.units = one.units
                when 'NEAREST' then s.distance = one.distance and s.mean_distance >= one.mean_distance - 10
                when 'SOONEST' then s.last_day is not distinct from one.last_day and s.mean_day <= one.mean_day + 3
                when 'FRESHEST' then s.freshness = one.freshness and s.mean_freshness >= one.mean_freshness - 10
                else false end);
        if as_good is null then
            shown := shown || one;
        else
            shown[as_good].strengths := shown[as_good].strengths || one.strengths;
        end if;
    end loop;
    return query select s.* from unnest(shown) s;
end $$;
comment on function portfolios_of is
'The portfolios for so much: lots are filled up in the order of each strength. As every unit of quantity counts the same, that covers as '
'much as can be, and puts as much as can be on what comes first. A portfolio that is as good in something as one before is not shown for it';

create function portfolio_openings(number bigint, wanting bigint, until date, most integer)
returns table (day date, opens time, capacity numeric)
language sql stable parallel safe as $$
    select o.day, o.opens, o.capacity
    from resource r
    cross join lateral (
        select g.day, w.opens, least(r.quantity, r.quantity - resource_used(r.id, g.day, w.opens)) as capacity
        from resource_window w
        cross join lateral (
            -- In order, and each looked at only until there are enough.
            select s.day from (
                select x.day::date as day
                from generate_series(greatest(w.first_day, current_date)::timestamp, least(w.last_day, until)::timestamp, '1 day') x (day)
                where extract(isodow from x.day)::smallint = any (w.weekdays)
                order by 1 offset 0
            ) s
            where resource_used(r.id, s.day, w.opens) < r.quantity and not exists (
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

create function demand_portfolios(number bigint, offers bigint[], candidates integer, openings integer)
returns table (demand_id bigint, demand_path text, unit text, whole boolean, missing numeric, choices portfolio[], excluded portfolio_exclusion[])
language plpgsql stable as $$
#variable_conflict use_column
declare
    wanted demand%rowtype;
    short numeric;
    entire boolean;
begin
    select * into wanted from demand d where d.id = number;
    short := greatest(0, wanted.quantity - demand_covered(number));
    entire := wanted.quantity = trunc(wanted.quantity) and short = trunc(short);
    if short = 0 or wanted.status <> 'LISTED' or wanted.needed_by < current_date then
        return query select wanted.id, wanted.area_path, wanted.unit, entire, short, '{}'::portfolio[], '{}'::portfolio_exclusion[];
        return;
    end if;
    return query
    with judged as materialized (
        select p.resource_id, p.provider_id, p.total, p.distance, p.freshness, p.free, to_jsonb(p) as pair, r.measure, r.confirmed_on,
            case when p.obstacle is not null then 'OBSTACLE' when p.provider_id = wanted.organisation_id then 'OWN'
                when p.category = 0 then 'CLASS' when not p.comparable then 'UNIT' when p.time = 0 then 'TIME'
                when r.measure = 'TOTAL' and s.stands then 'MATCHED' end as why,
            s.stands
        from unnest(offers) f (id)
        cross join lateral (select x.* from match_pair x where x.demand_id = number and x.resource_id = f.id offset 0) p
        cross join lateral (select x.measure, x.confirmed_on from resource x where x.id = f.id offset 0) r
        cross join lateral (
            select count(*) > 0 as stands from match m where m.demand_id = number and m.resource_id = f.id
                and (m.status = 'AGREED' or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now()))
        ) s
    ), ranked as materialized (
        select j.*, row_number() over (order by j.total desc, j.resource_id)::integer as place from judged j where j.why is null
    ), opening as (
        select k.*, null::date as day, null::time as opens, (
                select min(g.day)::date from resource_window w
                cross join lateral generate_series(
                    greatest(w.first_day, current_date)::timestamp,
                    least(w.last_day, wanted.needed_by, greatest(w.first_day, current_date) + 6)::timestamp, '1 day') g (day)
                where w.resource_id = k.resource_id and extract(isodow from g.day)::smallint = any (w.weekdays)
            ) as on_day, k.free as capacity
        from ranked k where k.measure = 'TOTAL' and k.place <= candidates
        union all
        select k.*, o.day, o.opens, o.day, o.capacity
        from ranked k cross join lateral portfolio_openings(k.resource_id, number, wanted.needed_by, openings) o
        where k.measure = 'PER_WINDOW' and k.place <= candidates
    ), lot as materialized (
        select o.resource_id, o.provider_id, o.day, o.opens, o.on_day, c.capacity, o.total, o.distance::integer, o.freshness::integer, o.confirmed_on,
            o.pair
        from opening o cross join lateral (select case when entire then floor(o.capacity) else o.capacity end as capacity) c
        where c.capacity > 0
    ), combined as materialized (
        select coalesce(array_agg(x), '{}') as choices
        from portfolios_of(short, (select array_agg(row(l.*)::portfolio_lot) from lot l)) x
    ), used as (
        select distinct t.resource_id from combined c, unnest(c.choices) x, unnest(x.parts) t
    ), left_out as (
        select row_number() over (order by j.total desc, j.resource_id)::integer as turn, coalesce(j.why, case when k.place > candidates then 'PLACE'
                when not exists (select from lot l where l.resource_id = j.resource_id) then case when j.stands then 'MATCHED' else 'SMALL' end
                when not exists (select from used u where u.resource_id = j.resource_id) then 'COVERED' end) as why,
            k.place, j.pair
        from judged j left join ranked k on k.resource_id = j.resource_id
    )
    select wanted.id, wanted.area_path, wanted.unit, entire, short, c.choices, (
        select coalesce(array_agg(row(e.*)::portfolio_exclusion order by e.turn), '{}')
        from left_out e where e.why is not null)
    from combined c;
end $$;
comment on function demand_portfolios is
'How the offers found for a demand can be combined: the best of those that nothing rules out, of a class that serves it and counted in its '
'unit, with the next openings of each. Whole numbers where demand and rest are whole; nothing while nothing is missing';
