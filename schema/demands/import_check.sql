-- name: same
-- Demands still open of a unit (0: of none) in an area under a title. Anonymous ones are found by their numbers only.
select d.id, coalesce(d.organisation_id, 0) as organisation_id, d.area_id, d.title
from unnest(:units::bigint[], :areas::bigint[], :titles::text[]) as given (organisation_id, area_id, title)
join demand d on d.area_id = given.area_id and d.title = given.title and coalesce(d.organisation_id, 0) = given.organisation_id
where d.status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'LISTED') and d.needed_by >= current_date and not d.anonymous
order by d.id;

-- name: told
-- What demands refer to, by name.
select d.id, o.name as organisation, c.name as category, n.name as need, a.name as area
from demand d join category c on c.id = d.category_id join area a on a.id = d.area_id
left join organisation o on o.id = d.organisation_id left join category n on n.id = d.need_id
where d.id = any(:ids);

-- name: hold_promised
-- Those of these demands to which something is promised; all are locked, as by whoever promises to one.
with held as (
    select id from demand where id = any(:ids) order by id for update
)
select id from held where exists (
    select from match m where m.demand_id = held.id and m.status in ('PROPOSED', 'COUNTERED', 'AGREED', 'DONE'))
order by id;
