-- name: liaison_areas
select a.id, a.path, a.name
from liaison_area l join area a on a.id = l.area_id
where l.organisation_id = :id
order by a.path;

-- name: assign!
with changed as (
    update organisation set updated_at = now(), version = version + 1 where id = :id
), gone as (
    delete from liaison_area where organisation_id = :id and area_id <> all(:areas::bigint[])
)
insert into liaison_area (organisation_id, area_id)
select :id, area_id from unnest(:areas::bigint[]) area_id
on conflict do nothing;

-- name: record_visit$
insert into visit (team_id, organisation_id, visited_on, note) values (:team, :organisation, :visited_on, :note)
returning id;

-- name: looks_after$
-- Whether the path lies in one of the team's areas.
select exists (
    select from liaison_area l join area a on a.id = l.area_id where l.organisation_id = :team and starts_with(:path, a.path)
);
