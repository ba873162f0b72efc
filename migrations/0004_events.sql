-- The ledger, what consumers have read of it, and what mutations answered.

create table event (
    id bigint generated always as identity,
    at timestamptz not null default now(),
    xid xid8 not null default pg_current_xact_id(),
    account_id bigint,
    via text not null,
    verb text not null,
    subject_type text not null,
    subject_id bigint not null,
    area_path text collate "C" not null default '',
    organisation_ids bigint[] not null default '{}',
    data jsonb not null default '{}',
    constraint event_key primary key (id, at)
) partition by range (at);
comment on column event.xid is 'The writing transaction: readers in commit order take only rows older than every transaction still running';
create index event_order on event (xid, id);
create index event_subject on event (subject_type, subject_id, id);
create index event_area on event (area_path, id);
create index event_organisations on event using gin (organisation_ids);

do $$
begin
    for year in 2024..2037 loop
        execute format('create table event_%s partition of event for values from (%L) to (%L)',
            year, year || '-01-01', (year + 1) || '-01-01');
    end loop;
end $$;
create table event_other partition of event default;

create table event_reader (
    name text primary key,
    xid xid8 not null default '0',
    event_id bigint not null default 0,
    read_at timestamptz not null default now()
);
comment on table event_reader is 'How far each consumer of the ledger has come';

create table answer (
    actor text not null,
    key text not null,
    mutation text not null,
    input_hash bytea not null,
    result bytea not null,
    at timestamptz not null default now(),
    constraint answer_once primary key (actor, key)
);
comment on table answer is 'What a mutation answered under an idempotency key, so that a retry acts once';
create index answer_at on answer (at);

create function event_append(
    account bigint, via text, verb text, subject_type text, subject bigint,
    area_path text, organisations bigint[], data jsonb) returns bigint
language plpgsql as $$
declare
    event_id bigint;
begin
    insert into event (account_id, via, verb, subject_type, subject_id, area_path, organisation_ids, data)
    values (account, via, verb, subject_type, subject, area_path, organisations, data)
    returning id into event_id;
    perform pg_notify('gongzhi_event', event_id::text);
    return event_id;
end $$;
