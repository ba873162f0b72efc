-- name: mine^
-- The plan, locked, if this worker still has it.
select id, run, solved_run, area_path from plan where id = :id and holder = :holder and status = 'SOLVING' for update;

-- name: clear!
-- Needs and communities are those of the latest run; lines that were left over from the one before go.
with needs as (delete from plan_need where plan_id = :id),
    communities as (delete from plan_community where plan_id = :id),
    alternatives as (delete from plan_alternative where plan_id = :id),
    kept as (update plan_input set solution = :solution where plan_id = :id and run = :run),
    rules as (update plan_rule set clash = null, most = null where plan_id = :id and clash is not null)
delete from plan_line where plan_id = :id and status = 'DROPPED';

-- name: put_needs!
insert into plan_need (plan_id, demand_id, area_id, place, missing, planned, reason)
select :id, demand, area, place, missing, planned, reason
from jsonb_to_recordset(:rows::text::jsonb)
    as n (demand bigint, area bigint, place int, missing numeric, planned numeric, reason text);

-- name: put_communities!
insert into plan_community (plan_id, area_id, demands, served, greedy)
select :id, area, demands, served, greedy
from jsonb_to_recordset(:rows::text::jsonb) as c (area bigint, demands int, served numeric, greedy numeric);

-- name: drop!
-- What is not in the new run stays to be seen until the next, with what it was.
update plan_line l set status = 'DROPPED', before = l.covers, run = :run, refusals = null, account_id = null
where l.plan_id = :id and l.status in ('OPEN', 'REFUSED') and not exists (
    select from jsonb_to_recordset(:rows::text::jsonb) as n (demand bigint, resource bigint, day date, opens time)
    where n.demand = l.demand_id and n.resource = l.resource_id
        and n.day is not distinct from l.day and n.opens is not distinct from l.opens);

-- name: put_lines!
-- A line that was there before keeps its number.
insert into plan_line (plan_id, demand_id, resource_id, day, opens, quantity, covers, learnt, score, run)
select :id, demand, resource, day, opens, quantity, covers, learnt, score, :run
from jsonb_to_recordset(:rows::text::jsonb) as n (
    demand bigint, resource bigint, day date, opens time, quantity numeric, covers numeric, learnt int, score numeric)
order by demand, resource, day, opens
on conflict (plan_id, demand_id, resource_id, coalesce(day, '-infinity'), coalesce(opens, '00:00')) where status <> 'PROPOSED'
do update set before = plan_line.covers, quantity = excluded.quantity, covers = excluded.covers, learnt = excluded.learnt,
    score = excluded.score, run = excluded.run, status = 'OPEN', refusals = null, account_id = null;

-- name: finish!
update plan
set status = 'DRAFT', solved_run = run, progress = 100, holder = null, beat_at = null, attempts = 0, failure = null,
    demands = :demands, full_demands = :full, cut = :cut, pairs = :pairs, served = :served, greedy_served = :greedy_served,
    units = :units, greedy_units = :greedy_units, nearness = :nearness, greedy_nearness = :greedy_nearness, bound = :bound,
    gap = :gap, seconds = :seconds, inputs_hash = :hash, solved_at = now(), updated_at = now(), version = version + 1
where id = :id;

-- name: clash!
update plan_rule u set clash = c.clash, most = c.most
from jsonb_to_recordset(:rows::text::jsonb) as c (demand bigint, resource bigint, day date, opens time, clash text, most numeric)
where u.plan_id = :id and u.kind = 'PIN' and u.demand_id = c.demand and u.resource_id = c.resource
    and u.day is not distinct from c.day and u.opens is not distinct from c.opens;

-- name: stop!
-- The latest run came to nothing; where there was one before, its lines stay.
update plan
set status = case when solved_run is null then 'FAILED' else 'DRAFT' end, run = coalesce(solved_run, run), failure = :failure,
    holder = null, beat_at = null, attempts = 0, updated_at = now(), version = version + 1
where id = :id;
