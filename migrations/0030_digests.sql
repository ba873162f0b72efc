-- What of one's notifications goes into a letter, and how often.

create table digest_choice (
    account_id bigint not null references account,
    kind text not null constraint digest_choice_kind_known
        check (kind in ('MENTIONED', 'PROPOSED', 'DELIVERED', 'RETURNED', 'COMMENTED', 'MOVED')),
    rhythm text not null constraint digest_choice_rhythm_known check (rhythm in ('NONE', 'DAILY', 'WEEKLY')),
    constraint digest_choice_once primary key (account_id, kind)
);
comment on table digest_choice is 'Without a row, daily';

alter table notification add digested_at timestamptz;
comment on column notification.digested_at is 'When it went into a letter, as a line or in the count of the rest';
create index notification_undigested on notification (account_id, created_at) where read_at is null and digested_at is null;
