-- The resource list: what units offer, how much of it, when, and for which areas. What remains is derived, never stored.

create table category (
    id bigint generated always as identity primary key,
    list text not null constraint category_list_known check (list in ('RESOURCE', 'DEMAND')),
    code text not null constraint category_code_form check (code ~ '^[A-Z][A-Z_]{1,19}$'),
    name text not null constraint category_name_length check (char_length(name) between 1 and 20),
    unit text not null constraint category_unit_length check (char_length(unit) between 1 and 10),
    measure text not null constraint category_measure_known check (measure in ('TOTAL', 'PER_WINDOW')),
    hint text not null default '' constraint category_hint_length check (char_length(hint) <= 200),
    place integer not null,
    retired boolean not null default false,
    created_at timestamptz not null default now(),
    version integer not null default 1,
    constraint category_code_once unique (list, code)
);
comment on table category is 'The classes of resources and demands, with what a form suggests for each';
create unique index category_name_once on category (list, name) where not retired;
create index category_place on category (list, place, id);

insert into category (list, code, name, unit, measure, place, hint) values
    ('RESOURCE', 'VENUE', '场地设施', '场', 'PER_WINDOW', 1, '写明面积、可容纳人数和设备'),
    ('RESOURCE', 'PARTY_SITE', '党建阵地', '场', 'PER_WINDOW', 2, '写明参观或学习内容、可容纳人数'),
    ('RESOURCE', 'EXPERT', '人才专家', '小时', 'TOTAL', 3, '写明专业、资质和可提供的服务'),
    ('RESOURCE', 'HEALTH', '医疗健康', '场', 'TOTAL', 4, '写明服务内容和每场可服务的人数'),
    ('RESOURCE', 'LEGAL', '法律调解', '小时', 'TOTAL', 5, '写明可咨询的事项'),
    ('RESOURCE', 'EDU', '教育培训', '课时', 'TOTAL', 6, '写明课程、对象和每次人数'),
    ('RESOURCE', 'CULTURE', '文化体育', '场', 'TOTAL', 7, '写明活动内容和每场人数'),
    ('RESOURCE', 'VOLUNTEER', '志愿服务', '人时', 'TOTAL', 8, '写明人数、可服务的内容和时间'),
    ('RESOURCE', 'FUND', '资金物资', '元', 'TOTAL', 9, '写明用途范围；物资请改填计量单位'),
    ('RESOURCE', 'DAILY', '便民服务', '次', 'TOTAL', 10, '写明服务内容、对象和优惠'),
    ('RESOURCE', 'JOBS', '就业创业', '个', 'TOTAL', 11, '写明岗位、要求和待遇'),
    ('RESOURCE', 'SAFETY', '公共安全', '人时', 'TOTAL', 12, '写明力量、装备和可承担的任务'),
    ('RESOURCE', 'DIGITAL', '信息技术', '课时', 'TOTAL', 13, '写明可提供的设备、平台或培训');

create table resource (
    id bigint generated always as identity primary key,
    organisation_id bigint not null constraint resource_organisation_known references organisation,
    category_id bigint not null constraint resource_category_known references category,
    area_id bigint not null references area,
    area_path text collate "C" not null,
    title text not null constraint resource_title_length check (char_length(title) between 2 and 60),
    title_key text collate "C" not null,
    words text[] not null,
    description text not null default '' constraint resource_description_length check (char_length(description) <= 2000),
    conditions text not null default '' constraint resource_conditions_length check (char_length(conditions) <= 1000),
    measure text not null constraint resource_measure_known check (measure in ('TOTAL', 'PER_WINDOW')),
    quantity numeric(12, 2) not null constraint resource_quantity_positive check (quantity > 0),
    unit text not null constraint resource_unit_length check (char_length(unit) between 1 and 10),
    contact_id bigint references contact on delete set null,
    valid_until date not null,
    confirmed_on date not null default current_date,
    status text not null constraint resource_status_known
        check (status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'LISTED', 'WITHDRAWN')),
    reason text not null default '' constraint resource_reason_length check (char_length(reason) <= 500),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version integer not null default 1
);
comment on table resource is 'Something that a unit offers; quantity is the whole stock, or what each window holds';
create index resource_recent on resource (updated_at, id);
create index resource_title on resource (title_key, id);
create index resource_organisation on resource (organisation_id, updated_at, id);
create index resource_area on resource (area_path, updated_at, id);
create index resource_area_id on resource (area_id);
create index resource_category on resource (category_id, updated_at, id);
create index resource_status on resource (status, updated_at, id);
create index resource_until on resource (valid_until, id);
create index resource_contact on resource (contact_id) where contact_id is not null;
create index resource_words on resource using gin (words);

create table resource_window (
    id bigint generated always as identity primary key,
    resource_id bigint not null references resource on delete cascade,
    first_day date not null,
    last_day date not null,
    weekdays smallint[] not null,
    opens time not null,
    closes time not null,
    constraint resource_window_days_order check (last_day >= first_day),
    constraint resource_window_hours_order check (closes > opens),
    constraint resource_window_weekdays_known
        check (weekdays <@ '{1,2,3,4,5,6,7}' and cardinality(weekdays) between 1 and 7)
);
comment on table resource_window is 'When a resource is to be had: on these days of the week (1: Monday) between two days, at these hours';
create index resource_window_resource on resource_window (resource_id, first_day, opens, id);

create table resource_service_area (
    resource_id bigint not null references resource on delete cascade,
    area_id bigint not null references area,
    primary key (resource_id, area_id)
);
comment on table resource_service_area is 'For whom a resource is meant: these areas and all below them; without any, whoever asks';
create index resource_service_area_area on resource_service_area (area_id);

grant select on category to gongzhi_public;
grant select (
    id, organisation_id, category_id, area_id, area_path, title, title_key, words, description, conditions, measure, quantity,
    unit, valid_until, confirmed_on, status, reason, created_at, updated_at, version
) on resource to gongzhi_public;
grant select on resource_window, resource_service_area to gongzhi_public;
