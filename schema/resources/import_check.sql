-- name: same
-- Offers still open of a unit under a title.
select r.id, r.organisation_id, r.title
from unnest(:units::bigint[], :titles::text[]) as given (organisation_id, title)
join resource r using (organisation_id, title)
where r.status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'LISTED')
order by r.id;

-- name: told
-- What offers refer to, by name.
select r.id, o.name as organisation, c.name as category, a.name as area
from resource r join organisation o on o.id = r.organisation_id join category c on c.id = r.category_id join area a on a.id = r.area_id
where r.id = any(:ids);

-- name: windows
select resource_id, first_day, last_day, weekdays, to_char(opens, 'HH24:MI') as opens, to_char(closes, 'HH24:MI') as closes
from resource_window where resource_id = any(:ids) order by resource_id, first_day, resource_window.opens, id;

-- name: served
select s.resource_id, a.id, a.name
from resource_service_area s join area a on a.id = s.area_id
where s.resource_id = any(:ids) order by s.resource_id, a.path;

-- name: hold_promised
-- Those of these offers of which something is promised or used; all are locked, as by whoever promises of one.
with held as (
    select id from resource where id = any(:ids) order by id for update
)
select id from held where exists (
    select from match m where m.resource_id = held.id and m.status in ('PROPOSED', 'COUNTERED', 'AGREED', 'DONE'))
order by id;
