-- People, organisations, their contacts, committees and seats.

create table person (
    id bigint generated always as identity primary key,
    name text not null constraint person_name_length check (char_length(name) between 1 and 40),
    name_key text collate "C" not null default '',
    words text[] not null default '{}',
    title text not null default '' constraint person_title_length check (char_length(title) <= 80),
    phone_sealed bytea,
    phone_mask text not null default '',
    created_at timestamptz not null default now(),
    version integer not null default 1
);
create index person_words on person using gin (words);
create index person_name_key on person (name_key, id);

create table organisation (
    id bigint generated always as identity primary key,
    kind text not null constraint organisation_kind_known check (kind in (
        'DEPARTMENT', 'PARTY_ORGANIZATION', 'SOCIAL_ORGANIZATION', 'ENTERPRISE', 'PUBLIC_INSTITUTION',
        'PROPERTY_COMPANY', 'SELF_GOVERNING_BODY', 'COMMITTEE', 'OTHER')),
    name text not null constraint organisation_name_length check (char_length(name) between 2 and 120),
    short_name text not null default '' constraint organisation_short_name_length check (char_length(short_name) <= 40),
    name_key text collate "C" not null default '',
    words text[] not null default '{}',
    uscc text,
    area_id bigint not null constraint organisation_area_known references area,
    area_path text collate "C" not null,
    address text not null default '' constraint organisation_address_length check (char_length(address) <= 200),
    description text not null default '' constraint organisation_description_length check (char_length(description) <= 2000),
    parent_id bigint constraint organisation_parent_known references organisation
        constraint organisation_not_own_parent check (parent_id <> id),
    tags text[] not null default '{}',
    status text not null constraint organisation_status_known
        check (status in ('PENDING', 'RETURNED', 'ACTIVE', 'SUSPENDED', 'CLOSED', 'MERGED')),
    merged_into_id bigint references organisation,
    return_reason text not null default '',
    contact_confirmed_on date,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version integer not null default 1,
    constraint organisation_uscc_form check (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
    constraint organisation_merged_names_target check ((status = 'MERGED') = (merged_into_id is not null))
);
create unique index organisation_uscc_unique on organisation (uscc) where status not in ('MERGED', 'CLOSED', 'RETURNED');
create index organisation_name on organisation (name_key, id);
create index organisation_recent on organisation (updated_at, id);
create index organisation_kind on organisation (kind, name_key, id);
create index organisation_area on organisation (area_path, name_key, id);
create index organisation_area_id on organisation (area_id);
create index organisation_parent on organisation (parent_id) where parent_id is not null;
create index organisation_status on organisation (status, name_key, id);
create index organisation_contact on organisation (contact_confirmed_on, id) where status = 'ACTIVE';
create index organisation_words on organisation using gin (words);
create index organisation_tags on organisation using gin (tags);

create table organisation_service_area (
    organisation_id bigint not null references organisation on delete cascade,
    area_id bigint not null references area,
    primary key (organisation_id, area_id)
);
create index organisation_service_area_area on organisation_service_area (area_id);

create table contact (
    id bigint generated always as identity primary key,
    organisation_id bigint not null references organisation,
    name_sealed bytea not null,
    name_mask text not null,
    phone_sealed bytea not null,
    phone_mask text not null,
    duty text not null default '' constraint contact_duty_length check (char_length(duty) <= 80),
    liaison boolean not null default false,
    confirmed_on date not null default current_date,
    created_at timestamptz not null default now(),
    version integer not null default 1
);
comment on table contact is 'How a unit is reached; names and numbers are sealed, the masks are what most people see';
create index contact_organisation on contact (organisation_id, id);
create unique index contact_one_liaison on contact (organisation_id) where liaison;

create table membership (
    id bigint generated always as identity primary key,
    person_id bigint not null references person,
    organisation_id bigint not null references organisation,
    role text not null constraint membership_role_known
        check (role in ('COORDINATOR', 'MANAGER', 'HANDLER', 'MEMBER')),
    valid_from date not null default current_date,
    valid_to date,
    created_at timestamptz not null default now(),
    version integer not null default 1,
    constraint membership_order check (valid_to is null or valid_to > valid_from),
    constraint membership_once exclude using gist (
        int8range(person_id, person_id, '[]') with &&, int8range(organisation_id, organisation_id, '[]') with &&,
        daterange(valid_from, valid_to) with &&)
);
create index membership_person on membership (person_id);
create index membership_organisation on membership (organisation_id, id);

create table committee (
    id bigint generated always as identity primary key,
    organisation_id bigint not null constraint committee_organisation_once unique references organisation,
    area_id bigint not null references area,
    area_path text collate "C" not null,
    field text constraint committee_field_known check (field in
        ('ECONOMY', 'SAFETY', 'CULTURE', 'LIVELIHOOD', 'ECOLOGY', 'CITY_OPERATION')),
    term_from date not null,
    term_to date,
    created_at timestamptz not null default now(),
    version integer not null default 1,
    constraint committee_term_order check (term_to is null or term_to > term_from)
);
create unique index committee_one_each on committee (area_id, coalesce(field, ''));
create index committee_path on committee (area_path, id);

create table seat (
    id bigint generated always as identity primary key,
    committee_id bigint not null references committee,
    role text not null constraint seat_role_known check (role in
        ('CHAIR', 'VICE_CHAIR', 'SECRETARY_GENERAL', 'MEMBER', 'PART_TIME_MEMBER', 'LIAISON', 'MEMBER_UNIT')),
    person_id bigint references person,
    organisation_id bigint references organisation,
    outside_post text not null default '' constraint seat_outside_post_length check (char_length(outside_post) <= 120),
    duties text not null default '' constraint seat_duties_length check (char_length(duties) <= 500),
    valid_from date not null,
    valid_to date,
    created_at timestamptz not null default now(),
    version integer not null default 1,
    constraint seat_order check (valid_to is null or valid_to > valid_from),
    constraint seat_holder check (case when role = 'MEMBER_UNIT' then organisation_id is not null else person_id is not null end),
    constraint seat_one_chair exclude using gist (
        int8range(committee_id, committee_id, '[]') with &&, daterange(valid_from, valid_to) with &&)
        where (role = 'CHAIR'),
    constraint seat_unit_once exclude using gist (
        int8range(committee_id, committee_id, '[]') with &&, int8range(organisation_id, organisation_id, '[]') with &&,
        daterange(valid_from, valid_to) with &&)
        where (role = 'MEMBER_UNIT')
);
create index seat_committee on seat (committee_id, role, id);
create index seat_person on seat (person_id) where person_id is not null;
create index seat_organisation on seat (organisation_id) where organisation_id is not null;

create table liaison_area (
    organisation_id bigint not null references organisation,
    area_id bigint not null references area,
    primary key (organisation_id, area_id)
);
comment on table liaison_area is 'Which areas a liaison team (an organisation) looks after';
create index liaison_area_area on liaison_area (area_id);

create table visit (
    id bigint generated always as identity primary key,
    team_id bigint not null references organisation,
    organisation_id bigint not null references organisation,
    visited_on date not null,
    note text not null default '' constraint visit_note_length check (char_length(note) <= 1000),
    created_at timestamptz not null default now(),
    version integer not null default 1
);
comment on table visit is 'A liaison team visits a unit, never a resident or a household';
create index visit_organisation on visit (organisation_id, visited_on, id);
create index visit_team on visit (team_id, visited_on, id);

create table zone (
    id bigint generated always as identity primary key,
    kind text not null constraint zone_kind_known check (kind in ('BUSINESS_DISTRICT', 'INDUSTRIAL_PARK')),
    name text not null constraint zone_name_length check (char_length(name) between 2 and 80),
    name_key text collate "C" not null default '',
    area_id bigint not null references area,
    area_path text collate "C" not null,
    party_organisation_id bigint references organisation,
    created_at timestamptz not null default now(),
    version integer not null default 1
);
create index zone_path on zone (area_path, id);

create table zone_unit (
    id bigint generated always as identity primary key,
    zone_id bigint not null references zone,
    organisation_id bigint not null references organisation,
    coverage text constraint zone_unit_coverage_known check (coverage in ('SEPARATE', 'JOINT', 'BY_AREA', 'ATTACHED')),
    created_at timestamptz not null default now(),
    version integer not null default 1,
    constraint zone_unit_once unique (zone_id, organisation_id)
);
comment on table zone_unit is 'A unit in a business district or park, and how a party organisation covers it (null: not yet covered)';
create index zone_unit_organisation on zone_unit (organisation_id);

create table organisation_import (
    id bigint generated always as identity primary key,
    account_id bigint not null,
    area_id bigint not null references area,
    file_name text not null,
    status text not null default 'PREVIEW' constraint organisation_import_status_known
        check (status in ('PREVIEW', 'DONE', 'DISCARDED')),
    headings text[] not null,
    mapping jsonb not null,
    rows jsonb not null,
    checked jsonb not null default '[]',
    created_at timestamptz not null default now(),
    version integer not null default 1
);
comment on table organisation_import is 'A spreadsheet between upload and decision; rows are erased when it is done or discarded';
create index organisation_import_account on organisation_import (account_id, id);
