-- name: reach^
-- Whether an organisation is a committee, the path of the area that a role in it reaches, and whether the person manages it.
select c.id is not null as committee, coalesce(c.area_path, o.area_path) as area_path,
    exists (
        select from membership m
        where m.organisation_id = o.id and m.person_id = :person::bigint and m.role = 'MANAGER'
            and m.valid_from <= current_date and coalesce(m.valid_to > current_date, true)) as manages
from organisation o left join committee c on c.organisation_id = o.id
where o.id = :organisation;

-- name: join$
insert into membership (person_id, organisation_id, role, valid_from, valid_to)
values (:person, :organisation, :role, :valid_from, :valid_to)
returning id;

-- name: end$
-- The membership ends; tells where its organisation is.
update membership m set valid_to = :valid_to, version = m.version + 1
from organisation o
where m.id = :id and o.id = m.organisation_id
returning o.area_path;
