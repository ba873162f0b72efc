-- name: begin$
insert into list_import (account_id, list, area_id, file_name, headings, mapping, sheet_sealed)
values (:account, :list, :area, :name, :headings, '{}', :sheet)
returning id;

-- name: area^
select id, path, name from area where id = :id;

-- name: take_time!
set local statement_timeout = '120s';

-- name: one_at_a_time!
-- Of two files with the same items the second finds what the first has written.
select pg_advisory_xact_lock(hashtext('import'), hashtext(:list));

-- name: check!
-- The rows of the preview are those of the latest check.
with gone as (
    delete from list_import_row where import_id = :id
), checked as (
    update list_import set mapping = :mapping::text::jsonb, counts = :counts::text::jsonb, version = version + 1
    where id = :id
)
insert into list_import_row (import_id, number, action, organisation_id, resource_id, demand_id, cells, changed, problems)
select :id, number, action, case i.list when 'ORGANISATIONS' then known end, case i.list when 'RESOURCES' then known end,
    case i.list when 'DEMANDS' then known end, cells, changed, problems
from list_import i, jsonb_to_recordset(:rows::text::jsonb) as
    given (number int, action text, known bigint, cells text[], changed text[], problems jsonb)
where i.id = :id;

-- name: finish!
with gone as (
    delete from list_import_row where import_id = :id
)
update list_import
set status = :status, counts = :counts::text::jsonb, sheet_sealed = null, version = version + 1
where id = :id;

-- name: discard_old!
-- What nobody has decided on for a week.
with old as (
    update list_import set status = 'DISCARDED', sheet_sealed = null, version = version + 1
    where status = 'PREVIEW' and created_at < now() - interval '7 days'
    returning id
)
delete from list_import_row where import_id in (select id from old);

-- name: units
-- Units in the registry by name, whatever the signs in it, or credit code.
select o.id, o.name, o.uscc, o.area_id, o.area_path, a.name as area
from organisation o join area a on a.id = o.area_id
where o.status = 'ACTIVE' and (o.name_plain = any(:names::text[]) or o.name = any(:texts::text[]) or o.uscc = any(:codes::text[]))
order by o.name_key, o.id;

-- name: areas
-- Every area of the district in which an area lies.
select id, code, name, short_name, level, path from area
where path >= split_part(:path, '/', 1) || '/' and path < split_part(:path, '/', 1) || '/~'
    and valid_from <= current_date and coalesce(valid_to > current_date, true);

-- name: categories
-- The classes of a list, those in use first.
select id, name, unit, measure, retired from category where list = :list order by retired, place, id;
