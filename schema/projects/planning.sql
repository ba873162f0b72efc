-- name: clear_criteria!
delete from project_criterion where project_id = :id;

-- name: set_criteria!
insert into project_criterion (project_id, place, text)
select :id, given.place, given.text from unnest(:criteria::text[]) with ordinality given (text, place);

-- name: stages$
select count(*) from project_stage where project_id = :id;

-- name: add_stage$
insert into project_stage (project_id, name, starts_on, ends_on) values (:project, :name, :starts_on, :ends_on) returning id;

-- name: edit_stage!
update project_stage set name = :name, starts_on = :starts_on, ends_on = :ends_on, version = version + 1 where id = :id;

-- name: finish_stage!
update project_stage set done_on = :day, version = version + 1 where id = :id;

-- name: remove_stage!
delete from project_stage where id = :id;
