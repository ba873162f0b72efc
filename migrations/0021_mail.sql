-- Letters that leave the house, and the addresses they go to. Addresses and texts are sealed.

create table letter (
    id bigint generated always as identity primary key,
    key text not null constraint letter_once unique constraint letter_key_length check (char_length(key) between 1 and 200),
    kind text not null,
    language text not null,
    address_sealed bytea,
    content_sealed bytea,
    created_at timestamptz not null default now(),
    next_at timestamptz not null default now(),
    attempts integer not null default 0,
    sent_at timestamptz,
    given_up_at timestamptz,
    error text not null default '' constraint letter_error_length check (char_length(error) <= 200),
    constraint letter_ended_once check (sent_at is null or given_up_at is null),
    constraint letter_whole_while_due check (
        (address_sealed is not null and content_sealed is not null) or sent_at is not null or given_up_at is not null
    )
);
comment on table letter is 'Written with what wants it sent, sent by the worker; address and text are erased some time after';
comment on column letter.key is 'What the letter is about, without personal data; a second one under the same key is not written';
comment on column letter.error is 'What the mail server last objected, without the address';
create index letter_due on letter (next_at) where sent_at is null and given_up_at is null;
create index letter_to_erase on letter (created_at) where content_sealed is not null;

alter table account
    add email_sealed bytea,
    add email_mask text not null default '',
    add email_confirmed_at timestamptz,
    add email_link_hash bytea constraint account_email_link_unique unique,
    add email_link_until timestamptz,
    add constraint account_email_whole check (
        (email_sealed is null) = (email_mask = '') and (email_sealed is not null or email_confirmed_at is null)
    );
comment on column account.email_link_hash is 'Of the link by which the address is confirmed; kept afterwards, so that a second click is told so';

alter table contact
    add email_sealed bytea,
    add email_mask text not null default '',
    add constraint contact_email_whole check ((email_sealed is null) = (email_mask = ''));
