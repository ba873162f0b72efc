-- name: kept^
-- Inputs and solution of the run whose lines the plan has.
select i.run, i.content, i.solution from plan p join plan_input i on i.plan_id = p.id and i.run = p.solved_run
where p.id = :id and i.solution is not null;

-- name: clear!
delete from plan_alternative where plan_id = :plan and demand_id = :demand;

-- name: tell!
insert into plan_alternative (plan_id, run, demand_id, resource_id, day, opens, place, score, covers, left_over, obstacle, rival_id, ahead)
select :plan, :run, :demand, resource, day, opens, place, score, covers, left_over, obstacle, rival, ahead
from jsonb_to_recordset(:rows::text::jsonb) as a (resource bigint, day date, opens time, place int, score numeric, covers numeric,
    left_over numeric, obstacle text, rival bigint, ahead text[])
order by place;

-- name: priced!
update plan_alternative set tried = :tried, points = :points, clash = :clash, losses = :losses::text::jsonb where id = :id;

-- name: titles^
select d.title as needed, r.title as offered from demand d, resource r where d.id = :demand and r.id = :resource;
