-- The registry under many hands: names once in an area, suggested duplicates, receipts of registrations, imports sealed at rest.

alter table organisation
    add column name_plain text collate "C" not null generated always as
        (lower(regexp_replace(normalize(name, NFKC), '[][\s(){}<>·・.,、。"''“”‘’《》_-]', '', 'g'))) stored,
    add column duplicate_keys text[] not null default '{}',
    add column receipt_hash bytea constraint organisation_receipt_unique unique;
comment on column organisation.name_plain is 'The name without spaces, brackets and punctuation: what makes two names the same';
comment on column organisation.receipt_hash is 'SHA-256 of the receipt that a unit got when it registered itself';

-- 第一党支部 may exist under each of two parents in one community, but not twice under one.
create unique index organisation_name_once on organisation (area_id, name_plain, coalesce(parent_id, 0))
    where status in ('ACTIVE', 'SUSPENDED');

-- A registration nobody has looked at yet must not keep the true unit out: uniqueness begins with approval.
drop index organisation_uscc_unique;
create unique index organisation_uscc_unique on organisation (uscc) where status in ('ACTIVE', 'SUSPENDED');

create index organisation_duplicate_keys on organisation using gin (duplicate_keys);
create index organisation_merged_into on organisation (merged_into_id) where merged_into_id is not null;

create table organisation_duplicate (
    id bigint generated always as identity primary key,
    first_id bigint not null references organisation,
    second_id bigint not null references organisation,
    score smallint not null,
    reasons text[] not null,
    distinguished boolean not null default false,
    created_at timestamptz not null default now(),
    constraint organisation_duplicate_order check (first_id < second_id),
    constraint organisation_duplicate_once unique (first_id, second_id)
);
comment on table organisation_duplicate is 'Two entries that may be one unit, until they are merged or somebody decides that they are two';
create index organisation_duplicate_second on organisation_duplicate (second_id);

-- The sheet holds names and numbers of people, so it is sealed between upload and decision; what the preview shows is masked.
alter table organisation_import
    drop column rows,
    drop column checked,
    add column sheet_sealed bytea,
    add column counts jsonb not null default '{}',
    add constraint organisation_import_sheet_while_open check ((status = 'PREVIEW') = (sheet_sealed is not null));
comment on table organisation_import is 'A spreadsheet between upload and decision; the sheet and its rows are erased when it is done or discarded';

create table organisation_import_row (
    id bigint generated always as identity primary key,
    import_id bigint not null references organisation_import on delete cascade,
    number integer not null,
    action text not null constraint organisation_import_row_action_known check (action in ('CREATE', 'UPDATE', 'UNCHANGED', 'WRONG')),
    organisation_id bigint,
    cells text[] not null,
    changed text[] not null default '{}',
    problems jsonb not null default '[]'
);
create index organisation_import_row_place on organisation_import_row (import_id, number);

grant select (receipt_hash) on organisation to gongzhi_public;
