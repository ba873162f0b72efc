-- name: areas_within
select id, code, name, short_name, level, path from area
where path >= :path and path < :path || '~' and valid_from <= current_date and coalesce(valid_to > current_date, true);

-- name: units
-- The units of the area, and listed units elsewhere that a row may name as its parent.
select o.id, o.kind, o.name, o.short_name, o.uscc, o.area_id, o.area_path, o.address, o.description, o.parent_id, o.tags,
    o.contact_confirmed_on, o.version,
    array(select s.area_id from organisation_service_area s where s.organisation_id = o.id order by s.area_id) as service_areas
from organisation o
where (o.area_path >= :path and o.area_path < :path || '~' and o.status in ('ACTIVE', 'SUSPENDED'))
    or (o.status = 'ACTIVE' and o.name_plain = any(:names));

-- name: contacts_of
select id, organisation_id, version, name_sealed, phone_sealed, duty, liaison from contact
where organisation_id = any(:ids)
order by organisation_id, id;

-- name: taken_elsewhere
-- Which of these codes belong to other units than those looked at.
select uscc from organisation
where uscc = any(:codes) and status in ('ACTIVE', 'SUSPENDED') and id <> all(:ids);
