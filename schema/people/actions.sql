-- name: create$
insert into person (name, name_key, words, title, phone_sealed, phone_mask)
values (:name, :name_key, :words::text[], :title, :phone_sealed, :phone_mask)
returning id;

-- name: edit!
update person
set name = :name, name_key = :name_key, words = :words::text[], title = :title, phone_sealed = :phone_sealed,
    phone_mask = :phone_mask, version = version + 1
where id = :id;

-- name: posts
-- The organisations that the person belongs to today, where they are.
select o.id, o.area_path
from membership m join organisation o on o.id = m.organisation_id
where m.person_id = :person and m.valid_from <= current_date and coalesce(m.valid_to > current_date, true)
order by o.area_path;
