-- name: reserve
select nextval(pg_get_serial_sequence('resource', 'id')) as id from generate_series(1, :count);

-- name: create!
insert into resource (
    id, organisation_id, category_id, area_id, area_path, title, title_key, words, terms, description, conditions, measure, quantity,
    unit, contact_id, valid_until, status)
overriding system value
select id, organisation_id, category_id, area_id, area_path, title, title_key, words, terms, description, conditions, measure,
    quantity, unit, contact_id, valid_until, status
from jsonb_to_recordset(:rows::text::jsonb) as given (
    id bigint, organisation_id bigint, category_id bigint, area_id bigint, area_path text, title text, title_key text, words text[],
    terms text[], description text, conditions text, measure text, quantity numeric, unit text, contact_id bigint, valid_until date,
    status text);

-- name: revise!
-- Only those that nobody changed since they were read; writing an offer anew counts as confirming it.
update resource r
set category_id = given.category_id, area_id = given.area_id, area_path = given.area_path, title = given.title,
    title_key = given.title_key, words = given.words, terms = given.terms, description = given.description,
    conditions = given.conditions, measure = given.measure, quantity = given.quantity, unit = given.unit,
    valid_until = given.valid_until, confirmed_on = current_date, updated_at = now(), version = r.version + 1
from jsonb_to_recordset(:rows::text::jsonb) as given (
    id bigint, version int, category_id bigint, area_id bigint, area_path text, title text, title_key text, words text[],
    terms text[], description text, conditions text, measure text, quantity numeric, unit text, valid_until date)
where r.id = given.id and r.version = given.version and r.status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'LISTED');

-- name: open_windows!
with given as (
    select id, windows from jsonb_to_recordset(:rows::text::jsonb) as one (id bigint, windows jsonb)
), gone as (
    delete from resource_window where resource_id in (select id from given)
)
insert into resource_window (resource_id, first_day, last_day, weekdays, opens, closes)
select given.id, w.first_day, w.last_day, array(select jsonb_array_elements_text(w.weekdays)::smallint), w.opens, w.closes
from given, jsonb_to_recordset(given.windows) w (first_day date, last_day date, weekdays jsonb, opens time, closes time);

-- name: serve!
with given as (
    select id, area_id
    from jsonb_to_recordset(:rows::text::jsonb) as one (id bigint, areas bigint[]), unnest(one.areas) area_id
), gone as (
    delete from resource_service_area s
    where resource_id in (select id from jsonb_to_recordset(:rows::text::jsonb) as one (id bigint))
        and not exists (select from given where given.id = s.resource_id and given.area_id = s.area_id)
)
insert into resource_service_area (resource_id, area_id)
select id, area_id from given
on conflict do nothing;
