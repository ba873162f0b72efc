-- Why a plan is as it is: for a demand, which offers it had and what kept it from them; and the price of insisting on one.

alter table plan_input add column solution bytea;
comment on column plan_input.solution is 'What the solver found (JSON, deflated): questions about the plan are answered from both';

create table plan_alternative (
    id bigint generated always as identity primary key,
    plan_id bigint not null references plan on delete cascade,
    run integer not null,
    demand_id bigint not null references demand,
    resource_id bigint not null references resource,
    day date,
    opens time,
    place integer not null,
    score numeric(5, 2) not null,
    covers numeric(12, 2) not null,
    left_over numeric(14, 2) not null,
    obstacle text not null constraint plan_alternative_obstacle_known
        check (obstacle in ('PINNED', 'CHOSEN', 'FORBIDDEN', 'EXHAUSTED', 'TAKEN', 'LINES', 'MET', 'PARTNERS', 'CRUMB', 'OPEN')),
    rival_id bigint references demand,
    ahead text[] not null default '{}',
    tried numeric(12, 2),
    points numeric(14, 4),
    clash text constraint plan_alternative_clash_known
        check (clash in ('NOT_ALLOWED', 'FORBIDDEN', 'NOT_WHOLE', 'LOT', 'NEED', 'PARTNERS', 'LINES')),
    losses jsonb not null default '[]',
    constraint plan_alternative_opening_whole check ((day is null) = (opens is null))
);
comment on table plan_alternative is 'An offer that might serve a demand of a plan, and why it does not, or not more; asked for demand by demand';
comment on column plan_alternative.rival_id is 'The demand that gets it instead, if there is one';
comment on column plan_alternative.ahead is 'In what that is ahead';
comment on column plan_alternative.tried is 'How much of the demand it was asked to meet, when the price was asked for';
comment on column plan_alternative.points is 'What the plan would lose by that';
comment on column plan_alternative.losses is 'Which demands would get more or less: number, before and after, in hundredths';
create index plan_alternative_need on plan_alternative (plan_id, demand_id, place, id);
create index plan_alternative_demand on plan_alternative (demand_id);
create index plan_alternative_resource on plan_alternative (resource_id);
create index plan_alternative_rival on plan_alternative (rival_id) where rival_id is not null;
