-- name: rename!
update area
set name = :name, short_name = :short_name, name_key = :name_key, words = :words, version = version + 1
where id = :id;

-- name: classify!
update area set class_code = :class_code, version = version + 1 where id = :id;

-- name: grids
-- Which of these are grids of the district at a path.
select id from area
where id = any(:ids::bigint[]) and level = 'GRID' and path >= :district::text and path < :district::text || '~';

-- name: overlap!
-- The estate overlaps these grids and no others; its version rises.
with gone as (
    delete from area_overlap where estate_id = :id and grid_id <> all(:grids::bigint[])
), added as (
    insert into area_overlap (estate_id, grid_id) select :id, unnest(:grids::bigint[]) on conflict do nothing
)
update area set version = version + 1 where id = :id;
