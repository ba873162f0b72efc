-- name: reserve
select nextval(pg_get_serial_sequence('demand', 'id')) as id from generate_series(1, :count);

-- name: create!
-- What has a level comes onto the list at once.
insert into demand (
    id, organisation_id, account_id, category_id, need_id, area_id, area_path, place, title, title_key, words, terms, description,
    quantity, unit, needed_by, beneficiaries, origin, axis, urgency, level, status, listed_at)
overriding system value
select id, organisation_id, :account, category_id, need_id, area_id, area_path, place, title, title_key, words, terms, description,
    quantity, unit, needed_by, beneficiaries, origin, axis, urgency, level,
    case when level is null then 'SUBMITTED' else 'LISTED' end, case when level is not null then now() end
from jsonb_to_recordset(:rows::text::jsonb) as given (
    id bigint, organisation_id bigint, category_id bigint, need_id bigint, area_id bigint, area_path text, place text, title text,
    title_key text, words text[], terms text[], description text, quantity numeric, unit text, needed_by date, beneficiaries int,
    origin text, axis text, urgency text, level text);

-- name: revise!
-- Only those that nobody changed since they were read.
update demand d
set category_id = given.category_id, need_id = given.need_id, area_id = given.area_id, area_path = given.area_path,
    place = given.place, title = given.title, title_key = given.title_key, words = given.words, terms = given.terms,
    description = given.description, quantity = given.quantity, unit = given.unit, needed_by = given.needed_by,
    beneficiaries = given.beneficiaries, origin = given.origin, axis = given.axis, urgency = given.urgency,
    level = coalesce(given.level, d.level), status = case when given.level is null then d.status else 'LISTED' end,
    listed_at = case when given.level is null then d.listed_at else now() end, updated_at = now(), version = d.version + 1
from jsonb_to_recordset(:rows::text::jsonb) as given (
    id bigint, version int, category_id bigint, need_id bigint, area_id bigint, area_path text, place text, title text,
    title_key text, words text[], terms text[], description text, quantity numeric, unit text, needed_by date, beneficiaries int,
    origin text, axis text, urgency text, level text)
where d.id = given.id and d.version = given.version and d.status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'LISTED');
