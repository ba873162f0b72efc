-- name: reserve
select nextval(pg_get_serial_sequence('organisation', 'id')) as id from generate_series(1, :count);

-- name: create!
insert into organisation (
    id, kind, name, short_name, uscc, area_id, area_path, address, description, parent_id, tags, name_key, words, duplicate_keys,
    contact_confirmed_on, status)
overriding system value
select id, kind, name, short_name, uscc, area_id, area_path, address, description, parent_id, tags, name_key, words,
    duplicate_keys, confirmed_on, 'ACTIVE'
from jsonb_to_recordset(:rows::text::jsonb) as given (
    id bigint, kind text, name text, short_name text, uscc text, area_id bigint, area_path text, address text, description text,
    parent_id bigint, tags text[], name_key text, words text[], duplicate_keys text[], confirmed_on date);

-- name: revise!
-- Only those that nobody changed since they were read.
update organisation o
set kind = given.kind, name = given.name, short_name = given.short_name, uscc = given.uscc, area_id = given.area_id,
    area_path = given.area_path, address = given.address, description = given.description, parent_id = given.parent_id,
    tags = given.tags, name_key = given.name_key, words = given.words, duplicate_keys = given.duplicate_keys,
    contact_confirmed_on = coalesce(given.confirmed_on, o.contact_confirmed_on), updated_at = now(), version = o.version + 1
from jsonb_to_recordset(:rows::text::jsonb) as given (
    id bigint, kind text, name text, short_name text, uscc text, area_id bigint, area_path text, address text, description text,
    parent_id bigint, tags text[], name_key text, words text[], duplicate_keys text[], confirmed_on date, version int)
where o.id = given.id and o.version = given.version and o.status in ('ACTIVE', 'SUSPENDED');

-- name: serve!
with given as (
    select id, area_id
    from jsonb_to_recordset(:rows::text::jsonb) as one (id bigint, areas bigint[]), unnest(one.areas) area_id
), gone as (
    delete from organisation_service_area s
    where organisation_id in (select id from given) and not exists (
        select from given where given.id = s.organisation_id and given.area_id = s.area_id)
)
insert into organisation_service_area (organisation_id, area_id)
select id, area_id from given
on conflict do nothing;

-- name: add_contacts!
-- The first contact of a unit is its liaison officer, until it says otherwise.
insert into contact (organisation_id, name_sealed, name_mask, phone_sealed, phone_mask, duty, liaison, confirmed_on)
select given.organisation, name_sealed, name_mask, phone_sealed, phone_mask, duty,
    not exists (select from contact c where c.organisation_id = given.organisation and c.liaison),
    coalesce(confirmed_on::date, current_date)
from unnest(
    :organisation::bigint[], :name_sealed::bytea[], :name_mask::text[], :phone_sealed::bytea[], :phone_mask::text[], :duty::text[],
    :confirmed_on::text[])
    as given (organisation, name_sealed, name_mask, phone_sealed, phone_mask, duty, confirmed_on);

-- name: revise_contacts!
update contact c
set name_sealed = given.name_sealed, name_mask = given.name_mask, phone_sealed = given.phone_sealed, phone_mask = given.phone_mask,
    duty = given.duty, confirmed_on = coalesce(given.confirmed_on::date, current_date), version = c.version + 1
from unnest(
    :id::bigint[], :version::int[], :organisation::bigint[], :name_sealed::bytea[], :name_mask::text[], :phone_sealed::bytea[],
    :phone_mask::text[], :duty::text[], :confirmed_on::text[])
    as given (id, version, organisation, name_sealed, name_mask, phone_sealed, phone_mask, duty, confirmed_on)
where c.id = given.id and c.version = given.version and c.organisation_id = given.organisation;
