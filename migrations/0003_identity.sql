-- Accounts, sessions and tokens. Secrets are stored as hashes only.

create table account (
    id bigint generated always as identity primary key,
    person_id bigint not null constraint account_person_once unique references person,
    login text not null constraint account_login_form check (login ~ '^[a-z0-9][a-z0-9._-]{2,39}$')
        constraint account_login_unique unique,
    password_hash text not null,
    must_change_password boolean not null default true,
    administrator boolean not null default false,
    language text not null default 'zh_Hans' constraint account_language_known
        check (language in ('zh_Hans', 'zh_Hant', 'en')),
    status text not null default 'ACTIVE' constraint account_status_known check (status in ('ACTIVE', 'DISABLED')),
    locked_until timestamptz,
    created_at timestamptz not null default now(),
    version integer not null default 1
);

create table session (
    id bigint generated always as identity primary key,
    account_id bigint not null references account,
    secret_hash bytea not null constraint session_secret_unique unique,
    created_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz,
    address text not null default '',
    device text not null default ''
);
create index session_account on session (account_id, id);

create table token (
    id bigint generated always as identity primary key,
    account_id bigint not null references account,
    name text not null constraint token_name_length check (char_length(name) between 1 and 60),
    secret_hash bytea not null constraint token_secret_unique unique,
    scopes text[] not null,
    created_at timestamptz not null default now(),
    used_at timestamptz,
    expires_at timestamptz,
    ended_at timestamptz
);
create index token_account on token (account_id, id);

create table sign_in_failure (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    login text not null,
    address text not null
);
comment on table sign_in_failure is 'Recent failures by name typed and by address, whether or not such an account exists';
create index sign_in_failure_login on sign_in_failure (login, at);
create index sign_in_failure_address on sign_in_failure (address, at);
