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
    email_sealed bytea,
    email_mask text default '' not null,
    constraint contact_pkey PRIMARY KEY (id),
    constraint contact_duty_length CHECK ((char_length(duty) <= 80)),
    constraint contact_email_whole CHECK (((email_sealed IS NULL) = (email_mask = ''))),
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

create table list_import (
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
    list text not null,
    constraint list_import_pkey PRIMARY KEY (id),
    constraint list_import_list_known CHECK ((list = ANY (ARRAY['ORGANISATIONS', 'RESOURCES', 'DEMANDS']))),
    constraint list_import_sheet_while_open CHECK (((status = 'PREVIEW') = (sheet_sealed IS NOT NULL))),
    constraint list_import_status_known CHECK ((status = ANY (ARRAY['PREVIEW', 'DONE', 'DISCARDED']))),
    constraint organisation_import_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id)
);
comment on table list_import is 'A spreadsheet between upload and decision; the sheet and its rows are erased when it is done or discarded';
CREATE INDEX list_import_account ON list_import (account_id, id);

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
    email_sealed bytea,
    email_mask text default '' not null,
    email_confirmed_at timestamptz,
    email_link_hash bytea,
    email_link_until timestamptz,
    constraint account_pkey PRIMARY KEY (id),
    constraint account_email_link_unique UNIQUE (email_link_hash),
    constraint account_login_unique UNIQUE (login),
    constraint account_person_once UNIQUE (person_id),
    constraint account_email_whole CHECK ((((email_sealed IS NULL) = (email_mask = '')) AND ((email_sealed IS NOT NULL) OR (email_confirmed_at IS NULL)))),
    constraint account_language_known CHECK ((language = ANY (ARRAY['zh_Hans', 'zh_Hant', 'en']))),
    constraint account_login_form CHECK ((login ~ '^[a-z0-9][a-z0-9._-]{2,39}$')),
    constraint account_status_known CHECK ((status = ANY (ARRAY['ACTIVE', 'DISABLED']))),
    constraint account_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
comment on column account.email_link_hash is 'Of the link by which the address is confirmed; kept afterwards, so that a second click is told so';

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
    filer_id bigint,
    constraint event_key PRIMARY KEY (id, at)
) partition by RANGE (at);
comment on column event.xid is 'The writing transaction: readers in commit order take only rows older than every transaction still running';
comment on column event.filer_id is 'The account that filed in person what this is about, whom it concerns as it would a unit';
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

create table list_import_row (
    id bigint generated always as identity,
    import_id bigint not null,
    number integer not null,
    action text not null,
    organisation_id bigint,
    cells text[] not null,
    changed text[] default '{}'::text[] not null,
    problems jsonb default '[]'::jsonb not null,
    resource_id bigint,
    demand_id bigint,
    constraint list_import_row_pkey PRIMARY KEY (id),
    constraint list_import_row_action_known CHECK ((action = ANY (ARRAY['CREATE', 'UPDATE', 'UNCHANGED', 'WRONG']))),
    constraint organisation_import_row_import_id_fkey FOREIGN KEY (import_id) REFERENCES list_import(id) ON DELETE CASCADE
);
CREATE INDEX list_import_row_place ON list_import_row (import_id, number);

create table category (
    id bigint generated always as identity,
    list text not null,
    code text not null,
    name text not null,
    unit text not null,
    measure text not null,
    hint text default '' not null,
    place integer not null,
    retired boolean default false not null,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint category_pkey PRIMARY KEY (id),
    constraint category_code_once UNIQUE (list, code),
    constraint category_code_form CHECK ((code ~ '^[A-Z][A-Z_]{1,19}$')),
    constraint category_hint_length CHECK ((char_length(hint) <= 200)),
    constraint category_list_known CHECK ((list = ANY (ARRAY['RESOURCE', 'DEMAND', 'NEED', 'BRAND']))),
    constraint category_measure_known CHECK ((measure = ANY (ARRAY['TOTAL', 'PER_WINDOW']))),
    constraint category_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 20))),
    constraint category_unit_length CHECK ((((char_length(unit) >= 1) AND (char_length(unit) <= 10)) OR ((list = ANY (ARRAY['NEED', 'BRAND'])) AND (unit = ''))))
);
comment on table category is 'The classes of resources and demands, with what a form suggests for each';
CREATE UNIQUE INDEX category_name_once ON category (list, name) WHERE (NOT retired);
CREATE INDEX category_place ON category (list, place, id);

create table resource (
    id bigint generated always as identity,
    organisation_id bigint not null,
    category_id bigint not null,
    area_id bigint not null,
    area_path text collate "C" not null,
    title text not null,
    title_key text collate "C" not null,
    words text[] not null,
    description text default '' not null,
    conditions text default '' not null,
    measure text not null,
    quantity numeric(12,2) not null,
    unit text not null,
    contact_id bigint,
    valid_until date not null,
    confirmed_on date default CURRENT_DATE not null,
    status text not null,
    reason text default '' not null,
    created_at timestamptz default now() not null,
    updated_at timestamptz default now() not null,
    version integer default 1 not null,
    terms text[] collate "C" default '{}'::text[] not null,
    listed_at timestamptz,
    constraint resource_pkey PRIMARY KEY (id),
    constraint resource_conditions_length CHECK ((char_length(conditions) <= 1000)),
    constraint resource_description_length CHECK ((char_length(description) <= 2000)),
    constraint resource_listed_since CHECK (((status <> 'LISTED') OR (listed_at IS NOT NULL))),
    constraint resource_measure_known CHECK ((measure = ANY (ARRAY['TOTAL', 'PER_WINDOW']))),
    constraint resource_quantity_positive CHECK ((quantity > (0)::numeric)),
    constraint resource_reason_length CHECK ((char_length(reason) <= 500)),
    constraint resource_status_known CHECK ((status = ANY (ARRAY['DRAFT', 'SUBMITTED', 'RETURNED', 'LISTED', 'WITHDRAWN']))),
    constraint resource_title_length CHECK (((char_length(title) >= 2) AND (char_length(title) <= 60))),
    constraint resource_unit_length CHECK (((char_length(unit) >= 1) AND (char_length(unit) <= 10))),
    constraint resource_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id),
    constraint resource_category_known FOREIGN KEY (category_id) REFERENCES category(id),
    constraint resource_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id) ON DELETE SET NULL,
    constraint resource_organisation_known FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
comment on table resource is 'Something that a unit offers; quantity is the whole stock, or what each window holds';
comment on column resource.listed_at is 'When it first came onto the list';
CREATE INDEX resource_area ON resource (area_path, updated_at, id);
CREATE INDEX resource_area_id ON resource (area_id);
CREATE INDEX resource_category ON resource (category_id, updated_at, id);
CREATE INDEX resource_confirmed ON resource (confirmed_on) WHERE (status = 'LISTED');
CREATE INDEX resource_contact ON resource (contact_id) WHERE (contact_id IS NOT NULL);
CREATE INDEX resource_counted ON resource (area_path, listed_at) INCLUDE (id, category_id, unit, status, measure, quantity, valid_until, confirmed_on) WHERE (status = 'LISTED');
CREATE INDEX resource_near ON resource (category_id, area_path, id) INCLUDE (valid_until, confirmed_on) WHERE (status = 'LISTED');
CREATE INDEX resource_offered ON resource (category_id, confirmed_on, valid_until) WHERE (status = 'LISTED');
CREATE INDEX resource_organisation ON resource (organisation_id, updated_at, id);
CREATE INDEX resource_recent ON resource (updated_at, id);
CREATE INDEX resource_status ON resource (status, updated_at, id);
CREATE INDEX resource_terms ON resource USING gin (terms) WHERE (status = 'LISTED');
CREATE INDEX resource_title ON resource (title_key, id);
CREATE INDEX resource_until ON resource (valid_until, id);
CREATE INDEX resource_words ON resource USING gin (words);

create table resource_window (
    id bigint generated always as identity,
    resource_id bigint not null,
    first_day date not null,
    last_day date not null,
    weekdays smallint[] not null,
    opens time without time zone not null,
    closes time without time zone not null,
    constraint resource_window_pkey PRIMARY KEY (id),
    constraint resource_window_days_order CHECK ((last_day >= first_day)),
    constraint resource_window_hours_order CHECK ((closes > opens)),
    constraint resource_window_weekdays_known CHECK (((weekdays <@ '{1,2,3,4,5,6,7}'::smallint[]) AND ((cardinality(weekdays) >= 1) AND (cardinality(weekdays) <= 7)))),
    constraint resource_window_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resource(id) ON DELETE CASCADE
);
comment on table resource_window is 'When a resource is to be had: on these days of the week (1: Monday) between two days, at these hours';
CREATE INDEX resource_window_resource ON resource_window (resource_id, first_day, opens, id);

create table resource_service_area (
    resource_id bigint not null,
    area_id bigint not null,
    constraint resource_service_area_pkey PRIMARY KEY (resource_id, area_id),
    constraint resource_service_area_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id),
    constraint resource_service_area_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resource(id) ON DELETE CASCADE
);
comment on table resource_service_area is 'For whom a resource is meant: these areas and all below them; without any, whoever asks';
CREATE INDEX resource_service_area_area ON resource_service_area (area_id);

create table demand (
    id bigint generated always as identity,
    organisation_id bigint,
    account_id bigint,
    category_id bigint not null,
    need_id bigint,
    area_id bigint not null,
    area_path text collate "C" not null,
    place text default '' not null,
    title text not null,
    title_key text collate "C" not null,
    words text[] not null,
    description text default '' not null,
    quantity numeric(12,2) not null,
    unit text not null,
    needed_by date not null,
    beneficiaries integer,
    origin text not null,
    axis text not null,
    urgency text default 'NORMAL' not null,
    anonymous boolean default false not null,
    level text,
    status text not null,
    reason text default '' not null,
    merged_into_id bigint,
    receipt_hash bytea,
    listed_at timestamptz,
    created_at timestamptz default now() not null,
    updated_at timestamptz default now() not null,
    version integer default 1 not null,
    terms text[] collate "C" default '{}'::text[] not null,
    closed_at timestamptz,
    promised numeric(14,2) default 0 not null,
    met numeric(14,2) default 0 not null,
    constraint demand_pkey PRIMARY KEY (id),
    constraint demand_axis_known CHECK ((axis = ANY (ARRAY['STATE', 'RESIDENT']))),
    constraint demand_beneficiaries_range CHECK (((beneficiaries >= 1) AND (beneficiaries <= 10000000))),
    constraint demand_closed_since CHECK (((status <> 'CLOSED') OR (closed_at IS NOT NULL))),
    constraint demand_description_length CHECK ((char_length(description) <= 2000)),
    constraint demand_level_known CHECK ((level = ANY (ARRAY['BASIC', 'KEY', 'PREMIUM']))),
    constraint demand_listed_has_level CHECK (((status <> 'LISTED') OR ((level IS NOT NULL) AND (listed_at IS NOT NULL)))),
    constraint demand_merged_names_target CHECK (((status = 'MERGED') = (merged_into_id IS NOT NULL))),
    constraint demand_not_own_duplicate CHECK ((merged_into_id <> id)),
    constraint demand_origin_known CHECK ((origin = ANY (ARRAY['TALK', 'COUNCIL', 'WISH_TREE', 'WECHAT', 'HOTLINE', 'GRID', 'UNIT', 'SURVEY', 'OTHER']))),
    constraint demand_place_length CHECK ((char_length(place) <= 100)),
    constraint demand_quantity_positive CHECK ((quantity > (0)::numeric)),
    constraint demand_reason_length CHECK ((char_length(reason) <= 500)),
    constraint demand_status_known CHECK ((status = ANY (ARRAY['DRAFT', 'SUBMITTED', 'RETURNED', 'LISTED', 'MERGED', 'DECLINED', 'WITHDRAWN', 'CLOSED']))),
    constraint demand_title_length CHECK (((char_length(title) >= 2) AND (char_length(title) <= 60))),
    constraint demand_unit_length CHECK (((char_length(unit) >= 1) AND (char_length(unit) <= 10))),
    constraint demand_urgency_known CHECK ((urgency = ANY (ARRAY['NORMAL', 'SOON', 'URGENT']))),
    constraint demand_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id),
    constraint demand_category_known FOREIGN KEY (category_id) REFERENCES category(id),
    constraint demand_merged_into_id_fkey FOREIGN KEY (merged_into_id) REFERENCES demand(id),
    constraint demand_need_id_fkey FOREIGN KEY (need_id) REFERENCES category(id),
    constraint demand_organisation_known FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
comment on table demand is 'Something that is needed; who benefits is a number, never names';
comment on column demand.closed_at is 'When it was written off';
comment on column demand.promised is 'How much of it is agreed upon or delivered, in its unit; kept by a trigger on match';
comment on column demand.met is 'How much of it has been delivered and confirmed, in its unit; kept by triggers on match and delivery';
CREATE INDEX demand_account ON demand (account_id, id) WHERE (account_id IS NOT NULL);
CREATE INDEX demand_area ON demand (area_path, updated_at, id);
CREATE INDEX demand_area_id ON demand (area_id);
CREATE INDEX demand_category ON demand (category_id, updated_at, id);
CREATE INDEX demand_counted ON demand (area_path, listed_at) INCLUDE (category_id, unit, status, quantity, promised, met, needed_by, closed_at) WHERE (status = ANY (ARRAY['LISTED', 'CLOSED']));
CREATE INDEX demand_merged ON demand (merged_into_id) WHERE (merged_into_id IS NOT NULL);
CREATE INDEX demand_need ON demand (need_id) WHERE (need_id IS NOT NULL);
CREATE INDEX demand_needed ON demand (needed_by, id);
CREATE INDEX demand_open ON demand (category_id, area_path, id) WHERE (status = ANY (ARRAY['SUBMITTED', 'LISTED']));
CREATE INDEX demand_organisation ON demand (organisation_id, updated_at, id) WHERE (organisation_id IS NOT NULL);
CREATE INDEX demand_pressing ON demand ((
CASE urgency
    WHEN 'URGENT' THEN 0
    WHEN 'SOON' THEN 1
    ELSE 2
END), needed_by, id);
CREATE UNIQUE INDEX demand_receipt ON demand (receipt_hash) WHERE (receipt_hash IS NOT NULL);
CREATE INDEX demand_recent ON demand (updated_at, id);
CREATE INDEX demand_status ON demand (status, updated_at, id);
CREATE INDEX demand_title ON demand (title_key, id);
CREATE INDEX demand_words ON demand USING gin (words);

create table claim (
    id bigint generated always as identity,
    demand_id bigint not null,
    person_id bigint,
    organisation_id bigint,
    note text default '' not null,
    claimed_at timestamptz default now() not null,
    ended_at timestamptz,
    version integer default 1 not null,
    constraint claim_pkey PRIMARY KEY (id),
    constraint claim_note_length CHECK ((char_length(note) <= 200)),
    constraint claim_one_party CHECK (((person_id IS NULL) <> (organisation_id IS NULL))),
    constraint claim_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES demand(id),
    constraint claim_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
    constraint claim_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
comment on table claim is 'Who takes a demand on: a member for a basic one, an organisation for the others';
CREATE INDEX claim_demand ON claim (demand_id, claimed_at, id);
CREATE INDEX claim_organisation ON claim (organisation_id) WHERE (organisation_id IS NOT NULL);
CREATE UNIQUE INDEX claim_organisation_once ON claim (demand_id, organisation_id) WHERE (ended_at IS NULL);
CREATE INDEX claim_person ON claim (person_id) WHERE (person_id IS NOT NULL);
CREATE UNIQUE INDEX claim_person_once ON claim (demand_id, person_id) WHERE (ended_at IS NULL);

create table category_affinity (
    demand_category_id bigint not null,
    resource_category_id bigint not null,
    percent smallint not null,
    constraint category_affinity_pkey PRIMARY KEY (demand_category_id, resource_category_id),
    constraint category_affinity_range CHECK (((percent >= 1) AND (percent <= 100))),
    constraint category_affinity_demand_category_id_fkey FOREIGN KEY (demand_category_id) REFERENCES category(id),
    constraint category_affinity_resource_category_id_fkey FOREIGN KEY (resource_category_id) REFERENCES category(id)
);
comment on table category_affinity is 'How well a class of resources serves a class of demands; without a row, not at all';
CREATE INDEX category_affinity_resource ON category_affinity (resource_category_id);

create table match_weights (
    id integer generated always as identity,
    category smallint not null,
    distance smallint not null,
    time smallint not null,
    quantity smallint not null,
    wording smallint not null,
    freshness smallint not null,
    delivery smallint not null,
    note text default '' not null,
    decided_at timestamptz default now() not null,
    account_id bigint,
    delivery_rule smallint default 2 not null,
    constraint match_weights_pkey PRIMARY KEY (id),
    constraint match_weights_delivery_rule_known CHECK ((delivery_rule = ANY (ARRAY[1, 2]))),
    constraint match_weights_note_length CHECK ((char_length(note) <= 200)),
    constraint match_weights_range CHECK ((LEAST(category, distance, "time", quantity, wording, freshness, delivery) >= 0)),
    constraint match_weights_total CHECK ((((((((category + distance) + "time") + quantity) + wording) + freshness) + delivery) = 100))
);
comment on table match_weights is 'What each part of a score counts; the latest version holds';
comment on column match_weights.account_id is 'Who decided; null: they came with the product';
comment on column match_weights.delivery_rule is 'How the part "delivery" is found. 1: the mean rating of the last twenty deliveries, 50 without any; 2: record_mark';

create table resource_term (
    term text collate "C" not null,
    area_path text collate "C" not null,
    resource_id bigint not null,
    constraint resource_term_pkey PRIMARY KEY (term, area_path, resource_id),
    constraint resource_term_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resource(id) ON DELETE CASCADE
);
comment on table resource_term is 'By which words offers of the list are found, those of one place together; kept by a trigger';
CREATE INDEX resource_term_resource ON resource_term (resource_id);

create table match (
    id bigint generated always as identity,
    demand_id bigint not null,
    resource_id bigint not null,
    quantity numeric(12,2) not null,
    covers numeric(12,2) not null,
    day date,
    opens time without time zone,
    status text not null,
    note text default '' not null,
    reason text default '' not null,
    hold_until timestamptz not null,
    settled numeric(12,2),
    settled_covers numeric(12,2),
    score numeric(5,2) not null,
    weights integer not null,
    created_at timestamptz default now() not null,
    updated_at timestamptz default now() not null,
    version integer default 1 not null,
    transferred_from bigint,
    broken boolean default false not null,
    constraint match_pkey PRIMARY KEY (id),
    constraint match_covers_positive CHECK ((covers > (0)::numeric)),
    constraint match_note_length CHECK ((char_length(note) <= 500)),
    constraint match_opening_whole CHECK (((day IS NULL) = (opens IS NULL))),
    constraint match_quantity_positive CHECK ((quantity > (0)::numeric)),
    constraint match_reason_length CHECK ((char_length(reason) <= 500)),
    constraint match_settled_when_done CHECK (((status = 'DONE') = ((settled IS NOT NULL) AND (settled_covers IS NOT NULL)))),
    constraint match_status_known CHECK ((status = ANY (ARRAY['PROPOSED', 'COUNTERED', 'AGREED', 'DECLINED', 'WITHDRAWN', 'CANCELLED', 'EXPIRED', 'DONE']))),
    constraint match_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES demand(id),
    constraint match_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resource(id),
    constraint match_transferred_from FOREIGN KEY (transferred_from) REFERENCES match(id),
    constraint match_weights_fkey FOREIGN KEY (weights) REFERENCES match_weights(id)
);
comment on table match is 'A promise: so much of a resource for so much of a demand. Held while proposed, used once agreed';
comment on column match.quantity is 'How much of the resource, in its unit';
comment on column match.covers is 'How much of the demand that meets, in its unit';
comment on column match.settled is 'How much of the resource was delivered when the match was closed';
comment on column match.transferred_from is 'The promise of which this one took over a part or all';
comment on column match.broken is 'Whether the unit itself gave up what it had agreed to; who cancelled before there was this column nobody wrote down';
CREATE INDEX match_demand ON match (demand_id, id);
CREATE INDEX match_held ON match (hold_until) WHERE (status = ANY (ARRAY['PROPOSED', 'COUNTERED']));
CREATE UNIQUE INDEX match_open_once ON match (demand_id, resource_id, COALESCE(day, '-infinity'::date), COALESCE(opens, '00:00:00'::time without time zone)) WHERE (status = ANY (ARRAY['PROPOSED', 'COUNTERED', 'AGREED']));
CREATE INDEX match_recent ON match (updated_at, id);
CREATE INDEX match_resource ON match (resource_id, id) INCLUDE (status, hold_until, quantity, settled);
CREATE INDEX match_status ON match (status, updated_at, id);
CREATE INDEX match_transferred ON match (transferred_from) WHERE (transferred_from IS NOT NULL);
CREATE INDEX match_weights_used ON match (weights);

create table delivery (
    id bigint generated always as identity,
    match_id bigint not null,
    provider_id bigint not null,
    quantity numeric(12,2) not null,
    delivered_on date not null,
    note text default '' not null,
    status text not null,
    rating smallint,
    words text default '' not null,
    answered_at timestamptz,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint delivery_pkey PRIMARY KEY (id),
    constraint delivery_note_length CHECK ((char_length(note) <= 500)),
    constraint delivery_quantity_positive CHECK ((quantity > (0)::numeric)),
    constraint delivery_rated_when_confirmed CHECK (((status = 'CONFIRMED') = (rating IS NOT NULL))),
    constraint delivery_rating_range CHECK (((rating >= 1) AND (rating <= 5))),
    constraint delivery_status_known CHECK ((status = ANY (ARRAY['REPORTED', 'CONFIRMED', 'DISPUTED']))),
    constraint delivery_words_length CHECK ((char_length(words) <= 500)),
    constraint delivery_match_id_fkey FOREIGN KEY (match_id) REFERENCES match(id),
    constraint delivery_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES organisation(id)
);
comment on table delivery is 'What was delivered of a promise; it counts once the side that needed it has confirmed';
CREATE INDEX delivery_match ON delivery (match_id, delivered_on, id);
CREATE INDEX delivery_provider ON delivery (provider_id, answered_at) WHERE (status = 'CONFIRMED');
CREATE INDEX delivery_reported ON delivery (match_id) WHERE (status = 'REPORTED');

create table project (
    id bigint generated always as identity,
    account_id bigint,
    origin text not null,
    area_id bigint not null,
    area_path text collate "C" not null,
    title text not null,
    title_key text collate "C" not null,
    words text[] not null,
    description text default '' not null,
    half_year text not null,
    lead_id bigint,
    required_kinds text[] default '{}'::text[] not null,
    award numeric(12,2),
    status text not null,
    reason text default '' not null,
    outcome text default '' not null,
    beneficiaries integer,
    carried_from_id bigint,
    published_at timestamptz,
    signed_on date,
    started_on date,
    delivered_on date,
    closed_at timestamptz,
    created_at timestamptz default now() not null,
    updated_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint project_pkey PRIMARY KEY (id),
    constraint project_carried_once UNIQUE (carried_from_id),
    constraint project_award_positive CHECK ((award >= (0)::numeric)),
    constraint project_beneficiaries_range CHECK (((beneficiaries >= 1) AND (beneficiaries <= 10000000))),
    constraint project_claimed_has_lead CHECK (((lead_id IS NOT NULL) OR (status = ANY (ARRAY['PROPOSED', 'PUBLISHED', 'CARRIED_OVER', 'TERMINATED'])))),
    constraint project_description_length CHECK ((char_length(description) <= 2000)),
    constraint project_half_year_form CHECK ((half_year ~ '^20[0-9]{2}-H[12]$')),
    constraint project_not_own_successor CHECK ((carried_from_id <> id)),
    constraint project_origin_known CHECK ((origin = ANY (ARRAY['MATCHES', 'RESIDENTS', 'COMMITTEE']))),
    constraint project_outcome_length CHECK ((char_length(outcome) <= 2000)),
    constraint project_public_was_published CHECK (((published_at IS NOT NULL) OR (status = ANY (ARRAY['PROPOSED', 'TERMINATED'])))),
    constraint project_reason_length CHECK ((char_length(reason) <= 500)),
    constraint project_required_kinds CHECK ((required_kinds <@ '{COMMUNITY,SOCIAL_ORGANISATION,SOCIAL_WORKER,VOLUNTEER,CHARITY}'::text[])),
    constraint project_status_known CHECK ((status = ANY (ARRAY['PROPOSED', 'PUBLISHED', 'CLAIMED', 'SIGNED', 'IN_PROGRESS', 'DELIVERED', 'EVALUATED', 'WRITTEN_OFF', 'CARRIED_OVER', 'TERMINATED']))),
    constraint project_title_length CHECK (((char_length(title) >= 2) AND (char_length(title) <= 60))),
    constraint project_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id),
    constraint project_carried_from_id_fkey FOREIGN KEY (carried_from_id) REFERENCES project(id),
    constraint project_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES organisation(id)
);
comment on table project is 'A project of a committee for one half-year; what is unfinished then is carried over into another';
comment on column project.award is 'The money approved, in yuan; what is spent of it stands in project_spending';
CREATE INDEX project_account ON project (account_id, id) WHERE (account_id IS NOT NULL);
CREATE INDEX project_area ON project (area_path, updated_at, id);
CREATE INDEX project_area_id ON project (area_id);
CREATE INDEX project_half_year ON project (half_year, updated_at, id);
CREATE INDEX project_lead ON project (lead_id, updated_at, id) WHERE (lead_id IS NOT NULL);
CREATE INDEX project_recent ON project (updated_at, id);
CREATE INDEX project_status ON project (status, updated_at, id);
CREATE INDEX project_title ON project (title_key, id);
CREATE INDEX project_words ON project USING gin (words);

create table project_partner (
    id bigint generated always as identity,
    project_id bigint not null,
    organisation_id bigint not null,
    kind text not null,
    part text default '' not null,
    status text not null,
    reason text default '' not null,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint project_partner_pkey PRIMARY KEY (id),
    constraint project_partner_kind_known CHECK ((kind = ANY (ARRAY['COMMUNITY', 'SOCIAL_ORGANISATION', 'SOCIAL_WORKER', 'VOLUNTEER', 'CHARITY', 'OTHER']))),
    constraint project_partner_part_length CHECK ((char_length(part) <= 200)),
    constraint project_partner_reason_length CHECK ((char_length(reason) <= 500)),
    constraint project_partner_status_known CHECK ((status = ANY (ARRAY['INVITED', 'CLAIMED', 'AGREED', 'DECLINED', 'LEFT']))),
    constraint project_partner_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
    constraint project_partner_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
);
comment on table project_partner is 'An organisation that takes part in a project, or was asked to, or asks for it; the lead is one of them';
CREATE UNIQUE INDEX project_partner_once ON project_partner (project_id, organisation_id) WHERE (status = ANY (ARRAY['INVITED', 'CLAIMED', 'AGREED']));
CREATE INDEX project_partner_organisation ON project_partner (organisation_id, project_id);
CREATE INDEX project_partner_project ON project_partner (project_id, id);
CREATE INDEX project_partner_waiting ON project_partner (project_id) WHERE (status = ANY (ARRAY['INVITED', 'CLAIMED']));

create table project_criterion (
    id bigint generated always as identity,
    project_id bigint not null,
    place smallint not null,
    text text not null,
    met boolean,
    note text default '' not null,
    constraint project_criterion_pkey PRIMARY KEY (id),
    constraint project_criterion_place_once UNIQUE (project_id, place) DEFERRABLE,
    constraint project_criterion_note_length CHECK ((char_length(note) <= 500)),
    constraint project_criterion_text_length CHECK (((char_length(text) >= 1) AND (char_length(text) <= 200))),
    constraint project_criterion_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
);
comment on table project_criterion is 'By what a project is measured: fixed before it begins, compared when it has been delivered';

create table project_stage (
    id bigint generated always as identity,
    project_id bigint not null,
    name text not null,
    starts_on date not null,
    ends_on date not null,
    done_on date,
    version integer default 1 not null,
    constraint project_stage_pkey PRIMARY KEY (id),
    constraint project_stage_days_order CHECK ((ends_on >= starts_on)),
    constraint project_stage_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 60))),
    constraint project_stage_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
);
comment on table project_stage is 'A stage of a project, both days included';
CREATE INDEX project_stage_project ON project_stage (project_id, starts_on, id);

create table project_note (
    id bigint generated always as identity,
    project_id bigint not null,
    person_id bigint,
    noted_on date not null,
    text text not null,
    created_at timestamptz default now() not null,
    constraint project_note_pkey PRIMARY KEY (id),
    constraint project_note_text_length CHECK (((char_length(text) >= 1) AND (char_length(text) <= 2000))),
    constraint project_note_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
    constraint project_note_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
);
comment on table project_note is 'How a project is getting on, as somebody who takes part in it notes down';
CREATE INDEX project_note_person ON project_note (person_id) WHERE (person_id IS NOT NULL);
CREATE INDEX project_note_project ON project_note (project_id, noted_on, id);

create table project_spending (
    id bigint generated always as identity,
    project_id bigint not null,
    amount numeric(12,2) not null,
    spent_on date not null,
    purpose text not null,
    voided_at timestamptz,
    reason text default '' not null,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint project_spending_pkey PRIMARY KEY (id),
    constraint project_spending_amount_positive CHECK ((amount > (0)::numeric)),
    constraint project_spending_purpose_length CHECK (((char_length(purpose) >= 1) AND (char_length(purpose) <= 200))),
    constraint project_spending_reason_length CHECK ((char_length(reason) <= 500)),
    constraint project_spending_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
);
comment on table project_spending is 'What was spent of an award, in yuan; an entry that was wrong is voided, never changed';
CREATE INDEX project_spending_project ON project_spending (project_id, spent_on, id);

create table project_rating (
    id bigint generated always as identity,
    project_id bigint not null,
    demand_id bigint,
    account_id bigint not null,
    rating smallint not null,
    words text default '' not null,
    rated_at timestamptz default now() not null,
    constraint project_rating_pkey PRIMARY KEY (id),
    constraint project_rating_once UNIQUE NULLS NOT DISTINCT (project_id, demand_id),
    constraint project_rating_range CHECK (((rating >= 1) AND (rating <= 5))),
    constraint project_rating_words_length CHECK ((char_length(words) <= 500)),
    constraint project_rating_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES demand(id),
    constraint project_rating_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
);
comment on table project_rating is 'What the side that needed it says of a project: once for each demand, or once where it meets none';
CREATE INDEX project_rating_demand ON project_rating (demand_id) WHERE (demand_id IS NOT NULL);

create table project_demand (
    project_id bigint not null,
    demand_id bigint not null,
    constraint project_demand_pkey PRIMARY KEY (project_id, demand_id),
    constraint project_demand_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES demand(id),
    constraint project_demand_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
);
comment on table project_demand is 'Which demands a project fulfils';
CREATE INDEX project_demand_demand ON project_demand (demand_id);

create table project_match (
    project_id bigint not null,
    match_id bigint not null,
    ended_at timestamptz,
    constraint project_match_pkey PRIMARY KEY (project_id, match_id),
    constraint project_match_match_id_fkey FOREIGN KEY (match_id) REFERENCES match(id),
    constraint project_match_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
);
comment on table project_match is 'Which promises a project carries out; ended where another has taken it over, or the project was given up';
CREATE INDEX project_match_match ON project_match (match_id);
CREATE UNIQUE INDEX project_match_once ON project_match (match_id) WHERE (ended_at IS NULL);

create table project_brand (
    project_id bigint not null,
    category_id bigint not null,
    constraint project_brand_pkey PRIMARY KEY (project_id, category_id),
    constraint project_brand_category_id_fkey FOREIGN KEY (category_id) REFERENCES category(id),
    constraint project_brand_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id)
);
comment on table project_brand is 'Under which brands and programmes a project runs';
CREATE INDEX project_brand_category ON project_brand (category_id);

create table half_year (
    code text not null,
    first_day date not null,
    next_day date not null,
    previous text not null,
    constraint half_year_pkey PRIMARY KEY (code)
);
comment on table half_year is 'The half-years from plenary to plenary: the first day, and the first day of the next';

create table stored_file (
    digest bytea not null,
    size bigint not null,
    stored_at timestamptz default now() not null,
    constraint stored_file_pkey PRIMARY KEY (digest),
    constraint stored_file_digest_length CHECK ((octet_length(digest) = 32)),
    constraint stored_file_size_positive CHECK ((size > 0))
);
comment on table stored_file is 'What lies in the object store, noted down before it is put there: so what nobody refers to is found and erased';
CREATE INDEX stored_file_stored ON stored_file (stored_at);

create table upload (
    id bigint generated always as identity,
    account_id bigint not null,
    file_name text not null,
    status text default 'OPEN' not null,
    kind text,
    media_type text,
    size bigint,
    width integer,
    height integer,
    content bytea,
    thumbnail bytea,
    expires_at timestamptz not null,
    created_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint upload_pkey PRIMARY KEY (id),
    constraint upload_file_name_length CHECK (((char_length(file_name) >= 1) AND (char_length(file_name) <= 200))),
    constraint upload_kind_known CHECK ((kind = ANY (ARRAY['IMAGE', 'DOCUMENT']))),
    constraint upload_received_whole CHECK ((((status = 'OPEN') = (content IS NULL)) AND ((content IS NULL) = (kind IS NULL)))),
    constraint upload_status_known CHECK ((status = ANY (ARRAY['OPEN', 'RECEIVED', 'ATTACHED']))),
    constraint upload_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
    constraint upload_content_fkey FOREIGN KEY (content) REFERENCES stored_file(digest),
    constraint upload_thumbnail_fkey FOREIGN KEY (thumbnail) REFERENCES stored_file(digest)
);
comment on table upload is 'A file on its way in: an address is opened, bytes arrive, an item takes it; what nobody takes is erased';
CREATE INDEX upload_account ON upload (account_id, id);
CREATE INDEX upload_content ON upload (content) WHERE (content IS NOT NULL);
CREATE INDEX upload_expired ON upload (expires_at);
CREATE INDEX upload_thumbnail ON upload (thumbnail) WHERE (thumbnail IS NOT NULL);

create table attachment (
    id bigint generated always as identity,
    resource_id bigint,
    demand_id bigint,
    project_id bigint,
    note_id bigint,
    delivery_id bigint,
    kind text not null,
    media_type text not null,
    file_name text not null,
    caption text default '' not null,
    size bigint not null,
    width integer,
    height integer,
    content bytea,
    thumbnail bytea,
    person_id bigint,
    created_at timestamptz default now() not null,
    removed_at timestamptz,
    version integer default 1 not null,
    comment_id bigint,
    constraint attachment_pkey PRIMARY KEY (id),
    constraint attachment_caption_length CHECK ((char_length(caption) <= 200)),
    constraint attachment_file_name_length CHECK (((char_length(file_name) >= 1) AND (char_length(file_name) <= 200))),
    constraint attachment_image_measured CHECK (((kind = 'IMAGE') = ((width IS NOT NULL) AND (height IS NOT NULL)))),
    constraint attachment_kind_known CHECK ((kind = ANY (ARRAY['IMAGE', 'DOCUMENT']))),
    constraint attachment_one_item CHECK ((num_nonnulls(resource_id, demand_id, project_id, note_id, delivery_id, comment_id) = 1)),
    constraint attachment_stored CHECK (((content IS NOT NULL) OR (removed_at IS NOT NULL))),
    constraint attachment_thumbnail_stored CHECK (((thumbnail IS NOT NULL) OR (kind <> 'IMAGE') OR (removed_at IS NOT NULL))),
    constraint attachment_content_fkey FOREIGN KEY (content) REFERENCES stored_file(digest),
    constraint attachment_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id),
    constraint attachment_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES demand(id),
    constraint attachment_note_id_fkey FOREIGN KEY (note_id) REFERENCES project_note(id),
    constraint attachment_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
    constraint attachment_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id),
    constraint attachment_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resource(id),
    constraint attachment_thumbnail_fkey FOREIGN KEY (thumbnail) REFERENCES stored_file(digest)
);
comment on table attachment is 'A photo or document of exactly one item; of one that was removed, the bytes go after a while and the row stays';
CREATE INDEX attachment_comment ON attachment (comment_id, id) WHERE (comment_id IS NOT NULL);
CREATE INDEX attachment_content ON attachment (content) WHERE (content IS NOT NULL);
CREATE INDEX attachment_delivery ON attachment (delivery_id, id) WHERE (delivery_id IS NOT NULL);
CREATE INDEX attachment_demand ON attachment (demand_id, id) WHERE (demand_id IS NOT NULL);
CREATE INDEX attachment_note ON attachment (note_id, id) WHERE (note_id IS NOT NULL);
CREATE INDEX attachment_person ON attachment (person_id) WHERE (person_id IS NOT NULL);
CREATE INDEX attachment_project ON attachment (project_id, id) WHERE (project_id IS NOT NULL);
CREATE INDEX attachment_removed ON attachment (removed_at) WHERE ((removed_at IS NOT NULL) AND (content IS NOT NULL));
CREATE INDEX attachment_resource ON attachment (resource_id, id) WHERE (resource_id IS NOT NULL);
CREATE INDEX attachment_thumbnail ON attachment (thumbnail) WHERE (thumbnail IS NOT NULL);

create table comment (
    id bigint generated always as identity,
    resource_id bigint,
    demand_id bigint,
    match_id bigint,
    project_id bigint,
    account_id bigint not null,
    person_id bigint not null,
    organisation_id bigint,
    text text not null,
    status text default 'STANDING' not null,
    reason text default '' not null,
    created_at timestamptz default now() not null,
    edited_at timestamptz,
    version integer default 1 not null,
    constraint comment_pkey PRIMARY KEY (id),
    constraint comment_gone_without_text CHECK (((status = 'STANDING') = (text <> ''))),
    constraint comment_one_item CHECK ((num_nonnulls(resource_id, demand_id, match_id, project_id) = 1)),
    constraint comment_reason_length CHECK ((char_length(reason) <= 500)),
    constraint comment_status_known CHECK ((status = ANY (ARRAY['STANDING', 'WITHDRAWN', 'REMOVED']))),
    constraint comment_text_length CHECK ((char_length(text) <= 2000)),
    constraint comment_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
    constraint comment_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES demand(id),
    constraint comment_match_id_fkey FOREIGN KEY (match_id) REFERENCES match(id),
    constraint comment_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id),
    constraint comment_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
    constraint comment_project_id_fkey FOREIGN KEY (project_id) REFERENCES project(id),
    constraint comment_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resource(id)
);
comment on table comment is 'Never public; of one that was taken back the text goes and the row stays';
CREATE INDEX comment_demand ON comment (demand_id, created_at, id) WHERE (demand_id IS NOT NULL);
CREATE INDEX comment_match ON comment (match_id, created_at, id) WHERE (match_id IS NOT NULL);
CREATE INDEX comment_organisation ON comment (organisation_id) WHERE (organisation_id IS NOT NULL);
CREATE INDEX comment_person ON comment (person_id);
CREATE INDEX comment_project ON comment (project_id, created_at, id) WHERE (project_id IS NOT NULL);
CREATE INDEX comment_resource ON comment (resource_id, created_at, id) WHERE (resource_id IS NOT NULL);

create table mention (
    id bigint generated always as identity,
    comment_id bigint not null,
    person_id bigint not null,
    name text not null,
    answered_at timestamptz,
    constraint mention_pkey PRIMARY KEY (id),
    constraint mention_once UNIQUE (comment_id, person_id),
    constraint mention_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 40))),
    constraint mention_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment(id),
    constraint mention_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
);
comment on table mention is 'A person named in a comment, by the name as it was written; answered: commented since, or noted';
CREATE INDEX mention_open ON mention (person_id, comment_id) WHERE (answered_at IS NULL);
CREATE INDEX mention_person ON mention (person_id);

create table letter (
    id bigint generated always as identity,
    key text not null,
    kind text not null,
    language text not null,
    address_sealed bytea,
    content_sealed bytea,
    created_at timestamptz default now() not null,
    next_at timestamptz default now() not null,
    attempts integer default 0 not null,
    sent_at timestamptz,
    given_up_at timestamptz,
    error text default '' not null,
    constraint letter_pkey PRIMARY KEY (id),
    constraint letter_once UNIQUE (key),
    constraint letter_ended_once CHECK (((sent_at IS NULL) OR (given_up_at IS NULL))),
    constraint letter_error_length CHECK ((char_length(error) <= 200)),
    constraint letter_key_length CHECK (((char_length(key) >= 1) AND (char_length(key) <= 200))),
    constraint letter_whole_while_due CHECK ((((address_sealed IS NOT NULL) AND (content_sealed IS NOT NULL)) OR (sent_at IS NOT NULL) OR (given_up_at IS NOT NULL)))
);
comment on table letter is 'Written with what wants it sent, sent by the worker; address and text are erased some time after';
comment on column letter.key is 'What the letter is about, without personal data; a second one under the same key is not written';
comment on column letter.error is 'What the mail server last objected, without the address';
CREATE INDEX letter_due ON letter (next_at) WHERE ((sent_at IS NULL) AND (given_up_at IS NULL));
CREATE INDEX letter_given_up ON letter (given_up_at) WHERE (given_up_at IS NOT NULL);
CREATE INDEX letter_to_erase ON letter (created_at) WHERE (content_sealed IS NOT NULL);

create table resource_link (
    id bigint generated always as identity,
    digest bytea not null,
    stage smallint,
    created_at timestamptz default now() not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint resource_link_pkey PRIMARY KEY (id),
    constraint resource_link_digest_unique UNIQUE (digest),
    constraint resource_link_stage_known CHECK ((stage = ANY (ARRAY[14, 3, 0])))
);
comment on table resource_link is 'Opens one action once: confirming that its offers still stand. Only a digest of the secret is stored';
comment on column resource_link.stage is 'How many days before lapsing the letter with it was due; null: made by hand';
CREATE INDEX resource_link_expiry ON resource_link (expires_at);

create table resource_link_offer (
    link_id bigint not null,
    resource_id bigint not null,
    version integer not null,
    confirmed_on date not null,
    constraint resource_link_offer_pkey PRIMARY KEY (link_id, resource_id),
    constraint resource_link_offer_link_id_fkey FOREIGN KEY (link_id) REFERENCES resource_link(id) ON DELETE CASCADE,
    constraint resource_link_offer_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resource(id) ON DELETE CASCADE
);
comment on column resource_link_offer.version is 'Of the offer when the link was made: what was changed since is not confirmed by it';
CREATE INDEX resource_link_offer_resource ON resource_link_offer (resource_id, confirmed_on);

create table watch (
    id bigint generated always as identity,
    account_id bigint not null,
    item_type text not null,
    item_id bigint not null,
    created_at timestamptz default now() not null,
    stopped_at timestamptz,
    constraint watch_pkey PRIMARY KEY (id),
    constraint watch_once UNIQUE (account_id, item_type, item_id),
    constraint watch_item_type_known CHECK ((item_type = ANY (ARRAY['Resource', 'Demand', 'Match', 'Project']))),
    constraint watch_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);
comment on table watch is 'A row that was stopped stays: what somebody does not want to watch is not watched again of itself';
CREATE INDEX watch_item ON watch (item_type, item_id) WHERE (stopped_at IS NULL);

create table notification (
    id bigint generated always as identity,
    account_id bigint not null,
    kind text not null,
    event_id bigint not null,
    event_at timestamptz not null,
    subject_type text not null,
    subject_id bigint not null,
    comment_id bigint,
    created_at timestamptz default now() not null,
    read_at timestamptz,
    digested_at timestamptz,
    constraint notification_pkey PRIMARY KEY (id),
    constraint notification_once UNIQUE (account_id, event_id),
    constraint notification_kind_known CHECK ((kind = ANY (ARRAY['MENTIONED', 'PROPOSED', 'DELIVERED', 'RETURNED', 'DECIDED', 'COMMENTED', 'MOVED']))),
    constraint notification_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
    constraint notification_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment(id)
);
comment on table notification is 'What an account is told of an event; written by a reader of the ledger, erased after half a year';
comment on column notification.digested_at is 'When it went into a letter, as a line or in the count of the rest';
CREATE INDEX notification_comment ON notification (comment_id) WHERE (comment_id IS NOT NULL);
CREATE INDEX notification_created ON notification (created_at);
CREATE INDEX notification_recent ON notification (account_id, event_at, id);
CREATE INDEX notification_undigested ON notification (account_id, created_at) WHERE ((read_at IS NULL) AND (digested_at IS NULL));
CREATE INDEX notification_unread ON notification (account_id, event_at, id) WHERE (read_at IS NULL);

create table digest_choice (
    account_id bigint not null,
    kind text not null,
    rhythm text not null,
    constraint digest_choice_once PRIMARY KEY (account_id, kind),
    constraint digest_choice_kind_known CHECK ((kind = ANY (ARRAY['MENTIONED', 'PROPOSED', 'DELIVERED', 'RETURNED', 'DECIDED', 'COMMENTED', 'MOVED']))),
    constraint digest_choice_rhythm_known CHECK ((rhythm = ANY (ARRAY['NONE', 'DAILY', 'WEEKLY']))),
    constraint digest_choice_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);
comment on table digest_choice is 'Without a row, daily';

create table plan_weights (
    id integer generated always as identity,
    urgent smallint not null,
    soon smallint not null,
    normal smallint not null,
    waiting smallint not null,
    fairness smallint not null,
    fit smallint not null,
    nearness smallint not null,
    line smallint not null,
    per_unit smallint not null,
    partners smallint not null,
    note text default '' not null,
    account_id bigint,
    decided_at timestamptz default now() not null,
    constraint plan_weights_pkey PRIMARY KEY (id),
    constraint plan_weights_limits CHECK (((LEAST(per_unit, partners) >= 1) AND (per_unit <= 1000) AND (partners <= 20))),
    constraint plan_weights_note_length CHECK ((char_length(note) <= 200)),
    constraint plan_weights_range CHECK (((LEAST(urgent, soon, normal) >= 1) AND (GREATEST(urgent, soon, normal) <= 1000) AND (LEAST(waiting, fairness, fit, nearness, line) >= 0) AND (GREATEST(waiting, fairness, fit, nearness, line) <= 100)))
);
comment on table plan_weights is 'What counts how much in a plan, and how much it asks of one unit; the latest version holds';
comment on column plan_weights.account_id is 'Who decided; null: they came with the product';

create table plan (
    id bigint generated always as identity,
    area_id bigint not null,
    area_path text collate "C" not null,
    first_day date not null,
    last_day date not null,
    status text default 'QUEUED' not null,
    account_id bigint not null,
    weights integer not null,
    run integer default 1 not null,
    solved_run integer,
    progress smallint default 0 not null,
    seconds numeric(9,2) default 0 not null,
    holder text,
    beat_at timestamptz,
    attempts smallint default 0 not null,
    failure text,
    cut boolean default false not null,
    demands integer default 0 not null,
    full_demands integer default 0 not null,
    pairs integer default 0 not null,
    served numeric(5,2),
    greedy_served numeric(5,2),
    units integer,
    greedy_units integer,
    nearness numeric(5,2),
    greedy_nearness numeric(5,2),
    bound numeric(14,4),
    gap numeric(9,6),
    inputs_hash text,
    solved_at timestamptz,
    created_at timestamptz default now() not null,
    updated_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint plan_pkey PRIMARY KEY (id),
    constraint plan_failure_known CHECK ((failure = ANY (ARRAY['INFEASIBLE', 'BROKEN']))),
    constraint plan_period CHECK ((first_day <= last_day)),
    constraint plan_progress_range CHECK (((progress >= 0) AND (progress <= 100))),
    constraint plan_status_known CHECK ((status = ANY (ARRAY['QUEUED', 'READING', 'SOLVING', 'DRAFT', 'ACCEPTING', 'ACCEPTED', 'CANCELLED', 'FAILED']))),
    constraint plan_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
    constraint plan_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id),
    constraint plan_weights_fkey FOREIGN KEY (weights) REFERENCES plan_weights(id)
);
comment on table plan is 'An allocation for the open demands of an area and below in a period, from the request to the proposals made of it';
comment on column plan.run is 'How often it has been asked for; the lines are those of solved_run';
comment on column plan.holder is 'Which worker is at it; whoever has not beaten for a while has lost it';
CREATE INDEX plan_area ON plan (area_path, updated_at, id);
CREATE INDEX plan_recent ON plan (updated_at, id);
CREATE UNIQUE INDEX plan_under_way ON plan (area_id) WHERE (status = ANY (ARRAY['QUEUED', 'READING', 'SOLVING']));
CREATE INDEX plan_waiting ON plan (updated_at, id) WHERE (status = ANY (ARRAY['QUEUED', 'READING', 'SOLVING', 'ACCEPTING']));

create table plan_input (
    plan_id bigint not null,
    run integer not null,
    content bytea not null,
    hash text not null,
    kept_at timestamptz default now() not null,
    solution bytea,
    constraint plan_input_pkey PRIMARY KEY (plan_id, run),
    constraint plan_input_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plan(id) ON DELETE CASCADE
);
comment on table plan_input is 'What a run was solved from (JSON, deflated), so that it can be solved again';
comment on column plan_input.solution is 'What the solver found (JSON, deflated): questions about the plan are answered from both';

create table plan_need (
    id bigint generated always as identity,
    plan_id bigint not null,
    demand_id bigint not null,
    area_id bigint not null,
    place integer not null,
    missing numeric(12,2) not null,
    planned numeric(12,2) not null,
    reason text,
    constraint plan_need_pkey PRIMARY KEY (id),
    constraint plan_need_once UNIQUE (plan_id, demand_id),
    constraint plan_need_reason_known CHECK ((reason = ANY (ARRAY['NO_OFFER', 'UNITS_DIFFER', 'EXHAUSTED', 'LIMIT', 'FORBIDDEN']))),
    constraint plan_need_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id),
    constraint plan_need_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES demand(id),
    constraint plan_need_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plan(id) ON DELETE CASCADE
);
comment on table plan_need is 'A demand that a plan is about: how much of it was missing, and how much the plan covers';
comment on column plan_need.area_id is 'The community that it counts for when communities are compared';
comment on column plan_need.place is 'The most pressing ones first';
CREATE INDEX plan_need_area ON plan_need (plan_id, area_id, place, id);
CREATE INDEX plan_need_demand ON plan_need (demand_id);
CREATE INDEX plan_need_place ON plan_need (plan_id, place, id);

create table plan_community (
    id bigint generated always as identity,
    plan_id bigint not null,
    area_id bigint not null,
    demands integer not null,
    served numeric(5,2) not null,
    greedy numeric(5,2) not null,
    constraint plan_community_pkey PRIMARY KEY (id),
    constraint plan_community_once UNIQUE (plan_id, area_id),
    constraint plan_community_area_id_fkey FOREIGN KEY (area_id) REFERENCES area(id),
    constraint plan_community_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plan(id) ON DELETE CASCADE
);
comment on table plan_community is 'How much of the need of a community a plan covers, in percent';

create table plan_line (
    id bigint generated always as identity,
    plan_id bigint not null,
    demand_id bigint not null,
    resource_id bigint not null,
    day date,
    opens time without time zone,
    quantity numeric(12,2) not null,
    covers numeric(12,2) not null,
    learnt integer,
    before numeric(12,2),
    score numeric(5,2) not null,
    run integer not null,
    status text default 'OPEN' not null,
    account_id bigint,
    refusals jsonb,
    match_id bigint,
    constraint plan_line_pkey PRIMARY KEY (id),
    constraint plan_line_chosen_by_somebody CHECK (((status <> 'CHOSEN') OR (account_id IS NOT NULL))),
    constraint plan_line_covers_positive CHECK ((covers > (0)::numeric)),
    constraint plan_line_match_when_proposed CHECK (((status = 'PROPOSED') = (match_id IS NOT NULL))),
    constraint plan_line_opening_whole CHECK (((day IS NULL) = (opens IS NULL))),
    constraint plan_line_quantity_positive CHECK ((quantity > (0)::numeric)),
    constraint plan_line_status_known CHECK ((status = ANY (ARRAY['OPEN', 'CHOSEN', 'PROPOSED', 'REFUSED', 'DROPPED']))),
    constraint plan_line_told_when_refused CHECK (((status = 'REFUSED') = (refusals IS NOT NULL))),
    constraint plan_line_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
    constraint plan_line_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES demand(id),
    constraint plan_line_match_id_fkey FOREIGN KEY (match_id) REFERENCES match(id),
    constraint plan_line_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plan(id) ON DELETE CASCADE,
    constraint plan_line_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resource(id)
);
comment on table plan_line is 'So much of an offer for so much of a demand, as a plan has it';
comment on column plan_line.learnt is 'Where the units differ: from how many earlier promises it was learnt how much meets how much';
comment on column plan_line.before is 'What the run before covered by it; null: nothing';
comment on column plan_line.account_id is 'Who accepted it';
CREATE INDEX plan_line_chosen ON plan_line (plan_id, id) WHERE (status = 'CHOSEN');
CREATE INDEX plan_line_demand ON plan_line (plan_id, demand_id, id);
CREATE INDEX plan_line_match ON plan_line (match_id) WHERE (match_id IS NOT NULL);
CREATE UNIQUE INDEX plan_line_once ON plan_line (plan_id, demand_id, resource_id, COALESCE(day, '-infinity'::date), COALESCE(opens, '00:00:00'::time without time zone)) WHERE (status <> 'PROPOSED');
CREATE INDEX plan_line_resource ON plan_line (resource_id);

create table plan_rule (
    id bigint generated always as identity,
    plan_id bigint not null,
    kind text not null,
    demand_id bigint not null,
    resource_id bigint not null,
    day date,
    opens time without time zone,
    covers numeric(12,2),
    clash text,
    most numeric(12,2),
    account_id bigint not null,
    created_at timestamptz default now() not null,
    constraint plan_rule_pkey PRIMARY KEY (id),
    constraint plan_rule_clash_known CHECK ((clash = ANY (ARRAY['NOT_ALLOWED', 'FORBIDDEN', 'NOT_WHOLE', 'LOT', 'NEED', 'PARTNERS', 'LINES']))),
    constraint plan_rule_covers_positive CHECK ((covers > (0)::numeric)),
    constraint plan_rule_covers_when_pinned CHECK (((kind = 'PIN') = (covers IS NOT NULL))),
    constraint plan_rule_kind_known CHECK ((kind = ANY (ARRAY['PIN', 'FORBID']))),
    constraint plan_rule_opening_whole CHECK (((day IS NULL) = (opens IS NULL))),
    constraint plan_rule_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
    constraint plan_rule_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES demand(id),
    constraint plan_rule_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plan(id) ON DELETE CASCADE,
    constraint plan_rule_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resource(id)
);
comment on table plan_rule is 'What people have decided for the next run of a plan: a line with its quantity, or that an offer is not for a demand';
comment on column plan_rule.clash is 'Why the last run could not be solved with it';
comment on column plan_rule.most is 'What would hold at most';
CREATE INDEX plan_rule_demand ON plan_rule (demand_id);
CREATE UNIQUE INDEX plan_rule_once ON plan_rule (plan_id, demand_id, resource_id, COALESCE(day, '-infinity'::date), COALESCE(opens, '00:00:00'::time without time zone));
CREATE INDEX plan_rule_resource ON plan_rule (resource_id);

create table plan_alternative (
    id bigint generated always as identity,
    plan_id bigint not null,
    run integer not null,
    demand_id bigint not null,
    resource_id bigint not null,
    day date,
    opens time without time zone,
    place integer not null,
    score numeric(5,2) not null,
    covers numeric(12,2) not null,
    left_over numeric(14,2) not null,
    obstacle text not null,
    rival_id bigint,
    ahead text[] default '{}'::text[] not null,
    tried numeric(12,2),
    points numeric(14,4),
    clash text,
    losses jsonb default '[]'::jsonb not null,
    constraint plan_alternative_pkey PRIMARY KEY (id),
    constraint plan_alternative_clash_known CHECK ((clash = ANY (ARRAY['NOT_ALLOWED', 'FORBIDDEN', 'NOT_WHOLE', 'LOT', 'NEED', 'PARTNERS', 'LINES']))),
    constraint plan_alternative_obstacle_known CHECK ((obstacle = ANY (ARRAY['PINNED', 'CHOSEN', 'FORBIDDEN', 'EXHAUSTED', 'TAKEN', 'LINES', 'MET', 'PARTNERS', 'CRUMB', 'OPEN']))),
    constraint plan_alternative_opening_whole CHECK (((day IS NULL) = (opens IS NULL))),
    constraint plan_alternative_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES demand(id),
    constraint plan_alternative_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plan(id) ON DELETE CASCADE,
    constraint plan_alternative_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resource(id),
    constraint plan_alternative_rival_id_fkey FOREIGN KEY (rival_id) REFERENCES demand(id)
);
comment on table plan_alternative is 'An offer that might serve a demand of a plan, and why it does not, or not more; asked for demand by demand';
comment on column plan_alternative.rival_id is 'The demand that gets it instead, if there is one';
comment on column plan_alternative.ahead is 'In what that is ahead';
comment on column plan_alternative.tried is 'How much of the demand it was asked to meet, when the price was asked for';
comment on column plan_alternative.points is 'What the plan would lose by that';
comment on column plan_alternative.losses is 'Which demands would get more or less: number, before and after, in hundredths';
CREATE INDEX plan_alternative_demand ON plan_alternative (demand_id);
CREATE INDEX plan_alternative_need ON plan_alternative (plan_id, demand_id, place, id);
CREATE INDEX plan_alternative_resource ON plan_alternative (resource_id);
CREATE INDEX plan_alternative_rival ON plan_alternative (rival_id) WHERE (rival_id IS NOT NULL);

create table capacity_entry (
    id bigint generated always as identity,
    at timestamptz not null,
    account_id bigint,
    resource_id bigint,
    kind text not null,
    quantity numeric(14,2) not null,
    unit text not null,
    until timestamptz,
    day date,
    opens time without time zone,
    match_id bigint,
    reason text default '' not null,
    wait_id bigint,
    constraint capacity_entry_pkey PRIMARY KEY (id),
    constraint capacity_entry_kind_known CHECK ((kind = ANY (ARRAY['STOCK', 'CORRECTION', 'HOLD', 'AGREEMENT', 'RELEASE', 'SETTLEMENT', 'TRANSFER']))),
    constraint capacity_entry_one_subject CHECK ((num_nonnulls(resource_id) = 1)),
    constraint capacity_entry_opening_whole CHECK (((day IS NULL) = (opens IS NULL))),
    constraint capacity_entry_reason_length CHECK ((char_length(reason) <= 500)),
    constraint capacity_entry_says_something CHECK (((quantity <> (0)::numeric) OR (kind = 'SETTLEMENT'))),
    constraint capacity_entry_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resource(id)
);
comment on table capacity_entry is 'The book of capacity, append-only: the sum of the entries that count at a moment is what was left then. Whatever else has capacity gets a column beside resource_id';
comment on column capacity_entry.account_id is 'Who did it; null: nobody in particular, such as the clock';
comment on column capacity_entry.quantity is 'What it adds to what is left, or takes from it';
comment on column capacity_entry.until is 'It counts up to this moment: a hold ends by itself, and so does the entry that takes a hold back; null: without an end';
comment on column capacity_entry.day is 'It is about one opening; null: about the stock, or about every opening alike';
comment on column capacity_entry.wait_id is 'The place on the waiting list that it comes from';
CREATE INDEX capacity_entry_corrected ON capacity_entry (resource_id, day, opens) WHERE ((kind = 'CORRECTION') AND (day IS NOT NULL));
CREATE INDEX capacity_entry_match ON capacity_entry (match_id) WHERE (match_id IS NOT NULL);
CREATE INDEX capacity_entry_resource ON capacity_entry (resource_id, at, id);

create table wait (
    id bigint generated always as identity,
    demand_id bigint not null,
    resource_id bigint not null,
    quantity numeric(12,2) not null,
    covers numeric(12,2) not null,
    day date,
    opens time without time zone,
    status text default 'WAITING' not null,
    hold_until timestamptz,
    match_id bigint,
    account_id bigint,
    created_at timestamptz default now() not null,
    updated_at timestamptz default now() not null,
    version integer default 1 not null,
    constraint wait_pkey PRIMARY KEY (id),
    constraint wait_covers_positive CHECK ((covers > (0)::numeric)),
    constraint wait_held_while_asked CHECK (((status <> 'ASKED') OR (hold_until IS NOT NULL))),
    constraint wait_opening_whole CHECK (((day IS NULL) = (opens IS NULL))),
    constraint wait_quantity_positive CHECK ((quantity > (0)::numeric)),
    constraint wait_status_known CHECK ((status = ANY (ARRAY['WAITING', 'ASKED', 'TAKEN', 'PASSED', 'LEFT', 'EXPIRED', 'ENDED']))),
    constraint wait_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES demand(id),
    constraint wait_match_id_fkey FOREIGN KEY (match_id) REFERENCES match(id),
    constraint wait_resource_id_fkey FOREIGN KEY (resource_id) REFERENCES resource(id)
);
comment on table wait is 'A place on the waiting list of an offer, or of one of its openings; first come, first served';
comment on column wait.hold_until is 'Until when its quantity is held for it, once it is asked; the hold ends by itself';
comment on column wait.match_id is 'The proposal that came of it';
CREATE INDEX wait_demand ON wait (demand_id, id);
CREATE INDEX wait_line ON wait (resource_id, id) WHERE (status = ANY (ARRAY['WAITING', 'ASKED']));
CREATE INDEX wait_match ON wait (match_id) WHERE (match_id IS NOT NULL);
CREATE UNIQUE INDEX wait_once ON wait (demand_id, resource_id, COALESCE(day, '-infinity'::date), COALESCE(opens, '00:00:00'::time without time zone)) WHERE (status = ANY (ARRAY['WAITING', 'ASKED']));
CREATE INDEX wait_resource ON wait (resource_id, id);

create table month (
    code text not null,
    first_day date not null,
    next_day date not null,
    constraint month_pkey PRIMARY KEY (code)
);
comment on table month is 'The months by name: the first day, and the first day of the next';

create table record_entry (
    id bigint generated always as identity,
    organisation_id bigint not null,
    kind text not null,
    match_id bigint not null,
    delivery_id bigint,
    rating smallint,
    happened_at timestamptz not null,
    status text default 'COUNTS' not null,
    reason text default '' not null,
    contested_at timestamptz,
    decision text default '' not null,
    decided_at timestamptz,
    version integer default 1 not null,
    constraint record_entry_pkey PRIMARY KEY (id),
    constraint record_entry_contested CHECK (((status = 'COUNTS') = (contested_at IS NULL))),
    constraint record_entry_decided CHECK (((status = ANY (ARRAY['UPHELD', 'STRUCK'])) = (decided_at IS NOT NULL))),
    constraint record_entry_decision_length CHECK ((char_length(decision) <= 500)),
    constraint record_entry_kind_known CHECK ((kind = ANY (ARRAY['DELIVERED', 'DECLINED', 'CANCELLED', 'UNANSWERED']))),
    constraint record_entry_of_delivery CHECK ((((kind = 'DELIVERED') = (delivery_id IS NOT NULL)) AND ((kind = 'DELIVERED') = (rating IS NOT NULL)))),
    constraint record_entry_rating_range CHECK (((rating >= 1) AND (rating <= 5))),
    constraint record_entry_reason_length CHECK ((char_length(reason) <= 500)),
    constraint record_entry_status_known CHECK ((status = ANY (ARRAY['COUNTS', 'CONTESTED', 'UPHELD', 'STRUCK']))),
    constraint record_entry_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id) ON DELETE CASCADE,
    constraint record_entry_match_id_fkey FOREIGN KEY (match_id) REFERENCES match(id) ON DELETE CASCADE,
    constraint record_entry_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
comment on table record_entry is 'What came of a promise or proposal of a unit; kept by triggers on match and delivery. That an open proposal will go unanswered is foreseen: its entry lies in the future until its hold is over, and goes when the unit answers. Nothing in it is about a person';
comment on column record_entry.reason is 'Why the unit contests it';
comment on column record_entry.decision is 'Why the committee upheld or struck it';
CREATE INDEX record_entry_counted ON record_entry (organisation_id, happened_at DESC, id DESC) INCLUDE (kind, rating) WHERE (status = ANY (ARRAY['COUNTS', 'UPHELD']));
CREATE UNIQUE INDEX record_entry_delivery ON record_entry (delivery_id) WHERE (delivery_id IS NOT NULL);
CREATE UNIQUE INDEX record_entry_match ON record_entry (match_id) WHERE (delivery_id IS NULL);
CREATE INDEX record_entry_organisation ON record_entry (organisation_id, happened_at, id);
CREATE INDEX record_entry_promise ON record_entry (match_id);
CREATE INDEX record_entry_waiting ON record_entry (contested_at) WHERE (status = 'CONTESTED');

create table match_choice (
    match_id bigint not null,
    area_path text collate "C" not null,
    category_id bigint not null,
    chosen_at timestamptz default now() not null,
    weights integer not null,
    place smallint,
    among smallint not null,
    parts smallint[] not null,
    first_parts smallint[],
    constraint match_choice_pkey PRIMARY KEY (match_id),
    constraint match_choice_among_range CHECK (((among >= 0) AND (among <= 20))),
    constraint match_choice_first_known CHECK (((first_parts IS NULL) = (among = 0))),
    constraint match_choice_first_parts CHECK ((cardinality(first_parts) = 7)),
    constraint match_choice_parts CHECK ((cardinality(parts) = 7)),
    constraint match_choice_place_among CHECK ((COALESCE((place)::integer, 0) <= among)),
    constraint match_choice_place_range CHECK (((place >= 1) AND (place <= 20))),
    constraint match_choice_category_id_fkey FOREIGN KEY (category_id) REFERENCES category(id),
    constraint match_choice_match_id_fkey FOREIGN KEY (match_id) REFERENCES match(id) ON DELETE CASCADE,
    constraint match_choice_weights_fkey FOREIGN KEY (weights) REFERENCES match_weights(id)
);
comment on table match_choice is 'For which demands which candidate was proposed; about offers, areas and classes, never about who proposed';
comment on column match_choice.area_path is 'The demand''s area on the day';
comment on column match_choice.place is 'Null: the offer was not among the first twenty';
comment on column match_choice.parts is 'The percentages of the parts, in the order in which weights stand in a list; of the one that was chosen';
comment on column match_choice.first_parts is 'Likewise of the candidate that stood first';
CREATE INDEX match_choice_area ON match_choice (area_path, chosen_at);
CREATE INDEX match_choice_category ON match_choice (category_id);
CREATE INDEX match_choice_weights ON match_choice (weights);

create table balance_kept (
    top text not null,
    period text not null,
    day date not null,
    counted_at timestamptz not null,
    constraint balance_kept_pkey PRIMARY KEY (top, period)
);
comment on table balance_kept is 'Which sums are kept: of a district (its path) for a period (empty: by month), as of a day; holds that ended by counted_at are in';

create table balance_need (
    top text not null,
    part text not null,
    period text not null,
    cut text not null,
    category_id bigint not null,
    unit text,
    month date,
    age text,
    count bigint not null,
    met bigint not null,
    promised bigint not null,
    unmet bigint not null,
    partly bigint not null,
    expired bigint not null,
    quantity numeric not null,
    delivered numeric not null,
    agreed numeric not null,
    missing numeric not null,
    constraint balance_need_once UNIQUE NULLS NOT DISTINCT (top, period, part, cut, category_id, unit, month, age),
    constraint balance_need_category FOREIGN KEY (category_id) REFERENCES category(id) ON DELETE CASCADE
);
comment on table balance_need is 'Sums over demands by part of a district and class, each cut (UNIT, MONTH, AGE) over all of them';

create table balance_supply (
    top text not null,
    part text not null,
    period text not null,
    cut text not null,
    category_id bigint not null,
    unit text,
    month date,
    age text,
    count bigint not null,
    engaged bigint not null,
    idle bigint not null,
    lapsed bigint not null,
    expired bigint not null,
    stocks bigint not null,
    quantity numeric not null,
    used numeric not null,
    constraint balance_supply_once UNIQUE NULLS NOT DISTINCT (top, period, part, cut, category_id, unit, month, age),
    constraint balance_supply_category FOREIGN KEY (category_id) REFERENCES category(id) ON DELETE CASCADE
);
comment on table balance_supply is 'Sums over offers by part of a district and class, each cut (UNIT, MONTH, AGE) over all of them';

create table balance_listing (
    top text not null,
    part text not null,
    month date not null,
    category_id bigint not null,
    needs bigint not null,
    met bigint not null,
    unmet bigint not null,
    supplies bigint not null,
    constraint balance_listing_pkey PRIMARY KEY (top, month, part, category_id),
    constraint balance_listing_category FOREIGN KEY (category_id) REFERENCES category(id) ON DELETE CASCADE
);
comment on table balance_listing is 'What came onto the lists in a month, by part of a district and class, and how it stands';

create table balance_change (
    id bigint generated always as identity,
    top text not null,
    part text not null,
    constraint balance_change_pkey PRIMARY KEY (id)
);
comment on table balance_change is 'Parts of a district in which something changed since their sums were kept; until they are counted anew, boards read the lists';

alter table attachment add constraint attachment_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES comment(id);

create type portfolio_lot as (
    resource_id bigint,
    provider_id bigint,
    day date,
    opens time without time zone,
    on_day date,
    capacity numeric,
    total numeric,
    distance integer,
    freshness integer,
    confirmed_on date,
    pair jsonb
);
comment on type portfolio_lot is 'What can be taken at once: a stock, or one opening of an offer (day, opens). on_day: when it is to be had, null by arrangement; capacity: how much at most; total, distance, freshness: of the score; pair: the row of match_pair, passed through';

create type portfolio_part as (
    place integer,
    resource_id bigint,
    day date,
    opens time without time zone,
    quantity numeric,
    pair jsonb
);
comment on type portfolio_part is 'So much of a lot; place: its turn in the portfolio';

create type portfolio as (
    place integer,
    strengths text[],
    score numeric,
    units integer,
    covered numeric,
    uncovered numeric,
    distance integer,
    last_day date,
    confirmed_on date,
    freshness integer,
    mean_distance numeric,
    mean_freshness numeric,
    mean_day numeric,
    lots text,
    parts portfolio_part[]
);
comment on type portfolio is 'A combination: its turn, in what it is best, the mean score by quantity, how many units, how much it covers and leaves, its farthest part, the last day (null where one is by arrangement), the day on which its stalest part was confirmed, and how fresh that is; the means by quantity and the lots are what it is compared by';

create type portfolio_exclusion as (
    turn integer,
    why text,
    place integer,
    pair jsonb
);
comment on type portfolio_exclusion is 'An offer that is in no portfolio: its turn by score, why, and its place among those that can be combined';

CREATE OR REPLACE FUNCTION public.event_append(account bigint, via text, verb text, subject_type text, subject bigint, area_path text, organisations bigint[], data jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
declare
    event_id bigint;
begin
    insert into event (account_id, via, verb, subject_type, subject_id, area_path, organisation_ids, filer_id, data)
    values (account, via, verb, subject_type, subject, area_path, organisations, event_filer(subject_type, subject), data)
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

CREATE OR REPLACE FUNCTION public.likeness(one text[], other text[])
 RETURNS real
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT ((count(*))::real / (GREATEST((1)::bigint, ((cardinality(likeness.one) + cardinality(likeness.other)) - count(*))))::double precision) FROM (unnest(likeness.one) a(a) JOIN unnest(likeness.other) b(b) ON ((a.a = b.b))));

CREATE OR REPLACE FUNCTION public.resource_terms_keep()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if tg_op = 'UPDATE' then
        if row(old.terms, old.area_path, old.status) is not distinct from row(new.terms, new.area_path, new.status) then
            return null;
        end if;
        delete from resource_term where resource_id = old.id;
    end if;
    if new.status = 'LISTED' then
        insert into resource_term (term, area_path, resource_id)
        select distinct t.term, new.area_path, new.id from unnest(new.terms) t (term);
    end if;
    return null;
end $function$;

CREATE OR REPLACE FUNCTION public.window_openings(first date, last date, weekdays smallint[])
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT (COALESCE(sum((((((window_openings.last - '2000-01-03'::date) - w.w) + 8) / 7) - ((((window_openings.first - '2000-01-03'::date) - w.w) + 7) / 7))), (0)::bigint))::integer AS "coalesce" FROM unnest(window_openings.weekdays) w(w) WHERE (window_openings.last >= window_openings.first));

CREATE OR REPLACE FUNCTION public.demand_covered(number bigint)
 RETURNS numeric
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT COALESCE(sum(COALESCE(m.settled_covers, m.covers)), (0)::numeric) AS "coalesce" FROM match m WHERE ((m.demand_id = demand_covered.number) AND ((m.status = ANY (ARRAY['AGREED', 'DONE'])) OR ((m.status = ANY (ARRAY['PROPOSED', 'COUNTERED'])) AND (m.hold_until > now())))));

CREATE OR REPLACE FUNCTION public.match_distance(wanted text, offered text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((offered ^@ wanted) OR (offered ^@ "substring"(wanted, '^[^/]+/[^/]+/[^/]+/'))) THEN 100 WHEN (offered ^@ "substring"(wanted, '^[^/]+/[^/]+/')) THEN 75 WHEN (offered ^@ "substring"(wanted, '^[^/]+/')) THEN 45 ELSE 0 END;

CREATE OR REPLACE FUNCTION public.match_wording(wanted text[], offered text[])
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT (round((((100 * count(*)))::double precision / sqrt((GREATEST(1, (cardinality(match_wording.wanted) * cardinality(match_wording.offered))))::double precision))))::integer AS round FROM (unnest(match_wording.wanted) one(one) JOIN unnest(match_wording.offered) other(other) ON ((one.one = other.other))));

CREATE OR REPLACE FUNCTION public.project_spent(number bigint)
 RETURNS numeric
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT COALESCE(sum(s.amount), (0)::numeric) AS "coalesce" FROM project_spending s WHERE ((s.project_id = project_spent.number) AND (s.voided_at IS NULL)));

CREATE OR REPLACE FUNCTION public.resource_listed_keep()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if new.status = 'LISTED' and new.listed_at is null then
        new.listed_at := case tg_op when 'INSERT' then new.created_at else now() end;
    end if;
    return new;
end $function$;

CREATE OR REPLACE FUNCTION public.demand_closed_keep()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if new.status = 'CLOSED' and new.closed_at is null then
        new.closed_at := case tg_op when 'INSERT' then new.updated_at else now() end;
    end if;
    return new;
end $function$;

CREATE OR REPLACE FUNCTION public.item_people(item_type text, item_id bigint)
 RETURNS TABLE(person_id bigint)
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
    return query
    select m.person_id
    from item i join membership m on m.organisation_id = any(i.organisation_ids)
    where i.subject_type = item_type and i.subject_id = item_id
        and m.valid_from <= current_date and coalesce(m.valid_to > current_date, true)
    union
    select m.person_id
    from item i cross join unnest(i.area_paths) place
    join area_parentage p on place ^@ p.path and p.valid_from <= current_date
    join committee c on c.area_id = p.area_id
    join organisation o on o.id = c.organisation_id and o.status = 'ACTIVE'
    join membership m on m.organisation_id = c.organisation_id and m.role = 'COORDINATOR'
    where i.subject_type = item_type and i.subject_id = item_id
        and m.valid_from <= current_date and coalesce(m.valid_to > current_date, true)
    union
    select a.person_id
    from item i join account a on a.id = any(i.account_ids)
    where i.subject_type = item_type and i.subject_id = item_id;
end $function$;

CREATE OR REPLACE FUNCTION public.match_counts(status text, covers numeric, settled_covers numeric)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (status = ANY (ARRAY['AGREED', 'DONE'])) THEN COALESCE(settled_covers, covers) ELSE (0)::numeric END;

CREATE OR REPLACE FUNCTION public.demand_promised_keep()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if tg_op <> 'INSERT' then
        update demand set promised = promised - match_counts(old.status, old.covers, old.settled_covers)
        where id = old.demand_id and match_counts(old.status, old.covers, old.settled_covers) <> 0;
    end if;
    if tg_op <> 'DELETE' then
        update demand set promised = promised + match_counts(new.status, new.covers, new.settled_covers)
        where id = new.demand_id and match_counts(new.status, new.covers, new.settled_covers) <> 0;
    end if;
    return null;
end $function$;

CREATE OR REPLACE FUNCTION public.demand_met(number bigint)
 RETURNS numeric
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT COALESCE(sum(CASE m.status WHEN 'DONE' THEN m.settled_covers ELSE round((m.covers * LEAST((1)::numeric, (y.confirmed / m.quantity))), 2) END), (0)::numeric) AS "coalesce" FROM (match m CROSS JOIN LATERAL (SELECT COALESCE(sum(delivery.quantity), (0)::numeric) AS confirmed FROM delivery WHERE ((delivery.match_id = m.id) AND (delivery.status = 'CONFIRMED'))) y) WHERE ((m.demand_id = demand_met.number) AND (m.status = ANY (ARRAY['AGREED', 'DONE']))));

CREATE OR REPLACE FUNCTION public.match_hold_end(needed_by date, valid_until date, confirmed_on date)
 RETURNS timestamptz
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ((LEAST(needed_by, valid_until, (confirmed_on + 180)) + 1))::timestamptz;

CREATE OR REPLACE FUNCTION public.match_weights_now()
 RETURNS integer[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT ARRAY[(match_weights.category)::integer, (match_weights.distance)::integer, (match_weights."time")::integer, (match_weights.quantity)::integer, (match_weights.wording)::integer, (match_weights.freshness)::integer, (match_weights.delivery)::integer] AS "array" FROM match_weights ORDER BY match_weights.id DESC LIMIT 1);

CREATE OR REPLACE FUNCTION public.match_timely(number bigint, until date)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ((NOT (EXISTS (SELECT FROM resource_window w WHERE (w.resource_id = match_timely.number)))) OR (EXISTS (SELECT FROM resource_window w WHERE ((w.resource_id = match_timely.number) AND (window_openings(GREATEST(w.first_day, CURRENT_DATE), LEAST(w.last_day, match_timely.until), w.weekdays) > 0)))));

CREATE OR REPLACE FUNCTION public.area_upwards(path text, steps integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT string_agg((x.part || '/'), '' ORDER BY x.place) AS string_agg FROM unnest(string_to_array(rtrim(area_upwards.path, '/'), '/')) WITH ORDINALITY x(part, place) WHERE (x.place <= GREATEST(1, (LEAST(3, array_length(string_to_array(rtrim(area_upwards.path, '/'), '/'), 1)) - area_upwards.steps))));

CREATE OR REPLACE FUNCTION public.match_found(number bigint, least_fit integer, least_near integer, timely boolean, whole boolean, fresh_since date, of_kind text, said text[], weights integer[])
 RETURNS TABLE(resource_id bigint)
 LANGUAGE plpgsql
 STABLE ROWS 60
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
    wanted demand%rowtype;
    missing numeric;
    -- What is filtered out leaves room for what is farther; so much is read at most.
    wide integer := case when least_fit > 0 or least_near > 0 or timely or whole or fresh_since is not null or of_kind is not null or said is not null
        then 10 else 1 end;
    g integer[] := coalesce(weights, match_weights_now());
    community text;
    street text;
    district text;
begin
    select * into wanted from demand d where d.id = number;
    missing := wanted.quantity - demand_covered(number);
    district := substring(wanted.area_path from '^[^/]+/');
    street := coalesce(substring(wanted.area_path from '^[^/]+/[^/]+/'), district);
    community := coalesce(substring(wanted.area_path from '^[^/]+/[^/]+/[^/]+/'), street);
    return query
    with near as (
        select f.id from category_affinity c cross join lateral (
            (select r.id from resource r
                where r.status = 'LISTED' and r.category_id = c.resource_category_id
                    and r.area_path >= community and r.area_path < community || '~'
                    and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
                order by r.area_path, r.id limit 60 * wide)
            union all
            (select r.id from resource r
                where r.status = 'LISTED' and r.category_id = c.resource_category_id
                    and r.area_path >= street and r.area_path < street || '~'
                    and not (r.area_path >= community and r.area_path < community || '~')
                    and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
                order by r.area_path, r.id limit 60 * wide)
            union all
            (select r.id from resource r
                where r.status = 'LISTED' and r.category_id = c.resource_category_id
                    and r.area_path >= district and r.area_path < district || '~'
                    and not (r.area_path >= street and r.area_path < street || '~')
                    and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
                order by r.area_path, r.id limit 60 * wide)
            limit 60 * wide
        ) f
        where c.demand_category_id = wanted.category_id and c.percent >= least_fit
    ), rare as (
        select t.term, row_number() over (order by n.times, t.term) as place
        from unnest(wanted.terms) t (term) cross join lateral (
            select count(*) as times from (select from resource_term x where x.term = t.term limit 500) y
        ) n
        where n.times > 0 order by n.times, t.term limit 8
    ), worded as (
        select f.resource_id as id from rare cross join lateral (
            (select x.resource_id from resource_term x
                where x.term = rare.term and x.area_path >= community and x.area_path < community || '~'
                order by x.area_path, x.resource_id limit 40 * wide)
            union all
            (select x.resource_id from resource_term x
                where x.term = rare.term and x.area_path >= street and x.area_path < street || '~'
                    and not (x.area_path >= community and x.area_path < community || '~')
                order by x.area_path, x.resource_id limit 40 * wide)
            union all
            (select x.resource_id from resource_term x
                where x.term = rare.term and not (x.area_path >= street and x.area_path < street || '~')
                order by x.area_path, x.resource_id limit 40 * wide)
            limit 40 * wide
        ) f
    ), paired as (
        select f.id from rare one join rare other on one.place < other.place and other.place <= 5 cross join lateral (
            select r.id from resource r
            where r.status = 'LISTED' and r.terms @> array[one.term, other.term] and r.area_path >= district
                and r.area_path < district || '~'
            limit 40 * wide
        ) f
    ), named as (
        select r.id from resource r
        where r.status = 'LISTED' and said is not null and r.words @> said and r.area_path >= district and r.area_path < district || '~'
        limit 40 * wide
    )
    select r.id
    from (
        select near.id from near union select worded.id from worded union select paired.id from paired
        union select named.id from named
    ) f
    -- OFFSET 0: looked up one by one, which a hash of the whole list would cost more than.
    cross join lateral (select x.* from resource x where x.id = f.id offset 0) r
    cross join lateral (select count(*) as shared from unnest(wanted.terms) t where t = any(r.terms)) w
    left join category_affinity a on a.demand_category_id = wanted.category_id and a.resource_category_id = r.category_id
    where r.status = 'LISTED' and r.valid_until >= current_date and r.confirmed_on >= current_date - 180
        and coalesce(a.percent, 0) >= least_fit and match_distance(wanted.area_path, r.area_path) >= least_near
        and (fresh_since is null or r.confirmed_on >= fresh_since) and (said is null or r.words @> said)
        and (of_kind is null or (select o.kind from organisation o where o.id = r.organisation_id) = of_kind)
        and (not timely or match_timely(r.id, wanted.needed_by))
        and (not whole or (r.unit = wanted.unit and resource_free(r.id, wanted.needed_by) >= missing))
    order by g[1] * coalesce(a.percent, 0) + g[2] * match_distance(wanted.area_path, r.area_path)
        + g[5] * 100 * w.shared / sqrt(greatest(1, cardinality(wanted.terms) * cardinality(r.terms)))
        + g[4] * case when r.unit <> wanted.unit then 50 else least(100, 100 * r.quantity / wanted.quantity) end
        + g[6] * case when r.confirmed_on >= current_date - 30 then 100 when r.confirmed_on >= current_date - 90 then 70 else 40 end
        desc, r.id
    limit 60;
end $function$;

CREATE OR REPLACE FUNCTION public.match_wanting(number bigint, least_fit integer, least_near integer, timely boolean, whole boolean, said text[])
 RETURNS TABLE(demand_id bigint)
 LANGUAGE plpgsql
 STABLE ROWS 60
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
    offered resource%rowtype;
    wide integer := case when least_fit > 0 or least_near > 0 or timely or whole or said is not null then 10 else 1 end;
    g integer[] := match_weights_now();
    community text;
    street text;
    district text;
begin
    select * into offered from resource r where r.id = number;
    district := substring(offered.area_path from '^[^/]+/');
    street := coalesce(substring(offered.area_path from '^[^/]+/[^/]+/'), district);
    community := coalesce(substring(offered.area_path from '^[^/]+/[^/]+/[^/]+/'), street);
    return query
    select d.id
    from category_affinity c cross join lateral (
        (select x.id from demand x
            where x.status = 'LISTED' and x.category_id = c.demand_category_id
                and x.area_path >= community and x.area_path < community || '~' and x.needed_by >= current_date
            order by x.area_path, x.id limit 60 * wide)
        union all
        (select x.id from demand x
            where x.status = 'LISTED' and x.category_id = c.demand_category_id
                and x.area_path >= street and x.area_path < street || '~'
                and not (x.area_path >= community and x.area_path < community || '~') and x.needed_by >= current_date
            order by x.area_path, x.id limit 60 * wide)
        union all
        (select x.id from demand x
            where x.status = 'LISTED' and x.category_id = c.demand_category_id
                and x.area_path >= district and x.area_path < district || '~'
                and not (x.area_path >= street and x.area_path < street || '~') and x.needed_by >= current_date
            order by x.area_path, x.id limit 60 * wide)
        limit 60 * wide
    ) f
    cross join lateral (select x.* from demand x where x.id = f.id offset 0) d
    cross join lateral (select count(*) as shared from unnest(d.terms) t where t = any(offered.terms)) w
    where c.resource_category_id = offered.category_id and c.percent >= least_fit
        and match_distance(d.area_path, offered.area_path) >= least_near and (said is null or d.words @> said)
        and (not timely or match_timely(number, d.needed_by))
        and (not whole or (d.unit = offered.unit and resource_free(number, d.needed_by) >= d.quantity - demand_covered(d.id)))
    order by g[1] * c.percent + g[2] * match_distance(d.area_path, offered.area_path)
        + g[5] * 100 * w.shared / sqrt(greatest(1, cardinality(d.terms) * cardinality(offered.terms))) desc, d.id
    limit 60;
end $function$;

CREATE OR REPLACE FUNCTION public.portfolio_fewest(wanted numeric, capacities numeric[])
 RETURNS integer[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
    most numeric := least(wanted, (select sum(c) from unnest(capacities) c));
    needed integer := (
        select min(s.place) from (
            select row_number() over (order by c desc rows unbounded preceding) as place,
                sum(c) over (order by c desc rows unbounded preceding) as together
            from unnest(capacities) c
        ) s where s.together >= most);
    chosen integer[] := '{}';
    reached numeric := 0;
begin
    for place in 1 .. cardinality(capacities) loop
        exit when cardinality(chosen) = needed;
        if reached + capacities[place] + coalesce((
            select sum(s.c) from (
                select c from unnest(capacities[place + 1:]) c order by c desc limit needed - cardinality(chosen) - 1
            ) s), 0) >= most
        then
            chosen := chosen || place;
            reached := reached + capacities[place];
        end if;
    end loop;
    return chosen;
end $function$;

CREATE OR REPLACE FUNCTION public.portfolios_of(wanted numeric, offered portfolio_lot[])
 RETURNS SETOF portfolio
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
    shown portfolio[] := '{}';
    one portfolio;
    as_good integer;
begin
    for one in
        with lot as (
            select l.* from unnest(offered) l
        ), unit as (
            select u.provider_id, u.capacity, row_number() over (order by u.total desc, u.resource_id) as place
            from (
                select l.provider_id, sum(l.capacity) as capacity, max(l.total) as total,
                    (array_agg(l.resource_id order by l.total desc, l.resource_id))[1] as resource_id
                from lot l group by l.provider_id
            ) u
        ), few as (
            select u.provider_id from unit u
            where u.place = any ((select portfolio_fewest(wanted, (select array_agg(x.capacity order by x.place) from unit x)))::integer[])
        ), ordered as (
            select s.strength, s.place, l.*, coalesce(l.on_day, max(l.on_day) over () + 30, date '2000-01-01') - date '2000-01-01' as wait,
                (row_number() over (
                    partition by s.place
                    order by case s.strength
                            when 'NEAREST' then -l.distance
                            when 'SOONEST' then coalesce(l.on_day - date '2000-01-01', 10000000)
                            when 'FRESHEST' then -l.freshness
                            else 0 end,
                        l.total desc, l.resource_id, l.day, l.opens))::integer as turn
            from (values (1, 'BEST_FIT'), (2, 'FEWEST_UNITS'), (3, 'NEAREST'), (4, 'SOONEST'), (5, 'FRESHEST')) s (place, strength)
            cross join lot l
            where s.strength <> 'FEWEST_UNITS' or l.provider_id in (select f.provider_id from few f)
        ), filled as (
            select o.*, least(o.capacity, wanted - coalesce(sum(o.capacity) over (
                partition by o.place order by o.turn rows between unbounded preceding and 1 preceding), 0)) as quantity
            from ordered o
        )
        select f.place, array[f.strength], round(sum(f.quantity * f.total) / sum(f.quantity), 2), count(distinct f.provider_id),
            sum(f.quantity), wanted - sum(f.quantity), min(f.distance), case when count(*) = count(f.on_day) then max(f.on_day) end,
            min(f.confirmed_on), min(f.freshness), sum(f.quantity * f.distance) / sum(f.quantity),
            sum(f.quantity * f.freshness) / sum(f.quantity), sum(f.quantity * f.wait) / sum(f.quantity),
            string_agg(concat_ws(' ', f.resource_id, f.day, f.opens), ',' order by f.resource_id, f.day, f.opens),
            array_agg(row(f.turn, f.resource_id, f.day, f.opens, f.quantity, f.pair)::portfolio_part order by f.turn)
        from filled f where f.quantity > 0
        group by f.place, f.strength order by f.place
    loop
        -- What is a tenth nearer or fresher, or three days sooner, nobody would call another choice.
        as_good := (
            select min(x.turn) from generate_subscripts(shown, 1) x (turn) cross join lateral (select (shown[x.turn]).*) s
            where s.lots = one.lots or case one.strengths[1]
                when 'FEWEST_UNITS' then s.units = one.units
                when 'NEAREST' then s.distance = one.distance and s.mean_distance >= one.mean_distance - 10
                when 'SOONEST' then s.last_day is not distinct from one.last_day and s.mean_day <= one.mean_day + 3
                when 'FRESHEST' then s.freshness = one.freshness and s.mean_freshness >= one.mean_freshness - 10
                else false end);
        if as_good is null then
            shown := shown || one;
        else
            shown[as_good].strengths := shown[as_good].strengths || one.strengths;
        end if;
    end loop;
    return query select s.* from unnest(shown) s;
end $function$;

CREATE OR REPLACE FUNCTION public.demand_portfolios(number bigint, offers bigint[], candidates integer, openings integer)
 RETURNS TABLE(demand_id bigint, demand_path text, unit text, whole boolean, missing numeric, choices portfolio[], excluded portfolio_exclusion[])
 LANGUAGE plpgsql
 STABLE
AS $function$
#variable_conflict use_column
declare
    wanted demand%rowtype;
    short numeric;
    entire boolean;
begin
    select * into wanted from demand d where d.id = number;
    short := greatest(0, wanted.quantity - demand_covered(number));
    entire := wanted.quantity = trunc(wanted.quantity) and short = trunc(short);
    if short = 0 or wanted.status <> 'LISTED' or wanted.needed_by < current_date then
        return query select wanted.id, wanted.area_path, wanted.unit, entire, short, '{}'::portfolio[], '{}'::portfolio_exclusion[];
        return;
    end if;
    return query
    with judged as materialized (
        select p.resource_id, p.provider_id, p.total, p.distance, p.freshness, p.free, to_jsonb(p) as pair, r.measure, r.confirmed_on,
            case when p.obstacle is not null then 'OBSTACLE' when p.provider_id = wanted.organisation_id then 'OWN'
                when p.category = 0 then 'CLASS' when not p.comparable then 'UNIT' when p.time = 0 then 'TIME'
                when r.measure = 'TOTAL' and s.stands then 'MATCHED' end as why,
            s.stands
        from unnest(offers) f (id)
        cross join lateral (select x.* from match_pair x where x.demand_id = number and x.resource_id = f.id offset 0) p
        cross join lateral (select x.measure, x.confirmed_on from resource x where x.id = f.id offset 0) r
        cross join lateral (
            select count(*) > 0 as stands from match m where m.demand_id = number and m.resource_id = f.id
                and (m.status = 'AGREED' or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now()))
        ) s
    ), ranked as materialized (
        select j.*, row_number() over (order by j.total desc, j.resource_id)::integer as place from judged j where j.why is null
    ), opening as (
        select k.*, null::date as day, null::time as opens, (
                select min(g.day)::date from resource_window w
                cross join lateral generate_series(
                    greatest(w.first_day, current_date)::timestamp,
                    least(w.last_day, wanted.needed_by, greatest(w.first_day, current_date) + 6)::timestamp, '1 day') g (day)
                where w.resource_id = k.resource_id and extract(isodow from g.day)::smallint = any (w.weekdays)
            ) as on_day, k.free as capacity
        from ranked k where k.measure = 'TOTAL' and k.place <= candidates
        union all
        select k.*, o.day, o.opens, o.day, o.capacity
        from ranked k cross join lateral portfolio_openings(k.resource_id, number, wanted.needed_by, openings) o
        where k.measure = 'PER_WINDOW' and k.place <= candidates
    ), lot as materialized (
        select o.resource_id, o.provider_id, o.day, o.opens, o.on_day, c.capacity, o.total, o.distance::integer, o.freshness::integer, o.confirmed_on,
            o.pair
        from opening o cross join lateral (select case when entire then floor(o.capacity) else o.capacity end as capacity) c
        where c.capacity > 0
    ), combined as materialized (
        select coalesce(array_agg(x), '{}') as choices
        from portfolios_of(short, (select array_agg(row(l.*)::portfolio_lot) from lot l)) x
    ), used as (
        select distinct t.resource_id from combined c, unnest(c.choices) x, unnest(x.parts) t
    ), left_out as (
        select row_number() over (order by j.total desc, j.resource_id)::integer as turn, coalesce(j.why, case when k.place > candidates then 'PLACE'
                when not exists (select from lot l where l.resource_id = j.resource_id) then case when j.stands then 'MATCHED' else 'SMALL' end
                when not exists (select from used u where u.resource_id = j.resource_id) then 'COVERED' end) as why,
            k.place, j.pair
        from judged j left join ranked k on k.resource_id = j.resource_id
    )
    select wanted.id, wanted.area_path, wanted.unit, entire, short, c.choices, (
        select coalesce(array_agg(row(e.*)::portfolio_exclusion order by e.turn), '{}')
        from left_out e where e.why is not null)
    from combined c;
end $function$;

CREATE OR REPLACE FUNCTION public.capacity_entry_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    raise exception 'capacity_entry is append-only: correct it by another entry';
end $function$;

CREATE OR REPLACE FUNCTION public.match_taken(m match)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((m).status = ANY (ARRAY['PROPOSED', 'COUNTERED', 'AGREED'])) THEN (m).quantity WHEN ((m).status = 'DONE') THEN (m).settled ELSE (0)::numeric END;

CREATE OR REPLACE FUNCTION public.match_taken_until(m match)
 RETURNS timestamptz
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((m).status = ANY (ARRAY['PROPOSED', 'COUNTERED'])) THEN (m).hold_until ELSE NULL::timestamptz END;

CREATE OR REPLACE FUNCTION public.capacity_book(number bigint, moment timestamptz, account bigint, what text, amount numeric, ends timestamptz, on_day date, hour time without time zone, of_match bigint, why text)
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO capacity_entry (resource_id, at, account_id, kind, quantity, unit, until, day, opens, match_id, reason)  SELECT r.id,
             capacity_book.moment AS moment,
             capacity_book.account AS account,
             capacity_book.what AS what,
             capacity_book.amount AS amount,
             r.unit,
             capacity_book.ends AS ends,
             capacity_book.on_day AS on_day,
             capacity_book.hour AS hour,
             capacity_book.of_match AS of_match,
             "left"(capacity_book.why, 500) AS "left"
            FROM resource r
           WHERE ((r.id = capacity_book.number) AND ((capacity_book.ends IS NULL) OR (capacity_book.ends > capacity_book.moment)) AND ((capacity_book.amount <> (0)::numeric) OR (capacity_book.what = 'SETTLEMENT')));
END;

CREATE OR REPLACE FUNCTION public.match_book_change(was match, becomes match, moment timestamptz, account bigint, moved boolean, why text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
    before numeric := coalesce(match_taken(was), 0);
    after numeric := coalesce(match_taken(becomes), 0);
    same boolean := coalesce((was.resource_id, was.day, was.opens) is not distinct from (becomes.resource_id, becomes.day, becomes.opens), false);
begin
    if same and was.status = 'AGREED' and becomes.status in ('AGREED', 'DONE') then
        if becomes.status = 'DONE' or before <> after then
            perform capacity_book(was.resource_id, moment, account, case when becomes.status = 'DONE' then 'SETTLEMENT' when moved then 'TRANSFER'
                else 'AGREEMENT' end, before - after, null, was.day, was.opens, was.id, why);
        end if;
        return;
    end if;
    if same and before = after and match_taken_until(was) is not distinct from match_taken_until(becomes)
        and (was.status = 'AGREED') = (becomes.status = 'AGREED') then
        return;
    end if;
    perform capacity_book(was.resource_id, moment, account, case when moved and was.status = 'AGREED' then 'TRANSFER' else 'RELEASE' end,
        before, match_taken_until(was), was.day, was.opens, was.id, why);
    perform capacity_book(becomes.resource_id, moment, account, case when moved and was.id is null then 'TRANSFER'
        when match_taken_until(becomes) is null then 'AGREEMENT' else 'HOLD' end,
        -after, match_taken_until(becomes), becomes.day, becomes.opens, becomes.id, why);
end $function$;

CREATE OR REPLACE FUNCTION public.match_book(m match)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
    was match;
    becomes match;
    e record;
begin
    for e in
        select at, account_id, data, coalesce(data ->> 'reason', '') as reason, case verb when 'match.proposed' then 'PROPOSED'
                when 'match.offered' then 'COUNTERED' when 'match.countered' then 'COUNTERED' when 'match.accepted' then 'AGREED'
                when 'match.agreed' then 'AGREED' when 'match.done' then 'DONE' when 'match.declined' then 'DECLINED'
                when 'match.cancelled' then 'CANCELLED' else 'WITHDRAWN' end as status
        from event
        where subject_type = 'Match' and subject_id = m.id and verb in ('match.proposed', 'match.offered', 'match.countered', 'match.accepted',
            'match.agreed', 'match.done', 'match.declined', 'match.withdrawn', 'match.ended', 'match.cancelled')
        order by id
    loop
        becomes := m;
        becomes.status := e.status;
        becomes.settled := case when e.status = 'DONE' then (e.data ->> 'quantity')::numeric end;
        becomes.quantity := coalesce(case when e.status <> 'DONE' then (e.data ->> 'quantity')::numeric end, was.quantity, m.quantity);
        if e.status in ('PROPOSED', 'COUNTERED') then
            becomes.day := (e.data ->> 'day')::date;
            becomes.opens := (e.data ->> 'opens')::time;
            becomes.hold_until := case when m.hold_until > e.at then least(m.hold_until, e.at + interval '7 days')
                else e.at + interval '7 days' end;
        elsif was.id is not null then
            becomes.day := was.day;
            becomes.opens := was.opens;
        end if;
        perform match_book_change(was, becomes, case when e.at = now() then clock_timestamp() else e.at end, e.account_id,
            m.transferred_from is not null, e.reason);
        was := becomes;
    end loop;
    if was.id is null then
        becomes := m;
        becomes.status := case when m.status in ('CANCELLED', 'DONE') then 'AGREED' when m.status in ('DECLINED', 'WITHDRAWN', 'EXPIRED')
            then 'PROPOSED' else m.status end;
        becomes.settled := null;
        perform match_book_change(was, becomes, case when m.created_at = now() then clock_timestamp() else m.created_at end, null, false, '');
        was := becomes;
    end if;
    perform match_book_change(was, m, case when m.updated_at = now() then clock_timestamp() else m.updated_at end, null, false, m.reason);
end $function$;

CREATE OR REPLACE FUNCTION public.resource_book(r resource)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
    had numeric := coalesce((select (data -> 'changes' -> 'quantity' ->> 0)::numeric from event
        where subject_type = 'Resource' and subject_id = r.id and verb = 'resource.edited' and data -> 'changes' ? 'quantity'
        order by id limit 1), r.quantity);
    e record;
begin
    perform capacity_book(r.id, case when r.created_at = now() then clock_timestamp() else r.created_at end,
        (select account_id from event where subject_type = 'Resource' and subject_id = r.id and verb = 'resource.registered' order by id limit 1),
        'STOCK', had, null, null, null, null, '');
    for e in
        select at, account_id, (data -> 'changes' -> 'quantity' ->> 1)::numeric as quantity from event
        where subject_type = 'Resource' and subject_id = r.id and verb = 'resource.edited' and data -> 'changes' ? 'quantity' order by id
    loop
        perform capacity_book(r.id, case when e.at = now() then clock_timestamp() else e.at end, e.account_id, 'STOCK', e.quantity - had, null, null, null, null, '');
        had := e.quantity;
    end loop;
    perform capacity_book(r.id, clock_timestamp(), null, 'STOCK', r.quantity - had, null, null, null, null, '');
end $function$;

CREATE OR REPLACE FUNCTION public.capacity_cause(type text, number bigint)
 RETURNS event
 LANGUAGE sql
 STABLE
AS $function$
    select e.* from event e
    where e.id = coalesce(
        (select x.id from event x where x.at = now() and x.xid = pg_current_xact_id() and x.subject_type = type and x.subject_id = number
            order by x.id desc limit 1),
        (select x.id from event x where x.at = now() and x.xid = pg_current_xact_id() order by x.xid desc, x.id desc limit 1))
    and e.at = now()
$function$;

CREATE OR REPLACE FUNCTION public.match_books()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
    cause event;
begin
    if tg_op = 'INSERT' then
        perform match_book(new);
        return null;
    end if;
    if tg_op = 'DELETE' then
        perform match_book_change(old, null, clock_timestamp(), null, false, '');
        return null;
    end if;
    cause := capacity_cause('Match', new.id);
    perform match_book_change(old, new, clock_timestamp(), cause.account_id, coalesce(cause.verb = 'match.transferred', false),
        coalesce(case when cause.subject_type = 'Match' then cause.data ->> 'reason' end, ''));
    return null;
end $function$;

CREATE OR REPLACE FUNCTION public.resource_books()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
    cause event;
begin
    if tg_op = 'INSERT' then
        perform resource_book(new);
        return null;
    end if;
    cause := capacity_cause('Resource', new.id);
    if new.unit = old.unit then
        perform capacity_book(new.id, clock_timestamp(), cause.account_id, case when cause.verb = 'resource.corrected' then 'CORRECTION' else 'STOCK' end,
            new.quantity - old.quantity, null, null, null, null, coalesce(case when cause.verb = 'resource.corrected' then cause.data ->> 'reason' end, ''));
        return null;
    end if;
    -- What is counted otherwise is another stock.
    insert into capacity_entry (resource_id, at, account_id, kind, quantity, unit)
    values (new.id, clock_timestamp(), cause.account_id, 'STOCK', -old.quantity, old.unit),
        (new.id, clock_timestamp(), cause.account_id, 'STOCK', new.quantity, new.unit);
    return null;
end $function$;

CREATE OR REPLACE FUNCTION public.capacity_left(number bigint, moment timestamptz, upto bigint, on_day date, hour time without time zone)
 RETURNS numeric
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT COALESCE(sum(e.quantity), (0)::numeric) AS "coalesce" FROM capacity_entry e WHERE ((e.resource_id = capacity_left.number) AND (ROW(e.at, e.id) <= ROW(capacity_left.moment, capacity_left.upto)) AND ((e.until IS NULL) OR (e.until > capacity_left.moment)) AND CASE WHEN (capacity_left.on_day IS NULL) THEN ((e.kind <> 'CORRECTION') OR (e.day IS NULL)) ELSE (((e.day IS NULL) AND (e.kind = ANY (ARRAY['STOCK', 'CORRECTION']))) OR ((e.day = capacity_left.on_day) AND (e.opens = capacity_left.hour))) END));

CREATE OR REPLACE FUNCTION public.resource_balance(number bigint, moment timestamptz)
 RETURNS numeric
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT GREATEST((0)::numeric, CASE WHEN (r.measure = 'TOTAL') THEN capacity_left(r.id, resource_balance.moment, '9223372036854775807'::bigint, NULL::date, NULL::time without time zone) ELSE (((SELECT COALESCE(sum(e.quantity), (0)::numeric) AS "coalesce" FROM capacity_entry e WHERE ((e.resource_id = r.id) AND (e.at <= resource_balance.moment) AND (e.day IS NULL) AND (e.kind = ANY (ARRAY['STOCK', 'CORRECTION'])))) * ((SELECT COALESCE(sum(window_openings(GREATEST(w.first_day, (resource_balance.moment)::date), LEAST(w.last_day, r.valid_until), w.weekdays)), (0)::bigint) AS "coalesce" FROM resource_window w WHERE (w.resource_id = r.id)))::numeric) + (SELECT COALESCE(sum(e.quantity), (0)::numeric) AS "coalesce" FROM capacity_entry e WHERE ((e.resource_id = r.id) AND (e.at <= resource_balance.moment) AND ((e.until IS NULL) OR (e.until > resource_balance.moment)) AND ((e.day >= (resource_balance.moment)::date) AND (e.day <= r.valid_until))))) END) AS "greatest" FROM resource r WHERE (r.id = resource_balance.number));

CREATE OR REPLACE FUNCTION public.demand_ends_waits()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    update wait set status = 'ENDED', updated_at = now(), version = version + 1
    where demand_id = new.id and status in ('WAITING', 'ASKED');
    return null;
end $function$;

CREATE OR REPLACE FUNCTION public.resource_ends_waits()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    update wait set status = 'ENDED', updated_at = now(), version = version + 1
    where resource_id = new.id and status in ('WAITING', 'ASKED');
    return null;
end $function$;

CREATE OR REPLACE FUNCTION public.wait_books()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.demand_met_count(number bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
    -- The lock first: what others have committed meanwhile is then part of the sum.
    perform from demand where id = number for no key update;
    update demand set met = demand_met(id) where id = number and met <> demand_met(id);
end $function$;

CREATE OR REPLACE FUNCTION public.demand_met_by_match()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if tg_op <> 'INSERT' and old.status in ('AGREED', 'DONE') then
        perform demand_met_count(old.demand_id);
    end if;
    -- Of one just agreed upon nothing can have been delivered.
    if tg_op = 'INSERT' and new.status = 'DONE' or tg_op = 'UPDATE' and new.status in ('AGREED', 'DONE') then
        perform demand_met_count(new.demand_id);
    end if;
    return null;
end $function$;

CREATE OR REPLACE FUNCTION public.demand_met_by_delivery()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if tg_op <> 'INSERT' and old.status = 'CONFIRMED' then
        perform demand_met_count(m.demand_id) from match m where m.id = old.match_id and m.status = 'AGREED';
    end if;
    if tg_op <> 'DELETE' and new.status = 'CONFIRMED' then
        perform demand_met_count(m.demand_id) from match m where m.id = new.match_id and m.status = 'AGREED';
    end if;
    return null;
end $function$;

CREATE OR REPLACE FUNCTION public.record_of_match()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
    fate text;
begin
    -- What nobody answered in time stays that, whatever is tidied up afterwards.
    if tg_op = 'UPDATE' and (new.status = 'EXPIRED' or (old.status = 'PROPOSED' and old.hold_until <= now())) then
        return null;
    end if;
    fate := case
        when new.status in ('PROPOSED', 'EXPIRED') and new.hold_until >= new.created_at + interval '3 days' then 'UNANSWERED'
        when new.status = 'DECLINED' then 'DECLINED'
        when new.status = 'CANCELLED' and new.broken then 'CANCELLED' end;
    if fate is null then
        delete from record_entry where match_id = new.id and delivery_id is null;
    else
        insert into record_entry (organisation_id, kind, match_id, happened_at)
        select r.organisation_id, fate, new.id, case fate when 'UNANSWERED' then new.hold_until else new.updated_at end
        from resource r where r.id = new.resource_id
        on conflict (match_id) where delivery_id is null
        do update set kind = excluded.kind, happened_at = excluded.happened_at;
    end if;
    return null;
end $function$;

CREATE OR REPLACE FUNCTION public.record_of_delivery()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if new.status = 'CONFIRMED' then
        insert into record_entry (organisation_id, kind, match_id, delivery_id, rating, happened_at)
        values (new.provider_id, 'DELIVERED', new.match_id, new.id, new.rating, coalesce(new.answered_at, new.created_at))
        on conflict (delivery_id) where delivery_id is not null
        do update set rating = excluded.rating, happened_at = excluded.happened_at;
    elsif tg_op = 'UPDATE' then
        delete from record_entry where delivery_id = new.id;
    end if;
    return null;
end $function$;

CREATE OR REPLACE FUNCTION public.record_counts(number bigint)
 RETURNS TABLE(delivered integer, stars integer, cancelled integer, unanswered integer, declined integer)
 LANGUAGE sql
 STABLE PARALLEL SAFE ROWS 1
AS $function$
select count(*) filter (where e.kind = 'DELIVERED')::integer, coalesce(sum(e.rating), 0)::integer,
    count(*) filter (where e.kind = 'CANCELLED')::integer, count(*) filter (where e.kind = 'UNANSWERED')::integer,
    count(*) filter (where e.kind = 'DECLINED')::integer
from (select r.kind, r.rating from record_entry r
    where r.organisation_id = number and r.status in ('COUNTS', 'UPHELD')
        and r.happened_at <= now() and r.happened_at > now() - interval '24 months'
    order by r.happened_at desc, r.id desc limit 40) e $function$;

CREATE OR REPLACE FUNCTION public.record_mark(delivered integer, stars integer, cancelled integer, unanswered integer, declined integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (round(((((4 * 50) + (20 * stars)))::numeric / ((((4 + delivered) + cancelled))::numeric + ((GREATEST(0, (unanswered - declined)))::numeric / 2.0)))))::integer;

CREATE OR REPLACE FUNCTION public.resource_taken(number bigint, on_day date, at time without time zone)
 RETURNS TABLE(amount numeric)
 LANGUAGE sql
 STABLE PARALLEL SAFE ROWS 1
AS $function$
select coalesce(sum(u.taken), 0) from (
    select coalesce(m.settled, m.quantity) as taken from match m
    where m.resource_id = number and (on_day is null or (m.day = on_day and m.opens = at))
        and (m.status in ('AGREED', 'DONE') or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now()))
    union all
    select w.quantity from wait w
    where w.resource_id = number and w.status = 'ASKED' and w.hold_until > now() and (on_day is null or (w.day = on_day and w.opens = at))
    union all
    select -e.quantity from capacity_entry e
    where e.resource_id = number and e.kind = 'CORRECTION' and e.day = on_day and e.opens = resource_taken.at) u
$function$;

CREATE OR REPLACE FUNCTION public.resource_left(number bigint, until date)
 RETURNS TABLE(amount numeric)
 LANGUAGE sql
 STABLE PARALLEL SAFE ROWS 1
AS $function$
select greatest(0, case when r.measure = 'TOTAL' then r.quantity - (select t.amount from resource_taken(number, null, null) t) else
        r.quantity * (select coalesce(sum(window_openings(greatest(w.first_day, current_date), least(w.last_day, resource_left.until), w.weekdays)), 0)
            from resource_window w where w.resource_id = number)
        - (select coalesce(sum(coalesce(m.settled, m.quantity)), 0) from match m
            where m.resource_id = number and m.day between current_date and resource_left.until
                and (m.status in ('AGREED', 'DONE') or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now())))
        - (select coalesce(sum(w.quantity), 0) from wait w
            where w.resource_id = number and w.status = 'ASKED' and w.hold_until > now() and w.day between current_date and resource_left.until)
        + (select coalesce(sum(e.quantity), 0) from capacity_entry e
            where e.resource_id = number and e.kind = 'CORRECTION' and e.day between current_date and resource_left.until)
        end) from resource r where r.id = number
$function$;

CREATE OR REPLACE FUNCTION public.resource_used(number bigint, on_day date, at time without time zone)
 RETURNS numeric
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT t.amount FROM resource_taken(resource_used.number, resource_used.on_day, resource_used.at) t(amount));

CREATE OR REPLACE FUNCTION public.resource_free(number bigint, until date)
 RETURNS numeric
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT l.amount FROM resource_left(resource_free.number, resource_free.until) l(amount));

CREATE OR REPLACE FUNCTION public.portfolio_openings(number bigint, wanting bigint, until date, most integer)
 RETURNS TABLE(day date, opens time without time zone, capacity numeric)
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
    select o.day, o.opens, o.capacity
    from resource r
    cross join lateral (
        select g.day, w.opens, least(r.quantity, r.quantity - (select t.amount from resource_taken(r.id, g.day, w.opens) t)) as capacity
        from resource_window w
        cross join lateral (
            -- In order, and each looked at only until there are enough.
            select s.day from (
                select x.day::date as day
                from generate_series(greatest(w.first_day, current_date)::timestamp, least(w.last_day, until)::timestamp, '1 day') x (day)
                where extract(isodow from x.day)::smallint = any (w.weekdays)
                order by 1 offset 0
            ) s
            where (select t.amount from resource_taken(r.id, s.day, w.opens) t) < r.quantity and not exists (
                select from match m
                where m.resource_id = r.id and m.demand_id = wanting and m.day = s.day and m.opens = w.opens
                    and (m.status = 'AGREED' or (m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > now())))
            limit most
        ) g
        where w.resource_id = r.id
    ) o
    where r.id = number
    group by o.day, o.opens, o.capacity order by o.day, o.opens limit most;
$function$;

CREATE OR REPLACE FUNCTION public.balance_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if tg_op <> 'DELETE' then
        insert into balance_change (top, part) select distinct split_part(area_path, '/', 1) || '/', split_part(area_path, '/', 2)
        from new_rows where status in ('LISTED', 'CLOSED');
    end if;
    if tg_op <> 'INSERT' then
        insert into balance_change (top, part) select distinct split_part(area_path, '/', 1) || '/', split_part(area_path, '/', 2)
        from old_rows where status in ('LISTED', 'CLOSED');
    end if;
    return null;
end $function$;

CREATE OR REPLACE FUNCTION public.balance_changed_by_match()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if tg_op <> 'DELETE' then
        insert into balance_change (top, part) select distinct split_part(r.area_path, '/', 1) || '/', split_part(r.area_path, '/', 2)
        from new_rows m join resource r on r.id = m.resource_id where r.status = 'LISTED';
    end if;
    if tg_op <> 'INSERT' then
        insert into balance_change (top, part) select distinct split_part(r.area_path, '/', 1) || '/', split_part(r.area_path, '/', 2)
        from old_rows m join resource r on r.id = m.resource_id where r.status = 'LISTED';
    end if;
    return null;
end $function$;

CREATE OR REPLACE FUNCTION public.balance_open(path text, code text)
 RETURNS TABLE(part text, low text, high text)
 LANGUAGE plpgsql
 STABLE ROWS 1
AS $function$
declare
    known timestamptz;
begin
    select k.counted_at into known from balance_kept k where k.top = path and k.period = code and k.day = current_date;
    if known is null then
        return query select null::text, path, path || '~';
    else
        return query select o.part, path || o.part || case when o.part = '' then '' else '/' end,
            path || o.part || case when o.part = '' then ' ' else '/~' end
        from (
            select c.part from balance_change c where c.top = path
            union select split_part(r.area_path, '/', 2) from match m join resource r on r.id = m.resource_id
            where m.status in ('PROPOSED', 'COUNTERED') and m.hold_until > known and m.hold_until <= now()
            and r.area_path >= path and r.area_path < path || '~'
        ) o;
    end if;
end $function$;

CREATE OR REPLACE FUNCTION public.event_filer(type text, number bigint)
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$
    select case type
        when 'Demand' then (select account_id from demand where id = number)
        when 'Match' then (select d.account_id from match m join demand d on d.id = m.demand_id where m.id = number)
        when 'Wait' then (select d.account_id from wait w join demand d on d.id = w.demand_id where w.id = number)
        when 'Project' then (select account_id from project where id = number)
        -- Whoever files anonymously has no part in what is said at a promise.
        when 'Comment' then (
            select coalesce(d.account_id, p.account_id, o.account_id)
            from comment c
            left join demand d on d.id = c.demand_id
            left join project p on p.id = c.project_id
            left join match m on m.id = c.match_id
            left join demand o on o.id = m.demand_id and not o.anonymous
            where c.id = number)
    end
$function$;

create view item as
 SELECT 'Resource' AS subject_type,
    resource.id AS subject_id,
    resource.title,
    ARRAY[resource.area_path] AS area_paths,
    ARRAY[resource.organisation_id] AS organisation_ids,
    '{}'::bigint[] AS account_ids
   FROM resource
UNION ALL
 SELECT 'Demand' AS subject_type,
    demand.id AS subject_id,
    demand.title,
    ARRAY[demand.area_path] AS area_paths,
    array_remove(ARRAY[demand.organisation_id], NULL::bigint) AS organisation_ids,
    array_remove(ARRAY[demand.account_id], NULL::bigint) AS account_ids
   FROM demand
UNION ALL
 SELECT 'Match' AS subject_type,
    m.id AS subject_id,
    d.title,
    ARRAY[d.area_path, r.area_path] AS area_paths,
    array_remove(ARRAY[r.organisation_id,
        CASE
            WHEN (NOT d.anonymous) THEN d.organisation_id
            ELSE NULL::bigint
        END], NULL::bigint) AS organisation_ids,
    array_remove(ARRAY[
        CASE
            WHEN (NOT d.anonymous) THEN d.account_id
            ELSE NULL::bigint
        END], NULL::bigint) AS account_ids
   FROM ((match m
     JOIN demand d ON ((d.id = m.demand_id)))
     JOIN resource r ON ((r.id = m.resource_id)))
UNION ALL
 SELECT 'Project' AS subject_type,
    project.id AS subject_id,
    project.title,
    ARRAY[project.area_path] AS area_paths,
    ARRAY( SELECT p.organisation_id
           FROM project_partner p
          WHERE (p.project_id = project.id)
          ORDER BY p.organisation_id) AS organisation_ids,
    array_remove(ARRAY[project.account_id], NULL::bigint) AS account_ids
   FROM project;

create view match_pair as
 SELECT d.id AS demand_id,
    r.id AS resource_id,
    d.area_path AS demand_path,
    r.area_path AS resource_path,
    r.organisation_id AS provider_id,
    o.obstacle,
    p.category,
    GREATEST(p.distance, o.reach) AS distance,
    p."time",
    q.quantity,
    p.wording,
    p.freshness,
    h.delivery,
    q.free,
    q.missing,
    ((q.free IS NOT NULL) AND (r.unit = d.unit)) AS comparable,
    g.id AS weights,
    (((((((((g.category * p.category) + (g.distance * GREATEST(p.distance, o.reach))) + (g."time" * p."time")) + (g.quantity * q.quantity)) + (g.wording * p.wording)) + (g.freshness * p.freshness)) + (g.delivery * h.delivery)))::numeric / (100)::numeric) AS total,
    ARRAY( SELECT t.t
           FROM unnest(d.terms) t(t)
          WHERE (t.t = ANY (r.terms))) AS shared,
    h.delivered,
    h.stars,
    h.observed
   FROM ((((((demand d
     CROSS JOIN resource r)
     CROSS JOIN LATERAL ( SELECT match_weights.id,
            match_weights.category,
            match_weights.distance,
            match_weights."time",
            match_weights.quantity,
            match_weights.wording,
            match_weights.freshness,
            match_weights.delivery,
            match_weights.note,
            match_weights.decided_at,
            match_weights.account_id,
            match_weights.delivery_rule
           FROM match_weights
          ORDER BY match_weights.id DESC
         LIMIT 1) g)
     CROSS JOIN LATERAL ( SELECT COALESCE(( SELECT (a.percent)::integer AS percent
                   FROM category_affinity a
                  WHERE ((a.demand_category_id = d.category_id) AND (a.resource_category_id = r.category_id))), 0) AS category,
            match_distance(d.area_path, r.area_path) AS distance,
                CASE
                    WHEN (NOT (EXISTS ( SELECT
                       FROM resource_window w
                      WHERE (w.resource_id = r.id)))) THEN 60
                    WHEN (EXISTS ( SELECT
                       FROM resource_window w
                      WHERE ((w.resource_id = r.id) AND (window_openings(GREATEST(w.first_day, CURRENT_DATE), LEAST(w.last_day, d.needed_by), w.weekdays) > 0)))) THEN 100
                    ELSE 0
                END AS "time",
            match_wording(d.terms, r.terms) AS wording,
                CASE
                    WHEN (r.confirmed_on >= (CURRENT_DATE - 30)) THEN 100
                    WHEN (r.confirmed_on >= (CURRENT_DATE - 90)) THEN 70
                    ELSE 40
                END AS freshness
         OFFSET 0) p)
     CROSS JOIN LATERAL ( SELECT record_mark(c.delivered, c.stars, c.cancelled, c.unanswered, c.declined) AS delivery,
            c.delivered,
            c.stars,
            ((c.delivered + c.cancelled) + GREATEST(0, (c.unanswered - c.declined))) AS observed
           FROM record_counts(r.organisation_id) c(delivered, stars, cancelled, unanswered, declined)
         OFFSET 0) h)
     CROSS JOIN LATERAL ( SELECT f.free,
            f.missing,
                CASE
                    WHEN (r.unit <> d.unit) THEN 50
                    WHEN (f.missing <= (0)::numeric) THEN 100
                    ELSE (LEAST((100)::numeric, floor((((100)::numeric * f.free) / f.missing))))::integer
                END AS quantity
           FROM ( SELECT ( SELECT l.amount
                           FROM resource_left(r.id, d.needed_by) l(amount)) AS free,
                    (d.quantity - demand_covered(d.id)) AS missing
                 OFFSET 0) f
         OFFSET 0) q)
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN ((r.status <> 'LISTED') OR (( SELECT u.status
                       FROM organisation u
                      WHERE (u.id = r.organisation_id)) <> 'ACTIVE')) THEN 'NOT_LISTED'
                    WHEN (r.valid_until < CURRENT_DATE) THEN 'EXPIRED'
                    WHEN (r.confirmed_on < (CURRENT_DATE - 180)) THEN 'LAPSED'
                    WHEN (s.named AND (NOT s.meant)) THEN 'ELSEWHERE'
                    WHEN (q.free <= (0)::numeric) THEN 'EXHAUSTED'
                    ELSE NULL::text
                END AS obstacle,
                CASE
                    WHEN s.meant THEN 75
                    ELSE 0
                END AS reach
           FROM ( SELECT (count(*) > 0) AS named,
                    COALESCE(bool_or((d.area_path ^@ a.path)), false) AS meant
                   FROM (resource_service_area x
                     JOIN area a ON ((a.id = x.area_id)))
                  WHERE (x.resource_id = r.id)) s
         OFFSET 0) o);

create view period as
 SELECT half_year.code,
    half_year.first_day,
    half_year.next_day
   FROM half_year
UNION ALL
 SELECT month.code,
    month.first_day,
    month.next_day
   FROM month;

CREATE TRIGGER capacity_entry_stays BEFORE DELETE OR UPDATE ON public.capacity_entry FOR EACH ROW EXECUTE FUNCTION capacity_entry_stays();

CREATE TRIGGER demand_met_changed AFTER UPDATE OF match_id, status, quantity ON public.delivery FOR EACH ROW EXECUTE FUNCTION demand_met_by_delivery();

CREATE TRIGGER demand_met_new AFTER INSERT OR DELETE ON public.delivery FOR EACH ROW EXECUTE FUNCTION demand_met_by_delivery();

CREATE TRIGGER record_of_delivery_kept AFTER INSERT OR UPDATE OF status, rating, answered_at ON public.delivery FOR EACH ROW EXECUTE FUNCTION record_of_delivery();

CREATE TRIGGER balance_changed AFTER UPDATE ON public.demand REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_changed();

CREATE TRIGGER balance_changed_gone AFTER DELETE ON public.demand REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_changed();

CREATE TRIGGER balance_changed_new AFTER INSERT ON public.demand REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_changed();

CREATE TRIGGER demand_closed BEFORE INSERT OR UPDATE OF status ON public.demand FOR EACH ROW EXECUTE FUNCTION demand_closed_keep();

CREATE TRIGGER demand_ends_waits AFTER UPDATE OF status, promised, quantity ON public.demand FOR EACH ROW WHEN (((new.status <> 'LISTED') OR (new.promised >= new.quantity))) EXECUTE FUNCTION demand_ends_waits();

CREATE TRIGGER balance_changed AFTER UPDATE ON public.match REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_changed_by_match();

CREATE TRIGGER balance_changed_gone AFTER DELETE ON public.match REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_changed_by_match();

CREATE TRIGGER balance_changed_new AFTER INSERT ON public.match REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_changed_by_match();

CREATE TRIGGER demand_met_changed AFTER UPDATE OF demand_id, status, quantity, covers, settled_covers ON public.match FOR EACH ROW EXECUTE FUNCTION demand_met_by_match();

CREATE TRIGGER demand_met_new AFTER INSERT OR DELETE ON public.match FOR EACH ROW EXECUTE FUNCTION demand_met_by_match();

CREATE TRIGGER demand_promised_changed AFTER UPDATE OF demand_id, status, covers, settled_covers ON public.match FOR EACH ROW EXECUTE FUNCTION demand_promised_keep();

CREATE TRIGGER demand_promised_new AFTER INSERT OR DELETE ON public.match FOR EACH ROW EXECUTE FUNCTION demand_promised_keep();

CREATE CONSTRAINT TRIGGER match_books_changed AFTER UPDATE OF resource_id, quantity, day, opens, status, hold_until, settled ON public.match DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION match_books();

CREATE CONSTRAINT TRIGGER match_books_new AFTER INSERT OR DELETE ON public.match DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION match_books();

CREATE TRIGGER record_of_match_changed AFTER UPDATE OF status, hold_until, broken ON public.match FOR EACH ROW EXECUTE FUNCTION record_of_match();

CREATE TRIGGER record_of_match_new AFTER INSERT ON public.match FOR EACH ROW WHEN ((new.status = ANY (ARRAY['PROPOSED', 'EXPIRED', 'DECLINED', 'CANCELLED']))) EXECUTE FUNCTION record_of_match();

CREATE TRIGGER balance_changed AFTER UPDATE ON public.resource REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_changed();

CREATE TRIGGER balance_changed_gone AFTER DELETE ON public.resource REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_changed();

CREATE TRIGGER balance_changed_new AFTER INSERT ON public.resource REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_changed();

CREATE CONSTRAINT TRIGGER resource_books_changed AFTER UPDATE OF quantity, unit ON public.resource DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.quantity <> new.quantity) OR (old.unit <> new.unit))) EXECUTE FUNCTION resource_books();

CREATE CONSTRAINT TRIGGER resource_books_new AFTER INSERT ON public.resource DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION resource_books();

CREATE TRIGGER resource_ends_waits AFTER UPDATE OF status ON public.resource FOR EACH ROW WHEN (((new.status <> 'LISTED') AND (old.status = 'LISTED'))) EXECUTE FUNCTION resource_ends_waits();

CREATE TRIGGER resource_listed BEFORE INSERT OR UPDATE OF status ON public.resource FOR EACH ROW EXECUTE FUNCTION resource_listed_keep();

CREATE TRIGGER resource_terms_changed AFTER UPDATE OF terms, area_path, status ON public.resource FOR EACH ROW EXECUTE FUNCTION resource_terms_keep();

CREATE TRIGGER resource_terms_new AFTER INSERT ON public.resource FOR EACH ROW EXECUTE FUNCTION resource_terms_keep();

CREATE CONSTRAINT TRIGGER wait_books AFTER UPDATE OF status, quantity, hold_until ON public.wait DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.status = 'ASKED') OR (new.status = 'ASKED'))) EXECUTE FUNCTION wait_books();

CREATE CONSTRAINT TRIGGER wait_books_new AFTER INSERT ON public.wait DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.status = 'ASKED')) EXECUTE FUNCTION wait_books();

grant select (class_code, code, created_at, id, kind, level, name, name_key, parent_id, path, short_name, valid_from, valid_to, version, words) on area to gongzhi_public;
grant select (code, name, participants, process) on area_class to gongzhi_public;
grant select (estate_id, grid_id) on area_overlap to gongzhi_public;
grant select (area_id, id, parent_id, path, valid_from, valid_to) on area_parentage to gongzhi_public;
grant select (caption, comment_id, content, created_at, delivery_id, demand_id, file_name, height, id, kind, media_type, note_id, project_id, removed_at, resource_id, size, thumbnail, version, width) on attachment to gongzhi_public;
grant select (day, kind, opens, quantity, resource_id) on capacity_entry to gongzhi_public;
grant select (code, created_at, hint, id, list, measure, name, place, retired, unit, version) on category to gongzhi_public;
grant select (demand_category_id, percent, resource_category_id) on category_affinity to gongzhi_public;
grant select (demand_id, ended_at) on claim to gongzhi_public;
grant select (area_id, area_path, created_at, field, id, organisation_id, term_from, term_to, version) on committee to gongzhi_public;
grant select (match_id, quantity, status) on delivery to gongzhi_public;
grant select (category_id, created_at, id, merged_into_id, met, needed_by, promised, quantity, reason, receipt_hash, status, title) on demand to gongzhi_public;
grant select (code, first_day, next_day, previous) on half_year to gongzhi_public;
grant select (area_id, organisation_id) on liaison_area to gongzhi_public;
grant select (covers, day, demand_id, hold_until, id, opens, quantity, resource_id, settled, settled_covers, status) on match to gongzhi_public;
grant select (code, first_day, next_day) on month to gongzhi_public;
grant select (address, area_id, area_path, contact_confirmed_on, created_at, description, id, kind, merged_into_id, name, name_key, parent_id, receipt_hash, return_reason, short_name, status, tags, updated_at, uscc, version, words) on organisation to gongzhi_public;
grant select (area_id, organisation_id) on organisation_service_area to gongzhi_public;
grant select (code, first_day, next_day) on period to gongzhi_public;
grant select (area_id, area_path, award, beneficiaries, carried_from_id, closed_at, created_at, delivered_on, description, half_year, id, lead_id, origin, outcome, published_at, required_kinds, signed_on, started_on, status, title, title_key, updated_at, version, words) on project to gongzhi_public;
grant select (category_id, project_id) on project_brand to gongzhi_public;
grant select (id, met, note, place, project_id, text) on project_criterion to gongzhi_public;
grant select (demand_id, project_id) on project_demand to gongzhi_public;
grant select (ended_at, match_id, project_id) on project_match to gongzhi_public;
grant select (created_at, id, kind, organisation_id, part, project_id, status, version) on project_partner to gongzhi_public;
grant select (demand_id, id, project_id, rated_at, rating, words) on project_rating to gongzhi_public;
grant select (amount, id, project_id, voided_at) on project_spending to gongzhi_public;
grant select (done_on, ends_on, id, name, project_id, starts_on, version) on project_stage to gongzhi_public;
grant select (area_id, area_path, category_id, conditions, confirmed_on, created_at, description, id, listed_at, measure, organisation_id, quantity, reason, status, title, title_key, unit, updated_at, valid_until, version, words) on resource to gongzhi_public;
grant select (digest, expires_at, id, used_at) on resource_link to gongzhi_public;
grant select (link_id, resource_id, version) on resource_link_offer to gongzhi_public;
grant select (area_id, resource_id) on resource_service_area to gongzhi_public;
grant select (closes, first_day, id, last_day, opens, resource_id, weekdays) on resource_window to gongzhi_public;
grant select (committee_id, organisation_id, role, valid_from, valid_to) on seat to gongzhi_public;
grant select (day, hold_until, opens, quantity, resource_id, status) on wait to gongzhi_public;
grant select (area_id, area_path, created_at, id, kind, name, name_key, party_organisation_id, version) on zone to gongzhi_public;
grant select (coverage, organisation_id, zone_id) on zone_unit to gongzhi_public;
