-- name: waiting$
-- How many registrations of the area came in within a day and wait.
select count(*) from organisation
where area_id = :area and status = 'PENDING' and created_at > now() - interval '1 day';

-- name: listed^
-- Whether a unit that everybody can see has the code of this entry, or its name in its area.
select coalesce(bool_or(o.uscc = entry.uscc), false) as uscc,
    coalesce(bool_or(o.area_id = entry.area_id and o.name_plain = entry.name_plain), false) as name
from organisation entry
join organisation o on o.status = 'ACTIVE'
    and (o.uscc = entry.uscc
        or (o.area_id = entry.area_id and o.name_plain = entry.name_plain and o.parent_id is not distinct from entry.parent_id))
where entry.id = :id;
