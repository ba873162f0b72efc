-- name: project^
-- A project, locked: whoever changes something of it waits for the others who do.
select * from project where id = :id for update;

-- name: spent$
-- How much has been spent, read after the lock on the project is held.
select project_spent(:id);

-- name: touch!
update project set updated_at = now(), version = version + 1 where id = :id;

-- name: concerned
-- The organisations that take part, were asked or ask, and those whose demands it fulfils, but for the anonymous ones.
select organisation_id from project_partner where project_id = :id and status in ('INVITED', 'CLAIMED', 'AGREED')
union
select d.organisation_id from project_demand x join demand d on d.id = x.demand_id
where x.project_id = :id and not d.anonymous and d.organisation_id is not null
order by 1;
