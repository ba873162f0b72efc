-- Plans for a period: one allocation for all open demands of an area, found by a job, edited by people, accepted as proposals.

create table plan_weights (
    id integer generated always as identity primary key,
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
    note text not null default '' constraint plan_weights_note_length check (char_length(note) <= 200),
    account_id bigint,
    decided_at timestamptz not null default now(),
    constraint plan_weights_range check (
        least(urgent, soon, normal) >= 1 and greatest(urgent, soon, normal) <= 1000
        and least(waiting, fairness, fit, nearness, line) >= 0 and greatest(waiting, fairness, fit, nearness, line) <= 100
    ),
    constraint plan_weights_limits check (least(per_unit, partners) >= 1 and per_unit <= 1000 and partners <= 20)
);
comment on table plan_weights is 'What counts how much in a plan, and how much it asks of one unit; the latest version holds';
comment on column plan_weights.account_id is 'Who decided; null: they came with the product';
insert into plan_weights (urgent, soon, normal, waiting, fairness, fit, nearness, line, per_unit, partners)
values (400, 200, 100, 10, 50, 10, 5, 2, 20, 4);

create table plan (
    id bigint generated always as identity primary key,
    area_id bigint not null references area,
    area_path text collate "C" not null,
    first_day date not null,
    last_day date not null,
    status text not null default 'QUEUED' constraint plan_status_known
        check (status in ('QUEUED', 'READING', 'SOLVING', 'DRAFT', 'ACCEPTING', 'ACCEPTED', 'CANCELLED', 'FAILED')),
    account_id bigint not null references account,
    weights integer not null references plan_weights,
    run integer not null default 1,
    solved_run integer,
    progress smallint not null default 0 constraint plan_progress_range check (progress between 0 and 100),
    seconds numeric(9, 2) not null default 0,
    holder text,
    beat_at timestamptz,
    attempts smallint not null default 0,
    failure text constraint plan_failure_known check (failure in ('INFEASIBLE', 'BROKEN')),
    cut boolean not null default false,
    demands integer not null default 0,
    full_demands integer not null default 0,
    pairs integer not null default 0,
    served numeric(5, 2),
    greedy_served numeric(5, 2),
    units integer,
    greedy_units integer,
    nearness numeric(5, 2),
    greedy_nearness numeric(5, 2),
    bound numeric(14, 4),
    gap numeric(9, 6),
    inputs_hash text,
    solved_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version integer not null default 1,
    constraint plan_period check (first_day <= last_day)
);
comment on table plan is 'An allocation for the open demands of an area and below in a period, from the request to the proposals made of it';
comment on column plan.run is 'How often it has been asked for; the lines are those of solved_run';
comment on column plan.holder is 'Which worker is at it; whoever has not beaten for a while has lost it';
create index plan_area on plan (area_path, updated_at, id);
create index plan_recent on plan (updated_at, id);
create unique index plan_under_way on plan (area_id) where status in ('QUEUED', 'READING', 'SOLVING');
create index plan_waiting on plan (updated_at, id) where status in ('QUEUED', 'READING', 'SOLVING', 'ACCEPTING');

create table plan_input (
    plan_id bigint not null references plan on delete cascade,
    run integer not null,
    content bytea not null,
    hash text not null,
    kept_at timestamptz not null default now(),
    primary key (plan_id, run)
);
comment on table plan_input is 'What a run was solved from (JSON, deflated), so that it can be solved again';

create table plan_need (
    id bigint generated always as identity primary key,
    plan_id bigint not null references plan on delete cascade,
    demand_id bigint not null references demand,
    area_id bigint not null references area,
    place integer not null,
    missing numeric(12, 2) not null,
    planned numeric(12, 2) not null,
    reason text constraint plan_need_reason_known check (reason in ('NO_OFFER', 'UNITS_DIFFER', 'EXHAUSTED', 'LIMIT', 'FORBIDDEN')),
    constraint plan_need_once unique (plan_id, demand_id)
);
comment on table plan_need is 'A demand that a plan is about: how much of it was missing, and how much the plan covers';
comment on column plan_need.area_id is 'The community that it counts for when communities are compared';
comment on column plan_need.place is 'The most pressing ones first';
create index plan_need_place on plan_need (plan_id, place, id);
create index plan_need_area on plan_need (plan_id, area_id, place, id);
create index plan_need_demand on plan_need (demand_id);

create table plan_community (
    id bigint generated always as identity primary key,
    plan_id bigint not null references plan on delete cascade,
    area_id bigint not null references area,
    demands integer not null,
    served numeric(5, 2) not null,
    greedy numeric(5, 2) not null,
    constraint plan_community_once unique (plan_id, area_id)
);
comment on table plan_community is 'How much of the need of a community a plan covers, in percent';

create table plan_line (
    id bigint generated always as identity primary key,
    plan_id bigint not null references plan on delete cascade,
    demand_id bigint not null references demand,
    resource_id bigint not null references resource,
    day date,
    opens time,
    quantity numeric(12, 2) not null constraint plan_line_quantity_positive check (quantity > 0),
    covers numeric(12, 2) not null constraint plan_line_covers_positive check (covers > 0),
    learnt integer,
    before numeric(12, 2),
    score numeric(5, 2) not null,
    run integer not null,
    status text not null default 'OPEN' constraint plan_line_status_known check (status in ('OPEN', 'CHOSEN', 'PROPOSED', 'REFUSED', 'DROPPED')),
    account_id bigint references account,
    refusals jsonb,
    match_id bigint references match,
    constraint plan_line_opening_whole check ((day is null) = (opens is null)),
    constraint plan_line_match_when_proposed check ((status = 'PROPOSED') = (match_id is not null)),
    constraint plan_line_told_when_refused check ((status = 'REFUSED') = (refusals is not null)),
    constraint plan_line_chosen_by_somebody check (status <> 'CHOSEN' or account_id is not null)
);
comment on table plan_line is 'So much of an offer for so much of a demand, as a plan has it';
comment on column plan_line.learnt is 'Where the units differ: from how many earlier promises it was learnt how much meets how much';
comment on column plan_line.before is 'What the run before covered by it; null: nothing';
comment on column plan_line.account_id is 'Who accepted it';
create unique index plan_line_once on plan_line (plan_id, demand_id, resource_id, coalesce(day, '-infinity'), coalesce(opens, '00:00'))
where status <> 'PROPOSED';
create index plan_line_demand on plan_line (plan_id, demand_id, id);
create index plan_line_resource on plan_line (resource_id);
create index plan_line_chosen on plan_line (plan_id, id) where status = 'CHOSEN';
create index plan_line_match on plan_line (match_id) where match_id is not null;

create table plan_rule (
    id bigint generated always as identity primary key,
    plan_id bigint not null references plan on delete cascade,
    kind text not null constraint plan_rule_kind_known check (kind in ('PIN', 'FORBID')),
    demand_id bigint not null references demand,
    resource_id bigint not null references resource,
    day date,
    opens time,
    covers numeric(12, 2) constraint plan_rule_covers_positive check (covers > 0),
    clash text constraint plan_rule_clash_known
        check (clash in ('NOT_ALLOWED', 'FORBIDDEN', 'NOT_WHOLE', 'LOT', 'NEED', 'PARTNERS', 'LINES')),
    most numeric(12, 2),
    account_id bigint not null references account,
    created_at timestamptz not null default now(),
    constraint plan_rule_opening_whole check ((day is null) = (opens is null)),
    constraint plan_rule_covers_when_pinned check ((kind = 'PIN') = (covers is not null))
);
comment on table plan_rule is 'What people have decided for the next run of a plan: a line with its quantity, or that an offer is not for a demand';
comment on column plan_rule.clash is 'Why the last run could not be solved with it';
comment on column plan_rule.most is 'What would hold at most';
create unique index plan_rule_once on plan_rule (plan_id, demand_id, resource_id, coalesce(day, '-infinity'), coalesce(opens, '00:00'));
create index plan_rule_demand on plan_rule (demand_id);
create index plan_rule_resource on plan_rule (resource_id);
