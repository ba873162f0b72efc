-- name: category^
-- A class of a list, kept from being retired meanwhile.
select id, name, unit, measure, retired from category where id = :id and list = :list for share;
