-- name: is_in$
select exists (select from plan_need where plan_id = :plan and demand_id = :demand);

-- name: lift!
-- What stands at this very place, and a ban of the two, give way.
delete from plan_rule
where plan_id = :plan and demand_id = :demand and resource_id = :resource
    and (kind = 'FORBID' or (day is not distinct from :day::date and opens is not distinct from :opens::text::time));

-- name: lift_all!
delete from plan_rule where plan_id = :plan and demand_id = :demand and resource_id = :resource;

-- name: rule!
insert into plan_rule (plan_id, kind, demand_id, resource_id, day, opens, covers, account_id)
values (:plan, :kind, :demand, :resource, :day, :opens::text::time, :covers, :account);

-- name: remove!
delete from plan_rule where id = :id;

-- name: titles^
select d.title, r.title from demand d, resource r where d.id = :demand and r.id = :resource;

-- name: touch!
update plan set updated_at = now(), version = version + 1 where id = :id;
