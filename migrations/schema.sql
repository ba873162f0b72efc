-- The shape of the database after all migrations. Written by `gongzhi migrate --dump`; do not edit.

create table area_class (
    code text not null,
    name text not null,
    participants text[] default '{}'::text[] not null,
    process text default '' not null,
    constraint area_class_pkey PRIMARY KEY (code)
);
comment on table area_class is 'Classes of residential estates; the class picks the default participants and process (configuration)';

create table area (
    id bigint generated always as identity,
    code text collate "C" not null,
    level text not null,
    kind text default '' not null,
    name text not null,
    short_name text default '' not null,
    name_key text collate "C" default '' not null,
    words text[] default '{}'::text[] not null,
    class_code text,
    parent_id bigint,
    path text collate "C" not null,
    valid_from date default '1949-10-01'::date not null,
    valid_to date,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint area_pkey PRIMARY KEY (id),
    constraint area_code_unique UNIQUE (code),
    constraint area_class_of_estate CHECK (((class_code IS NULL) OR (level = 'ESTATE'))),
    constraint area_level_known CHECK ((level = ANY (ARRAY['DISTRICT', 'SUBDISTRICT', 'COMMUNITY', 'GRID', 'BUILDING', 'ESTATE']))),
    constraint area_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80))),
    constraint area_path_ends CHECK ((path ~~ '%/')),
    constraint area_valid_order CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    constraint area_class_known FOREIGN KEY (class_code) REFERENCES area_class(code),
    constraint area_parent_known FOREIGN KEY (parent_id) REFERENCES area(id)
);
comment on column area.path is 'Codes of the ancestors and of the area itself, today, each followed by a slash; history is in area_parentage';
CREATE INDEX area_level ON area (level, code);
CREATE INDEX area_name_key ON area (name_key, id);
CREATE INDEX area_parent ON area (parent_id, code);
CREATE INDEX area_path ON area (path);
CREATE INDEX area_words ON area USING gin (words);

create table area_parentage (
    id bigint generated always as identity,
    area_id bigint not null,
    parent_id bigint,
    path text collate "C" not null,
    valid_from date not null,
    valid_to date,
    constraint area_parentage_pkey PRIMARY KEY (id),
    constraint area_parentage_once EXCLUDE USING gist (int8range(area_id, area_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&),
    constraint area_parentage_order CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    constraint area_parentage_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id),
    constraint area_parentage_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES area(id)
);
CREATE INDEX area_parentage_area ON area_parentage (area_id, valid_from);
CREATE INDEX area_parentage_parent ON area_parentage (parent_id);
CREATE INDEX area_parentage_path ON area_parentage (path);

create table area_overlap (
    estate_id bigint not null,
    grid_id bigint not null,
    constraint area_overlap_pkey PRIMARY KEY (estate_id, grid_id),
    constraint area_overlap_estate_id_fkey FOREIGN KEY (estate_id) REFERENCES area(id),
    constraint area_overlap_grid_id_fkey FOREIGN KEY (grid_id) REFERENCES area(id)
);
CREATE INDEX area_overlap_grid ON area_overlap (grid_id);

create table person (
    id bigint generated always as identity,
    name text not null,
    name_key text collate "C" default '' not null,
    words text[] default '{}'::text[] not null,
    title text default '' not null,
    phone_sealed bytea,
    phone_mask text default '' not null,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint person_pkey PRIMARY KEY (id),
    constraint person_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40))),
    constraint person_title_length CHECK ((char_length(title) <= 80))
);
CREATE INDEX person_name_key ON person (name_key, id);
CREATE INDEX person_words ON person USING gin (words);

create table organisation (
    id bigint generated always as identity,
    kind text not null,
    name text not null,
    short_name text default '' not null,
    name_key text collate "C" default '' not null,
    words text[] default '{}'::text[] not null,
    uscc text,
    area_id bigint not null,
    area_path text collate "C" not null,
    address text default '' not null,
    description text default '' not null,
    parent_id bigint,
    tags text[] default '{}'::text[] not null,
    status text not null,
    merged_into_id bigint,
    return_reason text default '' not null,
    contact_confirmed_on date,
    created_at timestamptz default now() not null,
    updated_at timestamptz default now() not null,
    version integer default 1 not null,
    name_plain text collate "C" generated always as (lower(regexp_replace(NORMALIZE(name, NFKC), '[][\s(){}<>·・.,、。"''“”‘’《》_-]', '', 'g'))) stored not null,
    duplicate_keys text[] default '{}'::text[] not null,
    receipt_hash bytea,
    constraint organisation_pkey PRIMARY KEY (id),
    constraint organisation_receipt_unique UNIQUE (receipt_hash),
    constraint organisation_address_length CHECK ((char_length(address) <= 200)),
    constraint organisation_description_length CHECK ((char_length(description) <= 2000)),
    constraint organisation_kind_known CHECK ((kind = ANY (ARRAY['DEPARTMENT', 'PARTY_ORGANIZATION', 'SOCIAL_ORGANIZATION', 'ENTERPRISE', 'PUBLIC_INSTITUTION', 'PROPERTY_COMPANY', 'SELF_GOVERNING_BODY', 'COMMITTEE', 'OTHER']))),
    constraint organisation_merged_names_target CHECK (((status = 'MERGED') = (merged_into_id IS NOT NULL))),
    constraint organisation_name_length CHECK (((char_length(name) >= 2) AND (char_length(name) <= 120))),
    constraint organisation_not_own_parent CHECK ((parent_id <> id)),
    constraint organisation_short_name_length CHECK ((char_length(short_name) <= 40)),
    constraint organisation_status_known CHECK ((status = ANY (ARRAY['PENDING', 'RETURNED', 'ACTIVE', 'SUSPENDED', 'CLOSED', 'MERGED']))),
    constraint organisation_uscc_form CHECK ((uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$')),
    constraint organisation_area_known FOREIGN KEY (area_id) REFERENCES area(id),
    constraint organisation_merged_into_id_fkey FOREIGN KEY (merged_into_id) REFERENCES organisation(id),
    constraint organisation_parent_known FOREIGN KEY (parent_id) REFERENCES organisation(id)
);
comment on column organisation.name_plain is 'The name without spaces, brackets and punctuation: what makes two names the same';
comment on column organisation.receipt_hash is 'SHA-256 of the receipt that a unit got when it registered itself';
CREATE INDEX organisation_area ON organisation (area_path, name_key, id);
CREATE INDEX organisation_area_id ON organisation (area_id);
CREATE INDEX organisation_contact ON organisation (contact_confirmed_on, id) WHERE (status = 'ACTIVE');
CREATE INDEX organisation_duplicate_keys ON organisation USING gin (duplicate_keys);
CREATE INDEX organisation_kind ON organisation (kind, name_key, id);
CREATE INDEX organisation_merged_into ON organisation (merged_into_id) WHERE (merged_into_id IS NOT NULL);
CREATE INDEX organisation_name ON organisation (name_key, id);
CREATE UNIQUE INDEX organisation_name_once ON organisation (area_id, name_plain, COALESCE(parent_id, (0)::bigint)) WHERE (status = ANY (ARRAY['ACTIVE', 'SUSPENDED']));
CREATE INDEX organisation_parent ON organisation (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX organisation_recent ON organisation (updated_at, id);
CREATE INDEX organisation_status ON organisation (status, name_key, id);
CREATE INDEX organisation_tags ON organisation USING gin (tags);
CREATE UNIQUE INDEX organisation_uscc_unique ON organisation (uscc) WHERE (status = ANY (ARRAY['ACTIVE', 'SUSPENDED']));
CREATE INDEX organisation_words ON organisation USING gin (words);

create table organisation_service_area (
    organisation_id bigint not null,
    area_id bigint not null,
    constraint organisation_service_area_pkey PRIMARY KEY (organisation_id, area_id),
    constraint organisation_service_area_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id),
    constraint organisation_service_area_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE CASCADE
);
CREATE INDEX organisation_service_area_area ON organisation_service_area (area_id);

create table contact (
    id bigint generated always as identity,
    organisation_id bigint not null,
    name_sealed bytea not null,
    name_mask text not null,
    phone_sealed bytea not null,
    phone_mask text not null,
    duty text default '' not null,
    liaison boolean default false not null,
    confirmed_on date default CURRENT_DATE not null,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint contact_pkey PRIMARY KEY (id),
    constraint contact_duty_length CHECK ((char_length(duty) <= 80)),
    constraint contact_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
comment on table contact is 'How a unit is reached; names and numbers are sealed, the masks are what most people see';
CREATE UNIQUE INDEX contact_one_liaison ON contact (organisation_id) WHERE liaison;
CREATE INDEX contact_organisation ON contact (organisation_id, id);

create table membership (
    id bigint generated always as identity,
    person_id bigint not null,
    organisation_id bigint not null,
    role text not null,
    valid_from date default CURRENT_DATE not null,
    valid_to date,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint membership_pkey PRIMARY KEY (id),
    constraint membership_once EXCLUDE USING gist (int8range(person_id, person_id, '[]') WITH &&, int8range(organisation_id, organisation_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&),
    constraint membership_order CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    constraint membership_role_known CHECK ((role = ANY (ARRAY['COORDINATOR', 'MANAGER', 'HANDLER', 'MEMBER']))),
    constraint membership_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
    constraint membership_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX membership_organisation ON membership (organisation_id, id);
CREATE INDEX membership_person ON membership (person_id);

create table committee (
    id bigint generated always as identity,
    organisation_id bigint not null,
    area_id bigint not null,
    area_path text collate "C" not null,
    field text,
    term_from date not null,
    term_to date,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint committee_pkey PRIMARY KEY (id),
    constraint committee_organisation_once UNIQUE (organisation_id),
    constraint committee_field_known CHECK ((field = ANY (ARRAY['ECONOMY', 'SAFETY', 'CULTURE', 'LIVELIHOOD', 'ECOLOGY', 'CITY_OPERATION']))),
    constraint committee_term_order CHECK (((term_to IS NULL) OR (term_to > term_from))),
    constraint committee_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id),
    constraint committee_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
CREATE UNIQUE INDEX committee_one_each ON committee (area_id, COALESCE(field, ''));
CREATE INDEX committee_path ON committee (area_path, id);

create table seat (
    id bigint generated always as identity,
    committee_id bigint not null,
    role text not null,
    person_id bigint,
    organisation_id bigint,
    outside_post text default '' not null,
    duties text default '' not null,
    valid_from date not null,
    valid_to date,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint seat_pkey PRIMARY KEY (id),
    constraint seat_one_chair EXCLUDE USING gist (int8range(committee_id, committee_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&) WHERE ((role = 'CHAIR')),
    constraint seat_unit_once EXCLUDE USING gist (int8range(committee_id, committee_id, '[]') WITH &&, int8range(organisation_id, organisation_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&) WHERE ((role = 'MEMBER_UNIT')),
    constraint seat_duties_length CHECK ((char_length(duties) <= 500)),
    constraint seat_holder CHECK (
CASE
    WHEN (role = 'MEMBER_UNIT') THEN (organisation_id IS NOT NULL)
    ELSE (person_id IS NOT NULL)
END),
    constraint seat_order CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    constraint seat_outside_post_length CHECK ((char_length(outside_post) <= 120)),
    constraint seat_role_known CHECK ((role = ANY (ARRAY['CHAIR', 'VICE_CHAIR', 'SECRETARY_GENERAL', 'MEMBER', 'PART_TIME_MEMBER', 'LIAISON', 'MEMBER_UNIT']))),
    constraint seat_committee_id_fkey FOREIGN KEY (committee_id) REFERENCES committee(id),
    constraint seat_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
    constraint seat_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX seat_committee ON seat (committee_id, role, id);
CREATE INDEX seat_organisation ON seat (organisation_id) WHERE (organisation_id IS NOT NULL);
CREATE INDEX seat_person ON seat (person_id) WHERE (person_id IS NOT NULL);

create table liaison_area (
    organisation_id bigint not null,
    area_id bigint not null,
    constraint liaison_area_pkey PRIMARY KEY (organisation_id, area_id),
    constraint liaison_area_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id),
    constraint liaison_area_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
comment on table liaison_area is 'Which areas a liaison team (an organisation) looks after';
CREATE INDEX liaison_area_area ON liaison_area (area_id);

create table visit (
    id bigint generated always as identity,
    team_id bigint not null,
    organisation_id bigint not null,
    visited_on date not null,
    note text default '' not null,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint visit_pkey PRIMARY KEY (id),
    constraint visit_note_length CHECK ((char_length(note) <= 1000)),
    constraint visit_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
    constraint visit_team_id_fkey FOREIGN KEY (team_id) REFERENCES organisation(id)
);
comment on table visit is 'A liaison team visits a unit, never a resident or a household';
CREATE INDEX visit_organisation ON visit (organisation_id, visited_on, id);
CREATE INDEX visit_team ON visit (team_id, visited_on, id);

create table zone (
    id bigint generated always as identity,
    kind text not null,
    name text not null,
    name_key text collate "C" default '' not null,
    area_id bigint not null,
    area_path text collate "C" not null,
    party_organisation_id bigint,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint zone_pkey PRIMARY KEY (id),
    constraint zone_kind_known CHECK ((kind = ANY (ARRAY['BUSINESS_DISTRICT', 'INDUSTRIAL_PARK']))),
    constraint zone_name_length CHECK (((char_length(name) >= 2) AND (char_length(name) <= 80))),
    constraint zone_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id),
    constraint zone_party_organisation_id_fkey FOREIGN KEY (party_organisation_id) REFERENCES organisation(id)
);
CREATE INDEX zone_path ON zone (area_path, id);

create table zone_unit (
    id bigint generated always as identity,
    zone_id bigint not null,
    organisation_id bigint not null,
    coverage text,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint zone_unit_pkey PRIMARY KEY (id),
    constraint zone_unit_once UNIQUE (zone_id, organisation_id),
    constraint zone_unit_coverage_known CHECK ((coverage = ANY (ARRAY['SEPARATE', 'JOINT', 'BY_AREA', 'ATTACHED']))),
    constraint zone_unit_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
    constraint zone_unit_zone_id_fkey FOREIGN KEY (zone_id) REFERENCES zone(id)
);
comment on table zone_unit is 'A unit in a business district or park, and how a party organisation covers it (null: not yet covered)';
CREATE INDEX zone_unit_organisation ON zone_unit (organisation_id);

create table organisation_import (
    id bigint generated always as identity,
    account_id bigint not null,
    area_id bigint not null,
    file_name text not null,
    status text default 'PREVIEW' not null,
    headings text[] not null,
    mapping jsonb not null,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    sheet_sealed bytea,
    counts jsonb default '{}'::jsonb not null,
    constraint organisation_import_pkey PRIMARY KEY (id),
    constraint organisation_import_sheet_while_open CHECK (((status = 'PREVIEW') = (sheet_sealed IS NOT NULL))),
    constraint organisation_import_status_known CHECK ((status = ANY (ARRAY['PREVIEW', 'DONE', 'DISCARDED']))),
    constraint organisation_import_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id)
);
comment on table organisation_import is 'A spreadsheet between upload and decision; the sheet and its rows are erased when it is done or discarded';
CREATE INDEX organisation_import_account ON organisation_import (account_id, id);

create table account (
    id bigint generated always as identity,
    person_id bigint not null,
    login text not null,
    password_hash text not null,
    must_change_password boolean default true not null,
    administrator boolean default false not null,
    language text default 'zh_Hans' not null,
    status text default 'ACTIVE' not null,
    locked_until timestamptz,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint account_pkey PRIMARY KEY (id),
    constraint account_login_unique UNIQUE (login),
    constraint account_person_once UNIQUE (person_id),
    constraint account_language_known CHECK ((language = ANY (ARRAY['zh_Hans', 'zh_Hant', 'en']))),
    constraint account_login_form CHECK ((login ~ '^[a-z0-9][a-z0-9._-]{2,39}$')),
    constraint account_status_known CHECK ((status = ANY (ARRAY['ACTIVE', 'DISABLED']))),
    constraint account_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);

create table session (
    id bigint generated always as identity,
    account_id bigint not null,
    secret_hash bytea not null,
    created_at timestamptz default now() not null,
    seen_at timestamptz default now() not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    address text default '' not null,
    device text default '' not null,
    constraint session_pkey PRIMARY KEY (id),
    constraint session_secret_unique UNIQUE (secret_hash),
    constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);
CREATE INDEX session_account ON session (account_id, id);

create table token (
    id bigint generated always as identity,
    account_id bigint not null,
    name text not null,
    secret_hash bytea not null,
    scopes text[] not null,
    created_at timestamptz default now() not null,
    used_at timestamptz,
    expires_at timestamptz,
    ended_at timestamptz,
    constraint token_pkey PRIMARY KEY (id),
    constraint token_secret_unique UNIQUE (secret_hash),
    constraint token_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
    constraint token_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);
CREATE INDEX token_account ON token (account_id, id);

create table sign_in_failure (
    id bigint generated always as identity,
    at timestamptz default now() not null,
    login text not null,
    address text not null,
    constraint sign_in_failure_pkey PRIMARY KEY (id)
);
comment on table sign_in_failure is 'Recent failures by name typed and by address, whether or not such an account exists';
CREATE INDEX sign_in_failure_address ON sign_in_failure (address, at);
CREATE INDEX sign_in_failure_login ON sign_in_failure (login, at);

create table event (
    id bigint generated always as identity,
    at timestamptz default now() not null,
    xid xid8 default pg_current_xact_id() not null,
    account_id bigint,
    via text not null,
    verb text not null,
    subject_type text not null,
    subject_id bigint not null,
    area_path text collate "C" default '' not null,
    organisation_ids bigint[] default '{}'::bigint[] not null,
    data jsonb default '{}'::jsonb not null,
    constraint event_key PRIMARY KEY (id, at)
) partition by RANGE (at);
comment on column event.xid is 'The writing transaction: readers in commit order take only rows older than every transaction still running';
CREATE INDEX event_area ON ONLY public.event (area_path, id);
CREATE INDEX event_order ON ONLY public.event (xid, id);
CREATE INDEX event_organisations ON ONLY public.event USING gin (organisation_ids);
CREATE INDEX event_subject ON ONLY public.event (subject_type, subject_id, id);
CREATE INDEX event_time ON ONLY public.event (at, id);
create table event_2024 partition of event FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');
create table event_2025 partition of event FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');
create table event_2026 partition of event FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');
create table event_2027 partition of event FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2028-01-01 00:00:00+00');
create table event_other partition of event DEFAULT;

create table event_reader (
    name text not null,
    xid xid8 default '0'::xid8 not null,
    event_id bigint default 0 not null,
    read_at timestamptz default now() not null,
    constraint event_reader_pkey PRIMARY KEY (name)
);
comment on table event_reader is 'How far each consumer of the ledger has come';

create table answer (
    actor text not null,
    key text not null,
    mutation text not null,
    input_hash bytea not null,
    result bytea not null,
    at timestamptz default now() not null,
    constraint answer_once PRIMARY KEY (actor, key)
);
comment on table answer is 'What a mutation answered under an idempotency key, so that a retry acts once';
CREATE INDEX answer_at ON answer (at);

create table organisation_duplicate (
    id bigint generated always as identity,
    first_id bigint not null,
    second_id bigint not null,
    score smallint not null,
    reasons text[] not null,
    distinguished boolean default false not null,
    created_at timestamptz default now() not null,
    constraint organisation_duplicate_pkey PRIMARY KEY (id),
    constraint organisation_duplicate_once UNIQUE (first_id, second_id),
    constraint organisation_duplicate_order CHECK ((first_id < second_id)),
    constraint organisation_duplicate_first_id_fkey FOREIGN KEY (first_id) REFERENCES organisation(id),
    constraint organisation_duplicate_second_id_fkey FOREIGN KEY (second_id) REFERENCES organisation(id)
);
comment on table organisation_duplicate is 'Two entries that may be one unit, until they are merged or somebody decides that they are two';
CREATE INDEX organisation_duplicate_second ON organisation_duplicate (second_id);

create table organisation_import_row (
    id bigint generated always as identity,
    import_id bigint not null,
    number integer not null,
    action text not null,
    organisation_id bigint,
    cells text[] not null,
    changed text[] default '{}'::text[] not null,
    problems jsonb default '[]'::jsonb not null,
    constraint organisation_import_row_pkey PRIMARY KEY (id),
    constraint organisation_import_row_action_known CHECK ((action = ANY (ARRAY['CREATE', 'UPDATE', 'UNCHANGED', 'WRONG']))),
    constraint organisation_import_row_import_id_fkey FOREIGN KEY (import_id) REFERENCES organisation_import(id) ON DELETE CASCADE
);
CREATE INDEX organisation_import_row_place ON organisation_import_row (import_id, number);

CREATE OR REPLACE FUNCTION public.event_append(account bigint, via text, verb text, subject_type text, subject bigint, area_path text, organisations bigint[], data jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
declare
    event_id bigint;
begin
    insert into event (account_id, via, verb, subject_type, subject_id, area_path, organisation_ids, data)
    values (account, via, verb, subject_type, subject, area_path, organisations, data)
    returning id into event_id;
    perform pg_notify('gongzhi_event', event_id::text);
    return event_id;
end $function$;

CREATE OR REPLACE FUNCTION public.event_open_years(until timestamptz)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
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
end $function$;

grant select (class_code, code, created_at, id, kind, level, name, name_key, parent_id, path, short_name, valid_from, valid_to, version, words) on area to gongzhi_public;
grant select (code, name, participants, process) on area_class to gongzhi_public;
grant select (estate_id, grid_id) on area_overlap to gongzhi_public;
grant select (area_id, id, parent_id, path, valid_from, valid_to) on area_parentage to gongzhi_public;
grant select (area_id, area_path, created_at, field, id, organisation_id, term_from, term_to, version) on committee to gongzhi_public;
grant select (area_id, organisation_id) on liaison_area to gongzhi_public;
grant select (address, area_id, area_path, contact_confirmed_on, created_at, description, id, kind, merged_into_id, name, name_key, parent_id, receipt_hash, return_reason, short_name, status, tags, updated_at, uscc, version, words) on organisation to gongzhi_public;
grant select (area_id, organisation_id) on organisation_service_area to gongzhi_public;
grant select (committee_id, organisation_id, role, valid_from, valid_to) on seat to gongzhi_public;
grant select (area_id, area_path, created_at, id, kind, name, name_key, party_organisation_id, version) on zone to gongzhi_public;
grant select (coverage, organisation_id, zone_id) on zone_unit to gongzhi_public;
