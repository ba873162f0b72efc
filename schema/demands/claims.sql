-- name: claim$
insert into claim (demand_id, person_id, organisation_id, note)
values (:demand, :person, :organisation, :note)
returning id;

-- name: release!
update claim set ended_at = now(), version = version + 1 where id = :id;

-- name: touch!
update demand set updated_at = now(), version = version + 1 where id = :id;

-- name: demand^
select id, title, area_path from demand where id = :id for update;
