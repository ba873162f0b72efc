-- name: add$
insert into project_partner (project_id, organisation_id, kind, part, status)
values (:project, :organisation, :kind, :part, :status)
returning id;

-- name: edit!
update project_partner set kind = :kind, part = :part, version = version + 1 where id = :id;

-- name: move!
update project_partner set status = :status, reason = :reason, version = version + 1 where id = :id;

-- name: agreed$
select exists (select from project_partner where project_id = :project and organisation_id = :organisation and status = 'AGREED');

-- name: lead!
-- Somebody leads it now: on the list it counts as claimed.
update project
set lead_id = :organisation, status = case when status = 'PUBLISHED' then 'CLAIMED' else status end
where id = :project;

-- name: lose_lead!
update project set lead_id = null, status = case when status = 'CLAIMED' then 'PUBLISHED' else status end where id = :project;

-- name: unit^
select name from organisation where id = :id;
