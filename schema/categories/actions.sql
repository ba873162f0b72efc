-- name: create$
insert into category (list, code, name, unit, measure, hint, place)
values (:list, :code, :name, :unit, :measure, :hint, :place)
returning id;

-- name: edit!
update category
set name = :name, unit = :unit, measure = :measure, hint = :hint, place = :place, version = version + 1
where id = :id;

-- name: retire!
update category set retired = :retired, version = version + 1 where id = :id;
