-- name: set_award!
update project set award = :award where id = :id;

-- name: spend$
insert into project_spending (project_id, amount, spent_on, purpose) values (:project, :amount, :spent_on, :purpose) returning id;

-- name: void!
update project_spending set voided_at = now(), reason = :reason, version = version + 1 where id = :id;
