-- name: insert_entry$
insert into resource (
    organisation_id, category_id, area_id, area_path, title, title_key, words, terms, description, conditions, measure, quantity, unit,
    contact_id, valid_until, status)
values (
    :organisation_id, :category_id, :area_id, :area_path, :title, :title_key, :words, :terms, :description, :conditions, :measure, :quantity,
    :unit, :contact_id, :valid_until, :status)
returning id;

-- name: revise_entry!
update resource
set organisation_id = :organisation_id, category_id = :category_id, area_id = :area_id, area_path = :area_path, title = :title,
    title_key = :title_key, words = :words, terms = :terms, description = :description, conditions = :conditions, measure = :measure,
    quantity = :quantity, unit = :unit, contact_id = :contact_id, valid_until = :valid_until, confirmed_on = current_date,
    updated_at = now(), version = version + 1
where id = :id;

-- name: windows
-- The windows of an offer, the earliest first.
select first_day, last_day, weekdays, to_char(opens, 'HH24:MI') as opens, to_char(closes, 'HH24:MI') as closes
from resource_window where resource_id = :id order by first_day, resource_window.opens, id;

-- name: close_windows!
delete from resource_window where resource_id = :id;

-- name: open_windows!
insert into resource_window (resource_id, first_day, last_day, weekdays, opens, closes)
select :id, w.first_day, w.last_day, array(select jsonb_array_elements_text(w.weekdays)::smallint), w.opens, w.closes
from jsonb_to_recordset(:windows::jsonb) w (first_day date, last_day date, weekdays jsonb, opens time, closes time);

-- name: serve$
-- Whether the list of areas became another one.
with gone as (
    delete from resource_service_area where resource_id = :id and area_id <> all(:areas::bigint[]) returning 1
), come as (
    insert into resource_service_area (resource_id, area_id)
    select :id, area_id from unnest(:areas::bigint[]) area_id
    on conflict do nothing
    returning 1
)
select exists (select from gone) or exists (select from come);

-- name: contact$
-- Kept from being removed meanwhile.
select id from contact where id = :id and organisation_id = :organisation for share;
