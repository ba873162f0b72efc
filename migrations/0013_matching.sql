-- Matching: how well an offer fits a demand and how it is found; what is promised, and what was delivered of it.

create table category_affinity (
    demand_category_id bigint not null references category,
    resource_category_id bigint not null references category,
    percent smallint not null constraint category_affinity_range check (percent between 1 and 100),
    primary key (demand_category_id, resource_category_id)
);
comment on table category_affinity is 'How well a class of resources serves a class of demands; without a row, not at all';
create index category_affinity_resource on category_affinity (resource_category_id);

insert into category_affinity (demand_category_id, resource_category_id, percent)
select d.id, r.id, a.percent
from (values
    ('PARKING', 'VENUE', 100), ('PARKING', 'SAFETY', 30), ('PARKING', 'DIGITAL', 30),
    ('ENVIRON', 'VOLUNTEER', 100), ('ENVIRON', 'DAILY', 50), ('ENVIRON', 'FUND', 50),
    ('PROPERTY', 'DAILY', 100), ('PROPERTY', 'FUND', 50), ('PROPERTY', 'LEGAL', 30), ('PROPERTY', 'SAFETY', 30),
    ('CARE', 'VOLUNTEER', 100), ('CARE', 'DAILY', 80), ('CARE', 'HEALTH', 60), ('CARE', 'FUND', 50), ('CARE', 'DIGITAL', 40),
    ('HEALTH', 'HEALTH', 100), ('HEALTH', 'EXPERT', 60), ('HEALTH', 'VENUE', 30),
    ('EDU', 'EDU', 100), ('EDU', 'EXPERT', 60), ('EDU', 'CULTURE', 50), ('EDU', 'DIGITAL', 50), ('EDU', 'VENUE', 40),
    ('EDU', 'VOLUNTEER', 40),
    ('CULTURE', 'CULTURE', 100), ('CULTURE', 'VENUE', 80), ('CULTURE', 'EDU', 40), ('CULTURE', 'PARTY_SITE', 40),
    ('CULTURE', 'FUND', 30),
    ('LEGAL', 'LEGAL', 100), ('LEGAL', 'EXPERT', 70),
    ('PARTY', 'PARTY_SITE', 100), ('PARTY', 'VENUE', 60), ('PARTY', 'EXPERT', 40), ('PARTY', 'CULTURE', 40), ('PARTY', 'EDU', 40),
    ('JOBS', 'JOBS', 100), ('JOBS', 'EDU', 60), ('JOBS', 'EXPERT', 30),
    ('SAFETY', 'SAFETY', 100), ('SAFETY', 'VOLUNTEER', 60), ('SAFETY', 'DIGITAL', 40), ('SAFETY', 'FUND', 30),
    ('BUSINESS', 'EXPERT', 100), ('BUSINESS', 'LEGAL', 70), ('BUSINESS', 'VENUE', 60), ('BUSINESS', 'JOBS', 50),
    ('BUSINESS', 'DIGITAL', 50)
) a (demand, resource, percent)
join category d on d.list = 'DEMAND' and d.code = a.demand
join category r on r.list = 'RESOURCE' and r.code = a.resource;

create table match_weights (
    id integer generated always as identity primary key,
    category smallint not null,
    distance smallint not null,
    time smallint not null,
    quantity smallint not null,
    wording smallint not null,
    freshness smallint not null,
    delivery smallint not null,
    note text not null default '' constraint match_weights_note_length check (char_length(note) <= 200),
    decided_at timestamptz not null default now(),
    constraint match_weights_range check (least(category, distance, time, quantity, wording, freshness, delivery) >= 0),
    constraint match_weights_total check (category + distance + time + quantity + wording + freshness + delivery = 100)
);
comment on table match_weights is 'What each part of a score counts; the latest version holds';
insert into match_weights (category, distance, time, quantity, wording, freshness, delivery) values (25, 15, 10, 15, 25, 5, 5);

alter table resource add column terms text[] collate "C" not null default '{}';
alter table demand add column terms text[] collate "C" not null default '{}';
update resource set terms = array(select w from unnest(words) w where w ~ '^[一-鿿]{2}$' limit 24);
update demand set terms = array(select w from unnest(words) w where w ~ '^[一-鿿]{2}$' limit 24);

create table resource_term (
    term text collate "C" not null,
    area_path text collate "C" not null,
    resource_id bigint not null references resource on delete cascade,
    primary key (term, area_path, resource_id)
);
comment on table resource_term is 'By which words offers of the list are found, those of one place together; kept by a trigger';
create index resource_term_resource on resource_term (resource_id);

create function resource_terms_keep() returns trigger
language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if row(old.terms, old.area_path, old.status) is not distinct from row(new.terms, new.area_path, new.status) then
            return null;
        end if;
        delete from resource_term where resource_id = old.id;
    end if;
    if new.status = 'LISTED' then
        insert into resource_term (term, area_path, resource_id)
        select distinct t.term, new.area_path, new.id from unnest(new.terms) t (term);
    end if;
    return null;
end $$;
comment on function resource_terms_keep is 'Whoever writes an offer, and however: its words are found exactly while it is on the list';
create trigger resource_terms_new after insert on resource for each row execute function resource_terms_keep();
create trigger resource_terms_changed after update of terms, area_path, status on resource
for each row execute function resource_terms_keep();
insert into resource_term (term, area_path, resource_id)
select distinct t.term, r.area_path, r.id from resource r, unnest(r.terms) t (term) where r.status = 'LISTED';
create index resource_terms on resource using gin (terms) where status = 'LISTED';
create index resource_near on resource (category_id, area_path, id) where status = 'LISTED';

create table match (
    id bigint generated always as identity primary key,
    demand_id bigint not null references demand,
    resource_id bigint not null references resource,
    quantity numeric(12, 2) not null constraint match_quantity_positive check (quantity > 0),
    covers numeric(12, 2) not null constraint match_covers_positive check (covers > 0),
    day date,
    opens time,
    status text not null constraint match_status_known
        check (status in ('PROPOSED', 'COUNTERED', 'AGREED', 'DECLINED', 'WITHDRAWN', 'CANCELLED', 'EXPIRED', 'DONE')),
    note text not null default '' constraint match_note_length check (char_length(note) <= 500),
    reason text not null default '' constraint match_reason_length check (char_length(reason) <= 500),
    hold_until timestamptz not null,
    settled numeric(12, 2),
    settled_covers numeric(12, 2),
    score numeric(5, 2) not null,
    weights integer not null references match_weights,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version integer not null default 1,
    constraint match_opening_whole check ((day is null) = (opens is null)),
    constraint match_settled_when_done check ((status = 'DONE') = (settled is not null and settled_covers is not null))
);
comment on table match is 'A promise: so much of a resource for so much of a demand. Held while proposed, used once agreed';
comment on column match.quantity is 'How much of the resource, in its unit';
comment on column match.covers is 'How much of the demand that meets, in its unit';
comment on column match.settled is 'How much of the resource was delivered when the match was closed';
create unique index match_open_once on match (demand_id, resource_id, coalesce(day, '-infinity'), coalesce(opens, '00:00'))
where status in ('PROPOSED', 'COUNTERED', 'AGREED');
create index match_demand on match (demand_id, id);
create index match_resource on match (resource_id, id);
create index match_recent on match (updated_at, id);
create index match_status on match (status, updated_at, id);
create index match_weights_used on match (weights);

create table delivery (
    id bigint generated always as identity primary key,
    match_id bigint not null references match,
    provider_id bigint not null references organisation,
    quantity numeric(12, 2) not null constraint delivery_quantity_positive check (quantity > 0),
    delivered_on date not null,
    note text not null default '' constraint delivery_note_length check (char_length(note) <= 500),
    status text not null constraint delivery_status_known check (status in ('REPORTED', 'CONFIRMED', 'DISPUTED')),
    rating smallint constraint delivery_rating_range check (rating between 1 and 5),
    words text not null default '' constraint delivery_words_length check (char_length(words) <= 500),
    answered_at timestamptz,
    created_at timestamptz not null default now(),
    version integer not null default 1,
    constraint delivery_rated_when_confirmed check ((status = 'CONFIRMED') = (rating is not null))
);
comment on table delivery is 'What was delivered of a promise; it counts once the side that needed it has confirmed';
create index delivery_match on delivery (match_id, delivered_on, id);
create index delivery_provider on delivery (provider_id, answered_at) where status = 'CONFIRMED';

grant select (id, demand_id, resource_id, quantity, covers, settled, settled_covers, day, opens, status, hold_until) on match to gongzhi_public;
grant select (quantity) on demand to gongzhi_public;
alter table demand drop constraint demand_status_known;
alter table demand add constraint demand_status_known
    check (status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'LISTED', 'MERGED', 'DECLINED', 'WITHDRAWN', 'CLOSED'));

create function window_openings(first date, last date, weekdays smallint[]) returns integer
language sql immutable parallel safe
return (select coalesce(sum((last - date '2000-01-03' - w + 8) / 7 - (first - date '2000-01-03' - w + 7) / 7), 0)::integer
    from unnest(weekdays) w where last >= first);
comment on function window_openings is 'On how many days between two days, both included, a window is open (1: Monday)';

create function resource_used(number bigint, on_day date, at time) returns numeric
language sql stable parallel safe
return (select coalesce(sum(coalesce(m.settled, m.quantity)), 0) from match m
    where m.resource_id = number and (on_day is null or (m.day = on_day and m.opens = at))
        and (m.status in ('AGREED', 'DONE') or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now())));
comment on function resource_used is 'How much of a resource is promised or used, of one opening or in all; a hold that is over counts no more';

create function resource_free(number bigint, until date) returns numeric
language sql stable parallel safe
return (select greatest(0, case when r.measure = 'TOTAL' then r.quantity - resource_used(r.id, null, null) else
        r.quantity * (select coalesce(sum(window_openings(greatest(w.first_day, current_date), least(w.last_day, until), w.weekdays)), 0)
            from resource_window w where w.resource_id = r.id)
        - (select coalesce(sum(coalesce(m.settled, m.quantity)), 0) from match m
            where m.resource_id = r.id and m.day between current_date and until
                and (m.status in ('AGREED', 'DONE') or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now())))
        end) from resource r where r.id = number);
comment on function resource_free is 'How much of a resource is still to be had: of the whole stock, or in all openings from today until a day';

create function demand_covered(number bigint) returns numeric
language sql stable parallel safe
return (select coalesce(sum(coalesce(m.settled_covers, m.covers)), 0) from match m
    where m.demand_id = number
        and (m.status in ('AGREED', 'DONE') or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now())));
comment on function demand_covered is 'How much of a demand is met or promised';

create function match_distance(wanted text, offered text) returns integer
language sql immutable parallel safe
return case when offered ^@ wanted or offered ^@ substring(wanted from '^[^/]+/[^/]+/[^/]+/') then 100
    when offered ^@ substring(wanted from '^[^/]+/[^/]+/') then 75
    when offered ^@ substring(wanted from '^[^/]+/') then 45 else 0 end;
comment on function match_distance is 'How near an offer is: the same community 100, the same subdistrict 75, the same district 45 percent';

create function match_wording(wanted text[], offered text[]) returns integer
language sql immutable parallel safe
return (select round(100 * count(*) / sqrt(greatest(1, cardinality(wanted) * cardinality(offered))))::integer
    from unnest(wanted) one join unnest(offered) other on one = other);
comment on function match_wording is 'How much of the words is common (cosine of two sets), in percent; both without doubles';

-- OFFSET 0 keeps the planner from working a part out once for each of its uses.
create view match_pair as
select d.id as demand_id, r.id as resource_id, d.area_path as demand_path, r.area_path as resource_path,
    r.organisation_id as provider_id, o.obstacle, p.category, greatest(p.distance, o.reach) as distance, p.time, q.quantity, p.wording,
    p.freshness, p.delivery, q.free, q.missing, q.free is not null and r.unit = d.unit as comparable, g.id as weights,
    (g.category * p.category + g.distance * greatest(p.distance, o.reach) + g.time * p.time + g.quantity * q.quantity
        + g.wording * p.wording + g.freshness * p.freshness + g.delivery * p.delivery)::numeric / 100 as total,
    array(select t from unnest(d.terms) t where t = any(r.terms)) as shared
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
            as freshness,
        coalesce((select round(20 * avg(x.rating))::integer from (select y.rating from delivery y
            where y.provider_id = r.organisation_id and y.status = 'CONFIRMED' order by y.answered_at desc limit 20) x), 50)
            as delivery
    offset 0
) p
cross join lateral (
    select f.free, f.missing,
        case when r.unit <> d.unit then 50 when f.missing <= 0 then 100
            else least(100, floor(100 * f.free / f.missing))::integer end as quantity
    from (select resource_free(r.id, d.needed_by) as free, d.quantity - demand_covered(d.id) as missing offset 0) f
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
comment on view match_pair is
'How well a resource fits a demand, part by part in percent and in all with the weights that hold; and what rules it out';

create function match_found(number bigint) returns table (resource_id bigint)
language plpgsql stable rows 60 as $$
declare
    wanted demand%rowtype;
    community text;
    street text;
    district text;
begin
    select * into wanted from demand d where d.id = number;
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
                order by r.area_path, r.id limit 60)
            union all
            (select r.id from resource r
                where r.status = 'LISTED' and r.category_id = c.resource_category_id
                    and r.area_path >= street and r.area_path < street || '~'
                    and not (r.area_path >= community and r.area_path < community || '~')
                    and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
                order by r.area_path, r.id limit 60)
            union all
            (select r.id from resource r
                where r.status = 'LISTED' and r.category_id = c.resource_category_id
                    and r.area_path >= district and r.area_path < district || '~'
                    and not (r.area_path >= street and r.area_path < street || '~')
                    and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
                order by r.area_path, r.id limit 60)
            limit 60
        ) f
        where c.demand_category_id = wanted.category_id
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
                order by x.area_path, x.resource_id limit 40)
            union all
            (select x.resource_id from resource_term x
                where x.term = rare.term and x.area_path >= street and x.area_path < street || '~'
                    and not (x.area_path >= community and x.area_path < community || '~')
                order by x.area_path, x.resource_id limit 40)
            union all
            (select x.resource_id from resource_term x
                where x.term = rare.term and not (x.area_path >= street and x.area_path < street || '~')
                order by x.area_path, x.resource_id limit 40)
            limit 40
        ) f
    ), paired as (
        select f.id from rare one join rare other on one.place < other.place and other.place <= 5 cross join lateral (
            select r.id from resource r
            where r.status = 'LISTED' and r.terms @> array[one.term, other.term] and r.area_path >= district
                and r.area_path < district || '~'
            limit 40
        ) f
    )
    select r.id
    from (select near.id from near union select worded.id from worded union select paired.id from paired) f
    -- OFFSET 0: looked up one by one, which a hash of the whole list would cost more than.
    cross join lateral (select x.* from resource x where x.id = f.id offset 0) r
    cross join lateral (select count(*) as shared from unnest(wanted.terms) t where t = any(r.terms)) w
    left join category_affinity a on a.demand_category_id = wanted.category_id and a.resource_category_id = r.category_id
    cross join (select * from match_weights order by id desc limit 1) g
    where r.status = 'LISTED' and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
    order by g.category * coalesce(a.percent, 0) + g.distance * match_distance(wanted.area_path, r.area_path)
        + g.wording * 100 * w.shared / sqrt(greatest(1, cardinality(wanted.terms) * cardinality(r.terms)))
        + g.quantity * case when r.unit <> wanted.unit then 50 else least(100, 100 * r.quantity / wanted.quantity) end
        + g.freshness * case when r.confirmed_on >= current_date - 30 then 100 when r.confirmed_on >= current_date - 90 then 70 else 40 end
        desc, r.id
    limit 60;
end $$;
comment on function match_found is
'The sixty offers that may fit a demand best. Three ways in: by class, the nearest first; by its rarest words, the nearest first; by '
'two of its five rarest words together, wherever in the district. Each reads a bounded number of rows, so that the cost does not '
'grow with the list';

create function match_wanting(number bigint) returns table (demand_id bigint)
language plpgsql stable rows 60 as $$
declare
    offered resource%rowtype;
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
            order by x.area_path, x.id limit 60)
        union all
        (select x.id from demand x
            where x.status = 'LISTED' and x.category_id = c.demand_category_id
                and x.area_path >= street and x.area_path < street || '~'
                and not (x.area_path >= community and x.area_path < community || '~') and x.needed_by >= current_date
            order by x.area_path, x.id limit 60)
        union all
        (select x.id from demand x
            where x.status = 'LISTED' and x.category_id = c.demand_category_id
                and x.area_path >= district and x.area_path < district || '~'
                and not (x.area_path >= street and x.area_path < street || '~') and x.needed_by >= current_date
            order by x.area_path, x.id limit 60)
        limit 60
    ) f
    cross join lateral (select x.* from demand x where x.id = f.id offset 0) d
    cross join lateral (select count(*) as shared from unnest(d.terms) t where t = any(offered.terms)) w
    cross join (select * from match_weights order by id desc limit 1) g
    where c.resource_category_id = offered.category_id
    order by g.category * c.percent + g.distance * match_distance(d.area_path, offered.area_path)
        + g.wording * 100 * w.shared / sqrt(greatest(1, cardinality(d.terms) * cardinality(offered.terms))) desc, d.id
    limit 60;
end $$;
comment on function match_wanting is 'The sixty demands of the list that an offer may fit best, by class, nearness and words';
