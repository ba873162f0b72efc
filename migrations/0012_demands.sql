-- The demand list: what is needed, how much of it, where and by when; who takes it on; which ones are the same.

alter table category drop constraint category_list_known;
alter table category add constraint category_list_known check (list in ('RESOURCE', 'DEMAND', 'NEED'));
alter table category drop constraint category_unit_length;
alter table category add constraint category_unit_length check (char_length(unit) between 1 and 10 or (list = 'NEED' and unit = ''));

insert into category (list, code, name, unit, measure, place, hint) values
    ('DEMAND', 'PARKING', '停车出行', '个', 'TOTAL', 1, '写明地点、现状和希望怎样解决'),
    ('DEMAND', 'ENVIRON', '环境整治', '处', 'TOTAL', 2, '写明点位和现状'),
    ('DEMAND', 'PROPERTY', '物业房屋', '处', 'TOTAL', 3, '写明楼栋、设施和现状'),
    ('DEMAND', 'CARE', '助老助残', '人', 'TOTAL', 4, '写明需要的服务和人数，不写姓名'),
    ('DEMAND', 'HEALTH', '健康医疗', '场', 'TOTAL', 5, '写明希望的服务和受益人数'),
    ('DEMAND', 'EDU', '教育托幼', '课时', 'TOTAL', 6, '写明内容、年龄段和人数'),
    ('DEMAND', 'CULTURE', '文体活动', '场', 'TOTAL', 7, '写明活动、场地和人数'),
    ('DEMAND', 'LEGAL', '法律调解', '件', 'TOTAL', 8, '写明咨询的事项，不写当事人'),
    ('DEMAND', 'PARTY', '党建活动', '场', 'TOTAL', 9, '写明主题和人数'),
    ('DEMAND', 'JOBS', '就业人才', '人', 'TOTAL', 10, '写明岗位或人才方面的需要'),
    ('DEMAND', 'SAFETY', '平安消防', '处', 'TOTAL', 11, '写明点位和隐患'),
    ('DEMAND', 'BUSINESS', '企业服务', '件', 'TOTAL', 12, '写明企业需要的服务'),
    ('NEED', 'WORK', '就业', '', 'TOTAL', 1, ''),
    ('NEED', 'HOUSING', '居住', '', 'TOTAL', 2, ''),
    ('NEED', 'SAFETY', '安全', '', 'TOTAL', 3, ''),
    ('NEED', 'SURROUNDINGS', '环境', '', 'TOTAL', 4, ''),
    ('NEED', 'COMPANY', '交往', '', 'TOTAL', 5, ''),
    ('NEED', 'SERVICE', '服务', '', 'TOTAL', 6, '');

create table demand (
    id bigint generated always as identity primary key,
    organisation_id bigint constraint demand_organisation_known references organisation,
    account_id bigint,
    category_id bigint not null constraint demand_category_known references category,
    need_id bigint references category,
    area_id bigint not null references area,
    area_path text collate "C" not null,
    place text not null default '' constraint demand_place_length check (char_length(place) <= 100),
    title text not null constraint demand_title_length check (char_length(title) between 2 and 60),
    title_key text collate "C" not null,
    words text[] not null,
    description text not null default '' constraint demand_description_length check (char_length(description) <= 2000),
    quantity numeric(12, 2) not null constraint demand_quantity_positive check (quantity > 0),
    unit text not null constraint demand_unit_length check (char_length(unit) between 1 and 10),
    needed_by date not null,
    beneficiaries integer constraint demand_beneficiaries_range check (beneficiaries between 1 and 10000000),
    origin text not null constraint demand_origin_known check (origin in
        ('TALK', 'COUNCIL', 'WISH_TREE', 'WECHAT', 'HOTLINE', 'GRID', 'UNIT', 'SURVEY', 'OTHER')),
    axis text not null constraint demand_axis_known check (axis in ('STATE', 'RESIDENT')),
    urgency text not null default 'NORMAL' constraint demand_urgency_known check (urgency in ('NORMAL', 'SOON', 'URGENT')),
    anonymous boolean not null default false,
    level text constraint demand_level_known check (level in ('BASIC', 'KEY', 'PREMIUM')),
    status text not null constraint demand_status_known
        check (status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'LISTED', 'MERGED', 'DECLINED', 'WITHDRAWN')),
    reason text not null default '' constraint demand_reason_length check (char_length(reason) <= 500),
    merged_into_id bigint references demand constraint demand_not_own_duplicate check (merged_into_id <> id),
    receipt_hash bytea,
    listed_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version integer not null default 1,
    constraint demand_merged_names_target check ((status = 'MERGED') = (merged_into_id is not null)),
    constraint demand_listed_has_level check (status <> 'LISTED' or (level is not null and listed_at is not null))
);
comment on table demand is 'Something that is needed; who benefits is a number, never names';
create unique index demand_receipt on demand (receipt_hash) where receipt_hash is not null;
create index demand_recent on demand (updated_at, id);
create index demand_title on demand (title_key, id);
create index demand_needed on demand (needed_by, id);
create index demand_organisation on demand (organisation_id, updated_at, id) where organisation_id is not null;
create index demand_account on demand (account_id, id) where account_id is not null;
create index demand_area on demand (area_path, updated_at, id);
create index demand_area_id on demand (area_id);
create index demand_category on demand (category_id, updated_at, id);
create index demand_need on demand (need_id) where need_id is not null;
create index demand_status on demand (status, updated_at, id);
create index demand_merged on demand (merged_into_id) where merged_into_id is not null;
create index demand_words on demand using gin (words);

create table claim (
    id bigint generated always as identity primary key,
    demand_id bigint not null references demand,
    person_id bigint references person,
    organisation_id bigint references organisation,
    note text not null default '' constraint claim_note_length check (char_length(note) <= 200),
    claimed_at timestamptz not null default now(),
    ended_at timestamptz,
    version integer not null default 1,
    constraint claim_one_party check ((person_id is null) <> (organisation_id is null))
);
comment on table claim is 'Who takes a demand on: a member for a basic one, an organisation for the others';
create unique index claim_person_once on claim (demand_id, person_id) where ended_at is null;
create unique index claim_organisation_once on claim (demand_id, organisation_id) where ended_at is null;
create index claim_demand on claim (demand_id, claimed_at, id);
create index claim_person on claim (person_id) where person_id is not null;
create index claim_organisation on claim (organisation_id) where organisation_id is not null;

create function likeness(one text[], other text[]) returns real
language sql immutable parallel safe
return (select count(*)::real / greatest(1, cardinality(one) + cardinality(other) - count(*))
    from unnest(one) a join unnest(other) b on a = b);
comment on function likeness is 'How much of two sets of words is common to both, 0 to 1 (Jaccard); both without doubles';

-- The public sees nothing of the list; whoever holds a receipt sees how that one demand stands.
grant select (id, title, status, reason, needed_by, merged_into_id, receipt_hash, created_at) on demand to gongzhi_public;
