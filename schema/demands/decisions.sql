-- name: decide!
-- The demand moves to another state; its level stays once it has one.
update demand
set status = :status, reason = :reason, level = coalesce(:level, level), updated_at = now(), version = version + 1,
    listed_at = case when :status = 'LISTED' then now() else listed_at end
where id = :id;

-- name: merge!
update demand
set status = 'MERGED', reason = '', merged_into_id = :into, updated_at = now(), version = version + 1
where id = :id;

-- name: follow!
-- What was merged into the one that is merged now stands under the other too, and so do its projects with what was said of them, and its
-- claims that the other lacks.
with moved as (
    update demand set merged_into_id = :into where merged_into_id = :id
), unlinked as (
    delete from project_demand where demand_id = :id returning project_id
), linked as (
    insert into project_demand (project_id, demand_id) select project_id, :into from unlinked on conflict do nothing
), rated as (
    update project_rating g set demand_id = :into
    where g.demand_id = :id and not exists (select from project_rating o where o.project_id = g.project_id and o.demand_id = :into)
)
update claim c set demand_id = :into
where c.demand_id = :id and c.ended_at is null and not exists (
    select from claim o
    where o.demand_id = :into and o.ended_at is null
        and (o.person_id = c.person_id or o.organisation_id = c.organisation_id));

-- name: end_claims!
update claim set ended_at = now(), version = version + 1 where demand_id = :id and ended_at is null;
