-- Who watches what, and what people are told of it.

create table watch (
    id bigint generated always as identity primary key,
    account_id bigint not null references account,
    item_type text not null constraint watch_item_type_known check (item_type in ('Resource', 'Demand', 'Match', 'Project')),
    item_id bigint not null,
    created_at timestamptz not null default now(),
    stopped_at timestamptz,
    constraint watch_once unique (account_id, item_type, item_id)
);
comment on table watch is 'A row that was stopped stays: what somebody does not want to watch is not watched again of itself';
create index watch_item on watch (item_type, item_id) where stopped_at is null;

create table notification (
    id bigint generated always as identity primary key,
    account_id bigint not null references account,
    kind text not null constraint notification_kind_known
        check (kind in ('MENTIONED', 'PROPOSED', 'DELIVERED', 'RETURNED', 'COMMENTED', 'MOVED')),
    event_id bigint not null,
    event_at timestamptz not null,
    subject_type text not null,
    subject_id bigint not null,
    comment_id bigint references comment,
    created_at timestamptz not null default now(),
    read_at timestamptz,
    constraint notification_once unique (account_id, event_id)
);
comment on table notification is 'What an account is told of an event; written by a reader of the ledger, erased after half a year';
create index notification_recent on notification (account_id, event_at, id);
create index notification_unread on notification (account_id, event_at, id) where read_at is null;
create index notification_created on notification (created_at);
create index notification_comment on notification (comment_id) where comment_id is not null;

-- Nobody is told of what happened before there were notifications.
insert into event_reader (name, xid) values ('notifications', pg_snapshot_xmin(pg_current_snapshot()));
