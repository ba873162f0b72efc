-- name: area_for_share^
-- An area that exists today; its path stays as it is until the transaction ends.
select id, path, name from area
where id = :id and valid_from <= current_date and coalesce(valid_to > current_date, true)
for share;

-- name: areas
-- Areas that exist today, by path.
select id, path, name from area
where id = any(:ids) and valid_from <= current_date and coalesce(valid_to > current_date, true)
order by path;
