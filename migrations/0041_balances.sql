-- The balance of need and supply: months by name beside the half-years, and what is met of a demand beside what is promised.

create table month (
    code text primary key,
    first_day date not null,
    next_day date not null
);
comment on table month is 'The months by name: the first day, and the first day of the next';
insert into month (code, first_day, next_day)
select to_char(m, 'YYYY-MM'), m::date, (m + interval '1 month')::date
from generate_series('2000-01-01'::timestamp, '2099-12-01', interval '1 month') m;

create view period as
select code, first_day, next_day from half_year union all select code, first_day, next_day from month;
comment on view period is 'The half-years and the months: what sums may be asked for';
grant select on month, period to gongzhi_public;

alter table demand add column met numeric(14, 2) not null default 0;
comment on column demand.met is 'How much of it has been delivered and confirmed, in its unit; kept by triggers on match and delivery';
update demand d set met = s.met
from (select m.demand_id, sum(case m.status when 'DONE' then m.settled_covers
        else round(m.covers * least(1, coalesce(y.confirmed, 0) / m.quantity), 2) end) as met
    from match m left join (select match_id, sum(quantity) as confirmed from delivery where status = 'CONFIRMED' group by 1) y
        on y.match_id = m.id
    where m.status in ('AGREED', 'DONE') group by 1) s
where d.id = s.demand_id;

create function demand_met_count(number bigint) returns void
language plpgsql as $$
begin
    -- The lock first: what others have committed meanwhile is then part of the sum.
    perform from demand where id = number for no key update;
    update demand set met = demand_met(id) where id = number and met <> demand_met(id);
end $$;
comment on function demand_met_count is 'Adds up anew how much of a demand has been delivered and confirmed';

create function demand_met_by_match() returns trigger
language plpgsql as $$
begin
    if tg_op <> 'INSERT' and old.status in ('AGREED', 'DONE') then
        perform demand_met_count(old.demand_id);
    end if;
    -- Of one just agreed upon nothing can have been delivered.
    if tg_op = 'INSERT' and new.status = 'DONE' or tg_op = 'UPDATE' and new.status in ('AGREED', 'DONE') then
        perform demand_met_count(new.demand_id);
    end if;
    return null;
end $$;
comment on function demand_met_by_match is 'Whoever writes a match, and however: its demand says how much of it is met';
create trigger demand_met_new after insert or delete on match for each row execute function demand_met_by_match();
create trigger demand_met_changed after update of demand_id, status, quantity, covers, settled_covers on match
for each row execute function demand_met_by_match();

create function demand_met_by_delivery() returns trigger
language plpgsql as $$
begin
    if tg_op <> 'INSERT' and old.status = 'CONFIRMED' then
        perform demand_met_count(m.demand_id) from match m where m.id = old.match_id and m.status = 'AGREED';
    end if;
    if tg_op <> 'DELETE' and new.status = 'CONFIRMED' then
        perform demand_met_count(m.demand_id) from match m where m.id = new.match_id and m.status = 'AGREED';
    end if;
    return null;
end $$;
comment on function demand_met_by_delivery is 'Of an agreed promise what is confirmed counts; of a closed one what was settled';
create trigger demand_met_new after insert or delete on delivery for each row execute function demand_met_by_delivery();
create trigger demand_met_changed after update of match_id, status, quantity on delivery
for each row execute function demand_met_by_delivery();

grant select (met) on demand to gongzhi_public;

-- Sums read whole areas: from these alone, without the rows.
create index demand_counted on demand (area_path, listed_at)
include (category_id, unit, status, quantity, promised, met, needed_by, closed_at) where status in ('LISTED', 'CLOSED');
create index resource_counted on resource (area_path, listed_at)
include (id, category_id, unit, status, measure, quantity, valid_until, confirmed_on) where status = 'LISTED';
drop index match_resource;
create index match_resource on match (resource_id, id) include (status, hold_until, quantity, settled);
