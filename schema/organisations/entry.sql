-- name: insert_entry$
insert into organisation (
    kind, name, short_name, uscc, area_id, area_path, address, description, parent_id, tags, name_key, words, duplicate_keys,
    status, receipt_hash)
values (
    :kind, :name, :short_name, :uscc, :area_id, :area_path, :address, :description, :parent_id, :tags, :name_key, :words,
    :duplicate_keys, :status, :receipt_hash)
returning id;

-- name: revise_entry!
update organisation
set kind = :kind, name = :name, short_name = :short_name, uscc = :uscc, area_id = :area_id, area_path = :area_path,
    address = :address, description = :description, parent_id = :parent_id, tags = :tags, name_key = :name_key, words = :words,
    duplicate_keys = :duplicate_keys, updated_at = now(), version = version + 1
where id = :id;

-- name: serve$
-- Whether the list of areas served became another one.
with gone as (
    delete from organisation_service_area where organisation_id = :id and area_id <> all(:areas) returning 1
), come as (
    insert into organisation_service_area (organisation_id, area_id)
    select :id, area_id from unnest(:areas::bigint[]) area_id
    on conflict do nothing
    returning 1
)
select exists (select from gone) or exists (select from come);

-- name: hold_parents!
-- Loops are seen only when nobody else is changing who is above whom.
select pg_advisory_xact_lock(hashtext('organisation.parent'));

-- name: above
-- The organisation and everything above it.
with recursive above as (
    select id, parent_id from organisation where id = :id
    union
    select o.id, o.parent_id from organisation o join above on o.id = above.parent_id
)
select id from above;
