-- name: create$
insert into account (person_id, login, password_hash, administrator)
values (:person, :login, :hash, :administrator)
returning id;

-- name: create_person$
insert into person (name, title, name_key, words) values (:name, :title, :name_key, :words) returning id;

-- name: join$
insert into membership (person_id, organisation_id, role) values (:person, :organisation, :role) returning id;

-- name: is_committee$
select exists(select from committee where organisation_id = :organisation);
