-- name: ranked^
-- The place of an offer among the first twenty candidates for a demand as they stand now, not narrowed; null where it is not
-- among them; and the parts of both, in the order in which weights stand in a list.
with found as (
    select p.resource_id, row_number() over (order by p.total desc, p.resource_id) as place,
        array[p.category, p.distance, p.time, p.quantity, p.wording, p.freshness, p.delivery]::smallint[] as parts
    from match_pair p
    where p.demand_id = :demand and p.obstacle is null
        and p.resource_id in (select f.resource_id from match_found(:demand, 0, 0, false, false, null, null, null, null) f)
    order by p.total desc, p.resource_id limit 20
)
select (select place from found where resource_id = :resource)::smallint as place, (select count(*) from found)::smallint as among,
    (select parts from found where place = 1) as first_parts,
    coalesce((select parts from found where resource_id = :resource), (
        select array[p.category, p.distance, p.time, p.quantity, p.wording, p.freshness, p.delivery]::smallint[]
        from match_pair p where p.demand_id = :demand and p.resource_id = :resource)) as parts;

-- name: keep!
insert into match_choice (match_id, area_path, category_id, weights, place, among, parts, first_parts)
select m.id, d.area_path, d.category_id, m.weights, :place, :among, :parts, :first_parts
from match m join demand d on d.id = m.demand_id where m.id = :match;
