-- The sums of the balance board by the parts of a district, kept for boards that would otherwise read whole lists.

create table balance_kept (
    top text not null,
    period text not null,
    day date not null,
    counted_at timestamptz not null,
    constraint balance_kept_pkey primary key (top, period)
);
comment on table balance_kept is
    'Which sums are kept: of a district (its path) for a period (empty: by month), as of a day; holds that ended by counted_at are in';

create table balance_need (
    top text not null,
    part text not null,
    period text not null,
    cut text not null,
    category_id bigint not null constraint balance_need_category references category (id) on delete cascade,
    unit text,
    month date,
    age text,
    count bigint not null,
    met bigint not null,
    promised bigint not null,
    unmet bigint not null,
    partly bigint not null,
    expired bigint not null,
    quantity numeric not null,
    delivered numeric not null,
    agreed numeric not null,
    missing numeric not null,
    constraint balance_need_once unique nulls not distinct (top, period, part, cut, category_id, unit, month, age)
);
comment on table balance_need is 'Sums over demands by part of a district and class, each cut (UNIT, MONTH, AGE) over all of them';

create table balance_supply (
    top text not null,
    part text not null,
    period text not null,
    cut text not null,
    category_id bigint not null constraint balance_supply_category references category (id) on delete cascade,
    unit text,
    month date,
    age text,
    count bigint not null,
    engaged bigint not null,
    idle bigint not null,
    lapsed bigint not null,
    expired bigint not null,
    stocks bigint not null,
    quantity numeric not null,
    used numeric not null,
    constraint balance_supply_once unique nulls not distinct (top, period, part, cut, category_id, unit, month, age)
);
comment on table balance_supply is 'Sums over offers by part of a district and class, each cut (UNIT, MONTH, AGE) over all of them';

create table balance_listing (
    top text not null,
    part text not null,
    month date not null,
    category_id bigint not null constraint balance_listing_category references category (id) on delete cascade,
    needs bigint not null,
    met bigint not null,
    unmet bigint not null,
    supplies bigint not null,
    constraint balance_listing_pkey primary key (top, month, part, category_id)
);
comment on table balance_listing is 'What came onto the lists in a month, by part of a district and class, and how it stands';

create table balance_change (
    id bigint generated always as identity constraint balance_change_pkey primary key,
    top text not null,
    part text not null
);
comment on table balance_change is 'Parts of a district in which something changed since their sums were kept; until they are counted anew, boards read the lists';

create function balance_changed() returns trigger
language plpgsql as $$
begin
    if tg_op <> 'DELETE' then
        insert into balance_change (top, part) select distinct split_part(area_path, '/', 1) || '/', split_part(area_path, '/', 2)
        from new_rows where status in ('LISTED', 'CLOSED');
    end if;
    if tg_op <> 'INSERT' then
        insert into balance_change (top, part) select distinct split_part(area_path, '/', 1) || '/', split_part(area_path, '/', 2)
        from old_rows where status in ('LISTED', 'CLOSED');
    end if;
    return null;
end $$;
comment on function balance_changed is 'Whoever writes a demand or an offer, and however: sums of its part are out of date';

create function balance_changed_by_match() returns trigger
language plpgsql as $$
begin
    if tg_op <> 'DELETE' then
        insert into balance_change (top, part) select distinct split_part(r.area_path, '/', 1) || '/', split_part(r.area_path, '/', 2)
        from new_rows m join resource r on r.id = m.resource_id where r.status = 'LISTED';
    end if;
    if tg_op <> 'INSERT' then
        insert into balance_change (top, part) select distinct split_part(r.area_path, '/', 1) || '/', split_part(r.area_path, '/', 2)
        from old_rows m join resource r on r.id = m.resource_id where r.status = 'LISTED';
    end if;
    return null;
end $$;
comment on function balance_changed_by_match is 'A promise changes how its offer stands; its demand keeps sums of its own';

create trigger balance_changed_new after insert on demand referencing new table as new_rows
for each statement execute function balance_changed();
create trigger balance_changed after update on demand referencing old table as old_rows new table as new_rows
for each statement execute function balance_changed();
create trigger balance_changed_gone after delete on demand referencing old table as old_rows
for each statement execute function balance_changed();
create trigger balance_changed_new after insert on resource referencing new table as new_rows
for each statement execute function balance_changed();
create trigger balance_changed after update on resource referencing old table as old_rows new table as new_rows
for each statement execute function balance_changed();
create trigger balance_changed_gone after delete on resource referencing old table as old_rows
for each statement execute function balance_changed();
create trigger balance_changed_new after insert on match referencing new table as new_rows
for each statement execute function balance_changed_by_match();
create trigger balance_changed after update on match referencing old table as old_rows new table as new_rows
for each statement execute function balance_changed_by_match();
create trigger balance_changed_gone after delete on match referencing old table as old_rows
for each statement execute function balance_changed_by_match();

create function balance_open(path text, code text) returns table (part text, low text, high text)
language plpgsql stable rows 1 as $$
declare
    known timestamptz;
begin
    select k.counted_at into known from balance_kept k where k.top = path and k.period = code and k.day = current_date;
    if known is null then
        return query select null::text, path, path || '~';
    else
        return query select o.part, path || o.part || case when o.part = '' then '' else '/' end,
            path || o.part || case when o.part = '' then ' ' else '/~' end
        from (
            select c.part from balance_change c where c.top = path
            union select split_part(r.area_path, '/', 2) from match m join resource r on r.id = m.resource_id
            where m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > known and m.hold_until <= now()
            and r.area_path >= path and r.area_path < path || '~'
        ) o;
    end if;
end $$;
comment on function balance_open is
    'Of an area''s board of a period what has to be read from the lists, as ranges of paths: all of it (part null), or what changed';

-- Which holds have ended since a moment.
create index match_held on match (hold_until) where status in ('PROPOSED', 'COUNTERED');
