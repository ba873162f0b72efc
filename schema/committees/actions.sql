-- name: above$
-- The organisation of the committee above a new one: for a special committee its area's, otherwise that of the area above.
select organisation_id from committee
where field is null and area_id = case when :field::text is null then :parent::bigint else :area::bigint end;

-- name: create^
with entry as (
    insert into organisation (kind, name, name_key, words, area_id, area_path, parent_id, status)
    values ('COMMITTEE', :name, :name_key, :words::text[], :area, :area_path, :above, 'ACTIVE')
    returning id
)
insert into committee (organisation_id, area_id, area_path, field, term_from, term_to)
select entry.id, :area, :area_path, :field, :term_from, :term_to from entry
returning id, organisation_id;

-- name: rename!
update organisation
set name = :name, name_key = :name_key, words = :words::text[], updated_at = now(), version = version + 1
where id = :id;

-- name: edit!
update committee set term_from = :term_from, term_to = :term_to, version = version + 1 where id = :id;
