-- name: count$
-- How many attachments the item has; all numbers but its own are null.
select count(*) from attachment
where (resource_id = :resource_id or demand_id = :demand_id or project_id = :project_id or note_id = :note_id
    or delivery_id = :delivery_id or comment_id = :comment_id) and removed_at is null;

-- name: attach$
insert into attachment (
    resource_id, demand_id, project_id, note_id, delivery_id, comment_id, kind, media_type, file_name, caption, size, width, height,
    content, thumbnail, person_id)
select :resource_id, :demand_id, :project_id, :note_id, :delivery_id, :comment_id, kind, media_type, file_name, :caption, size,
    width, height, content, thumbnail, :person
from upload where id = :upload
returning id;

-- name: taken!
update upload set status = 'ATTACHED', version = version + 1 where id = :id;

-- name: attachment^
select * from attachment where id = :id;

-- name: caption!
update attachment set caption = :caption, version = version + 1 where id = :id;

-- name: remove!
update attachment set removed_at = now(), version = version + 1 where id = :id;

-- name: about^
-- What people look at when they see the attachment: its number, title, place, and the organisations concerned.
select r.id, r.title, r.area_path, array[r.organisation_id] as organisations
from attachment a join resource r on r.id = a.resource_id where a.id = :id
union all
select d.id, d.title, d.area_path, array_remove(array[d.organisation_id], null)
from attachment a join demand d on d.id = a.demand_id where a.id = :id
union all
select j.id, j.title, j.area_path, array(
    select p.organisation_id from project_partner p where p.project_id = j.id and p.status in ('INVITED', 'CLAIMED', 'AGREED'))
from attachment a
left join project_note n on n.id = a.note_id
join project j on j.id = coalesce(a.project_id, n.project_id) where a.id = :id
union all
select m.id, d.title, d.area_path, array_remove(array[d.organisation_id, r.organisation_id], null)
from attachment a
join delivery y on y.id = a.delivery_id join match m on m.id = y.match_id
join demand d on d.id = m.demand_id join resource r on r.id = m.resource_id where a.id = :id;
