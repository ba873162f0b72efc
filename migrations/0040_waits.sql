-- Waiting lists: a demand stands in line for what is used up of an offer, and is asked when its turn comes.

create table wait (
    id bigint generated always as identity primary key,
    demand_id bigint not null references demand,
    resource_id bigint not null references resource,
    quantity numeric(12, 2) not null constraint wait_quantity_positive check (quantity > 0),
    covers numeric(12, 2) not null constraint wait_covers_positive check (covers > 0),
    day date,
    opens time,
    status text not null default 'WAITING' constraint wait_status_known
        check (status in ('WAITING', 'ASKED', 'TAKEN', 'PASSED', 'LEFT', 'EXPIRED', 'ENDED')),
    hold_until timestamptz,
    match_id bigint references match,
    account_id bigint,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version integer not null default 1,
    constraint wait_opening_whole check ((day is null) = (opens is null)),
    constraint wait_held_while_asked check (status <> 'ASKED' or hold_until is not null)
);
comment on table wait is 'A place on the waiting list of an offer, or of one of its openings; first come, first served';
comment on column wait.hold_until is 'Until when its quantity is held for it, once it is asked; the hold ends by itself';
comment on column wait.match_id is 'The proposal that came of it';
create unique index wait_once on wait (demand_id, resource_id, coalesce(day, '-infinity'), coalesce(opens, '00:00'))
where status in ('WAITING', 'ASKED');
create index wait_line on wait (resource_id, id) where status in ('WAITING', 'ASKED');
create index wait_resource on wait (resource_id, id);
create index wait_demand on wait (demand_id, id);
create index wait_match on wait (match_id) where match_id is not null;

-- Whoever ends a demand or takes an offer off the list, and however: nobody waits for it any more.
create function demand_ends_waits() returns trigger
language plpgsql as $$
begin
    update wait set status = 'ENDED', updated_at = now(), version = version + 1
    where demand_id = new.id and status in ('WAITING', 'ASKED');
    return null;
end $$;
comment on function demand_ends_waits is 'A demand that is off the list, or agreed upon in full, waits for nothing';
create trigger demand_ends_waits after update of status, promised, quantity on demand for each row
when (new.status <> 'LISTED' or new.promised >= new.quantity) execute function demand_ends_waits();

create function resource_ends_waits() returns trigger
language plpgsql as $$
begin
    update wait set status = 'ENDED', updated_at = now(), version = version + 1
    where resource_id = new.id and status in ('WAITING', 'ASKED');
    return null;
end $$;
comment on function resource_ends_waits is 'For an offer that is off the list nobody waits';
create trigger resource_ends_waits after update of status on resource for each row
when (new.status <> 'LISTED' and old.status = 'LISTED') execute function resource_ends_waits();

alter table capacity_entry add column wait_id bigint;
comment on column capacity_entry.wait_id is 'The place on the waiting list that it comes from';

create function wait_books() returns trigger
language plpgsql as $$
declare
    cause event := capacity_cause('Wait', new.id);
    moment timestamptz := clock_timestamp();
begin
    insert into capacity_entry (resource_id, at, account_id, kind, quantity, unit, until, day, opens, wait_id)
    select r.id, moment, cause.account_id, e.kind, e.quantity, r.unit, e.until, new.day, new.opens, new.id
    from resource r cross join (values (1, 'RELEASE', old.quantity, case when old.status = 'ASKED' then old.hold_until end),
        (2, 'HOLD', -new.quantity, case when new.status = 'ASKED' then new.hold_until end)) e (place, kind, quantity, until)
    where r.id = new.resource_id and e.until > moment
    order by e.place;
    return null;
end $$;
comment on function wait_books is 'What is held for whoever is asked, and let go again, is in the book of capacity';
create constraint trigger wait_books after update of status, quantity, hold_until on wait deferrable initially deferred
for each row when (old.status = 'ASKED' or new.status = 'ASKED') execute function wait_books();
create constraint trigger wait_books_new after insert on wait deferrable initially deferred
for each row when (new.status = 'ASKED') execute function wait_books();

create or replace function resource_used(number bigint, on_day date, at time) returns numeric
language sql stable parallel safe
return (select coalesce(sum(u.taken), 0) from (
    select coalesce(m.settled, m.quantity) as taken from match m
    where m.resource_id = number and (on_day is null or (m.day = on_day and m.opens = at))
        and (m.status in ('AGREED', 'DONE') or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now()))
    union all
    select w.quantity from wait w
    where w.resource_id = number and w.status = 'ASKED' and w.hold_until > now() and (on_day is null or (w.day = on_day and w.opens = at))
    union all
    select -e.quantity from capacity_entry e
    where e.resource_id = number and e.kind = 'CORRECTION' and e.day = on_day and e.opens = resource_used.at) u);
comment on function resource_used is
'How much of a resource is promised, used, held for whoever waits, or taken out by a correction, of one opening or in all; a hold that is over counts no more';

create or replace function resource_free(number bigint, until date) returns numeric
language sql stable parallel safe
return (select greatest(0, case when r.measure = 'TOTAL' then r.quantity - resource_used(r.id, null, null) else
        r.quantity * (select coalesce(sum(window_openings(greatest(w.first_day, current_date), least(w.last_day, until), w.weekdays)), 0)
            from resource_window w where w.resource_id = r.id)
        - (select coalesce(sum(coalesce(m.settled, m.quantity)), 0) from match m
            where m.resource_id = r.id and m.day between current_date and until
                and (m.status in ('AGREED', 'DONE') or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now())))
        - (select coalesce(sum(w.quantity), 0) from wait w
            where w.resource_id = r.id and w.status = 'ASKED' and w.hold_until > now() and w.day between current_date and until)
        + (select coalesce(sum(e.quantity), 0) from capacity_entry e
            where e.resource_id = r.id and e.kind = 'CORRECTION' and e.day between current_date and resource_free.until)
        end) from resource r where r.id = number);

grant select (resource_id, quantity, day, opens, status, hold_until) on wait to gongzhi_public;
