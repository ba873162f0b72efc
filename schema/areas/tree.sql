-- name: lock_tree$
-- One change of the tree at a time, until the transaction ends: a path is computed from rows that other changes may touch.
select pg_advisory_xact_lock(hashtextextended('area tree', 0));

-- name: add
-- New areas, given as a JSON array, whose parents are there already; each is placed wherever its parent stands, period by period.
with given as (
    select * from jsonb_to_recordset(:rows::jsonb) as g (
        code text, level text, kind text, name text, short_name text, name_key text, words text[],
        class_code text, parent_code text, valid_from date)
), made as (
    insert into area (code, level, kind, name, short_name, name_key, words, class_code, parent_id, path, valid_from)
    select g.code, g.level, g.kind, g.name, g.short_name, g.name_key, g.words, g.class_code, above.id,
        coalesce(above.path, '') || g.code || '/', greatest(g.valid_from, above.valid_from)
    from given g left join area above on above.code = g.parent_code
    returning id, code, parent_id, path, valid_from
), placed as (
    insert into area_parentage (area_id, parent_id, path, valid_from, valid_to)
    select made.id, made.parent_id, coalesce(above.path, '') || made.code || '/',
        greatest(made.valid_from, above.valid_from), above.valid_to
    from made left join area_parentage above
        on above.area_id = made.parent_id and coalesce(above.valid_to > made.valid_from, true)
)
select id, code, path from made;

-- name: last_place^
-- Below which parent an area stands after all moves known so far, and since when, whatever moved above it meanwhile.
with last as (
    select parent_id from area_parentage where area_id = :area and valid_to is null
)
select last.parent_id, above.name as parent_name, min(p.valid_from) as since
from last
join area_parentage p on p.area_id = :area and p.parent_id is not distinct from last.parent_id
    and not exists (
        select from area_parentage later
        where later.area_id = :area and later.valid_from > p.valid_from and later.parent_id is distinct from last.parent_id)
left join area above on above.id = last.parent_id
group by last.parent_id, above.name;

-- name: places_after^
-- Where an area and everything below it will stand, period by period, when it moves below a parent on a day: follows the
-- parents' own periods and those of each area below. `replaces` is the period below it that a new one takes the place of.
with recursive place as (
    select moved.id as area_id, above.area_id as parent_id, above.path || moved.code || '/' as path,
        greatest(above.valid_from, :day::date) as valid_from, above.valid_to, null::bigint as replaces
    from area_parentage above, area moved
    where above.area_id = :parent and moved.id = :area and coalesce(above.valid_to > :day::date, true)
    union all
    select below.area_id, below.parent_id, place.path || area.code || '/',
        greatest(below.valid_from, place.valid_from), least(below.valid_to, place.valid_to), below.id
    from place
    join area_parentage below on below.parent_id = place.area_id
        and daterange(below.valid_from, below.valid_to) && daterange(place.valid_from, place.valid_to)
    join area on area.id = below.area_id
)
select min(valid_from) filter (where area_id = :area) as begins, jsonb_agg(to_jsonb(place))::text as places from place;

-- name: cut_places!
-- The periods that end on the day of a move, or never begin because of it: of the area itself all, below it those replaced.
with replaced as (
    select replaces as id from jsonb_to_recordset(:places::jsonb) as p (replaces bigint) where replaces is not null
    union
    select id from area_parentage where area_id = :area and coalesce(valid_to > :day::date, true)
), dropped as (
    delete from area_parentage old using replaced where old.id = replaced.id and old.valid_from >= :day::date
)
update area_parentage old set valid_to = :day::date from replaced where old.id = replaced.id and old.valid_from < :day::date;

-- name: set_places!
insert into area_parentage (area_id, parent_id, path, valid_from, valid_to)
select area_id, parent_id, path, valid_from, valid_to
from jsonb_to_recordset(:places::jsonb) as p (area_id bigint, parent_id bigint, path text, valid_from date, valid_to date);

-- name: effect_areas
-- Areas at or below a path stand where their periods say for the day; '' stands for the whole tree.
update area set parent_id = p.parent_id, path = p.path
from area_parentage p
where p.area_id = area.id and p.valid_from <= :day::date and coalesce(p.valid_to > :day::date, true)
    and area.path >= :below::text and area.path < :below::text || '~'
    and (area.path <> p.path or area.parent_id is distinct from p.parent_id)
returning area.id;

-- name: effect_organisations!
update organisation o set area_path = area.path from area
where area.id = any(:moved::bigint[]) and o.area_id = area.id and o.area_path <> area.path;

-- name: effect_committees!
update committee c set area_path = area.path from area
where area.id = any(:moved::bigint[]) and c.area_id = area.id and c.area_path <> area.path;

-- name: effect_zones!
update zone z set area_path = area.path from area
where area.id = any(:moved::bigint[]) and z.area_id = area.id and z.area_path <> area.path;

-- name: effect_resources!
update resource r set area_path = area.path from area
where area.id = any(:moved::bigint[]) and r.area_id = area.id and r.area_path <> area.path;

-- name: effect_demands!
update demand d set area_path = area.path from area
where area.id = any(:moved::bigint[]) and d.area_id = area.id and d.area_path <> area.path;

-- name: effect_projects!
update project p set area_path = area.path from area
where area.id = any(:moved::bigint[]) and p.area_id = area.id and p.area_path <> area.path;

-- name: touch!
update area set version = version + 1 where id = :area;

-- name: committees_at
-- The organisations of the committees of these areas: whom a change of the tree concerns.
select organisation_id from committee where area_id = any(:areas::bigint[]);
