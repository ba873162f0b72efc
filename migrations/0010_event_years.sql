-- Reading the ledger visits every partition, for each row that asks: only the years in use exist, and the clock adds the next.

do $$
declare
    empty boolean;
begin
    for year in reverse 2037..2028 loop
        execute format('select not exists (select from event_%s)', year) into empty;
        exit when not empty;
        execute format('drop table event_%s', year);
    end loop;
end $$;

create function event_open_years(until timestamptz) returns int
language plpgsql as $$
declare
    beginning timestamptz;
    ending timestamptz;
    opened int := 0;
begin
    lock table event in share update exclusive mode;
    loop
        select max((regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz) into beginning
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'event'::regclass;
        exit when beginning > until;
        ending := beginning + interval '1 year';
        -- What came before its year was opened waits in the default partition, which would not let the year in.
        alter table event detach partition event_other;
        execute format('create table event_%s partition of event for values from (%L) to (%L)',
            extract(year from beginning + interval '1 day'), beginning, ending);
        with early as (delete from event_other where at >= beginning and at < ending returning *)
        insert into event overriding system value select * from early;
        alter table event attach partition event_other default;
        opened := opened + 1;
    end loop;
    return opened;
end $$;
comment on function event_open_years is 'Adds a partition for each year up to a moment; returns how many';
