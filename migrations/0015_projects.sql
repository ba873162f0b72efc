-- The project list: what comes of resources and demands, who takes part, by which criteria it is measured, what it costs, how it ends.

alter table category drop constraint category_list_known;
alter table category add constraint category_list_known check (list in ('RESOURCE', 'DEMAND', 'NEED', 'BRAND'));
alter table category drop constraint category_unit_length;
alter table category add constraint category_unit_length
    check (char_length(unit) between 1 and 10 or (list in ('NEED', 'BRAND') and unit = ''));

insert into category (list, code, name, unit, measure, place) values
    ('BRAND', 'CREATION', '社区创享计划', '', 'TOTAL', 1),
    ('BRAND', 'SERVICE', '党建服务品牌', '', 'TOTAL', 2);

create table project (
    id bigint generated always as identity primary key,
    account_id bigint,
    origin text not null constraint project_origin_known check (origin in ('MATCHES', 'RESIDENTS', 'COMMITTEE')),
    area_id bigint not null references area,
    area_path text collate "C" not null,
    title text not null constraint project_title_length check (char_length(title) between 2 and 60),
    title_key text collate "C" not null,
    words text[] not null,
    description text not null default '' constraint project_description_length check (char_length(description) <= 2000),
    half_year text not null constraint project_half_year_form check (half_year ~ '^20[0-9]{2}-H[12]$'),
    lead_id bigint references organisation,
    required_kinds text[] not null default '{}'
        constraint project_required_kinds check (required_kinds <@ '{COMMUNITY,SOCIAL_ORGANISATION,SOCIAL_WORKER,VOLUNTEER,CHARITY}'),
    award numeric(12, 2) constraint project_award_positive check (award >= 0),
    status text not null constraint project_status_known check (status in
        ('PROPOSED', 'PUBLISHED', 'CLAIMED', 'SIGNED', 'IN_PROGRESS', 'DELIVERED', 'EVALUATED', 'WRITTEN_OFF', 'CARRIED_OVER',
        'TERMINATED')),
    reason text not null default '' constraint project_reason_length check (char_length(reason) <= 500),
    outcome text not null default '' constraint project_outcome_length check (char_length(outcome) <= 2000),
    beneficiaries integer constraint project_beneficiaries_range check (beneficiaries between 1 and 10000000),
    carried_from_id bigint references project constraint project_carried_once unique,
    published_at timestamptz,
    signed_on date,
    started_on date,
    delivered_on date,
    closed_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version integer not null default 1,
    constraint project_not_own_successor check (carried_from_id <> id),
    constraint project_claimed_has_lead
        check (lead_id is not null or status in ('PROPOSED', 'PUBLISHED', 'CARRIED_OVER', 'TERMINATED')),
    constraint project_public_was_published
        check (published_at is not null or status in ('PROPOSED', 'TERMINATED'))
);
comment on table project is 'A project of a committee for one half-year; what is unfinished then is carried over into another';
comment on column project.award is 'The money approved, in yuan; what is spent of it stands in project_spending';
create index project_recent on project (updated_at, id);
create index project_title on project (title_key, id);
create index project_area on project (area_path, updated_at, id);
create index project_area_id on project (area_id);
create index project_status on project (status, updated_at, id);
create index project_half_year on project (half_year, updated_at, id);
create index project_lead on project (lead_id, updated_at, id) where lead_id is not null;
create index project_account on project (account_id, id) where account_id is not null;
create index project_words on project using gin (words);

create table project_partner (
    id bigint generated always as identity primary key,
    project_id bigint not null references project,
    organisation_id bigint not null references organisation,
    kind text not null constraint project_partner_kind_known
        check (kind in ('COMMUNITY', 'SOCIAL_ORGANISATION', 'SOCIAL_WORKER', 'VOLUNTEER', 'CHARITY', 'OTHER')),
    part text not null default '' constraint project_partner_part_length check (char_length(part) <= 200),
    status text not null constraint project_partner_status_known
        check (status in ('INVITED', 'CLAIMED', 'AGREED', 'DECLINED', 'LEFT')),
    reason text not null default '' constraint project_partner_reason_length check (char_length(reason) <= 500),
    created_at timestamptz not null default now(),
    version integer not null default 1
);
comment on table project_partner is 'An organisation that takes part in a project, or was asked to, or asks for it; the lead is one of them';
create unique index project_partner_once on project_partner (project_id, organisation_id)
where status in ('INVITED', 'CLAIMED', 'AGREED');
create index project_partner_project on project_partner (project_id, id);
create index project_partner_organisation on project_partner (organisation_id, project_id);

create table project_criterion (
    id bigint generated always as identity primary key,
    project_id bigint not null references project,
    place smallint not null,
    text text not null constraint project_criterion_text_length check (char_length(text) between 1 and 200),
    met boolean,
    note text not null default '' constraint project_criterion_note_length check (char_length(note) <= 500),
    constraint project_criterion_place_once unique (project_id, place) deferrable
);
comment on table project_criterion is 'By what a project is measured: fixed before it begins, compared when it has been delivered';

create table project_stage (
    id bigint generated always as identity primary key,
    project_id bigint not null references project,
    name text not null constraint project_stage_name_length check (char_length(name) between 1 and 60),
    starts_on date not null,
    ends_on date not null,
    done_on date,
    version integer not null default 1,
    constraint project_stage_days_order check (ends_on >= starts_on)
);
comment on table project_stage is 'A stage of a project, both days included';
create index project_stage_project on project_stage (project_id, starts_on, id);

create table project_note (
    id bigint generated always as identity primary key,
    project_id bigint not null references project,
    person_id bigint references person,
    noted_on date not null,
    text text not null constraint project_note_text_length check (char_length(text) between 1 and 2000),
    created_at timestamptz not null default now()
);
comment on table project_note is 'How a project is getting on, as somebody who takes part in it notes down';
create index project_note_project on project_note (project_id, noted_on, id);
create index project_note_person on project_note (person_id) where person_id is not null;

create table project_spending (
    id bigint generated always as identity primary key,
    project_id bigint not null references project,
    amount numeric(12, 2) not null constraint project_spending_amount_positive check (amount > 0),
    spent_on date not null,
    purpose text not null constraint project_spending_purpose_length check (char_length(purpose) between 1 and 200),
    voided_at timestamptz,
    reason text not null default '' constraint project_spending_reason_length check (char_length(reason) <= 500),
    created_at timestamptz not null default now(),
    version integer not null default 1
);
comment on table project_spending is 'What was spent of an award, in yuan; an entry that was wrong is voided, never changed';
create index project_spending_project on project_spending (project_id, spent_on, id);

create table project_rating (
    id bigint generated always as identity primary key,
    project_id bigint not null references project,
    demand_id bigint references demand,
    account_id bigint not null,
    rating smallint not null constraint project_rating_range check (rating between 1 and 5),
    words text not null default '' constraint project_rating_words_length check (char_length(words) <= 500),
    rated_at timestamptz not null default now(),
    constraint project_rating_once unique nulls not distinct (project_id, demand_id)
);
comment on table project_rating is 'What the side that needed it says of a project: once for each demand, or once where it meets none';
create index project_rating_demand on project_rating (demand_id) where demand_id is not null;

create table project_demand (
    project_id bigint not null references project,
    demand_id bigint not null references demand,
    primary key (project_id, demand_id)
);
comment on table project_demand is 'Which demands a project fulfils';
create index project_demand_demand on project_demand (demand_id);

create table project_match (
    project_id bigint not null references project,
    match_id bigint not null references match,
    ended_at timestamptz,
    primary key (project_id, match_id)
);
comment on table project_match is 'Which promises a project carries out; ended where another has taken it over, or the project was given up';
create unique index project_match_once on project_match (match_id) where ended_at is null;
create index project_match_match on project_match (match_id);

create table project_brand (
    project_id bigint not null references project,
    category_id bigint not null references category,
    primary key (project_id, category_id)
);
comment on table project_brand is 'Under which brands and programmes a project runs';
create index project_brand_category on project_brand (category_id);

create function project_spent(number bigint) returns numeric
language sql stable parallel safe
return (select coalesce(sum(s.amount), 0) from project_spending s where s.project_id = number and s.voided_at is null);
comment on function project_spent is 'How much has been spent of a project''s award';

-- The public sees finished projects without anybody's name.
grant select (
    id, origin, area_id, area_path, title, title_key, words, description, half_year, lead_id, required_kinds, award, status, outcome,
    beneficiaries, carried_from_id, published_at, signed_on, started_on, delivered_on, closed_at, created_at, updated_at, version
) on project to gongzhi_public;
grant select (id, project_id, organisation_id, kind, part, status, created_at, version) on project_partner to gongzhi_public;
grant select (id, project_id, amount, voided_at) on project_spending to gongzhi_public;
grant select (id, project_id, demand_id, rating, words, rated_at) on project_rating to gongzhi_public;
grant select on project_criterion, project_stage, project_demand, project_match, project_brand to gongzhi_public;
