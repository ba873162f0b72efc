-- name: begin$
insert into organisation_import (account_id, area_id, file_name, headings, mapping, sheet_sealed)
values (:account, :area, :name, :headings, '{}', :sheet)
returning id;

-- name: area^
select id, path, name from area where id = :id;

-- name: take_time!
set local statement_timeout = '120s';

-- name: one_at_a_time!
-- Of two files with the same units the second finds what the first has written.
select pg_advisory_xact_lock(hashtext('organisation.import'));

-- name: check!
-- The rows of the preview are those of the latest check.
with gone as (
    delete from organisation_import_row where import_id = :id
), checked as (
    update organisation_import set mapping = :mapping::text::jsonb, counts = :counts::text::jsonb, version = version + 1
    where id = :id
)
insert into organisation_import_row (import_id, number, action, organisation_id, cells, changed, problems)
select :id, number, action, organisation_id, cells, changed, problems
from jsonb_to_recordset(:rows::text::jsonb) as
    given (number int, action text, organisation_id bigint, cells text[], changed text[], problems jsonb);

-- name: finish!
with gone as (
    delete from organisation_import_row where import_id = :id
)
update organisation_import
set status = :status, counts = :counts::text::jsonb, sheet_sealed = null, version = version + 1
where id = :id;

-- name: discard_old!
-- What nobody has decided on for a week.
with old as (
    update organisation_import set status = 'DISCARDED', sheet_sealed = null, version = version + 1
    where status = 'PREVIEW' and created_at < now() - interval '7 days'
    returning id
)
delete from organisation_import_row where import_id in (select id from old);
