-- name: publish!
-- Where somebody leads it already, nobody needs to claim it.
update project set status = case when lead_id is null then 'PUBLISHED' else 'CLAIMED' end, published_at = now() where id = :id;

-- name: sign!
update project set status = 'SIGNED', signed_on = :day where id = :id;

-- name: start!
update project set status = 'IN_PROGRESS', started_on = :day where id = :id;

-- name: deliver!
update project set status = 'DELIVERED', delivered_on = :day, outcome = :outcome, beneficiaries = :beneficiaries where id = :id;

-- name: note$
insert into project_note (project_id, person_id, noted_on, text) values (:id, :person, :day, :text) returning id;

-- name: terminate!
-- What was promised for it can go into another project.
with freed as (
    update project_match set ended_at = now() where project_id = :id and ended_at is null
)
update project set status = 'TERMINATED', reason = :reason, closed_at = now() where id = :id;
